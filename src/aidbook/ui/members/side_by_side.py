"""Two members side by side: what both say, field beside field, and what to say of them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from aidbook.actions.duplicates import Beside, beside, sure_words, why_words
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.i18n import _
from aidbook.store.alike import Pair
from aidbook.ui import theme
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import Button, button, column, label
from aidbook.ui.widgets.panel import Panel

_SIGNS = {True: "=", False: "≠", None: ""}


class SideBySide(Panel):
    """The panel of a pair. What its buttons do is lent by the page."""

    def __init__(
        self,
        session: Session,
        same: Callable[[], object],
        two: Callable[[], object],
        see: Callable[[Id], object],
    ) -> None:
        """Make it; `same` and `two` say what they are, `see` shows one of them."""
        super().__init__()
        self._session, self._see = session, see
        self.two = button(_("Two people"), two, icon="users")
        self.same = button(_("Same person"), same, "main", "check")
        self.two.setToolTip(_("They are two; nobody is asked again. It can be undone."))
        self.same.setToolTip(_("They show as one; nothing is merged, and they can be shown apart again."))
        self.fill_foot(self.two, self.same)

    def show_pair(self, pair: Pair | None) -> None:
        """Show a pair, or nothing but where to choose one."""
        had_focus = self.same.hasFocus() or self.two.hasFocus()
        for each in (self.same, self.two):
            each.setVisible(pair is not None)
        inside = QWidget()
        lines = column(inside, spacing=theme.GRID)
        if pair is None:
            lines.addWidget(label(_("Choose a line to compare the two."), "soft", wrap=True))
        else:
            lines.addWidget(label(sure_words(pair.confidence), "section", wrap=True))
            lines.addWidget(label(_("Alike: {what}").format(what=why_words(pair.why)), wrap=True))
            lines.addLayout(self._grid(pair))
            lines.addWidget(label(_("Linked, they show as one; nothing is merged away."), "small", wrap=True))
        lines.addStretch(1)
        self.show_widget(inside)
        if had_focus:
            self.focus_button()

    def focus_button(self) -> None:
        """Put the keyboard on what can be said."""
        self.same.setFocus()

    def _grid(self, pair: Pair) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GRID)
        grid.setVerticalSpacing(theme.GRID)
        for at, id_ in ((1, pair.a), (3, pair.b)):
            grid.addWidget(self._name(id_), 0, at, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            grid.setColumnStretch(at, 1)
        for line, each in enumerate(beside(self._session.book, pair.a, pair.b), start=1):
            _add_line(grid, line, each)
        grid.setRowMinimumHeight(0, theme.ROW)
        return grid

    def _name(self, id_: Id) -> Button:
        record = self._session.book.get(Member, id_)
        said = [record.name, record.number] if record else []
        made = button(next(filter(None, reversed(said)), ""), lambda: self._see(id_), "link")
        made.setAccessibleName(_("Open {name}").format(name=" ".join(part for part in said if part)))
        made.setToolTip(made.accessibleName())
        return made


def _add_line(grid: QGridLayout, line: int, each: Beside) -> None:
    top = Qt.AlignmentFlag.AlignTop
    grid.addWidget(label(each.label, "small", wrap=True), line, 0, top)
    sign = label(_SIGNS[each.equal], "label")
    sign.setAccessibleName({True: _("equal"), False: _("different"), None: ""}[each.equal])
    grid.addWidget(sign, line, 2, top | Qt.AlignmentFlag.AlignHCenter)
    for at, words in ((1, each.one), (3, each.other)):
        grid.addWidget(_value(words, each), line, at, top)


def _value(words: str, each: Beside) -> QLabel:
    made = label(words or "–", "" if words else "soft", wrap=True)
    made.setAccessibleName("" if words else _("not asked"))
    if each.equal is not None:
        theme.give(made, tone="good" if each.equal else "heed")
    return made
