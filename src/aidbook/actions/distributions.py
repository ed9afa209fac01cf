"""What people do on a distribution day: plan, sign up, check in, close."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from aidbook.actions.members import new_member, unasked
from aidbook.actions.pantry import Shelf
from aidbook.domain.declare import Id, new_id
from aidbook.domain.distributions import Box, Closing, Distribution, SignUp, Visit, boxes_for, sign_up_id
from aidbook.domain.done import Done
from aidbook.domain.holding import LotStock, pick_first_expired
from aidbook.domain.making import boxes_place
from aidbook.domain.members import NOT_ASKED, Tie, people_by_age, tie_household
from aidbook.domain.pantry import HANDED_OUT, Item, Movement
from aidbook.domain.profiles import only_asked
from aidbook.domain.writes import change, take_back
from aidbook.errors import NeedsReason, UserError
from aidbook.i18n import _
from aidbook.store import distributions as query
from aidbook.store import linked_households, pantry, same
from aidbook.store.book import Book
from aidbook.store.members import HouseholdPage, household_sizes, ties_of, whole_household
from aidbook.store.profiles import fields_on


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
    extra: tuple[object, ...] = (),
    **fields: Any,
) -> Done:
    """Plan a distribution on an ISO date with a box of {item: units}. `id` is the distribution's.

    `agreed_by` and `agreed_on` are the box's; all other fields the distribution's. `extra` are records that the plan needs, such as items that are new. Raises UserError for an impossible box.
    """
    rules = {"contents": contents, "by_size": by_size or {1: 1}}
    rules |= {name: fields.pop(name) for name in _OF_THE_BOX if name in fields}
    box = Box(id=new_id(), **_checked_box(rules))
    day = Distribution(id=new_id(), on=on, box=box.id, **fields)
    return book.record(*extra, box, day, made=day.id)


_OF_THE_BOX = ("contents", "by_size", "agreed_by", "agreed_on")


def edit_distribution(book: Book, distribution: Id, *, extra: tuple[object, ...] = (), **fields: Any) -> Done:
    """Set fields of a distribution; `contents`, `by_size`, `agreed_by` and `agreed_on` are those of its box.

    `extra` are records that the change needs, such as an item that is new.
    """
    day = _must_have_day(book, distribution)
    writes: list[object] = [*extra]
    box = _checked_box({name: fields.pop(name) for name in _OF_THE_BOX if name in fields})
    if box and day.box:
        writes.append(change(Box, day.box, **box))
    elif box:
        made = Box(id=new_id(), **box)
        writes.append(made)
        fields["box"] = made.id
    if fields:
        writes.append(change(Distribution, distribution, **fields))
    return book.record(*writes, made=distribution)


def _checked_box(fields: dict[str, Any]) -> dict[str, Any]:
    if "contents" in fields:
        fields["contents"] = _checked_contents(fields["contents"])
    if "by_size" in fields:
        fields["by_size"] = _checked_sizes(fields["by_size"])
    return fields


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
    return Plan(
        distribution, len(going), boxes, _short(book, query.box_of(book, day).contents, boxes, day.on)
    )


def draft_plan(
    book: Book,
    on: str,
    contents: dict[Id, int],
    by_size: dict[int, int],
    *,
    everyone: bool,
    wanted: int | None,
) -> Plan:
    """Return what a distribution would need that is not written yet; its `distribution` is "".

    With everyone, of all households. Otherwise nobody has signed up, so of the households there is room for, each
    taken to be like the book's households on average.
    """
    sizes = _checked_sizes(by_size)
    each = [boxes_for(sizes, people) for people in household_sizes(book).values()]
    households, boxes = len(each), sum(each)
    if not everyone:
        mean = boxes / households if households else boxes_for(sizes, 1)
        households, boxes = wanted or 0, round((wanted or 0) * mean)
    return Plan("", households, boxes, _short(book, _checked_contents(contents), boxes, on))


def _short(book: Book, contents: dict[Id, int], boxes: int, on: str) -> dict[str, int]:
    short = {}
    for item, units in same.summed(book, "item", contents).items():
        _picks, lack = pick_first_expired(pantry.lot_stock(book, item), units * boxes, on)
        if lack:
            short[_item_name(book, item)] = lack
    return short


def _item_name(book: Book, item: Id) -> str:
    record = book.get(Item, item)
    return record.name if record else _("an item that is not here")


def sign_up(
    book: Book, distribution: Id, household: Id, *, slot: str | None = None, waiting: bool = False
) -> Done:
    """Put a household on a day's list; where it is on it, set its slot. `id` is the sign-up's."""
    _must_have_day(book, distribution)
    page = _must_have_household(book, household)
    there = query.sign_up_of(book, distribution, household)
    if there and there.id != sign_up_id(distribution, household):  # under the household it is linked with
        return book.record(change(SignUp, there.id, slot=slot, waiting=waiting), made=there.id)
    line = SignUp(
        id=sign_up_id(distribution, household),
        distribution=distribution,
        people=page.size,
        slot=slot,
        waiting=waiting,
    )
    return book.record(line, tie_household("sign_up", line.id, household), made=line.id)


def sign_up_new(
    book: Book,
    distribution: Id,
    name: str,
    people: int = 1,
    slot: str | None = None,
    *,
    waiting: bool = False,
) -> Done:
    """Add a member with a household of `people` and put it on a day's list, in one go. `id` is the sign-up's.

    Raises UserError without a name, or for less than one person.
    """
    _must_be_people(people)
    with book.transaction():
        _must_have_day(book, distribution)
        member, writes = new_member(book, name, counted=unasked(people))
        line = SignUp(
            id=sign_up_id(distribution, member.household or ""),
            distribution=distribution,
            people=people,
            slot=slot,
            waiting=waiting,
        )
        tie = tie_household("sign_up", line.id, member.household or "")
        return book.record(*writes, line, tie, made=line.id)


def take_off_list(book: Book, distribution: Id, household: Id) -> Done:
    """Take a household off a day's list, under whichever of those linked with it, it was put there."""
    group = [sign_up_id(distribution, one) for one in linked_households.group_of(book, household)]
    own, *others = sorted(group, key=lambda id_: id_ != sign_up_id(distribution, household))
    there = [id_ for id_ in others if book.get(SignUp, id_)]
    wanted = there if there and not book.get(SignUp, own) else [own, *there]
    return book.record(*(take_back(SignUp, id_) for id_ in wanted))


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
        _must_have_reason(book, day, page, reason)
        visit = _visit(book, day, page, _boxes(book, day, page.size, boxes), reason)
        return _hand_out(book, day, visit, [tie_household("visit", visit.id, household)], at)


