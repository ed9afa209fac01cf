"""What the door's large card can show: nothing yet, one household, several, nobody, people without a name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from aidbook import clock
from aidbook.domain.same import with_also
from aidbook.i18n import _, format_number, ngettext
from aidbook.store.distributions import AtDoor
from aidbook.ui import theme
from aidbook.ui.distributions import words
from aidbook.ui.distributions.flow import Flow
from aidbook.ui.distributions.lines_view import Line, LinesView
from aidbook.ui.distributions.recalled import RecalledStrip
from aidbook.ui.icons import icon
from aidbook.ui.widgets.basics import Button, LineEdit, button, column, label, row
from aidbook.ui.widgets.fields import read_number
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import scrolling

_PICTURE = 64
_MAIN_ICON = QSize(theme.DOOR_ICON + 2 * theme.ICON_GAP, theme.DOOR_ICON)
_MOST_BOXES = 99
_MOST_PEOPLE = 99


def door_button(
    text: str, do: Callable[[], object], role: str = "", icon_name: str = "", keys: str = ""
) -> Button:
    """Return a button of the door's size that says its shortcut."""
    made = button(text, do, role, icon_name)
    made.setAccessibleName(text)
    say_keys(made, keys, shown=True)
    if role == "main":
        made.setIconSize(_MAIN_ICON)
    theme.give(made, door=True)
    return made


def say_keys(made: Button, keys: str, *, shown: bool) -> None:
    """Give a button its shortcut, and say it on the button where there is room."""
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    text = made.accessibleName()
    made.setText(f"{text}   {native}" if native and shown else text)
    made.setToolTip(f"{text} ({native})" if native else "")
    made.setShortcut(keys)  # after the text, which would take it away


def door_notice(tone: theme.Tone) -> Notice:
    """Return a strip of the door's size, hidden."""
    made = Notice("", tone)
    theme.give(made, door=True)
    made.hide()
    return made


def tell(strip: Notice, text: str, tone: theme.Tone) -> None:
    """Let a strip say something; "" hides it."""
    strip.say(text, tone)
    strip.setVisible(bool(text))


class _Number(LineEdit):
    """A small whole number."""

    def __init__(self, name: str, least: int, most: int) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaximumWidth(120)
        theme.give(self, small_door=True)

    def number(self) -> int | None:
        """Return what is typed, or None where it is no such number."""
        number = read_number(self.text().strip())
        return number if number is not None and self._least <= number <= self._most else None


@dataclass(frozen=True, slots=True)
class View:
    """How a household is to be shown: with short names, and as the right one for `slip` boxes handed out already."""

    queue: bool = False
    slip: int | None = None


