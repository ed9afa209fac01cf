"""Queries on distributions: who is expected, who came, and the day's figures."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.distributions import Box, Closing, Distribution, SignUp, boxes_for, sign_up_id
from aidbook.store import linked_households, same
from aidbook.store.at_box import at_box
from aidbook.store.book import Book
from aidbook.store.household_details import household_details, linked_with
from aidbook.store.members import (
    also_known_as,
    household_lines,
    household_page,
    household_sizes,
    whole_household,
)
from aidbook.store.rows import home, marks, things


@dataclass(frozen=True, slots=True)
class DistributionLine:
    """A distribution as lists show one; `expected` and `picked_up` count households."""

    id: Id
    on: str
    title: str | None
    expected: int
    picked_up: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Expected:
    """A household that is expected on a day: from its sign-up, or because everyone is.

    `visit` is the standing visit's id once it picked up. `diet` and `allergens` join those of its members;
    `may_pick_up` names them, contact person first; `family_name` is the contact person's. `also` are the numbers of
    households linked with it, which have no line of their own. `proxies` are others who may pick up for it, `meets` the
    items in its box that somebody of it must not meet. What the profile does not ask is left out.
    """

    household: Id
    label: str
    number: str | None
    people: int
    boxes: int
    sign_up: Id | None
    slot: str | None
    waiting: bool
    diet: tuple[str, ...]
    allergens: tuple[str, ...]
    languages: tuple[str, ...]
    may_pick_up: tuple[str, ...]
    visit: Id | None
    family_name: str | None
    also: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit as the door and lists show it; `label` is empty for one without a name."""

    id: Id
    action: Id
    distribution: Id
    household: Id | None
    label: str
    number: str | None
    people: int
    boxes: int
    walk_in: bool
    reason: str | None
    at: int


@dataclass(frozen=True, slots=True)
class Sharing:
    """Another household that has somebody of one under a linked record: is it on the day's list, is it here already."""

    household: Id
    label: str
    listed: bool
    here: bool


@dataclass(frozen=True, slots=True)
class AtDoor:
    """A household as it stands at the door on a day; nothing in it says where it lives.

    `listed`: it is expected; `waiting`: it is on the wait list; neither: a walk-in. `others` names the members beside
    the contact person. `visits` are those of this day, the first one first. Answers not asked or not given are left out.
    Households linked with it are it: `also` are their numbers. `sharing` are others that only share somebody with it.
    `proxies` may pick up for it, `meets` are items in the box that somebody of it must not meet.
    """

    household: Id
    label: str
    family_name: str | None
    number: str | None
    others: tuple[str, ...]
    people: int
    boxes: int
    languages: tuple[str, ...]
    diet: tuple[str, ...]
    allergens: tuple[str, ...]
    listed: bool
    waiting: bool
    slot: str | None
    visits: tuple[VisitLine, ...]
    also: tuple[str, ...] = ()
    sharing: tuple[Sharing, ...] = ()
    proxies: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayCount:
    """How far a day is: households picked up of those expected, people and boxes handed out."""

    expected: int
    households: int
    people: int
    boxes: int
    walk_ins: int
    no_shows: int
    by_age: dict[str, int]


def distribution_lines(book: Book, *, site: Id | None = None) -> list[DistributionLine]:
    """Return a site's distributions, the latest first."""
    days = things(book, Distribution, "home = ?", (home(book, site),), '"on" DESC, id')
    lines = []
    for day in days:
        count = day_count(book, day)
        closed = closing_of(book, day.id) is not None
        lines.append(DistributionLine(day.id, day.on, day.title, count.expected, count.households, closed))
    return lines


def distributions_on(book: Book, on: str) -> list[Distribution]:
    """Return the book's own distributions on an ISO date."""
    return things(book, Distribution, '"on" = ? AND home = ?', (on, book.identity.site))


def latest(book: Book) -> Distribution | None:
    """Return the book's own distribution with the latest date, or None without any."""
    found = things(book, Distribution, "home = ?", (book.identity.site,), '"on" DESC, id')
    return found[0] if found else None


def upcoming(book: Book, today: str) -> list[Distribution]:
    """Return the book's own distributions that are not closed, from `today` on, the next one first."""
    return things(
        book,
        Distribution,
        '"on" >= ? AND home = ? AND id NOT IN (SELECT distribution FROM closing WHERE stands = 1)',
        (today, book.identity.site),
        '"on", id',
    )


