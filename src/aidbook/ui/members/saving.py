"""Saving the list of members as a table that other programs open."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.members import member_lines
from aidbook.ui.jobs import Progress
from aidbook.ui.members.words import status_word
from aidbook.ui.reading_in.saving import Rows, save_table
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, label
from aidbook.ui.widgets.dialog import Dialog

_AT_ONCE = 500


def save_list(parent: QWidget, session: Session, ids: Sequence[Id]) -> None:
    """Ask first, for names in a plain file cannot be called back; then save those listed."""
    dialog = Dialog(parent, _("Save this list as a table"))
    text = _(
        "The file is not encrypted: whoever finds it reads these names and phones. Keep it no longer than needed."
    )
    dialog.body.addWidget(label(text, wrap=True))
    dialog.body.addStretch(1)
    dialog.add_close()

    def save() -> None:
        dialog.accept()
        titles = (
            _("Name"),
            _("Number"),
            _("Household"),
            _("People in the household"),
            _("Phone"),
            _("Status"),
        )
        save_table(parent, session, _("Members"), titles, lambda book, progress: _rows(book, ids, progress))

    dialog.buttons.addWidget(button(_("Save it"), save, "main", "file-down"))
    dialog.open()


def _rows(book: Book, ids: Sequence[Id], progress: Progress) -> Rows:
    rows: Rows = []
    for start in range(0, len(ids), _AT_ONCE):
        progress(start, len(ids))
        rows += [
            (
                line.name,
                line.number,
                line.household_label,
                line.household_size,
                None if line.phone == PREFERS_NOT else line.phone,
                status_word(line.left),
            )
            for line in member_lines(book, ids[start : start + _AT_ONCE])
        ]
    return rows