class HouseholdCard(QWidget):
    """One household, large: who, how many boxes, what to leave out, what to know; and the buttons that book it."""

    booked = Signal()
    put_aside = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.here: AtDoor | None = None
        self._view = View()
        self._name = label("", "door", wrap=True)
        self._who = label("", "door-soft", wrap=True)
        self._others = label("", "door-soft", wrap=True)
        self._boxes = label("", "door", wrap=True)
        theme.give(self._boxes, tone="good")
        self.recalled = RecalledStrip()
        self._leave_out = door_notice("heed")
        self._state = door_notice("heed")
        self.amount = _Number(_("How many boxes"), 0, _MOST_BOXES)
        self.reason = LineEdit()
        self.reason.setAccessibleName(_("Reason to hand out again"))
        self.reason.setPlaceholderText(_("why they get food again, without names"))
        theme.give(self.reason, small_door=True)
        self.main = door_button(_("Picked up"), self.booked.emit, "main", "check")
        self.other_amount = door_button(_("Other amount"), self.ask_amount, keys="Alt+A")
        self.someone_else = door_button(_("Someone else"), self.put_aside.emit, keys="Alt+E")
        self._lay_out()

    def show_household(self, here: AtDoor, view: View) -> None:
        """Show a household, with nothing asked yet beyond what its state needs."""
        self.here, self._view = here, view
        self._name.setText(words.first_and_initial(here.label) if view.queue else here.label)
        self._who.setText("" if view.queue else self._who_words(here))
        self._who.setVisible(not view.queue)
        also = words.also_pick_up(here)
        self._others.setText(also)
        self._others.setVisible(bool(also) and not view.queue)
        self._boxes.setText(self._boxes_words(here))
        tell(self._leave_out, words.leave_out(here), "heed")
        tell(self._state, self._state_words(here), "heed")
        self.reason.clear()
        self._reason_line.setVisible(bool(here.visits))
        self._amount_line.hide()
        self.amount.setText(str(here.boxes if view.slip is None else view.slip))
        self.main.setText(self._main_words(here))
        self.main.setAccessibleName(self._main_words(here))
        self.main.setIconSize(_MAIN_ICON)
        self.someone_else.setVisible(view.slip is None)
        self.setAccessibleName(self.spoken())

    def set_small(self, *, small: bool) -> None:
        """Leave the room to the household where there is little."""
        theme.give(self.main, small=small)
        say_keys(self.other_amount, "Alt+A", shown=not small)
        say_keys(self.someone_else, "Alt+E", shown=not small)
        self._outer.setSpacing(8 if small else 16)

    def spoken(self) -> str:
        """Return everything the card says, for a screen reader."""
        parts = (self._name, self._who, self._boxes)
        notices = (self._leave_out, self._state)
        said = [part.text() for part in parts] + [
            self.recalled.text(),
            *(notice.text() for notice in notices),
        ]
        return ". ".join(text for text in said if text)

    def boxes(self) -> int | None:
        """Return how many boxes to write; None where nobody asked for another amount."""
        return self.amount.number() if self.is_asking_amount() else self._view.slip

    def is_asking_amount(self) -> bool:
        """Say whether another amount is asked for."""
        return not self._amount_line.isHidden()

    def has_amount(self) -> bool:
        """Say whether the amount can be read."""
        return not self.is_asking_amount() or self.amount.number() is not None

    def ask_amount(self) -> None:
        """Ask how many boxes they get instead."""
        self._amount_line.show()
        self._bring(self.amount)
        self.amount.selectAll()

    def leave_amount(self) -> bool:
        """Go back to the usual amount; say whether another was asked for."""
        asked = self.is_asking_amount()
        self._amount_line.hide()
        return asked

    def ask_reason(self) -> None:
        """Ask why they get food again."""
        self._reason_line.show()
        self._bring(self.reason)

    def is_asking_reason(self) -> bool:
        """Say whether a reason is asked for."""
        return not self._reason_line.isHidden()

    # Words

    def _who_words(self, here: AtDoor) -> str:
        parts = [
            words.household_of(here),
            here.number,
            _("for {time}").format(time=here.slot) if here.slot else None,
        ]
        return with_also(" · ".join(part for part in parts if part), here.also)

    def _boxes_words(self, here: AtDoor) -> str:
        n = here.boxes if self._view.slip is None else self._view.slip
        eats = words.eats(here)
        return f"{words.boxes(n)}, {eats}" if eats else words.boxes(n)

    def _state_words(self, here: AtDoor) -> str:
        said = []
        if here.visits:
            said.append(self._earlier_words(here))
        elif here.waiting:
            said.append(_("On the wait list, not on the list. Will be written as a walk-in."))
        elif not here.listed:
            said.append(_("Not on the list. Will be written as a walk-in."))
        said += [words.sharing(one, queue=self._view.queue) for one in here.sharing]
        if self._view.slip is not None and self._view.slip != here.boxes:
            usual = words.boxes(here.boxes)
            said.append(
                _("As many as were handed out; this household usually gets {boxes}.").format(boxes=usual)
            )
        return " ".join(said)

    def _earlier_words(self, here: AtDoor) -> str:
        last = here.visits[-1]
        return _("Already here today, at {time}: {boxes}. To hand out again, say why.").format(
            time=clock.time_of(last.at), boxes=words.boxes(last.boxes)
        )

    def _main_words(self, here: AtDoor) -> str:
        if self._view.slip is not None:
            return _("It was them")
        return _("Picked up again") if here.visits else _("Picked up")

    def _lay_out(self) -> None:
        self._amount_line = _asking(_("Boxes"), self.amount)
        self._reason_line = _asking(_("Reason"), self.reason)
        inside = QWidget()
        lines = column(inside)
        parts: Sequence[QWidget] = (
            self._name, self._who, self._boxes, self.recalled, self._leave_out, self._state, self._amount_line,
            self._reason_line, self._others,
        )  # fmt: skip
        for part in parts:
            lines.addWidget(part)
        lines.addStretch(1)
        self._area = scrolling(inside)
        self._outer = column(self, spacing=16)
        self._outer.addWidget(self._area, 1)
        self._outer.addLayout(Flow(self.main, self.other_amount, self.someone_else))

    def _bring(self, editor: QLineEdit) -> None:
        """Go to a small field, and have it in sight once it has its place."""
        editor.setFocus()
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(editor))