def left_open(book: Book, today: str) -> list[Distribution]:
    """Return the book's own distributions before `today` that nobody closed."""
    return things(
        book,
        Distribution,
        '"on" < ? AND home = ? AND id NOT IN (SELECT distribution FROM closing WHERE stands = 1)',
        (today, book.identity.site),
        '"on" DESC, id',
    )


def closing_of(book: Book, distribution: Id) -> Closing | None:
    """Return how a distribution was closed, or None while it is open."""
    found = things(book, Closing, "distribution = ?", (distribution,), "at DESC, id")
    return found[0] if found else None


def box_of(book: Book, day: Distribution) -> Box:
    """Return the box of a distribution; an empty one where it has none."""
    return book.get(Box, day.box) or Box(id="")


def sign_ups(book: Book, distribution: Id) -> list[SignUp]:
    """Return the sign-ups of a distribution."""
    return things(book, SignUp, "distribution = ?", (distribution,), "slot IS NULL, slot, id")


def expected(book: Book, day: Distribution) -> list[Expected]:
    """Return the households expected on a day with those on the wait list, by slot, then label."""
    box = box_of(book, day)
    signed = {s.id: s for s in sign_ups(book, day.id)}
    ties: dict[Id, Id] = dict(
        book.connection.execute(
            "SELECT t.of, t.household FROM tie t JOIN sign_up s ON s.id = t.of WHERE s.distribution = ? AND s.kept = 1 "
            "AND t.kept = 1 AND t.about = 'sign_up' AND t.household IS NOT NULL",
            (day.id,),
        ).fetchall()
    )
    linked = linked_households.one_of(book)
    by_household: dict[Id, SignUp] = {}
    for line in sorted(signed.values(), key=lambda s: (s.waiting, s.slot is None, s.slot or "", s.id)):
        if line.id in ties:
            by_household.setdefault(linked.get(ties[line.id], ties[line.id]), line)
    if day.everyone:
        rows = book.connection.execute(
            "SELECT DISTINCT household FROM member WHERE kept = 1 AND home = ? AND coalesce(left, '') = '' "
            "AND household IS NOT NULL",
            (book.identity.site,),
        )
        for (household,) in rows.fetchall():
            shown = linked.get(household, household)
            by_household.setdefault(shown, SignUp(id="", distribution=day.id, people=0))
    came = _visits_by_party(book, day.id)
    details = household_details(book, list(by_household), linked)
    known, others = at_box(book, day, box), linked_with(linked)
    lines = []
    for household in household_lines(book, list(by_household)):
        sign_up = by_household[household.id]
        people = sign_up.people or household.size
        diet, allergens, languages, names, family_name = details[household.id]
        diet, allergens = known.only("diet", diet), known.only("allergens", allergens)
        lines.append(
            Expected(
                household=household.id,
                label=household.label,
                number=household.number,
                people=people,
                boxes=boxes_for(box.by_size, people),
                sign_up=sign_up.id or None,
                slot=sign_up.slot,
                waiting=sign_up.waiting,
                diet=diet,
                allergens=allergens,
                languages=known.only("languages", languages),
                may_pick_up=names,
                visit=came.get(sign_up_id(day.id, household.id)),
                family_name=family_name,
                also=household.also,
                proxies=known.others(others.get(household.id, (household.id,))),
                meets=known.meets(allergens, diet),
            )
        )
    return sorted(lines, key=lambda e: (e.waiting, e.slot or "~", e.label.casefold(), e.household))


def _visits_by_party(book: Book, distribution: Id) -> dict[Id, Id]:
    rows = book.connection.execute(
        "SELECT party, id FROM visit WHERE distribution = ? AND stands = 1 AND party IS NOT NULL",
        (distribution,),
    )
    of = _parties(book, distribution)
    return {of.get(party, party): visit for party, visit in rows}


def _parties(book: Book, distribution: Id) -> dict[Id, Id]:
    """Return {party: the party of the household it is shown as} of what linked households did on a day."""
    if not same.any_linked(book, "member"):
        return {}
    rows = book.connection.execute(
        "SELECT v.party, t.household FROM visit v JOIN tie t ON t.of = v.id AND t.kept = 1 WHERE v.distribution = ?1"
        " AND v.party IS NOT NULL UNION ALL SELECT s.id, t.household FROM sign_up s JOIN tie t ON t.of = s.id"
        " AND t.kept = 1 WHERE s.distribution = ?1",
        (distribution,),
    ).fetchall()
    linked = linked_households.one_of(book, {household for _party, household in rows if household})
    return {
        party: sign_up_id(distribution, linked[household]) for party, household in rows if household in linked
    }


