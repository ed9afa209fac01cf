"""What people do on a distribution day: plan, sign up, check in, close."""

from dataclasses import dataclass
from typing import Any

from aidbook.actions.pantry import Shelf
from aidbook.domain.declare import Id, new_id
from aidbook.domain.distributions import Box, Closing, Distribution, SignUp, Visit, boxes_for, sign_up_id
from aidbook.domain.done import Done
from aidbook.domain.members import NOT_ASKED, people_by_age, tie_household
from aidbook.domain.pantry import HANDED_OUT, Item, Movement, pick_first_expired, special_place
from aidbook.domain.writes import change, take_back
from aidbook.errors import NeedsReason, UserError
from aidbook.i18n import _
from aidbook.store import distributions as query
from aidbook.store import pantry
from aidbook.store.book import Book
from aidbook.store.members import HouseholdPage, household_page


@dataclass(frozen=True, slots=True)
class Plan:
    """What a distribution needs: households and boxes expected, and which items are short ({name: units})."""

    distribution: Id
    households: int
    boxes: int
    short: dict[str, int]


def plan_distribution(
    book: Book,
    on: str,
    contents: dict[Id, int],
    *,
    by_size: dict[int, int] | None = None,
    everyone: bool = False,
    extra: tuple[object, ...] = (),
    **fields: Any,
) -> Done:
    """Plan a distribution on an ISO date with a box of {item: units}. `id` is the distribution's.

    `extra` are records that the plan needs, such as items that are new. Raises UserError for an impossible box.
    """
    box = Box(id=new_id(), contents=_checked_contents(contents), by_size=_checked_sizes(by_size or {1: 1}))
    day = Distribution(id=new_id(), on=on, box=box.id, everyone=everyone, **fields)
    return book.record(*extra, box, day, made=day.id)


def edit_distribution(book: Book, distribution: Id, **fields: Any) -> Done:
    """Set fields of a distribution; `contents` and `by_size` are those of its box."""
    day = _must_have_day(book, distribution)
    writes: list[object] = []
    box: dict[str, Any] = {}
    if "contents" in fields:
        box["contents"] = _checked_contents(fields.pop("contents"))
    if "by_size" in fields:
        box["by_size"] = _checked_sizes(fields.pop("by_size"))
    if box and day.box:
        writes.append(change(Box, day.box, **box))
    elif box:
        made = Box(id=new_id(), **box)
        writes.append(made)
        fields["box"] = made.id
    if fields:
        writes.append(change(Distribution, distribution, **fields))
    return book.record(*writes, made=distribution)


def _checked_contents(contents: dict[Id, int]) -> dict[Id, int]:
    if any(units < 0 for units in contents.values()):
        raise UserError(
            _("A box cannot hold less than nothing."), _("Type how many units of each item go in.")
        )
    return {item: units for item, units in contents.items() if units}


def _checked_sizes(by_size: dict[int, int]) -> dict[str, int]:
    if any(size < 0 or boxes < 0 for size, boxes in by_size.items()):
        raise UserError(
            _("The boxes by household size do not make sense."),
            _("Write them like 1=1, 2=2, 5=3: from that size on, so many boxes."),
        )
    return {str(size): boxes for size, boxes in sorted(by_size.items())}


def plan_of(book: Book, distribution: Id) -> Plan:
    """Return what is expected of a distribution and which items are short for it, on its date."""
    day = _must_have_day(book, distribution)
    going = [line for line in query.expected(book, day) if not line.waiting]
    boxes = sum(line.boxes for line in going)
    box, short = query.box_of(book, day), {}
    for item, units in box.contents.items():
        _picks, lack = pick_first_expired(pantry.lot_stock(book, item), units * boxes, day.on)
        if lack:
            short[_item_name(book, item)] = lack
    return Plan(distribution, len(going), boxes, short)


def _item_name(book: Book, item: Id) -> str:
    record = book.get(Item, item)
    return record.name if record else _("an item that is not here")


def sign_up(
    book: Book, distribution: Id, household: Id, *, slot: str | None = None, waiting: bool = False
) -> Done:
    """Put a household on a day's list; where it is on it, set its slot. `id` is the sign-up's."""
    _must_have_day(book, distribution)
    page = _must_have_household(book, household)
    line = SignUp(
        id=sign_up_id(distribution, household),
        distribution=distribution,
        people=page.size,
        slot=slot,
        waiting=waiting,
    )
    return book.record(line, tie_household("sign_up", line.id, household), made=line.id)


def take_off_list(book: Book, distribution: Id, household: Id) -> Done:
    """Take a household off a day's list."""
    return book.record(take_back(SignUp, sign_up_id(distribution, household)))