def swap_visit(
    book: Book, visit: Id, household: Id, *, boxes: int | None = None, reason: str | None = None
) -> Done:
    """Give what was written for one household to another, in one go: it comes back, and leaves for the right one.

    Without `boxes`, as many as were handed out. `id` is the new visit's; it happened when the slip did. Raises
    UserError for a visit that does not stand, NeedsReason where the other household already picked up.
    """
    with book.transaction():
        slip = book.get(Visit, visit)
        if slip is None:
            raise UserError(_("This line was taken back already."), _("Find the household and book it."))
        day = _must_have_day(book, slip.distribution)
        page = _must_have_household(book, household)
        _must_have_reason(book, day, page, reason)
        right = _visit(
            book, day, page, _boxes(book, day, page.size, slip.boxes if boxes is None else boxes), reason
        )
        back = pantry.movements_of(book, visit)
        voids = [take_back(Movement, movement.id) for movement in back]
        ties = [take_back(Tie, tie.id) for tie in ties_of(book, visit)]
        about = [tie_household("visit", right.id, household), take_back(Visit, visit), *ties, *voids]
        return _hand_out(book, day, right, about, query.moment_of(book, visit), back)


def _must_have_reason(book: Book, day: Distribution, page: HouseholdPage, reason: str | None) -> None:
    if query.visits_of(book, day.id, page.household.id) and not (reason or "").strip():
        raise NeedsReason(
            _("{name} already picked up on this day.").format(name=page.label),
            _("Give a reason to hand out again, or find the right household."),
        )


