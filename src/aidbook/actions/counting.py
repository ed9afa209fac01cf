"""Counting together: begin, write down what each counter finds, look at the differences, book them with their reasons."""

from collections.abc import Mapping, Sequence

from aidbook import clock
from aidbook.actions.pantry import Shelf, Units
from aidbook.domain.counting import START, CountSession, Tally
from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.pantry import SHELF, Count, Item, Place, special_place
from aidbook.domain.writes import Dated, take_back
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.counted import Found, Key, found_in, is_booked, tallies
from aidbook.store.pantry import lots_of


def begin_count(
    book: Book,
    *,
    places: Sequence[Id] = (),
    items: Sequence[Id] = (),
    blind: bool = False,
    name: str | None = None,
) -> Done:
    """Begin a count of some places or items, of everything without any. `id` is the session's."""
    session = CountSession(
        id=new_id(), name=(name or "").strip() or None, places=tuple(places), items=tuple(items), blind=blind
    )
    return book.record(session, made=session.id)


def tally(
    book: Book,
    session: Id,
    line: Units,
    *,
    who: str | None = None,
    decides: bool = False,
    at: int | None = None,
) -> Done:
    """Write what somebody found of a lot at `line.place`, as of `at` (now without it): 0 is an answer. It moves nothing.

    Without a lot it is one that nobody had listed. Raises UserError for less than nothing, an hour that has not come,
    or once the session is booked.
    """
    _must_be_open(book, session)
    if line.units < 0:
        raise UserError(_("A count cannot be less than nothing."), _("Type 0 or more."))
    _must_have_been(at)
    place = line.place or special_place(book.identity.site, SHELF)
    if book.get(Item, line.item) is None or book.get(Place, place) is None:
        raise UserError(_("This item or place is not in the book."), _("Pick it from the list."))
    fact = Tally(
        id=new_id(),
        session=session,
        item=line.item,
        place=place,
        lot=line.lot or _known_lot(book, line),
        best_before=line.best_before,
        lot_code=line.lot_code,
        units=line.units,
        who=(who or "").strip() or None,
        decides=decides,
    )
    return book.record(fact, at=at, made=fact.id)


def _known_lot(book: Book, line: Units) -> Id | None:
    """Return the lot without a source that has this date and code: where there is one, it was counted."""
    wanted = (line.best_before, line.source, line.lot_code)
    alike = (lot.id for lot in lots_of(book, line.item) if (lot.best_before, lot.source, lot.code) == wanted)
    return next(alike, None)


def _must_have_been(at: int | None) -> None:
    if at is not None and at > clock.now_ms():
        raise UserError(
            _("This hour has not come yet."), _("Type when it was counted; leave it empty for now.")
        )


def forget_tally(book: Book, session: Id, key: Key) -> Done:
    """Take back everything that was found of one lot at a place in a session: it counts as not counted."""
    _must_be_open(book, session)
    return book.record(
        *(take_back(Tally, each.tally.id) for each in tallies(book, session) if each.key == key)
    )


def decide(book: Book, session: Id, found: Found, units: int) -> Done:
    """Settle what counters found differently, as of the last one's hour."""
    last, said = found.by[-1], found.tally
    line = Units(
        item=said.item,
        units=units,
        best_before=said.best_before,
        lot_code=said.lot_code,
        place=said.place,
        lot=said.lot,
    )
    return tally(book, session, line, decides=True, at=last.at)


def book_count(book: Book, session: Id, why: Mapping[Key, str] | None = None) -> Done:
    """Book what a session found: a count of each lot at its place, as of when it was counted. `id` is the session's.

    `why` says of a difference what is thought to be its reason. Raises UserError where counters still differ, where
    nothing was counted, or where it is booked already.
    """
    with book.transaction():
        _must_be_open(book, session)
        found = found_in(book, session)
        if not found:
            raise UserError(
                _("Nothing is counted yet."), _("Type how many there are; 0 where there are none.")
            )
        if any(each.units is None for each in found):
            raise UserError(
                _("Two people counted the same and found different numbers."),
                _("Choose one of them for each, then book the count."),
            )
        shelf = Shelf(book)
        counts = [_count(shelf, session, each, (why or {}).get(each.key)) for each in found]
        return book.record(*shelf.made, *counts, made=session)


def _count(shelf: Shelf, session: Id, found: Found, why: str | None) -> Dated:
    said = found.tally
    lot = said.lot or shelf.lot(said.item, said.best_before, None, said.lot_code)
    fact = Count(
        id=new_id(),
        item=said.item,
        lot=lot,
        place=said.place,
        units=found.units or 0,
        session=session,
        why=(why or None) if found.difference or not said.lot else None,
    )
    return Dated(fact, found.at)


def usual_reason(book: Book, found: Found) -> str | None:
    """Return the reason to offer for a difference: what was never counted or moved before begins the book."""
    if not found.difference or found.units is None:
        return None
    known = (
        found.tally.lot
        and book.connection.execute(
            "SELECT 1 FROM movement WHERE lot = ?1 UNION SELECT 1 FROM count WHERE lot = ?1 LIMIT 1",
            (found.tally.lot,),
        ).fetchone()
    )
    return None if known else START


def _must_be_open(book: Book, session: Id) -> None:
    if book.get(CountSession, session) is None:
        raise UserError(_("This count is not in the book."), _("Begin a new one."))
    if is_booked(book, session):
        raise UserError(
            _("This count is booked already."), _("Begin a new one; or take the booking back in History.")
        )
