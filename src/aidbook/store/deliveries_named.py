"""Deliveries by their day and source alone, as a choice among many offers them."""

from dataclasses import dataclass

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Delivery, Source
from aidbook.store.book import Book
from aidbook.store.delivery_heads import by_delivery, head_changes
from aidbook.store.rows import things
from aidbook.store.sources import names_of


@dataclass(frozen=True, slots=True)
class NamedDelivery:
    """A delivery as it is known by now: its ISO day, its source and what that is called, "" where nobody is named."""

    id: Id
    on: str
    source_id: Id | None
    source: str


def latest_deliveries(book: Book, most: int) -> list[NamedDelivery]:
    """Return the latest deliveries of the site, the last one first."""
    rows = book.connection.execute(
        "SELECT id, at FROM delivery WHERE stands = 1 AND site = ? AND coalesce(lines, 0) >= 0"
        " ORDER BY at DESC, written DESC, id LIMIT ?",
        (book.identity.site, most),
    ).fetchall()
    return _named(book, rows)


def named_delivery(book: Book, id_: Id) -> NamedDelivery | None:
    """Return one delivery, or None where it does not stand."""
    rows = book.connection.execute(
        "SELECT id, at FROM delivery WHERE id = ? AND stands = 1", (id_,)
    ).fetchall()
    return next(iter(_named(book, rows)), None)


def _named(book: Book, rows: list[tuple[Id, int]]) -> list[NamedDelivery]:
    changes = by_delivery(head_changes(book, [id_ for id_, _at in rows]))
    found = []
    for id_, at in rows:
        said = changes[id_][-1].after if id_ in changes else book.get(Delivery, id_)
        if said is not None:
            found.append((id_, said.on or clock.day_of(at), said.source))
    wanted = {source for _id, _on, source in found if source}
    names = names_of(book, [source for source in things(book, Source) if source.id in wanted])
    named = [NamedDelivery(id_, on, source, names.get(source or "", "")) for id_, on, source in found]
    return sorted(named, key=lambda each: each.on, reverse=True)
