"""Reports on paper: what each said, held against what the book says now.

A print carries the figures of its report, so that every laptop of the site can compare them. Older prints do not:
theirs are reckoned once, from what was in the book before them. Of another laptop's older print, that is what was
written before it: what had not reached that laptop by then is taken to have been there.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from aidbook import clock
from aidbook.domain.attention import concern_key
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.errors import Fault
from aidbook.store import identity
from aidbook.store.attention.noticed import Found
from aidbook.store.attention.then import Then
from aidbook.store.attention.values import Differs, LateReport
from aidbook.store.book import Book
from aidbook.store.connection import transaction
from aidbook.store.reports import day_report

Figures = dict[str, int]
"""{figure, or figure and of what after a colon: how much}."""

_PLAIN = ("expected", "households", "people", "boxes", "no_shows", "walk_ins", "minutes_given")
_OF_EVERYONE = ("expected", "no_shows")


@dataclass(frozen=True, slots=True)
class _Print:
    """The last print of a day's report: `figures` is None where it does not carry them, `own` where this file made it."""

    hash: bytes
    day: Id
    number: int
    at: int
    written: int
    n: int
    own: bool
    figures: Figures | None


# What is printed


def figures_to_print(book: Book, distribution: Id) -> Figures:
    """Return the figures that the report of a day says now; none of a day that goes on: its paper says so itself."""
    report = day_report(book, distribution)
    if report is None or (not report.closed and report.on >= clock.today()):
        return {}
    return figures_of(book, distribution)


def figures_of(book: Book, distribution: Id) -> Figures:
    """Return every figure of a day's report."""
    report = day_report(book, distribution)
    if report is None:
        return {}
    found = {name: int(getattr(report, name)) for name in _PLAIN}
    found |= {f"age:{band}": people for band, people in report.by_age.items()}
    found |= {f"item:{item}": units for item, units in _given_out(book, distribution)}
    found |= {f"{what}:{of}": much for what, of, much in _gifts(book, distribution)}
    for name in ("households", "people", "boxes"):
        found[f"put right:{name}"] = sum(int(getattr(off, name)) for off in report.corrections)
    return found


def _given_out(book: Book, distribution: Id) -> list[tuple[Id, int]]:
    rows = book.connection.execute(
        "SELECT m.item, sum(m.units) FROM visit v JOIN movement m ON m.of = v.id WHERE v.distribution = ?"
        " AND v.stands = 1 AND m.stands = 1 AND m.item IS NOT NULL GROUP BY m.item HAVING sum(m.units) <> 0",
        (distribution,),
    )
    return rows.fetchall()  # type: ignore[no-any-return] # rows of the two columns above


def _gifts(book: Book, distribution: Id) -> list[tuple[str, str, int]]:
    """Return what was given beside hours: money by currency in cents, goods by item in units, the rest counted."""
    rows = book.connection.execute(
        "SELECT what, CASE what WHEN 'money' THEN coalesce(currency, '') WHEN 'goods' THEN coalesce(item, '') ELSE '' END,"
        " sum(CASE what WHEN 'money' THEN coalesce(cents, 0) WHEN 'goods' THEN coalesce(units, 0) ELSE 1 END)"
        " FROM gift WHERE distribution = ? AND stands = 1 AND what <> 'hours' GROUP BY 1, 2",
        (distribution,),
    )
    return rows.fetchall()  # type: ignore[no-any-return] # rows of the three columns above


# What is old by now


def late_reports(book: Book, found: Found) -> Iterator[LateReport]:
    """Yield the days whose report was printed before something came, or went, that changes its figures."""
    looked, touched, news = _looked(book), found.of("day"), _News(book)
    for last in _last_prints(book):
        mark = touched.get(last.day, 0)
        known = looked.get(last.hash)
        differs = known[1] if known and known[0] == mark else news.look(last, mark)
        record = book.get(Distribution, last.day) if differs else None
        if record is not None:
            said = tuple(_named(book, figure, *much) for figure, much in differs.items())
            key = concern_key("late", last.day, last.hash.hex(), sorted(differs.items()))
            yield LateReport(key, last.day, record.on, last.number, last.at, last.own, said)
    news.keep()


