"""Concerns about shelves and days: below zero, past date, left open, nothing noted, a report that is old by now."""

import json
from collections.abc import Iterator
from datetime import date, timedelta

from aidbook import clock
from aidbook.domain.attention import concern_key
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.pantry import SHELF
from aidbook.store import today as query
from aidbook.store.attention.noticed import Found
from aidbook.store.attention.values import BelowZero, Differs, LateReport, LeftOpen, NoGifts, PastDate
from aidbook.store.book import Book
from aidbook.store.distributions import left_open
from aidbook.store.reports import DayReport, day_report

_GIFT_DAYS = 14
"""For so many days after a distribution somebody may still say what people gave."""

# Shelves


def below_zero(book: Book) -> Iterator[BelowZero]:
    """Yield the items that stand below zero on a shelf, lots set off against each other."""
    rows = book.connection.execute(
        "SELECT i.id, i.name, coalesce(i.unit, ''), p.name, sum(s.units) AS total FROM (SELECT DISTINCT l.item AS item,"
        " s.place AS place FROM stock s INDEXED BY stock_below_zero JOIN lot l ON l.id = s.lot WHERE s.site = ?1"
        " AND s.units < 0) n JOIN place p ON p.id = n.place AND p.role = ?2 AND p.home = ?1 JOIN item i ON i.id = n.item"
        " JOIN lot l ON l.item = n.item JOIN stock s ON s.site = ?1 AND s.lot = l.id AND s.place = n.place"
        " GROUP BY i.id, p.id HAVING total < 0 ORDER BY i.name COLLATE NOCASE, i.id, p.name",
        (book.identity.site, SHELF),
    )
    for item, name, unit, place, units in rows.fetchall():
        yield BelowZero(concern_key("below-zero", item, place, units), item, name or "", unit, place, units)


def past_date(book: Book, today: str) -> Iterator[PastDate]:
    """Yield the items of which something on the shelves is past its date."""
    for line in query.past_date(book, today):
        yield PastDate(concern_key("past-date", line.item), line.item, line.name, line.unit, line.units)


# Days


def days_left_open(book: Book, today: str) -> Iterator[LeftOpen]:
    """Yield the distributions before `today` that nobody closed."""
    for day in left_open(book, today):
        yield LeftOpen(concern_key("left-open", day.id), day.id, day.on, day.title)


def days_without_gifts(book: Book, today: str) -> Iterator[NoGifts]:
    """Yield the closed distributions of the last days for which nobody noted a gift."""
    since = (date.fromisoformat(today) - timedelta(days=_GIFT_DAYS)).isoformat()
    for day in query.days_without_gifts(book, since, today):
        yield NoGifts(concern_key("no-gifts", day.id), day.id, day.on)


# Reports on paper


def keep_figures(book: Book, distribution: Id, number: int) -> None:
    """Keep, in this file alone, what the report of a day said as sheet `number`; part of the caller's transaction.

    The paper of a day that goes on says itself that its figures are not the last ones.
    """
    report = day_report(book, distribution)
    if report is None or (not report.closed and report.on >= clock.today()):
        return
    book.connection.execute(
        "INSERT OR REPLACE INTO printed_figures (distribution, n, number, figures)"
        " SELECT ?, coalesce(max(n), 0), ?, ? FROM body",
        (distribution, number, json.dumps(_figures(report), ensure_ascii=False)),
    )


def late_reports(book: Book, found: Found) -> Iterator[LateReport]:
    """Yield the days whose report was printed before something came that changes its figures."""
    touched = found.of("day")
    rows = book.connection.execute(
        "SELECT f.distribution, f.n, f.number, f.figures, coalesce((SELECT p.at FROM printed p WHERE p.sheet = 'day'"
        " AND p.about = f.distribution AND p.number = f.number ORDER BY p.written DESC LIMIT 1), 0)"
        " FROM printed_figures f"
    )
    for day, printed_n, number, figures, at in rows.fetchall():
        if touched.get(day, 0) > printed_n and (record := book.get(Distribution, day)):
            differs = tuple(_differs(json.loads(figures), _figures_now(book, day)))
            if differs:
                yield LateReport(
                    concern_key("late", day, number, differs), day, record.on, number, at, differs
                )


def _figures_now(book: Book, distribution: Id) -> list[tuple[str, str, int]]:
    report = day_report(book, distribution)
    return _figures(report) if report else []


def _figures(report: DayReport) -> list[tuple[str, str, int]]:
    """Return every figure of a day's report as (figure, of what, how much)."""
    plain = ("expected", "households", "people", "boxes", "no_shows", "walk_ins", "minutes_given")
    gifts: dict[tuple[str, str], int] = {}
    for gift in report.gifts:
        if gift.what != "hours":
            of = gift.item or gift.currency or ""
            much = {"money": gift.cents, "goods": gift.units}.get(gift.what, 1) or 0
            gifts[gift.what, of] = gifts.get((gift.what, of), 0) + much
    return [
        *((name, "", int(getattr(report, name))) for name in plain),
        *(("age", band, people) for band, people in report.by_age.items()),
        *(("item", item, units) for item, units in report.items_out.items()),
        *((what, of, much) for (what, of), much in sorted(gifts.items())),
        *(
            ("put right", name, sum(int(getattr(off, name)) for off in report.corrections))
            for name in ("households", "people", "boxes")
        ),
    ]


def _differs(printed: list[list[object]], now: list[tuple[str, str, int]]) -> Iterator[Differs]:
    """Yield the figures that are others now, in the order of the report."""
    before = {(str(figure), str(of)): int(str(much)) for figure, of, much in printed}
    after = {(figure, of): much for figure, of, much in now}
    for figure, of in {**before, **after}:
        one, other = before.get((figure, of), 0), after.get((figure, of), 0)
        if one != other:
            yield Differs(figure, of, one, other)