def _asking(title: str, editor: QLineEdit) -> QWidget:
    made = QWidget()
    line = row(made, spacing=16)
    words_ = label(title, "door-soft")
    words_.setBuddy(editor)
    line.addWidget(words_)
    line.addWidget(editor, 1)
    if editor.maximumWidth() < theme.NARROW:
        line.addStretch(2)
    return made


class HouseholdsCard(QWidget):
    """Several households, one of them marked: those that fit what was typed, or those still to come."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._small = False
        self._title = label("", "section", wrap=True)
        self._hint = label("", "door-soft", wrap=True)
        self.list = LinesView(_("Households"), door=True)
        self.list.taken.connect(self.chosen)
        lines = column(self)
        for part, share in ((self._title, 0), (self.list, 1), (self._hint, 0)):
            lines.addWidget(part, share)

    def set_small(self, *, small: bool) -> None:
        """Leave the room to the list where there is little."""
        self._small = small
        self._hint.setVisible(bool(self._hint.text()) and not small)

    def show_lines(self, title: str, lines: Sequence[Line], hint: str) -> None:
        """Show these under a title."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint) and not self._small)
        self.list.show_lines(lines)
        self.setAccessibleName(title)


class WordsCard(QWidget):
    """Says one thing, large, and what to do: nothing shown yet, somebody booked, nobody found."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QLabel()
        self._title = label("", "door", wrap=True)
        self._text = label("", "door-soft", wrap=True)
        inside = QWidget()
        lines = column(inside, spacing=16)
        lines.addStretch(1)
        for part in (self._picture, self._title, self._text):
            lines.addWidget(part)
        lines.addStretch(2)
        column(self).addWidget(scrolling(inside))

    def say(self, drawn: str, title: str, text: str, tone: theme.Tone = "plain") -> None:
        """Say it."""
        picture = icon(drawn, "accent" if tone == "plain" else tone)
        self._picture.setPixmap(picture.pixmap(QSize(_PICTURE, _PICTURE), self.devicePixelRatioF()))
        self._title.setText(title)
        theme.give(self._title, tone=tone)
        self._text.setText(text)
        self.setAccessibleName(f"{title}. {text}")

    def title(self) -> str:
        """Return what it says."""
        return self._title.text()

    def text(self) -> str:
        """Return what it says under that."""
        return self._text.text()


class UnnamedCard(QWidget):
    """People without a name: how many, and the boxes they get."""

    booked = Signal()

    def __init__(self, boxes_for: Callable[[int], int]) -> None:
        super().__init__()
        self._boxes_for = boxes_for
        self._boxes = label("", "door", wrap=True)
        theme.give(self._boxes, tone="good")
        self.people = _Number(_("How many people"), 1, _MOST_PEOPLE)
        self.people.textChanged.connect(lambda _text: self._count())
        main = door_button(_("Picked up"), self.booked.emit, "main", "check")
        inside = QWidget()
        lines = column(inside, spacing=16)
        lines.addWidget(label(_("Without a name"), "door", wrap=True))
        lines.addWidget(_asking(_("How many people is the food for?"), self.people))
        lines.addWidget(self._boxes)
        lines.addStretch(1)
        outer = column(self, spacing=16)
        outer.addWidget(scrolling(inside), 1)
        outer.addLayout(Flow(main))

    def begin(self) -> None:
        """Begin with one person."""
        self.people.setText("1")
        self._count()
        self.people.setFocus()
        self.people.selectAll()

    def _count(self) -> None:
        number = self.people.number()
        said = _("Type how many people, from 1 to {most}.").format(most=format_number(_MOST_PEOPLE))
        self._boxes.setText(said if number is None else words.boxes(self._boxes_for(number)))
        theme.give(self._boxes, tone="heed" if number is None else "good")


def match_line(here: AtDoor, *, queue: bool) -> Line:
    """Return a household as a line among several that fit."""
    name = words.first_and_initial(here.label) if queue else here.label
    size = ngettext("household of {n}", "household of {n}", here.people).format(n=format_number(here.people))
    also = _("with {names}").format(names=", ".join(here.others)) if here.others else None
    detail = size if queue else " · ".join(part for part in (here.number, *here.also, size, also) if part)
    if here.visits:
        return Line(here.household, name, detail, _("already here"), "heed")
    if here.waiting:
        return Line(here.household, name, detail, _("wait list"), "heed")
    return Line(here.household, name, detail, (here.slot or "") if here.listed else _("not on the list"))
