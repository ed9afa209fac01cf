"""Says, while a name is typed, who of that name is in the book already."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from aidbook.domain.folding import fold
from aidbook.domain.members import Member
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.members import household_page, members_by_name
from aidbook.ui import theme
from aidbook.ui.widgets.basics import button, column, label

_FEW = 4
_LETTERS = 3


class AlreadyHere(QFrame):
    """A strip with those who may be meant; hidden while there is nobody."""

    wanted = Signal(str)
    """Somebody chose one of them."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self.setProperty("role", "strip")
        self.setProperty("tone", "heed")
        lines = column(self, spacing=0)
        lines.setContentsMargins(12, 6, 8, 6)
        self._title = label("", "label", wrap=True)
        theme.give(self._title, tone="heed")
        lines.addWidget(self._title)
        self._people: QVBoxLayout = column(spacing=0)
        lines.addLayout(self._people)
        self.hide()

    def look(self, name: str) -> None:
        """Show who is called so, or begins so where only a few do."""
        self._show(alike(self._book, name), name)

    def names(self) -> list[str]:
        """Return who is shown."""
        items = (self._people.itemAt(at) for at in range(self._people.count()))
        shown = (item.widget() for item in items if item is not None)
        return [widget.accessibleName() for widget in shown if widget is not None]

    def _show(self, people: Sequence[Member], name: str) -> None:
        while (item := self._people.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        same = any(fold(member.name) == fold(name) for member in people)
        self._title.setText(_("In the book already:") if same else _("Is it one of these?"))
        for member in people:
            made = button(self._words(member), partial(self.wanted.emit, member.id), "link")
            self._people.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(people))

    def _words(self, member: Member) -> str:
        page = household_page(self._book, member.household) if member.household else None
        whose = page.label if page and page.label != member.name else None
        parts = [member.name, member.number, _("with {name}").format(name=whose) if whose else None]
        return " · ".join(part for part in parts if part)


def alike(book: Book, name: str) -> list[Member]:
    """Return the members called so; those whose names begin so, where they are few."""
    if len(fold(name)) < _LETTERS:
        return []
    found = members_by_name(book, name)
    same = [member for member in found if fold(member.name) == fold(name)]
    return same[:_FEW] if same else found if len(found) <= _FEW else []