_Differing = dict[str, tuple[int, int]]
"""{figure: (on paper, now)}."""


class _News:
    """Compares prints with the book as it is, and keeps what came of it: the next look need not."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._then: Then | None = None
        self._looked: list[tuple[bytes, int, str]] = []
        self._reckoned: list[tuple[bytes, str]] = []

    def look(self, last: _Print, mark: int) -> _Differing:
        paper = self._reckon(last) if last.figures is None else last.figures
        differs = _differing(paper, figures_of(self._book, last.day)) if paper else {}
        self._looked.append((last.hash, mark, json.dumps(differs)))
        return differs

    def _reckon(self, last: _Print) -> Figures:
        """Return what an older print said."""
        self._then = self._then or Then(self._book)
        before = ("n < ?", last.n) if last.own else ("written <= ?", last.written)
        book = self._then.with_day(last.day, *before)
        report = day_report(book, last.day)
        figures: Figures = {}
        if report and (report.closed or report.on < clock.day_of(last.written)):
            figures = figures_of(book, last.day)
            if not report.closed:  # who everybody was is not told by the day's own entries
                figures = {name: much for name, much in figures.items() if name not in _OF_EVERYONE}
        self._reckoned.append((last.hash, json.dumps(figures)))
        return figures

    def keep(self) -> None:
        """Keep it, unless somebody writes for long or the disk is full: it only saves time."""
        connection = self._book.connection
        if not self._looked:
            return
        with suppress(Fault), transaction(connection):
            connection.executemany("INSERT OR REPLACE INTO report_looked VALUES (?, ?, ?)", self._looked)
            connection.executemany("INSERT OR REPLACE INTO report_then VALUES (?, ?)", self._reckoned)


def _looked(book: Book) -> dict[bytes, tuple[int, _Differing]]:
    rows = book.connection.execute("SELECT hash, n, differs FROM report_looked").fetchall()
    return {name: (n, {k: (a, b) for k, (a, b) in json.loads(differs).items()}) for name, n, differs in rows}


def _last_prints(book: Book) -> list[_Print]:
    """Return the last print of each day's report that stands, whichever laptop of the site made it."""
    own = [origin.hex() for origin in identity.written_here(book.connection)]
    rows = book.connection.execute(
        "SELECT p.hash, p.about, p.number, p.at, max(p.written), b.n, EXISTS (SELECT 1 FROM standing s JOIN origin o"
        " ON o.n = s.origin WHERE s.hash = p.hash AND lower(hex(o.id)) IN (SELECT value FROM json_each(?))),"
        " coalesce(p.figures, t.figures) FROM printed p JOIN body b ON b.hash = p.hash"
        " LEFT JOIN report_then t ON t.hash = p.hash"
        " WHERE p.sheet = 'day' AND p.stands = 1 AND p.about IS NOT NULL GROUP BY p.about ORDER BY p.written DESC",
        (json.dumps(own),),
    )
    return [
        _Print(
            name, day, number, at, written, n, bool(mine), None if figures is None else json.loads(figures)
        )
        for name, day, number, at, written, n, mine, figures in rows.fetchall()
    ]


def _differing(paper: Figures, now: Figures) -> _Differing:
    """Return the figures that are others now, in the order of the report; one that the paper never had is none."""
    known = {figure: paper.get(figure, 0) for figure in {**now, **paper} if figure in paper or ":" in figure}
    return {
        figure: (before, now.get(figure, 0))
        for figure, before in known.items()
        if before != now.get(figure, 0)
    }


def _named(book: Book, figure: str, printed: int, now: int) -> Differs:
    """Return a differing figure as concerns say it: an item by its name."""
    what, _colon, of = figure.partition(":")
    if what in ("item", "goods") and of:
        row = book.connection.execute("SELECT coalesce(name, '') FROM item WHERE id = ?", (of,)).fetchone()
        of = row[0] if row else ""
    return Differs(what, of, printed, now)
