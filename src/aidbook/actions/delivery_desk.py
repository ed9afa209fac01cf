"""Taking in with a scanner and ten digits: what each scan, number and date does to the delivery that is being written.

Every line is durable as soon as it is said; a power cut loses nothing, and the delivery is there again. Nothing of it
is stock before it is booked.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

import msgspec

from aidbook import clock
from aidbook.actions.receiving import Head, Line, receive
from aidbook.actions.scanned import Scanned, read_scan
from aidbook.actions.typed_dates import read_short_date
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.members import parse_member_number
from aidbook.domain.pantry import BEST_BEFORE, USE_BY, Item
from aidbook.domain.weights import units_of_weight
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import drafts
from aidbook.store.book import Book
from aidbook.store.items import Meant, meant_by
from aidbook.store.progress import Progress, silent

FORM = "delivery"
_HEAD = 0
_MOST_DIGITS = 6
"""What is longer is a code, typed by hand, and no number of packs."""
_DATE_DIGITS = 4

_T = TypeVar("_T", Head, Line)

Waits = Literal["", "number", "date"]
"""What Enter is waited for: a number after a scan, a date after a number."""


_Step = tuple[int, Line | None, int]
"""A line's number, how it was before, and which line was the current one."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What something said did: to which line, whether it was there before with how many, and whether it split off."""

    line: int
    was: int | None = None
    kind: Literal["new", "more", "number", "date", "unknown", "kept", "removed", "weighed"] = "new"