def at_door(book: Book, day: Distribution, household: Id) -> AtDoor | None:
    """Return a household as the door shows it; None where it is not here or nobody is left in it."""
    page = whole_household(book, household)
    if page is None or not page.size:
        return None
    signed = sign_up_of(book, day.id, household)
    parties = [sign_up_id(day.id, one) for one in linked_households.group_of(book, household)]
    here = f"v.distribution = ? AND v.party IN ({marks(parties)})"
    also = also_known_as(book, [page.contact.id]) if page.contact else {}
    waiting = signed is not None and signed.waiting
    box = box_of(book, day)
    known = at_box(book, day, box)
    diet = known.only("diet", _given(member.diet for member in page.members))
    allergens = known.only("allergens", _given(member.allergens for member in page.members))
    return AtDoor(
        household=household,
        label=page.label,
        family_name=page.contact.family_name if page.contact else None,
        number=page.contact.number if page.contact else None,
        others=tuple(member.name for member in page.members[1:]),
        people=page.size,
        boxes=boxes_for(box.by_size, page.size),
        languages=known.only("languages", _given(member.languages for member in page.members)),
        diet=diet,
        allergens=allergens,
        listed=day.everyone or (signed is not None and not waiting),
        waiting=waiting,
        slot=signed.slot if signed else None,
        visits=tuple(reversed(_visit_lines(book, here, (day.id, *parties)))),
        also=also.get(page.contact.id, ()) if page.contact else (),
        sharing=tuple(_sharing(book, day, household)),
        proxies=known.others(linked_households.group_of(book, household)),
        meets=known.meets(allergens, diet),
    )


def _sharing(book: Book, day: Distribution, household: Id) -> Iterator[Sharing]:
    """Yield the other households of linked people that are on the day's list or were here already."""
    for other in linked_households.sharing(book, household):
        page = household_page(book, other)
        signed = sign_up_of(book, day.id, other)
        listed = day.everyone or (signed is not None and not signed.waiting)
        here = bool(visits_of(book, day.id, other))
        if page and (listed or here):
            yield Sharing(other, page.label, listed, here)


def sign_up_of(book: Book, distribution: Id, household: Id) -> SignUp | None:
    """Return the place of a household, or of one linked with it, on a day's list; one that does not wait before others."""
    group = linked_households.group_of(book, household)
    found = [book.get(SignUp, sign_up_id(distribution, one)) for one in group]
    return min((line for line in found if line), key=lambda line: line.waiting, default=None)