def check_in(
    book: Book,
    distribution: Id,
    household: Id,
    *,
    boxes: int | None = None,
    reason: str | None = None,
    at: int | None = None,
) -> Done:
    """Write that a household picked up: the visit, whose it is, and the units that left. `id` is the visit's.

    Refuses only an unknown day or household; raises NeedsReason for a second visit on the day.
    """
    with book.transaction():
        day = _must_have_day(book, distribution)
        page = _must_have_household(book, household)
        if query.visits_of(book, distribution, household) and not (reason or "").strip():
            raise NeedsReason(
                _("{name} already picked up on this day.").format(name=page.label),
                _("Give a reason to hand out again, or find the right household."),
            )
        party = sign_up_id(distribution, household)
        signed = book.get(SignUp, party)
        people = people_by_age(list(page.members), page.household.counted, day.on)
        visit = Visit(
            id=new_id(),
            distribution=distribution,
            people=page.size,
            by_age={band: n for band, n in people.items() if n},
            boxes=_boxes(book, day, page.size, boxes),
            party=party,
            walk_in=not day.everyone and (signed is None or signed.waiting),
            reason=(reason or "").strip() or None,
        )
        return _hand_out(book, day, visit, [tie_household("visit", visit.id, household)], at)


def check_in_unnamed(
    book: Book, distribution: Id, people: int, *, boxes: int | None = None, at: int | None = None
) -> Done:
    """Write that `people` people without a name picked up together. `id` is the visit's."""
    if people < 1:
        raise UserError(_("A household has one person or more."), _("Type how many people the food is for."))
    with book.transaction():
        day = _must_have_day(book, distribution)
        visit = Visit(
            id=new_id(),
            distribution=distribution,
            people=people,
            by_age={NOT_ASKED: people},
            boxes=_boxes(book, day, people, boxes),
            walk_in=True,
        )
        return _hand_out(book, day, visit, [], at)


def _boxes(book: Book, day: Distribution, people: int, wanted: int | None) -> int:
    if wanted is None:
        return boxes_for(query.box_of(book, day).by_size, people)
    if wanted < 0:
        raise UserError(_("The number of boxes cannot be less than none."), _("Type 0 or more."))
    return wanted


def _hand_out(book: Book, day: Distribution, visit: Visit, ties: list[object], at: int | None) -> Done:
    shelf = Shelf(book)
    contents = query.box_of(book, day).contents
    movements = [
        movement
        for item, units in contents.items()
        for movement in _taken(book, shelf, item, units * visit.boxes, visit.id, day.on)
    ]
    return book.record(*shelf.made, visit, *ties, *movements, at=at, made=visit.id)


def _taken(book: Book, shelf: Shelf, item: Id, units: int, visit: Id, on: str) -> list[Movement]:
    """Return the movements that take units off the shelves; what the book does not have leaves all the same."""
    picks, lack = pick_first_expired(pantry.lot_stock(book, item), units, on)
    taken = [(pick.lot, pick.place, pick.units) for pick in picks]
    if lack:
        taken.append((shelf.lot(item), shelf.first, lack))
    handed_out = special_place(book.identity.site, HANDED_OUT)
    return [
        Movement(
            id=new_id(),
            item=item,
            lot=lot,
            from_place=place,
            to_place=handed_out,
            units=n,
            reason="handed out",
            of=visit,
        )
        for lot, place, n in taken
    ]


def close_distribution(book: Book, distribution: Id) -> Done:
    """Close a distribution with its figures of now. Raises UserError where it is closed."""
    with book.transaction():
        day = _must_have_day(book, distribution)
        if query.closing_of(book, distribution):
            raise UserError(_("This distribution is closed already."), _("Its report can be printed."))
        count = query.day_count(book, day)
        closing = Closing(
            id=new_id(),
            distribution=distribution,
            expected=count.expected,
            households=count.households,
            people=count.people,
            boxes=count.boxes,
            no_shows=count.no_shows,
            walk_ins=count.walk_ins,
        )
        return book.record(closing, made=distribution)


def _must_have_day(book: Book, distribution: Id) -> Distribution:
    day = book.get(Distribution, distribution)
    if day is None:
        raise UserError(
            _("This distribution is not in the book."), _("Choose one from the list of distributions.")
        )
    return day


def _must_have_household(book: Book, household: Id) -> HouseholdPage:
    page = household_page(book, household)
    if page is None:
        raise UserError(_("This household is not in the book."), _("Find it again in the list, or add it."))
    return page
