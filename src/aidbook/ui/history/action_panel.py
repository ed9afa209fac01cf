"""The panel of one action: what it did, when and where, what it was made of, and taking it back."""

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from aidbook import clock
from aidbook.actions.history import LASTING, sentence
from aidbook.domain.declare import Id
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store import history as query
from aidbook.store.book import Book
from aidbook.store.fold import Named
from aidbook.ui.history.made_of import Part, parts_of
from aidbook.ui.widgets.basics import button, column, label
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import Panel

_MOST = 40


@dataclass(frozen=True, slots=True)
class Told:
    """What the panel says of an action; `back` names the action to bring back, if it can be."""

    id: Id
    sentence: str
    when: str
    state: str
    parts: tuple[Part, ...]
    more: int
    can_take_back: bool
    back: Id


def tell(book: Book, action: Id) -> Told | None:
    """Return what there is to say of an action; None where it is not here."""
    lines = query.action_lines(book, [action])
    if not lines:
        return None
    line, named = lines[0], query.bodies_of(book, action)
    back = _back(book, action, named)
    own = line.site == book.identity.site
    lasting = any(each.body.kind in LASTING for each in named)
    is_undo = any(each.body.kind == "undo" for each in named)
    return Told(
        id=action,
        sentence=sentence(book, action),
        when=_when(line.written, line.site_name),
        state=_state(book, line, is_undo=is_undo, lasting=lasting, back=back),
        parts=tuple(parts_of(book, [each.body for each in named[:_MOST]])),
        more=max(0, len(named) - _MOST),
        can_take_back=own and not (line.undone or lasting or is_undo),
        back=back if own else "",
    )


def _back(book: Book, action: Id, named: list[Named]) -> Id:
    """Return what can be brought back from here: the action itself, or what it took back."""
    for each in named:
        if each.body.kind == "undo":
            undone = query.undone_by(book, each.body.subject) or ""
            mark = query.undo_of(book, undone)
            return undone if mark and mark.id == each.body.subject else ""
    return action if query.undo_of(book, action) else ""


def _when(written: int, site: str) -> str:
    day = format_date(clock.day_of(written))
    return " · ".join(filter(None, (f"{day[:1].upper()}{day[1:]}", clock.time_of(written), site)))


def _state(book: Book, line: query.ActionLine, *, is_undo: bool, lasting: bool, back: Id) -> str:
    if line.undone:
        return _("This was taken back.")
    if line.site != book.identity.site:
        return _("{site} wrote this. It can be taken back there.").format(site=line.site_name)
    if is_undo and not back:
        return _("This was not the last word: what it is about changed again since.")
    if lasting:
        return _("This stays: what was printed, sent or received cannot be made not to have happened.")
    return ""


class ActionPanel(Panel):
    """Shows one action. The page lends it what its two buttons do."""

    def __init__(self) -> None:
        super().__init__()
        self.take_back = button("", lambda: None, icon="undo-2")
        self.bring_back = button("", lambda: None, icon="redo-2")
        for each in (self.take_back, self.bring_back):
            self.foot.addWidget(each)
            each.hide()
        self.foot.addStretch(1)

    def show_told(self, told: Told | None) -> None:
        """Show an action, or nothing but where to choose one."""
        had_focus = self.take_back.hasFocus() or self.bring_back.hasFocus()
        self.take_back.setVisible(bool(told and told.can_take_back))
        self.bring_back.setVisible(bool(told and told.back))
        inside = QWidget()
        lines = column(inside, spacing=8)
        if told is None:
            lines.addWidget(label(_("Choose a line to see what it was made of."), "soft", wrap=True))
        else:
            _fill(lines, told)
        lines.addStretch(1)
        self.show_widget(inside)
        if had_focus:
            self.focus_button()

    def focus_button(self) -> None:
        """Put the keyboard on what can be done with the action."""
        for each in (self.take_back, self.bring_back):
            if not each.isHidden():
                each.setFocus()


def _fill(lines: QVBoxLayout, told: Told) -> None:
    lines.addWidget(label(told.sentence, "section", wrap=True))
    lines.addWidget(label(told.when, "soft", wrap=True))
    if told.state:
        lines.addWidget(Notice(told.state, "plain"))
    for part in told.parts:
        lines.addSpacing(4)
        lines.addWidget(label(part.title, "label", wrap=True))
        for text in part.lines:
            lines.addWidget(label(text, wrap=True))
    if told.more:
        words = ngettext("and {n} more", "and {n} more", told.more).format(n=format_number(told.more))
        lines.addWidget(label(words, "soft"))