def _given(answers: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the answers of several people once each."""
    return tuple(dict.fromkeys(word for words in answers for word in words if word != PREFERS_NOT))


def listed_households(book: Book, distribution: Id) -> set[Id]:
    """Return the households with a place on a day's list, the wait list left out."""
    rows = book.connection.execute(
        "SELECT t.household FROM sign_up s JOIN tie t ON t.of = s.id AND t.kept = 1 "
        "WHERE s.distribution = ? AND s.kept = 1 AND coalesce(s.waiting, 0) = 0 AND t.household IS NOT NULL",
        (distribution,),
    )
    return set(linked_households.as_one(book, [row[0] for row in rows]))


def planned_boxes(book: Book, day: Distribution) -> int:
    """Return how many boxes are planned for the households expected on a day."""
    people = household_sizes(book) if day.everyone else {}
    rows = book.connection.execute(
        "SELECT t.household, s.people, s.waiting FROM sign_up s JOIN tie t ON t.of = s.id AND t.kept = 1 "
        "WHERE s.distribution = ? AND s.kept = 1 AND t.household IS NOT NULL",
        (day.id,),
    )
    linked = linked_households.one_of(book)
    for own, signed, waiting in sorted(rows.fetchall(), key=lambda row: not row[2]):
        household = linked.get(own, own)
        if waiting:
            people.pop(household, None)
        else:
            people[household] = signed or people.get(household, 0)
    by_size = box_of(book, day).by_size
    return sum(boxes_for(by_size, size) for size in people.values())


def moment_of(book: Book, visit: Id) -> int | None:
    """Return when a visit happened, in ms; None for one that is not here."""
    row = book.connection.execute("SELECT at FROM visit WHERE id = ?", (visit,)).fetchone()
    return row[0] if row else None


def visit_lines(book: Book, distribution: Id, *, last: int | None = None) -> list[VisitLine]:
    """Return the standing visits of a distribution, the latest first."""
    return _visit_lines(book, "v.distribution = ?", (distribution,), last)


def _visit_lines(book: Book, where: str, values: tuple[Id, ...], last: int | None = None) -> list[VisitLine]:
    rows = book.connection.execute(
        "SELECT v.id, v.action, v.distribution, t.household, coalesce(c.name, h.name, ''), c.number, v.people, "
        "v.boxes, v.walk_in, v.reason, v.at FROM visit v "
        "LEFT JOIN tie t ON t.of = v.id AND t.kept = 1 LEFT JOIN household h ON h.id = t.household AND h.kept = 1 "
        f"LEFT JOIN member c ON c.id = {same.shown('member', 'h.contact')} "
        f"WHERE {where} AND v.stands = 1 ORDER BY v.at DESC, v.written DESC, v.id LIMIT ?",
        (*values, -1 if last is None else last),
    )
    return [
        VisitLine(**dict(zip(VisitLine.__slots__, row, strict=True)) | {"walk_in": bool(row[8])})
        for row in rows
    ]


def visits_of(book: Book, distribution: Id, household: Id) -> int:
    """Return how often a household, or one linked with it, picked up on a day."""
    parties = [sign_up_id(distribution, one) for one in linked_households.group_of(book, household)]
    row = book.connection.execute(
        f"SELECT count(*) FROM visit WHERE distribution = ? AND party IN ({marks(parties)}) AND stands = 1",
        (distribution, *parties),
    ).fetchone()
    return int(row[0])


def day_count(book: Book, day: Distribution) -> DayCount:
    """Return a day's figures. A household that came twice counts once, with the people of its first visit.

    So do households that are linked: they are one.
    """
    rows = book.connection.execute(
        "SELECT coalesce(party, id), people, by_age, boxes, walk_in FROM visit WHERE distribution = ? AND stands = 1 "
        "ORDER BY at, written, id",
        (day.id,),
    ).fetchall()
    of = _parties(book, day.id)
    first = {
        of.get(party, party): (people, ages, walk_in)
        for party, people, ages, _boxes, walk_in in reversed(rows)
    }
    by_age: dict[str, int] = {}
    for _people, ages, _walk_in in first.values():
        for band, people in json.loads(ages or "{}").items():
            by_age[band] = by_age.get(band, 0) + people
    wanted = {of.get(s.id, s.id) for s in sign_ups(book, day.id) if not s.waiting}
    came = len(wanted & first.keys())
    count = len(wanted)
    if day.everyone:
        count, came = _everyone(book, day), sum(not walk_in for _people, _ages, walk_in in first.values())
    return DayCount(
        expected=count,
        households=len(first),
        people=sum(people for people, _ages, _walk_in in first.values()),
        boxes=sum(boxes for _party, _people, _ages, boxes, _walk_in in rows),
        walk_ins=sum(bool(walk_in) for _people, _ages, walk_in in first.values()),
        no_shows=max(0, count - came),
        by_age=by_age,
    )


def _everyone(book: Book, day: Distribution) -> int:
    """Return how many households everyone is: as it was when the day closed, until then as it is."""
    closing = closing_of(book, day.id)
    if closing:
        return closing.expected
    here = "kept = 1 AND coalesce(left, '') = '' AND home = (SELECT home FROM distribution WHERE id = ?1)"
    row = book.connection.execute(
        f"SELECT count(DISTINCT household) FROM member WHERE {here}", (day.id,)
    ).fetchone()
    linked = linked_households.one_of(book)
    rows = (
        book.connection.execute(
            f"SELECT DISTINCT household FROM member WHERE {here} AND household IN (SELECT value FROM json_each(?2))",
            (day.id, json.dumps(list(linked))),
        )
        if linked
        else ()
    )
    doubled = [linked[household] for (household,) in rows]
    return int(row[0]) - (len(doubled) - len(set(doubled)))
