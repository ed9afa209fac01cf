"""What the door asks the book and writes into it, and the rules that keep one household from being booked twice."""

from collections.abc import Callable
from dataclasses import dataclass

from aidbook.actions.cards import must_be_in_use
from aidbook.actions.distributions import check_in, check_in_unnamed, swap_visit
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution, boxes_for
from aidbook.domain.done import Done
from aidbook.domain.members import member_number, parse_member_number
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import distributions as query
from aidbook.store import linked_households, same
from aidbook.store.book import Book
from aidbook.store.distributions import AtDoor, DayCount, VisitLine
from aidbook.store.members import household_ids, members_by_number
from aidbook.store.pantry import negative_items
from aidbook.ui.session import Session

REPEAT_MS = 3_000
"""A household that was booked this short a time ago is not booked again."""
SAME_READ_MS = 400
"""The same card read again this soon is one pull of the trigger, read twice."""
MOST_SHOWN = 20
LAST_LINES = 10
_LONGEST_NUMBER = 8


@dataclass(frozen=True, slots=True)
class Found:
    """The households that fit, how many `more` there are, and what is wrong with the code if it cannot be one."""

    households: tuple[AtDoor, ...] = ()
    more: int = 0
    trouble: str = ""


def fitting(book: Book, text: str) -> list[Id]:
    """Return the households that a card's number, a number typed alone, or the beginnings of words fit.

    Raises UserError for a number that is mistyped, or a lost card's.
    """
    number = parse_member_number(text)
    if number is None and text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER:
        number = member_number(book.site.code, int(text))
    households = [m.household for m in members_by_number(book, number)] if number else []
    found = list(dict.fromkeys(household for household in households if household))
    if number and not found:
        must_be_in_use(book, number)
    found = linked_households.as_one(book, found)
    return found or (household_ids(book, text) if text.strip() else [])


class DoorDesk:
    """One day's door. It remembers the last card that was scanned and the last household that was booked."""

    def __init__(self, session: Session, distribution: Id, now_ms: Callable[[], float]) -> None:
        self.session = session
        self.now_ms = now_ms
        self._distribution = distribution
        self._booked: tuple[Id, float] | None = None
        self._scanned: tuple[Id, float] | None = None
        self.read_plan()

    # What the book says

    def read_plan(self) -> None:
        """Read the day, who is on its list and how many boxes are planned."""
        book = self.session.book
        day = book.get(Distribution, self._distribution)
        if day is None:
            raise UserError(
                _("This distribution is not in the book."), _("Choose one from the list of distributions.")
            )
        self.day = day
        self.planned = query.planned_boxes(book, day)
        self._listed = set() if day.everyone else query.listed_households(book, day.id)

    def count(self) -> DayCount:
        """Return how far the day is."""
        return query.day_count(self.session.book, self.day)

    def last_lines(self) -> list[VisitLine]:
        """Return the last visits that stand, the latest first."""
        return query.visit_lines(self.session.book, self.day.id, last=LAST_LINES)

    def household(self, household: Id) -> AtDoor | None:
        """Return a household as it stands now."""
        return query.at_door(self.session.book, self.day, household)

    def boxes_for(self, people: int) -> int:
        """Return how many boxes so many people get."""
        return boxes_for(query.box_of(self.session.book, self.day).by_size, people)

    def find(self, text: str) -> Found:
        """Return who fits a card's number, a number typed alone, or the beginnings of words; those on the list first."""
        try:
            ids = fitting(self.session.book, text)
        except UserError as error:
            return Found(trouble=str(error))
        ids.sort(key=lambda household: household not in self._listed)
        shown: list[AtDoor] = []
        for at, household in enumerate(ids):
            if len(shown) == MOST_SHOWN:
                return Found(tuple(shown), len(ids) - at)
            here = self.household(household)
            if here is not None:
                shown.append(here)
        return Found(tuple(shown))

    def below_zero(self) -> list[str]:
        """Return the names of the box's items of which the book has fewer than none."""
        contents = same.summed(self.session.book, "item", query.box_of(self.session.book, self.day).contents)
        return list(
            dict.fromkeys(name for item, name, _n in negative_items(self.session.book) if item in contents)
        )

    # The rules of scanning

    def scan(self, household: Id) -> bool:
        """Note that a card of this household was read alone; say whether it was the second time, which books."""
        again = self._scanned is not None and self._scanned[0] == household
        if again and self._since(self._scanned) < SAME_READ_MS:
            return False
        self._scanned = (household, self.now_ms())
        return again

    def forget_scan(self) -> None:
        """Take the next scan for a first one: something else was done since."""
        self._scanned = None

    def is_repeat(self, household: Id) -> bool:
        """Say whether this household was booked a moment ago."""
        return (
            self._booked is not None
            and self._booked[0] == household
            and self._since(self._booked) < REPEAT_MS
        )

    def _since(self, mark: tuple[Id, float] | None) -> float:
        return self.now_ms() - mark[1] if mark else float("inf")

    # What is written. Each raises UserError, NeedsReason where a rule is stretched.

    def book(self, here: AtDoor, boxes: int | None, reason: str) -> Done:
        """Write that a household picked up."""
        return self._wrote(
            here.household,
            self.session.attempt(check_in, self.day.id, here.household, boxes=boxes, reason=reason or None),
        )

    def book_unnamed(self, people: int) -> Done:
        """Write that people without a name picked up."""
        return self.session.attempt(check_in_unnamed, self.day.id, people)

    def swap(self, slip: VisitLine, here: AtDoor, boxes: int | None, reason: str) -> Done:
        """Give what was written for one household to another."""
        return self._wrote(
            here.household,
            self.session.attempt(swap_visit, slip.id, here.household, boxes=boxes, reason=reason or None),
        )

    def undo(self, line: VisitLine) -> bool:
        """Take a line back; say whether that was done (the session says why not)."""
        self._booked = None
        self.forget_scan()
        return self.session.take_back(line.action) is not None

    def _wrote(self, household: Id, done: Done) -> Done:
        self._booked = (household, self.now_ms())
        self.forget_scan()
        return done
