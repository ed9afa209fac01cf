"""Saving the list of members as a table that other programs open."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from aidbook.actions.exporting import member_fields, member_rows
from aidbook.domain.declare import Id
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.tabular.mapping import our_title
from aidbook.ui.reading_in.saving import Rows, save_table
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, label
from aidbook.ui.widgets.dialog import Dialog


def save_list(parent: QWidget, session: Session, ids: Sequence[Id]) -> None:
    """Ask first, for names in a plain file cannot be called back; then save those listed."""
    dialog = Dialog(parent, _("Save this list as a table"))
    text = _(
        "The file is not encrypted: whoever finds it reads these names and phones. Keep it no longer than needed."
    )
    home = _("What is changed in it elsewhere can be read in again: only the differences are taken over.")
    dialog.body.addWidget(label(text, wrap=True))
    dialog.body.addWidget(label(home, "soft", wrap=True))
    dialog.body.addStretch(1)
    dialog.add_close()

    def save() -> None:
        dialog.accept()
        fields = member_fields(session.book)
        titles = [our_title(name) for name in fields]
        save_table(parent, session, _("Members"), titles, lambda book, _progress: _rows(book, ids, fields))

    dialog.buttons.addWidget(button(_("Save it"), save, "main", "file-down"))
    dialog.open()


def _rows(book: Book, ids: Sequence[Id], fields: Sequence[str]) -> Rows:
    return [[row.get(name) for name in fields] for row in member_rows(book, ids)]
