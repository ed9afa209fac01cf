"""Narrowing a list of members: by zone, language, food, skill, and when their household last picked up."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Literal

from aidbook import clock
from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.roles import may_see_field, may_see_kind
from aidbook.store.book import Book
from aidbook.store.profiles import fields_on
from aidbook.store.same import also

Came = Literal["month", "quarter", "not quarter", "not year", "never"]
CAME: tuple[Came, ...] = ("month", "quarter", "not quarter", "not year", "never")
"""The household picked up within so many days; or not within them; or never."""

_NOT_CAME = {"not quarter", "not year", "never"}
_DAYS = {"month": 31, "quarter": 92, "not quarter": 92, "not year": 366}
_DRIVING = "driving"
_LISTS = {"language": "languages", "diet": "diet", "allergen": "allergens", "skill": "skills"}

_MANY = 2_000
"""From so many on everybody is read in the order of storing: looking members up one by one takes five times as long."""

_EVER = -(1 << 62)
_EACH = (
    "EXISTS (SELECT 1 FROM tie t CROSS JOIN visit v ON v.id = t.of AND v.stands = 1 AND v.at >= ?"
    " WHERE t.household = m.household AND t.kept = 1)"
)
"""Whether a household came since, looked up for each."""
_CAME_SINCE = (
    "coalesce(m.household, '') IN (SELECT t.household FROM visit v CROSS JOIN tie t ON t.of = v.id"
    " WHERE v.at >= ? AND v.stands = 1 AND t.kept = 1 AND t.household IS NOT NULL)"
)
"""The same for everybody, from the visits since."""
_NO_TIES = (
    "(coalesce(m.household, '') NOT IN (SELECT DISTINCT household FROM tie WHERE kept = 1 AND about = 'visit'"
    " AND household IS NOT NULL) OR m.household IN (SELECT value FROM json_each(?)))"
)
"""Whether they never came, as the ties alone tell; those whose every visit was taken back are given."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What members must have in common; None asks nothing. Each is a key as it is kept, or a word as typed."""

    zone: str | None = None
    language: str | None = None
    diet: str | None = None
    allergen: str | None = None
    skill: str | None = None
    came: Came | None = None

    def __bool__(self) -> bool:
        """Tell whether it asks anything."""
        return bool(self.asked())

    def asked(self) -> dict[str, Any]:
        """Return {field: what is asked of it}."""
        return {name: value for name in _ASKED if (value := getattr(self, name)) is not None}


_ASKED = tuple(field.name for field in fields(Narrowing))


def narrowed(book: Book, ids: Sequence[Id], by: Narrowing) -> list[Id]:
    """Return those of the ids that fit, in their order; whoever is linked fits by what any of their records says."""
    if not by:
        return list(ids)
    fitting = _fitting(book, ids, by)
    linked = also(book, "member", ids)
    if linked:
        fitting -= linked.keys()
        fitting |= _fitting_as_one(book, {id_: {id_, *others} for id_, others in linked.items()}, by)
    return [id_ for id_ in ids if id_ in fitting]


def _fitting(book: Book, ids: Sequence[Id], by: Narrowing) -> set[Id]:
    """Return those of the ids whose own record fits, and perhaps others that are not asked for."""
    many = len(ids) > _MANY
    conditions = list(_conditions(by, many=many))
    if by.came == "never":
        conditions.append(_never_came(book) if many else (f"NOT {_EACH}", (_EVER,)))
    where = " AND ".join(("m.kept = 1", *(condition for condition, _values in conditions)))
    values = [value for _condition, of in conditions for value in of]
    if many:
        rows = book.connection.execute(f"SELECT m.id FROM member m NOT INDEXED WHERE {where}", values)
    else:
        rows = book.connection.execute(
            f"SELECT m.id FROM json_each(?) j CROSS JOIN member m ON m.id = j.value WHERE {where}",
            [json.dumps(list(ids)), *values],
        )
    return {id_ for (id_,) in rows}


def _fitting_as_one(book: Book, linked: Mapping[Id, set[Id]], by: Narrowing) -> set[Id]:
    """Return those of whom, with their linked records, each answer is asked for; who did not come did so under none."""
    records, fitting = list(set().union(*linked.values())), set(linked)
    for name, value in by.asked().items():
        those = _fitting(book, records, Narrowing(**{name: value}))
        whole = set.issuperset if name == "came" and value in _NOT_CAME else _meets
        fitting = {id_ for id_ in fitting if whole(those, linked[id_])}
    return fitting