def _visit(book: Book, day: Distribution, page: HouseholdPage, boxes: int, reason: str | None) -> Visit:
    """Return the visit of a household with the people it has on the day."""
    party = sign_up_id(day.id, page.household.id)
    signed = query.sign_up_of(book, day.id, page.household.id)
    with book.unblanked():  # the figures are the same whoever stands at the door
        whole = whole_household(book, page.household.id) or page
    on = fields_on(book)
    people = people_by_age(
        [only_asked(member, on) for member in whole.members], page.household.counted, day.on
    )
    return Visit(
        id=new_id(),
        distribution=day.id,
        people=page.size,
        by_age={band: n for band, n in people.items() if n},
        boxes=boxes,
        party=party,
        walk_in=not day.everyone and (signed is None or signed.waiting),
        reason=(reason or "").strip() or None,
    )


def check_in_unnamed(
    book: Book, distribution: Id, people: int, *, boxes: int | None = None, at: int | None = None
) -> Done:
    """Write that `people` people without a name picked up together. `id` is the visit's."""
    _must_be_people(people)
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


def _hand_out(
    book: Book,
    day: Distribution,
    visit: Visit,
    about: list[object],
    at: int | None,
    back: Sequence[Movement] = (),
) -> Done:
    """Write a visit with the units that leave for it; what comes back in the same action can leave again."""
    shelf = Shelf(book)
    contents = same.summed(book, "item", query.box_of(book, day).contents)
    packed_in = boxes_place(book.identity.site, day.box) if day.box else None
    movements = [
        movement
        for item, units in contents.items()
        for movement in _taken(
            shelf, _on_shelves(book, item, back), item, units * visit.boxes, visit.id, day.on, packed_in
        )
    ]
    return book.record(*shelf.made, visit, *about, *movements, at=at, made=visit.id)


def _on_shelves(book: Book, item: Id, back: Sequence[Movement]) -> list[LotStock]:
    """Return the lots of an item as they stand once the movements of `back` are void."""
    stock = {(lot.lot, lot.place): lot for lot in pantry.lot_stock(book, item)}
    for movement in back:
        key = (movement.lot, movement.from_place)
        if key in stock:
            stock[key] = replace(stock[key], units=stock[key].units + movement.units)
        elif movement.item in same.all_of(book, "item", [item]):
            lot = pantry.lot_as_stock(book, *key)
            stock[key] = (
                replace(lot, units=movement.units)
                if lot
                else LotStock(movement.item, *key, None, movement.units)
            )
    return list(stock.values())


def _taken(
    shelf: Shelf,
    stock: Sequence[LotStock],
    item: Id,
    units: int,
    visit: Id,
    on: str,
    packed_in: Id | None,
) -> list[Movement]:
    """Return the movements that take units off the shelves; what the book does not have leaves all the same."""
    picks, lack = pick_first_expired(stock, units, on, packed_in=packed_in)
    taken = [(pick.item or item, pick.lot, pick.place, pick.units) for pick in picks]
    if lack:
        taken.append((item, shelf.lot(item), shelf.first, lack))
    handed_out = shelf.outside(HANDED_OUT)
    return [
        Movement(
            id=new_id(),
            item=of_item,
            lot=lot,
            from_place=place,
            to_place=handed_out,
            units=n,
            reason="handed out",
            of=visit,
        )
        for of_item, lot, place, n in taken
    ]


def close_distribution(book: Book, distribution: Id, *, at: int | None = None) -> Done:
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
        return book.record(closing, at=at, made=distribution)


def _must_be_people(people: int) -> None:
    if people < 1:
        raise UserError(_("A household has one person or more."), _("Type how many people the food is for."))


def _must_have_day(book: Book, distribution: Id) -> Distribution:
    day = book.get(Distribution, distribution)
    if day is None:
        raise UserError(
            _("This distribution is not in the book."), _("Choose one from the list of distributions.")
        )
    return day


def _must_have_household(book: Book, household: Id) -> HouseholdPage:
    page = whole_household(book, household)
    if page is None:
        raise UserError(_("This household is not in the book."), _("Find it again in the list, or add it."))
    return page
