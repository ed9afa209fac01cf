"""Narrowing a list of members: by zone, language, food, skill, and when their household last picked up."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Literal

from aidbook import clock
from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.roles import may_see_field, may_see_kind
from aidbook.store.book import Book
from aidbook.store.profiles import fields_on

Came = Literal["month", "quarter", "not quarter", "not year", "never"]
CAME: tuple[Came, ...] = ("month", "quarter", "not quarter", "not year", "never")
"""The household picked up within so many days; or not within them; or never."""

_DAYS = {"month": 31, "quarter": 92, "not quarter": 92, "not year": 366}
_DRIVING = "driving"
_LISTS = {"language": "languages", "diet": "diet", "allergen": "allergens", "skill": "skills"}

_NEVER_CAME = (
    "NOT EXISTS (SELECT 1 FROM tie t JOIN visit v ON v.id = t.of AND v.stands = 1"
    " WHERE t.household = m.household AND t.kept = 1)"
)
_CAME_SINCE = (
    "SELECT t.household FROM visit v JOIN tie t ON t.of = v.id"
    " WHERE v.at >= ? AND v.stands = 1 AND t.kept = 1 AND t.household IS NOT NULL"
)


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
        return any(getattr(self, field.name) is not None for field in fields(self))


def narrowed(book: Book, ids: Sequence[Id], by: Narrowing, *, all_of_site: bool = False) -> list[Id]:
    """Return those of the ids that fit, in their order; `all_of_site` where they are nearly everybody anyway."""
    if not by:
        return list(ids)
    conditions = list(_conditions(by))
    where = " AND ".join(condition for condition, _values in conditions)
    values = [value for _condition, of in conditions for value in of]
    some = "m.home = ?" if all_of_site else "m.id IN (SELECT value FROM json_each(?))"
    rows = book.connection.execute(
        "SELECT m.id FROM member m LEFT JOIN household h ON h.id = m.household AND h.kept = 1"
        f" WHERE m.kept = 1 AND {some} AND {where}",
        [book.identity.site if all_of_site else json.dumps(list(ids)), *values],
    )
    fitting = {id_ for (id_,) in rows}
    return [id_ for id_ in ids if id_ in fitting]


def _conditions(by: Narrowing) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield what must hold, each with its values."""
    if by.zone is not None:
        yield "h.zone = ?", (by.zone,)
    if by.language is not None:
        yield "(m.languages LIKE ? OR m.reads LIKE ?)", (_holding(by.language),) * 2
    if by.diet is not None:
        yield "m.diet LIKE ?", (_holding(by.diet),)
    if by.allergen is not None:
        yield "m.allergens LIKE ?", (_holding(by.allergen),)
    if by.skill is not None:
        drives = " OR m.may_drive = 1" if by.skill == _DRIVING else ""
        yield f"(m.skills LIKE ?{drives})", (_holding(by.skill),)
    if by.came == "never":
        yield _NEVER_CAME, ()
    elif by.came is not None:
        word = "NOT IN" if by.came.startswith("not") else "IN"
        yield f"coalesce(m.household, '') {word} ({_CAME_SINCE})", (_since(_DAYS[by.came]),)


def _holding(key: str) -> str:
    """Return what finds a word in a list as it is stored: a whole one, as JSON writes it."""
    word = json.dumps(key, ensure_ascii=False)
    return f"%{word}%"


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
    on, site = fields_on(book), book.identity.site
    words: dict[str, tuple[str, ...]] = {}
    if "zone" in on and may_see_field(book.role, "household", "zone"):
        rows = book.connection.execute(
            "SELECT zone FROM household WHERE kept = 1 AND home = ? AND zone > '' AND zone <> ? GROUP BY zone"
            " ORDER BY count(*) DESC, zone COLLATE NOCASE",
            (site, PREFERS_NOT),
        )
        words["zone"] = tuple(zone for (zone,) in rows)
    for name, field in _LISTS.items():
        if field in on and may_see_field(book.role, "member", field):
            words[name] = _listed(book, field, site)
    return Offered({name: found for name, found in words.items() if found}, may_see_kind(book.role, "visit"))


def _listed(book: Book, field: str, site: Id) -> tuple[str, ...]:
    rows = book.connection.execute(
        f'SELECT j.value FROM (SELECT "{field}" AS list, count(*) AS n FROM member WHERE kept = 1 AND home = ?'
        f" AND \"{field}\" <> '[]' GROUP BY 1) m, json_each(m.list) j WHERE j.value <> ?"
        " GROUP BY j.value ORDER BY sum(m.n) DESC, j.value",
        (site, PREFERS_NOT),
    )
    return tuple(word for (word,) in rows)