def _meets(those: set[Id], one: set[Id]) -> bool:
    return not those.isdisjoint(one)


def _conditions(by: Narrowing, *, many: bool) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield what must hold, each with its values."""
    if by.zone is not None:
        yield "m.household IN (SELECT id FROM household WHERE kept = 1 AND zone = ?)", (by.zone,)
    if by.language is not None:
        yield "(instr(m.languages, ?) OR instr(m.reads, ?))", (_written(by.language),) * 2
    if by.diet is not None:
        yield "instr(m.diet, ?)", (_written(by.diet),)
    if by.allergen is not None:
        yield "instr(m.allergens, ?)", (_written(by.allergen),)
    if by.skill is not None:
        drives = " OR m.may_drive = 1" if by.skill == _DRIVING else ""
        yield f"(instr(m.skills, ?){drives})", (_written(by.skill),)
    if by.came in _DAYS:
        said = "NOT " if by.came.startswith("not") else ""
        yield said + (_CAME_SINCE if many else _EACH), (_since(_DAYS[by.came]),)


def _never_came(book: Book) -> tuple[str, tuple[Any, ...]]:
    """Return what must hold of whoever never came, with its values."""
    rows = book.connection.execute(
        "SELECT DISTINCT m.household FROM visit w CROSS JOIN tie m ON m.of = w.id"
        " WHERE w.stands = 0 AND m.kept = 1 AND m.household IS NOT NULL AND NOT EXISTS (SELECT 1 FROM tie t"
        " WHERE t.household = m.household AND t.kept = 1 AND t.about = 'visit'"
        " AND t.of NOT IN (SELECT id FROM visit WHERE stands = 0))"
    )
    return _NO_TIES, (json.dumps([household for (household,) in rows]),)


def _written(key: str) -> str:
    """Return a word of a list as it is stored: a whole one, as JSON writes it."""
    return json.dumps(key, ensure_ascii=False)


def _since(days: int) -> int:
    day = date.fromisoformat(clock.today()) - timedelta(days=days)
    return clock.start_ms(day.isoformat())


# What there is to choose


@dataclass(frozen=True, slots=True)
class Offered:
    """The words that members of the site have, by what they narrow: the commonest first; and whether visits are seen."""

    words: dict[str, tuple[str, ...]]
    came: bool


def offered(book: Book) -> Offered:
    """Return what members can be narrowed by: only what the site asks, the role sees, and somebody answered."""
    on, role = fields_on(book), book.role
    words: dict[str, tuple[str, ...]] = {}
    if "zone" in on and may_see_field(role, "household", "zone"):
        words["zone"] = _zones(book)
    asked = [field for field in _LISTS.values() if field in on and may_see_field(role, "member", field)]
    listed = _listed(book, asked) if asked else {}
    words |= {name: listed[field] for name, field in _LISTS.items() if field in listed}
    return Offered({name: found for name, found in words.items() if found}, may_see_kind(role, "visit"))


def _zones(book: Book) -> tuple[str, ...]:
    rows = book.connection.execute(
        "SELECT zone FROM household NOT INDEXED WHERE kept = 1 AND home = ? AND zone > '' AND zone <> ? GROUP BY zone"
        " ORDER BY count(*) DESC, zone COLLATE NOCASE",
        (book.identity.site, PREFERS_NOT),
    )
    return tuple(zone for (zone,) in rows)


def _listed(book: Book, asked: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return {field: the words that stand in it}, from one reading of everybody: many say the very same."""
    rows = book.connection.execute(
        f"SELECT {', '.join(asked)} FROM member NOT INDEXED WHERE kept = 1 AND home = ?",
        (book.identity.site,),
    )
    alike = Counter(rows).items()
    lists: list[Counter[str | None]] = [Counter() for _field in asked]
    for cells, members in alike:
        for found, cell in zip(lists, cells, strict=True):
            found[cell] += members
    return {field: _commonest(each) for field, each in zip(asked, lists, strict=True)}


def _commonest(lists: Mapping[str | None, int]) -> tuple[str, ...]:
    found: Counter[str] = Counter()
    for cell, members in lists.items():
        for word in json.loads(cell or "[]"):
            found[word] += members
    del found[PREFERS_NOT]
    return tuple(sorted(found, key=lambda word: (-found[word], word)))
