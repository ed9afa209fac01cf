"""The door: who comes is found and booked, one key each. It fills the window and is left with the passphrase only."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from aidbook.domain.declare import Id
from aidbook.errors import NeedsReason, UserError
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store.distributions import AtDoor, Expected, VisitLine, expected
from aidbook.ui.distributions import words
from aidbook.ui.distributions.door_cards import UnnamedCard, View, match_line, tell
from aidbook.ui.distributions.door_desk import DoorDesk, Found
from aidbook.ui.distributions.door_keys import Deeds, DoorKeys
from aidbook.ui.distributions.door_lines import line_words
from aidbook.ui.distributions.door_view import DoorView
from aidbook.ui.distributions.lines_view import Line
from aidbook.ui.distributions.pace import Enter
from aidbook.ui.session import Session
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.ask_passphrase import AskPassphrase
from aidbook.ui.widgets.basics import column
from aidbook.ui.widgets.notice import announce

_FIND_AFTER_MS = 120
_PLAN = frozenset({"distribution", "box", "sign_up", "member", "household"})


def _monotonic_ms() -> float:
    return time.monotonic() * 1000


class DoorPage(QWidget):
    """The door of one distribution, for `session.show_full`. `now_ms` is the clock that its rules go by."""

    def __init__(
        self, session: Session, distribution: Id, now_ms: Callable[[], float] = _monotonic_ms
    ) -> None:
        super().__init__()
        self.setProperty("role", "paper")
        self.session = session
        self.desk = DoorDesk(session, distribution, now_ms)
        day = _("Door · {day}").format(day=format_date(self.desk.day.on, "full"))
        self.view = DoorView(day, UnnamedCard(self.desk.boxes_for))
        self.field = self.view.field
        self._slip: VisitLine | None = None
        self._aside: AtDoor | None = None
        self._found_text = ""
        self._finding = QTimer(self, singleShot=True, interval=_FIND_AFTER_MS)
        deeds = Deeds(self.scanned, self._entered, self.step_back, self.view.households.list.step)
        self._keys = DoorKeys(self, self.field, deeds, now_ms)
        column(self).addWidget(self.view)
        self.setFocusProxy(self.field)
        self._listen()
        self.refresh()
        self._show_empty()

    def refresh(self) -> None:
        """Read the figures and the last lines."""
        self.view.show_count(self.desk.count(), self.desk.planned)
        self.view.just_now.show_lines(self.desk.last_lines())

    # Finding

    def find_now(self) -> None:
        """Find what is typed, without waiting for the next key."""
        self._finding.stop()
        self.desk.forget_scan()
        self._found_text = self.field.text().strip()
        self._say("")
        if self._found_text:
            self._show_found(self.desk.find(self._found_text))
        else:
            self._show_empty()

    def scanned(self, text: str) -> None:
        """Find a card that was read; the second reading of the one that is shown books it."""
        self._finding.stop()
        self._found_text = text.strip()
        self.field.setText(self._found_text)
        self.field.selectAll()
        self.field.setFocus()
        found = self.desk.find(self._found_text)
        if len(found.households) == 1 and not found.more:
            self._scanned_one(found.households[0])
        else:
            self.desk.forget_scan()
            self._say("")
            self._show_found(found)

    def choose(self, household: Id) -> None:
        """Show one of several."""
        self.desk.forget_scan()
        here = self.desk.household(household)
        if here is not None:
            self._show_household(here)
            self.field.setFocus()

    def _scanned_one(self, here: AtDoor) -> None:
        if self.desk.is_repeat(here.household):
            self._refuse_repeat(here)
            return
        shown = self.household()
        is_shown = shown is not None and shown.household == here.household
        if self.desk.scan(here.household) and is_shown:
            self.book()
        elif not is_shown:
            self._say("")
            self._show_household(here)

    def _show_found(self, found: Found) -> None:
        if len(found.households) == 1 and not found.more:
            self._show_household(found.households[0])
        elif found.households:
            self._show_several(found)
        else:
            self._show_nobody(found.trouble)

    # Booking

    def book(self) -> None:
        """Write that the shown household picked up; in a swap, that it was them."""
        here, card = self.household(), self.view.household
        if here is None:
            return
        if self.desk.is_repeat(here.household):
            self._refuse_repeat(here)
        elif not card.has_amount():
            self._say(_("Type how many boxes, from 0 to 99."), "stop")
        elif here.visits and not card.reason.text().strip():
            self._ask_reason()
        else:
            self._write(here, card.boxes(), card.reason.text().strip())

    def book_unnamed(self) -> None:
        """Write that people without a name picked up."""
        people = self.view.unnamed.people.number()
        if people is None:
            return
        try:
            self.desk.book_unnamed(people)
        except UserError as error:
            self._say(str(error), "stop")
            return
        self._show_booked(
            _("no name, {people}").format(people=words.people(people)), self.desk.boxes_for(people)
        )

    def _write(self, here: AtDoor, boxes: int | None, reason: str) -> None:
        try:
            if self._slip is not None:
                self.desk.swap(self._slip, here, boxes, reason)
            else:
                self.desk.book(here, boxes, reason)
        except NeedsReason:
            self._show_household(self.desk.household(here.household) or here)
            self._ask_reason()
        except UserError as error:
            self._say(str(error), "stop")
        else:
            self._drop_slip()
            self._show_booked(self._name(here), here.boxes if boxes is None else boxes)

    def _ask_reason(self) -> None:
        self.view.household.ask_reason()
        announce(
            self.view.household.reason, _("They were here today. Say why they get food again, then Enter.")
        )

    def _refuse_repeat(self, here: AtDoor) -> None:
        self._show_empty()
        self._say(
            _("{name} was written a moment ago. Nothing was written twice.").format(name=self._name(here)),
            "heed",
        )

    def _show_booked(self, who: str, boxes: int) -> None:
        said = _("{who}: {boxes}").format(who=who, boxes=words.boxes(boxes))
        aside, self._aside = self._aside, None
        self._show_empty()
        if aside is None:
            hint = _("Picked up. Scan the next card, or type.")
            self.view.words.say("circle-check", said, hint, "good")
        else:
            self._bring_back(aside)
            self._say(_("{line}. Picked up.").format(line=said), "good")
        announce(self.field, said)
        below = self.desk.below_zero()
        if below:
            names = ", ".join(below)
            self._say(
                _("Fewer than none in the book: {items}. Hand out all the same.").format(items=names), "heed"
            )

    # Mending slips

    def undo(self, line: VisitLine) -> None:
        """Take a line back."""
        if not self.desk.undo(line):
            return
        said = _("{who}: {boxes}").format(who=line_words(line), boxes=words.boxes(line.boxes))
        here = self.household()
        again = self.desk.household(here.household) if here else None
        if again is not None:
            self._show_household(again)
        elif self.view.shown() is self.view.words:
            self._show_empty()
        self._say(_("Taken back. {line}").format(line=said), "good")
        self.field.setFocus()

    def undo_last(self) -> None:
        """Take the last line back."""
        lines = self.desk.last_lines()
        if lines:
            self.undo(lines[0])
        else:
            self._say(_("There is nothing to take back."), "plain")

    def swap(self, line: VisitLine) -> None:
        """Begin to give a line to another household: the next one that is found."""
        self._slip = line
        self._show_empty()
        aim = _("Not {who}? Find who it was; Enter gives them the {boxes}.")
        tell(self.view.aim, aim.format(who=line_words(line), boxes=words.boxes(line.boxes)), "heed")

    def put_aside(self) -> None:
        """Keep the shown household in mind, and find another first."""
        here = self.household()
        if here is None:
            return
        self._drop_slip()
        self._aside = here
        self._show_empty()
        aim = _("{name} waits. Find the other household first; then they are back.")
        tell(self.view.aim, aim.format(name=self._name(here)), "plain")

    def step_back(self) -> None:
        """Go back one step: out of a small field, to the empty field, out of a swap. Never out of the door."""
        if self.view.household.leave_amount() or self.focusWidget() is self.view.household.reason:
            self.field.setFocus()
        elif self.field.text() or self.view.shown() is not self.view.words:
            self._show_empty()
        elif self._slip is not None or self._aside is not None:
            self._drop_aim()
        else:
            self._show_empty()

    def _drop_aim(self) -> None:
        aside, self._aside = self._aside, None
        self._drop_slip()
        self._show_empty()
        if aside is not None:
            self._bring_back(aside)

    def _drop_slip(self) -> None:
        self._slip = None
        tell(self.view.aim, "", "plain")

    def _bring_back(self, aside: AtDoor) -> None:
        tell(self.view.aim, "", "plain")
        here = self.desk.household(aside.household)
        if here is not None:
            self._show_household(here)

    # What the card shows

    def household(self) -> AtDoor | None:
        """Return the one household that is shown, or None."""
        return self.view.household.here if self.view.shown() is self.view.household else None

    def begin_unnamed(self) -> None:
        """Ask how many people without a name there are."""
        self._clear()
        self.view.show_card(self.view.unnamed)
        self.view.unnamed.begin()

    def show_to_come(self) -> None:
        """Show who is expected and has not come."""
        self._clear()
        day = self.desk.day
        self.session.read(
            self, lambda book: [e for e in expected(book, day) if not (e.waiting or e.visit)], self._to_come
        )

    def _to_come(self, lines: Sequence[Expected]) -> None:
        if not lines:
            self.view.words.say("circle-check", _("Everybody on the list has come"), "", "good")
            self.view.show_card(self.view.words)
            return
        title = ngettext("{n} household still to come", "{n} households still to come", len(lines))
        shown = [
            Line(e.household, self._short(e.label), self._detail(e), words.boxes(e.boxes)) for e in lines
        ]
        hint = _("Arrows choose, Enter shows.")
        self.view.households.show_lines(title.format(n=format_number(len(lines))), shown, hint)
        self.view.show_card(self.view.households)
        self.field.setFocus()

    def _detail(self, line: Expected) -> str:
        parts = (line.slot, None if self.view.queue.isChecked() else line.number)
        return " · ".join(part for part in parts if part)

    def _show_household(self, here: AtDoor) -> None:
        if self._slip is not None and self._slip.household == here.household:
            self._show_empty()
            self._say(_("That line is theirs already. Find the household that it was."), "heed")
            return
        slip = self._slip.boxes if self._slip else None
        self.view.household.show_household(here, View(self.view.queue.isChecked(), slip))
        self.view.household.recalled.look(self.session.book, here.household)
        self.view.show_card(self.view.household)
        announce(self.field, self.view.household.spoken())

    def _told(self) -> None:
        here = self.view.household.here
        if here is not None:
            self.view.household.recalled.tell(self.session, here.household)
            self._show_household(self.desk.household(here.household) or here)
            self.field.setFocus()

    def _show_several(self, found: Found) -> None:
        n = len(found.households) + found.more
        title = ngettext("{n} household fits", "{n} households fit", n).format(n=format_number(n))
        queue = self.view.queue.isChecked()
        lines = [match_line(here, queue=queue) for here in found.households]
        more = (
            _("And {n} more: type another letter.").format(n=format_number(found.more)) if found.more else ""
        )
        hint = _("Arrows choose, Enter shows. Nothing is written before one is shown alone.")
        self.view.households.show_lines(title, lines, f"{more} {hint}".strip())
        self.view.show_card(self.view.households)
        announce(self.field, title)

    def _show_nobody(self, trouble: str) -> None:
        text = trouble or _(
            "Try fewer letters or another spelling. They can also pick up without a name: Alt+N."
        )
        title = _("No card in use: {text}") if trouble else _("Not in this book: {text}")
        title = title.format(text=self._found_text)
        self.view.words.say("circle-help", title, text, "heed")
        self.view.show_card(self.view.words)
        announce(self.field, title)

    def _show_empty(self) -> None:
        self._clear()
        self.view.words.say(
            "scan-line", _("Scan a card, or type"), _("A number or a few letters of a name are enough.")
        )
        self.view.show_card(self.view.words)
        self.field.setFocus()

    def _clear(self) -> None:
        self._finding.stop()
        self.desk.forget_scan()
        self.field.setText("")
        self._found_text = ""
        self._say("")

    def _say(self, text: str, tone: Tone = "plain") -> None:
        tell(self.view.said, text, tone)
        if text:
            announce(self.field, text)

    def _name(self, here: AtDoor) -> str:
        return self._short(here.label)

    def _short(self, name: str) -> str:
        return words.first_and_initial(name) if self.view.queue.isChecked() else name

    # What comes in

    def _entered(self, widget: QWidget, enter: Enter) -> None:
        card = self.view.household
        if widget is card.amount or (widget is card.reason and enter.deliberate):
            self.book()
        elif widget is self.view.unnamed.people:
            self.book_unnamed()
        elif widget is self.view.households.list:
            self.view.households.list.take()
        elif widget is not card.reason:
            self._entered_field(enter)

    def _entered_field(self, enter: Enter) -> None:
        if enter.fresh and not enter.deliberate and self.field.text().strip():
            self.scanned(self.field.text())
        elif not enter.deliberate:
            return
        elif self.field.text().strip() != self._found_text:
            self.find_now()
        elif self.household() is not None:
            self.book()
        elif self.view.shown() is self.view.households:
            self.view.households.list.take()

    def _turned(self) -> None:
        here = self.household()
        if here is not None:
            self._show_household(here)
        elif self._found_text:
            self.find_now()
        else:
            self._show_empty()
        self.field.setFocus()

    def _changed(self, kinds: frozenset[str]) -> None:
        if kinds & _PLAN:
            self.desk.read_plan()
        self.refresh()

    def _refused(self, error: UserError) -> None:
        self._say(str(error), "stop")

    def leave(self) -> None:
        """Ask for the passphrase, and leave once it is given."""
        why = _("The door shows names. With the passphrase of the book the other pages are there again.")
        asked = AskPassphrase(self, self.session.book, _("Leave the door"), why, self._left)
        asked.finished.connect(lambda _result: self.field.setFocus())
        asked.open()

    def _left(self) -> None:
        self.session.leave_full()
        self.session.go("distributions", self.desk.day.id)

    def _listen(self) -> None:
        view = self.view
        self._finding.timeout.connect(self.find_now)
        self.field.textEdited.connect(lambda _text: self._finding.start())
        view.household.booked.connect(self.book)
        view.household.recalled.told.connect(self._told)
        view.household.put_aside.connect(self.put_aside)
        view.households.chosen.connect(self.choose)
        view.unnamed.booked.connect(self.book_unnamed)
        view.just_now.undo_wanted.connect(self.undo)
        view.just_now.swap_wanted.connect(self.swap)
        for signal, slot in (
            (view.leave_wanted, self.leave),
            (view.unnamed_wanted, self.begin_unnamed),
            (view.to_come_wanted, self.show_to_come),
            (view.aim_dropped, self._drop_aim),
            (view.queue_turned, self._turned),
        ):
            signal.connect(slot)
        QShortcut("Ctrl+Z", self, self.undo_last)
        self.session.changed.connect(self._changed)
        self.session.refused.connect(self._refused)

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the keys while the door is in sight."""
        super().showEvent(event)
        self._keys.watch()
        self.field.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Watch no more."""
        self._keys.rest()
        super().hideEvent(event)
