"""Figures that screen, paper, files and the command line share."""

from dataclasses import dataclass, replace

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.members import BAND_NAMES
from aidbook.domain.sites import Site
from aidbook.store import same
from aidbook.store.book import Book
from aidbook.store.distributions import closing_of, day_count
from aidbook.store.gifts import GiftLine, gift_line, gift_lines


@dataclass(frozen=True, slots=True)
class Off:
    """By how much a closed day's figures were found to be wrong, and on which ISO date; below zero: there were fewer.

    `gift` was none; whose it was said to be does not stand there.
    """

    on: str
    households: int
    people: int
    boxes: int
    gift: GiftLine | None = None


@dataclass(frozen=True, slots=True)
class DayReport:
    """A distribution day as it went. Households are counted once, people as of the day, boxes as handed out.

    `corrections` say by how much these figures were found to be wrong after the day was closed.
    """

    distribution: Id
    site: str
    on: str
    title: str | None
    closed: bool
    expected: int
    households: int
    people: int
    by_age: dict[str, int]
    boxes: int
    no_shows: int
    walk_ins: int
    items_out: dict[str, int]
    units: dict[str, str]
    minutes_given: int
    gifts: tuple[GiftLine, ...]
    reasons: tuple[str, ...]
    corrections: tuple[Off, ...] = ()


def day_report(book: Book, distribution: Id) -> DayReport | None:
    """Return the report of a distribution, or None where there is none of that id."""
    day = book.get(Distribution, distribution)
    if day is None:
        return None
    count = day_count(book, day)
    gifts = gift_lines(book, distribution=distribution)
    out = _items_out(book, distribution)
    return DayReport(
        distribution=distribution,
        site=_site_name(book, distribution),
        on=day.on,
        title=day.title,
        closed=closing_of(book, distribution) is not None,
        expected=count.expected,
        households=count.households,
        people=count.people,
        by_age={band: count.by_age.get(band, 0) for band in BAND_NAMES},
        boxes=count.boxes,
        no_shows=count.no_shows,
        walk_ins=count.walk_ins,
        items_out={name: units for name, _unit, units in out},
        units={name: unit for name, unit, _units in out},
        minutes_given=sum(gift.minutes or 0 for gift in gifts),
        gifts=tuple(gifts),
        reasons=_reasons(book, distribution),
        corrections=_corrections(book, distribution),
    )


def _items_out(book: Book, distribution: Id) -> list[tuple[str, str, int]]:
    rows = book.connection.execute(
        "SELECT coalesce(i.name, ''), coalesce(i.unit, ''), sum(m.units) FROM visit v JOIN movement m ON m.of = v.id "
        f"LEFT JOIN item i ON i.id = {same.shown('item', 'm.item')} WHERE v.distribution = ? AND v.stands = 1 AND m.stands = 1 "
        "GROUP BY i.id HAVING sum(m.units) <> 0 ORDER BY i.name COLLATE NOCASE",
        (distribution,),
    )
    return rows.fetchall()  # type: ignore[no-any-return] # rows of the three columns above


def _reasons(book: Book, distribution: Id) -> tuple[str, ...]:
    rows = book.connection.execute(
        "SELECT reason FROM visit WHERE distribution = ? AND stands = 1 AND reason IS NOT NULL ORDER BY at, id",
        (distribution,),
    )
    return tuple(row[0] for row in rows)


def _corrections(book: Book, distribution: Id) -> tuple[Off, ...]:
    rows = book.connection.execute(
        "SELECT at, of, households, people, boxes FROM correction WHERE distribution = ? AND stands = 1 ORDER BY at, id",
        (distribution,),
    ).fetchall()
    return tuple(
        Off(clock.day_of(at), households or 0, people or 0, boxes or 0, _given(book, of) if of else None)
        for at, of, households, people, boxes in rows
    )


def _given(book: Book, of: Id) -> GiftLine | None:
    line = gift_line(book, of)
    return replace(line, member=None, who="") if line else None


def _site_name(book: Book, distribution: Id) -> str:
    row = book.connection.execute("SELECT home FROM distribution WHERE id = ?", (distribution,)).fetchone()
    site = book.get(Site, row[0])
    return site.name if site else book.site.name
