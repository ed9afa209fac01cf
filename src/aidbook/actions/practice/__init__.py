"""The practice book: pretend people and some months of their life, made by the actions that a person would use.

The same seed, size and last day make the same people, days and figures; only ids and keys differ.
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from aidbook import clock
from aidbook.actions.practice.life import Life
from aidbook.errors import UserError
from aidbook.i18n import _, language, using
from aidbook.store import slots
from aidbook.store.book import Book, remove

PASSPHRASE = "practice book"  # noqa: S105 - opens pretend people only
"""What opens a practice book where nobody chose something else."""

_SATURDAY = 5
_WEEKS_IN_YEAR, _MONTHS_IN_YEAR = 52, 12
_MOST_MONTHS = 36


def make_practice_book(  # noqa: PLR0913 - what a practice book can be asked for, by name
    path: Path,
    passphrase: str,
    *,
    households: int = 120,
    months: int = 3,
    seed: int = 1,
    site_name: str = "",
    language_code: str = "",
    end: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cost: slots.Cost = slots.PRACTICE,
) -> Book:
    """Make a book of pretend people at `path` and return it open; `end` is its last day (today without).

    Raises UserError. When that or `progress` raises, no file is left.
    """
    if households < 1 or not 0 <= months <= _MOST_MONTHS:
        raise UserError(
            _("A practice book has at least one household and at most {n} months.").format(n=_MOST_MONTHS),
            _("Choose other numbers."),
        )
    with using(language_code or language()):
        book = Book.create(
            path,
            passphrase,
            site_name=site_name or _("Practice site"),
            language=language_code or language(),
            practice=True,
            cost=cost,
        )
        try:
            _live(book, households, seed, saturdays(end or clock.today(), months), progress)
        except BaseException:
            book.close()
            remove(path)
            raise
    return book


def saturdays(end: str, months: int) -> list[str]:
    """Return the Saturdays of the months before `end`, and the coming one, which may be that day."""
    last = date.fromisoformat(end)
    coming = last + timedelta(days=(_SATURDAY - last.weekday()) % 7)
    weeks = round(months * _WEEKS_IN_YEAR / _MONTHS_IN_YEAR)
    return [(coming - timedelta(weeks=back)).isoformat() for back in range(weeks, -1, -1)]


def _live(
    book: Book, households: int, seed: int, days: list[str], progress: Callable[[int, int], None]
) -> None:
    """Let people join and every week pass; each step is one durable write."""
    life = Life(book, households, seed, days)
    steps = [life.begin, *(life.week for _past in days[:-1]), life.look_ahead]
    for done, (step, saturday) in enumerate(zip(steps, [days[0], *days], strict=True)):
        progress(done, len(steps))
        with book.transaction():
            step(saturday)
    progress(len(steps), len(steps))
