"""Says, while somebody new is being typed, who in the book may be the same person. It asks nothing and stops nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from aidbook.actions.duplicates import why_words
from aidbook.domain.folding import fold
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.duplicates import Described, called_so, like
from aidbook.store.members import MemberLine, member_lines
from aidbook.ui import theme
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import Button, button, column, empty, label, row
from aidbook.ui.widgets.field import BadInput, Field
from aidbook.ui.widgets.notice import announce

_FEW = 4
_LETTERS = 3
_LOOK_AFTER_MS = 150
_COMPARED = ("name", "family_name", "other_names", "birth", "phone", "other_phones", "email")


@dataclass(frozen=True, slots=True)
class _Known:
    """Somebody who may be meant, and why."""

    line: MemberLine
    why: tuple[str, ...]

    def words(self) -> str:
        """Return who it is: name, number and whose household."""
        whose = self.line.household_label
        others = _("with {name}").format(name=whose) if whose and whose != self.line.name else ""
        return " · ".join(part for part in (self.line.name, self.line.number, others) if part)


class AlreadyHere(QFrame):
    """A strip with the few who may be meant; hidden while there is nobody. Down goes into it from the name, Enter opens."""

    wanted = Signal(str)
    """Somebody chose one of them."""
    looked = Signal()
    """It shows who may be meant by what is typed now."""

    def __init__(
        self, session: Session, fields: Mapping[str, Field[Any]], home: Mapping[str, Field[Any]]
    ) -> None:
        """Make it; it listens to what is typed into the fields of a new member and of the household (`home`)."""
        super().__init__()
        self._session, self._fields, self._home = session, fields, home
        self._asked = 0
        self._shown: list[_Known] = []
        self._timer = QTimer(self, singleShot=True, interval=_LOOK_AFTER_MS)
        self._timer.timeout.connect(self.look_now)
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
        self._listen()

    def look_now(self) -> None:
        """Look, while the window goes on, who may be meant by what is typed."""
        if not self._fields["name"].isVisible():  # the form was left meanwhile
            return
        self._asked += 1
        asked, said = self._asked, _described(self._fields, self._home)
        self._session.read(self, lambda book: _who_may_be(book, said), lambda found: self._take(asked, found))

    def forget(self) -> None:
        """Show nobody: the form begins anew."""
        self._timer.stop()
        self._asked += 1
        self._show([])

    def names(self) -> list[str]:
        """Return who is shown."""
        return [each.accessibleName() for each in self._buttons()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the name into the strip with the arrow down."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        ):
            for first in self._buttons()[:1]:
                first.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _listen(self) -> None:
        for name in _COMPARED:
            if name in self._fields:
                self._fields[name].typed.connect(self._timer.start)
        if "address" in self._home:
            self._home["address"].typed.connect(self._timer.start)
        self._typed_in().installEventFilter(self)

    def _typed_in(self) -> QWidget:
        """Return what the name is typed into."""
        edit = getattr(self._fields["name"], "edit", None)
        return edit() if edit is not None else self._fields["name"]

    def _take(self, asked: int, found: list[_Known]) -> None:
        if asked == self._asked:  # nothing was typed meanwhile
            self._show(found)
            self.looked.emit()

    def _show(self, found: list[_Known]) -> None:
        if found == self._shown:
            return
        self._shown = found
        inside = any(each.hasFocus() for each in self._buttons())
        if inside:
            self._typed_in().setFocus()  # before what has the keyboard is gone
        empty(self._people)
        self._title.setText(_("Is it one of these, in the book already?"))
        for known in found:
            made = button(known.words(), partial(self.wanted.emit, known.line.id), "link")
            why = why_words(known.why)
            made.setAccessibleDescription(why)
            made.setToolTip(_("Open this one instead; what is typed stays."))
            line = row(spacing=theme.GRID)
            line.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(why, "small", wrap=True), 1)
            holder = QWidget()
            holder.setLayout(line)
            self._people.addWidget(holder)
        self.setVisible(bool(found))
        if found:
            if inside:
                self._buttons()[0].setFocus()
            announce(self, self._title.text())
            QTimer.singleShot(0, self, self._come_into_sight)

    def _come_into_sight(self) -> None:
        """Scroll a low window so far that the first of them is seen under the name."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None and self._shown:
            area.ensureWidgetVisible(self._buttons()[0], 0, 0)

    def _buttons(self) -> list[Button]:
        items = (self._people.itemAt(at) for at in range(self._people.count()))
        shown = (item.widget() for item in items if item is not None)
        return [each for holder in shown if holder is not None for each in holder.findChildren(Button)]


def _described(fields: Mapping[str, Field[Any]], home: Mapping[str, Field[Any]]) -> Described:
    """Return what is typed, as far as it can be read."""
    said = {name: _read(fields.get(name)) for name in _COMPARED}
    return Described(
        name=said["name"],
        family_name=said["family_name"],
        other_names=said["other_names"] or (),
        birth=said["birth"],
        phones=(said["phone"], *(said["other_phones"] or ())),
        email=said["email"],
        address=_read(home.get("address")),
    )


def _read(field: Field[Any] | None) -> Any:  # noqa: ANN401 - as the field has it
    try:
        return field.value() if field is not None else None
    except BadInput:
        return None


def _who_may_be(book: Book, said: Described) -> list[_Known]:
    """Return who may be meant; where nothing says so, those whom the search finds by the name, if they are few."""
    likely = like(book, said, most=_FEW)
    if not likely and len(fold(said.name or "")) >= _LETTERS:
        likely = called_so(book, said, most=_FEW)
    ids = [one.member for one in likely]
    lines: dict[str, MemberLine] = {line.id: line for line in member_lines(book, ids)}
    return [_Known(lines[one.member], one.why) for one in likely if one.member in lines]
