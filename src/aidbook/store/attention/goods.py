"""Concerns about goods: some wait to be received, some did not come, some are recalled, some are out too long."""

from collections.abc import Iterator
from dataclasses import dataclass

from aidbook.domain.attention import concern_key
from aidbook.domain.declare import Id
from aidbook.store.attention.values import Concern
from aidbook.store.book import Book
from aidbook.store.places import open_loans
from aidbook.store.recall_trace import on_shelves
from aidbook.store.recalls import lots_of_recall, recalls
from aidbook.store.transfers import arriving, sent_transfers


@dataclass(frozen=True, slots=True)
class Arriving(Concern):
    """A site sent goods here and nobody has said what came; sent `at` (ms), so many `lines`."""

    transfer: Id
    site: str
    at: int
    lines: int
    kind = "arriving"


@dataclass(frozen=True, slots=True)
class NotCome(Concern):
    """What came at another site is not what was sent: {item and by how many fewer, below zero more}."""

    transfer: Id
    site: str
    off: tuple[tuple[str, int], ...]
    kind = "not-come"


@dataclass(frozen=True, slots=True)
class Recalled(Concern):
    """Units of a recall lie on the site's shelves: (place, units)."""

    recall: Id
    why: str
    places: tuple[tuple[str, int], ...]
    kind = "recalled"


@dataclass(frozen=True, slots=True)
class OutTooLong(Concern):
    """Something that is lent was wanted back by a day that is over."""

    loan: Id
    name: str
    units: int
    due: str
    kind = "lent"


def goods_arriving(book: Book) -> Iterator[Arriving]:
    """Yield what waits to be received, the earliest first."""
    for page in arriving(book):
        key = concern_key("arriving", page.transfer, len(page.lines))
        yield Arriving(key, page.transfer, page.site_name, page.at, len(page.lines))


def goods_not_come(book: Book) -> Iterator[NotCome]:
    """Yield the transfers whose receipt is back and which still have something on the way."""
    for page in sent_transfers(book):
        off = tuple((line.name, line.way) for line in page.lines if line.way)
        if page.receipt is not None and off:
            yield NotCome(concern_key("not-come", page.transfer, off), page.transfer, page.to_name, off)


def recalled_here(book: Book) -> Iterator[Recalled]:
    """Yield the recalls of which something is on the site's shelves."""
    for recall in recalls(book, ended=False):
        places = on_shelves(book, lots_of_recall(book, recall))
        here = tuple((place, units) for place, units in places.items() if units > 0)
        if here:
            yield Recalled(concern_key("recalled", recall.id, here), recall.id, recall.why, here)


def out_too_long(book: Book, today: str) -> Iterator[OutTooLong]:
    """Yield what was wanted back before `today` and is out."""
    for loan in open_loans(book):
        if loan.due and loan.due < today:
            yield OutTooLong(
                concern_key("lent", loan.loan, loan.units), loan.loan, loan.name, loan.units, loan.due
            )
