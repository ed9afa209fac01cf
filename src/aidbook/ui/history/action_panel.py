"""The panel of one action: what it did, when, where and by whom, what it was made of, and taking it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from aidbook import clock
from aidbook.actions.corrections import Plan
from aidbook.actions.history import InTheWay, sentence, stays
from aidbook.domain.declare import Id
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store import history as query
from aidbook.store.body import Named
from aidbook.store.book import Book
from aidbook.ui.history.made_of import Part, parts_of
from aidbook.ui.widgets.basics import Button, button, column, label, rule
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import Panel

_MOST = 40


@dataclass(frozen=True, slots=True)
class Told:
    """What the panel says of an action.

    `back` names the action to bring back, if it can be; `correction` the one that put this right.
    """

    id: Id
    sentence: str
    when: str
    state: str
    parts: tuple[Part, ...]
    more: int
    can_take_back: bool
    back: Id
    correction: Id


def tell(book: Book, action: Id) -> Told | None:
    """Return what there is to say of an action; None where it is not here."""
    lines = query.action_lines(book, [action])
    if not lines:
        return None
    line, (named, many) = lines[0], query.first_bodies(book, action, _MOST)
    back = _back(book, action, named)
    own = line.site == book.identity.site
    lasting = stays(book, action)
    is_undo = any(each.body.kind == "undo" for each in named)
    put_right = query.correction_of(book, action)
    return Told(
        id=action,
        sentence=sentence(book, action),
        when=_when(line),
        state=_state(book, line, is_undo=is_undo, lasting=lasting, back=back),
        parts=tuple(parts_of(book, [each.body for each in named])),
        more=max(0, many - len(named)),
        can_take_back=own and not (line.undone or line.corrected or lasting or is_undo),
        back=back if own else "",
        correction=query.action_of_fact(book, "correction", put_right.id) if put_right else "",
    )


def _back(book: Book, action: Id, named: list[Named]) -> Id:
    """Return what can be brought back from here: the action itself, or what it took back."""
    for each in named:
        if each.body.kind == "undo":
            undone = query.undone_by(book, each.body.subject) or ""
            mark = query.undo_of(book, undone)
            return undone if mark and mark.id == each.body.subject else ""
    return action if query.is_out(book, action) else ""


def _when(line: query.ActionLine) -> str:
    day = format_date(clock.day_of(line.written))
    said = (f"{day[:1].upper()}{day[1:]}", clock.time_of(line.written), line.site_name, line.by_label)
    return " · ".join(filter(None, said))


def _state(book: Book, line: query.ActionLine, *, is_undo: bool, lasting: bool, back: Id) -> str:
    if line.undone:
        return _("This was taken back.")
    if line.corrected:
        return _("This could not be taken back alone, and was put right later. What was reported stays.")
    if line.site != book.identity.site:
        return _("{site} wrote this. It can be taken back there.").format(site=line.site_name)
    if is_undo and not back:
        return _("This was not the last word: what it is about changed again since.")
    if lasting:
        return _("This stays: what was printed, sent or received cannot be made not to have happened.")
    return ""


class ActionPanel(Panel):
    """Shows one action. The page lends it what its buttons do; `open_action` shows another action."""

    def __init__(self, open_action: Callable[[Id], None]) -> None:
        super().__init__()
        self._open = open_action
        self.take_back = button("", lambda: None, icon="undo-2")
        self.bring_back = button("", lambda: None, icon="redo-2")
        self.put_right = button("", lambda: None, "main", icon="check")
        self._buttons = (self.take_back, self.bring_back, self.put_right)
        for each in self._buttons:
            self.foot.addWidget(each)
            each.hide()
        self.foot.addStretch(1)

    def show_told(self, told: Told | None) -> None:
        """Show an action, or nothing but where to choose one."""
        had_focus = any(each.hasFocus() for each in self._buttons)
        self.take_back.setVisible(bool(told and told.can_take_back))
        self.bring_back.setVisible(bool(told and told.back))
        self.put_right.hide()
        inside = QWidget()
        lines = column(inside, spacing=8)
        if told is None:
            lines.addWidget(label(_("Choose a line to see what it was made of."), "soft", wrap=True))
        else:
            self._fill(lines, told)
        lines.addStretch(1)
        self.show_widget(inside)
        if had_focus:
            self.focus_button()

    def show_in_the_way(self, told: Told, error: InTheWay, plan: Plan, sentences: dict[Id, str]) -> None:
        """Say why an action cannot be taken back alone, lead to what stands in the way, and offer to put it right."""
        self.take_back.hide()
        self.bring_back.hide()
        self.put_right.setVisible(bool(plan.writes))
        inside = QWidget()
        lines = column(inside, spacing=8)
        lines.addWidget(label(told.sentence, "section", wrap=True))
        back = _("This cannot be brought back alone.") if told.back else _("This cannot be taken back alone.")
        lines.addWidget(Notice(back, "stop"))
        for obstacle in error.obstacles:
            lines.addWidget(label(obstacle.words, "label", wrap=True))
            self._add_links(lines, obstacle.actions, sentences)
        lines.addWidget(rule())
        _add_plan(lines, plan)
        lines.addStretch(1)
        self.show_widget(inside)
        self.focus_button()

    def focus_button(self) -> None:
        """Put the keyboard on what can be done with the action."""
        for each in self._buttons:
            if not each.isHidden():
                each.setFocus()

    def _add_links(self, lines: QVBoxLayout, actions: Sequence[Id], sentences: dict[Id, str]) -> None:
        for action in actions[:LINKS]:
            lines.addWidget(_link(sentences.get(action, ""), partial(self._open, action)))
        if len(actions) > LINKS:
            lines.addWidget(label(_and_more(len(actions) - LINKS), "soft"))

    def _fill(self, lines: QVBoxLayout, told: Told) -> None:
        lines.addWidget(label(told.sentence, "section", wrap=True))
        lines.addWidget(label(told.when, "soft", wrap=True))
        if told.state:
            lines.addWidget(Notice(told.state, "plain"))
        if told.correction:
            lines.addWidget(_link(_("See how it was put right"), lambda: self._open(told.correction)))
        for part in told.parts:
            lines.addSpacing(4)
            lines.addWidget(label(part.title, "label", wrap=True))
            for text in part.lines:
                lines.addWidget(label(text, wrap=True))
        if told.more:
            lines.addWidget(label(_and_more(told.more), "soft"))


LINKS = 4
"""So many of the actions in the way are led to, the latest; the others come into sight once these are taken back."""


def _link(words: str, go: Callable[[], None]) -> Button:
    made = button(words, go, "link", "chevron-right")
    made.setToolTip(words)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return made


def _and_more(many: int) -> str:
    return ngettext("and {n} more", "and {n} more", many).format(n=format_number(many))


def _add_plan(lines: QVBoxLayout, plan: Plan) -> None:
    if not plan.writes:
        lines.addWidget(label(_("It cannot be put right by itself either."), wrap=True))
    else:
        lines.addWidget(label(_("Or put it right as of today"), "section", wrap=True))
        lines.addWidget(label(_("What was reported stays as it was. From today on:"), "soft", wrap=True))
    for text in (*plan.does, *plan.leaves):
        lines.addWidget(label(text, wrap=True))