class Desk:
    """One delivery that is being taken in. `lines` are numbered from 1 in the order in which they came up."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.head = Head()
        self.lines: dict[int, Line] = {}
        self.current = 0
        self.waits: Waits = ""
        self._before: Line | None = None
        self._numbered = False
        self._past: list[list[_Step]] = []
        self._load()

    def _load(self) -> None:
        for number, content in drafts.lines(self._book, FORM).items():
            if number == _HEAD:
                self.head = _read(content, Head) or Head()
            elif line := _read(content, Line):
                self.lines[number] = line

    @property
    def is_begun(self) -> bool:
        """Tell whether there is anything to lose."""
        return bool(self.lines) or self.head != Head()

    @property
    def line(self) -> Line | None:
        """Return the line that numbers and dates are about."""
        return self.lines.get(self.current)

    def item(self, line: Line) -> Item | None:
        """Return the item of a line; None for a code that nobody has named."""
        return self._book.get(Item, line.item) if line.item else None

    # What is said

    def scan(self, text: str) -> Heard:
        """Take a scan: a new line, or one pack more of the line it is on.

        Raises UserError for a code misread, or one that could mean several items.
        """
        if parse_member_number(text):
            raise UserError(
                _("This is a member’s card."), _("Scan the goods; cards are scanned at the door.")
            )
        scanned = read_scan(text.strip())
        codes = (*(scanned.codes if scanned else ()), text.strip())
        meant = meant_by(self._book, codes)
        if len(meant) > 1:
            names = "; ".join(each.item.name for each in meant)
            raise UserError(
                _("This code means several items: {names}.").format(names=names),
                _("Find the right one by its name."),
            )
        return self._add(_line_of(meant[0] if meant else None, codes[0], scanned))

    def pick(self, item: Id) -> Heard:
        """Take an item that was found by name, counted singly."""
        return self._add(Line(item=item))

    def _add(self, line: Line) -> Heard:
        there = self._same_as(line)
        if there is None:
            self._keep(new := max(self.lines, default=0) + 1, line)
            self._turn_to(new, None)
            return Heard(new, kind="new" if line.item else "unknown")
        was = self.lines[there]
        more = replace(was, number=was.number + line.number, mg=_added(was.mg, line.mg))
        self._keep(there, more)
        self._turn_to(there, was)
        return Heard(there, was.number, "more" if line.item else "unknown")

    def _same_as(self, line: Line) -> int | None:
        """Return the line that a scan is about: the one it is on, else the last of the same pack, and date if it says one."""
        fits = [n for n, each in self.lines.items() if _is_same(each, line)]
        return self.current if self.current in fits else max(fits, default=None)

    def say_number(self, number: int) -> Heard:
        """Set how many packs of the current line came; 0 takes it out. Raises UserError where nothing was scanned."""
        line = self._must_have_line()
        if number <= 0:
            self._keep(self.current, None)
            removed, self.current, self.waits = self.current, 0, ""
            return Heard(removed, line.number, "removed")
        was = self._before.number if self._before else None
        self._keep(self.current, replace(line, number=number, mg=None))
        self._numbered = True
        self.waits = "" if line.date_kind else "date"  # the code itself said the date
        return Heard(self.current, was, "number")

    def say_units(self, units: int) -> Heard:
        """Set how many base units of the current line came, whatever its pack holds."""
        line = self._must_have_line()
        if units % line.each:
            self._put(self.current, replace(line, pack=None, each=1))
            return self.say_number(units)
        return self.say_number(units // line.each)

    def say_weight(self, mg: int) -> Heard:
        """Set what all of the current line weighs; where its item is counted by weight, that is how many there are."""
        line = self._must_have_line()
        item = self.item(line)
        units = units_of_weight(mg, item.unit, None) if item else None
        if units is not None:
            line = replace(line, pack=None, each=1, number=units)
        self._keep(self.current, replace(line, mg=mg))
        self.waits = "date" if units is not None else "number"
        return Heard(self.current, kind="weighed")

    def say_date(self, best_before: str | None) -> Heard:
        """Set the date of the current line; None where nothing is printed on it.

        Where a line that had another date was scanned again and counted anew, this is another lot: the line is as it
        was before, and a new one holds what was said since.
        """
        line, before = self._must_have_line(), self._before
        self.waits, self._before = "", None
        if best_before is None:
            return Heard(self.current, kind="kept")
        if before and before.best_before not in (None, best_before) and self._numbered:
            is_new = self._keep(self.current, before)
            new = max(self.lines) + 1
            self._keep(new, replace(line, best_before=best_before), joined=is_new)
            self.current = new
            return Heard(new, kind="new")
        if before and not self._numbered:
            line = replace(
                line, number=before.number, mg=before.mg
            )  # the scan was to point at it, not to add
        self._keep(self.current, replace(line, best_before=best_before))
        return Heard(self.current, kind="date")

    def enter(self, digits: str) -> Heard:
        """Take digits that were typed, by what is waited for: a number, a date, a long code; "" goes on.

        Raises UserError where nothing was scanned yet, or a code is misread.
        """
        if not digits:
            return self._go_on()
        if len(digits) > _MOST_DIGITS:
            return self.scan(digits)
        self._must_have_line()
        day = read_short_date(digits, clock.today())
        is_date = self.waits == "date" or (len(digits) == _DATE_DIGITS and digits.startswith("0"))
        return self.say_date(day) if day and is_date else self.say_number(int(digits))

    def _go_on(self) -> Heard:
        if self.line is None:
            return Heard(0, kind="kept")
        if self.waits == "number":
            self.waits = "date"
            return Heard(self.current, kind="kept")
        return self.say_date(None)

    # What is put right

    def change_line(self, at: int, /, **fields: Any) -> None:
        """Set fields of a line, as its form does."""
        if at in self.lines:
            self._keep(at, replace(self.lines[at], **fields))

    def change_head(self, **fields: Any) -> None:
        """Set what holds for the whole delivery."""
        kept = drafts.lines(self._book, FORM).get(_HEAD)  # who was erased meanwhile is not in it any more
        self.head = replace((_read(kept, Head) if kept else None) or Head(), **fields)
        drafts.put(self._book, FORM, _HEAD, _written(self.head))

    def go_to(self, number: int) -> None:
        """Let numbers and dates be about a line."""
        self._turn_to(number if number in self.lines else 0, self.lines.get(number))

    @property
    def can_undo(self) -> bool:
        """Tell whether something was said that can be taken back."""
        return bool(self._past)

    def undo(self) -> bool:
        """Take back the last thing that was said; say whether there was one."""
        if not self._past:
            return False
        for number, line, current in reversed(self._past.pop()):
            self._put(number, line)
            self.current = current
        self.current = self.current if self.current in self.lines else 0
        self.waits, self._before = "", None
        return True

    def name_code(self, code: str, item: Id, pack: Id | None, units: int) -> None:
        """Let every line of a code that is known by now be one of its item."""
        for number, line in list(self.lines.items()):
            if line.item is None and line.code == code:
                self._put(number, replace(line, item=item, pack=pack, each=max(units, 1)))
        self._past.clear()

    def unnamed(self) -> list[int]:
        """Return the lines whose code nobody has named."""
        return [number for number, line in self.lines.items() if line.item is None]

    # How it ends

    def book(self, *, progress: Progress = silent) -> Done:
        """Write the delivery: one action, and the draft is gone with it. Raises UserError; then the draft stays."""
        return self.ending()(self._book, progress=progress)

    def ending(self) -> Callable[..., Done]:
        """Return the action that writes the delivery in a book, so that a session can run it."""
        head, lines = self.head, [self.lines[number] for number in sorted(self.lines)]

        def end(book: Book, *, progress: Progress = silent) -> Done:
            with book.transaction():
                done = receive(book, head, lines, progress=progress)
                drafts.clear(book, FORM)
            return done

        return end

    def forget(self) -> None:
        """Throw the draft away."""
        drafts.clear(self._book, FORM)
        self.reset()

    def reset(self) -> None:
        """Begin with nothing, once the draft is gone."""
        self.head, self.lines, self.current, self.waits = Head(), {}, 0, ""
        self._before = None
        self._past.clear()

    def _must_have_line(self) -> Line:
        if self.line is None:
            raise UserError(_("Nothing was scanned yet."), _("Scan what came, or type its name."))
        return self.line

    def _turn_to(self, number: int, before: Line | None) -> None:
        """Let what is said next be about a line, which was so `before`."""
        self.current, self._before, self._numbered = number, before, False
        self.waits = "number" if number else ""

    def _keep(self, number: int, line: Line | None, *, joined: bool = False) -> bool:
        """Keep a line as it is now, and say whether that is new; what is `joined` is taken back with the step before."""
        if line == self.lines.get(number):
            return False
        step = (number, self.lines.get(number), self.current)
        if joined and self._past:
            self._past[-1].append(step)
        else:
            self._past.append([step])
        self._put(number, line)
        return True

    def _put(self, number: int, line: Line | None) -> None:
        drafts.put(self._book, FORM, number, _written(line) if line else None)
        if line is None:
            self.lines.pop(number, None)
        else:
            self.lines[number] = line


def _line_of(meant: Meant | None, code: str, scanned: Scanned | None) -> Line:
    """Return the line that one scan begins."""
    date = (scanned.best_before or scanned.use_by) if scanned else None
    said = Line(
        item=meant.item.id if meant else None,
        code=None if meant else code,
        pack=meant.pack.id if meant and meant.pack else None,
        each=meant.units if meant else 1,
        number=(scanned.count if scanned and scanned.count else 1),
        best_before=date,
        date_kind=_date_kind(scanned),
        lot_code=scanned.batch if scanned else None,
        mg=scanned.weight_mg if scanned else None,
    )
    if meant and scanned and scanned.weight_mg and not meant.pack:
        units = units_of_weight(scanned.weight_mg, meant.item.unit, None)
        return replace(said, number=units) if units else said
    return said


def _date_kind(scanned: Scanned | None) -> str | None:
    if scanned is None or not (scanned.best_before or scanned.use_by):
        return None
    return BEST_BEFORE if scanned.best_before else USE_BY


def _is_same(there: Line, said: Line) -> bool:
    same = (there.item, there.code, there.pack, there.each) == (said.item, said.code, said.pack, said.each)
    dates = said.best_before in (None, there.best_before)
    return same and dates and said.lot_code in (None, there.lot_code)


def _added(one: int | None, other: int | None) -> int | None:
    return (one or 0) + (other or 0) if one is not None or other is not None else None


def _written(thing: Head | Line) -> str:
    said = {
        f.name: value
        for f in dataclasses.fields(thing)
        if (value := getattr(thing, f.name)) not in (None, {}, "")
    }
    return msgspec.json.encode(said).decode()


def _read(content: str, cls: type[_T]) -> _T | None:
    try:
        return msgspec.convert(msgspec.json.decode(content), cls)
    except msgspec.MsgspecError:  # written by a newer program: what cannot be read is asked again
        return None
