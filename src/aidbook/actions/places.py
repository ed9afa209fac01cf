"""What people do with places and lots: make and rename places, move units between them, hold lots and release them."""

from collections.abc import Iterable
from dataclasses import dataclass

from aidbook import clock
from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.holding import hold_of
from aidbook.domain.pantry import LENT, REPACKED, SHELF, Item, Lot, Movement, Place, special_place
from aidbook.domain.writes import change
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.pantry import lot_as_stock, lot_of, shelves


@dataclass(frozen=True, slots=True)
class Units:
    """So many units of a lot at a place."""

    lot: Id
    place: Id
    units: int


def add_place(book: Book, name: str, *, kind: str | None = None, storage: str | None = None) -> Done:
    """Add a shelf, a fridge, a van or a room. Raises UserError without a name, or for one that is there already."""
    with book.transaction():
        called = _free_name(book, name, None)
        place = Place(id=new_id(), name=called, role=SHELF, kind=kind, storage=storage)
        return book.record(place, made=place.id)


def edit_place(book: Book, place: Id, **fields: str | None) -> Done:
    """Set fields of a place: `name`, `kind`, `storage`. Raises UserError as `add_place` does."""
    with book.transaction():
        if "name" in fields:
            fields["name"] = _free_name(book, fields["name"] or "", place)
        return book.record(change(Place, place, **fields), made=place)


def _free_name(book: Book, name: str, place: Id | None) -> str:
    called = " ".join(name.split())
    if not called:
        raise UserError(
            _("A place needs a name."), _("Type what people call it, such as Cellar or Fridge 2.")
        )
    taken = [each for each in shelves(book) if each.name.casefold() == called.casefold() and each.id != place]
    if taken:
        raise UserError(
            _("There is a place called {name} already.").format(name=called), _("Give it another name.")
        )
    return called


def move_units(book: Book, lines: Iterable[Units], to: Id, *, at: int | None = None) -> Done:
    """Move units from where they are to another place. Raises UserError for less than one, or where they are there."""
    with book.transaction():
        movements = []
        for line in lines:
            if line.place == to:
                raise UserError(
                    _("These units are there already."), _("Choose another place to move them to.")
                )
            movements.append(moved(book, line, to, "moved"))
        must_be_something(movements)
        return book.record(*movements, at=at, made=to)


def moved(
    book: Book, line: Units, to: Id, reason: str, of: Id | None = None, *, item: Id | None = None
) -> Movement:
    """Return the movement of units to a place, with the weight that one has now. Raises UserError for less than one."""
    if line.units < 1:
        raise UserError(_("The number of units must be 1 or more."), _("Type how many there are."))
    kind = item or must_have_lot(book, line.lot).item
    record = book.get(Item, kind)
    return Movement(
        id=new_id(),
        item=kind,
        lot=line.lot,
        from_place=line.place,
        to_place=to,
        units=line.units,
        reason=reason,
        of=of,
        unit_mg=record.weight_mg if record else None,
    )


def must_be_something(movements: list[Movement]) -> None:
    """Raise UserError where nothing would move."""
    if not movements:
        raise UserError(_("Nothing is typed yet."), _("Type how many units of which lot."))


def must_have_lot(book: Book, lot: Id) -> Lot:
    """Return a lot; raises UserError where it is not in the book."""
    record = lot_of(book, lot)
    if record is None:
        raise UserError(_("This lot is not in the book."), _("Find it again in the pantry."))
    return record


def outside(book: Book, role: str, made: list[object]) -> Id:
    """Return the site's one place of a role; where the book has none yet, it is added to `made`."""
    place = special_place(book.identity.site, role)
    if role in (LENT, REPACKED) and book.get(Place, place) is None:
        names = {LENT: _("Lent"), REPACKED: _("Repacked")}
        made.append(Place(id=place, name=names[role], role=role))
    return place


# Holding


def hold_lot(book: Book, lot: Id, why: str) -> Done:
    """Hold a lot, so that nobody is given of it, wherever it is. Raises UserError without a reason."""
    must_have_lot(book, lot)
    reason = why.strip()
    if not reason:
        raise UserError(_("Say why the lot is held."), _("Type the reason, such as “smells odd”."))
    return book.record(change(Lot, lot, held=True, held_why=reason), made=lot)


def release_lot(book: Book, lot: Id, why: str) -> Done:
    """Let a lot be given again, with the reason. Raises UserError where a recall or its date holds it all the same."""
    must_have_lot(book, lot)
    reason = why.strip()
    if not reason:
        raise UserError(
            _("Say why the lot may be given again."), _("Type who looked at it, or what was found.")
        )
    stock = lot_as_stock(book, lot, special_place(book.identity.site, SHELF))
    why_held = hold_of(stock, clock.today()) if stock else None
    if why_held == "recalled":
        raise UserError(_("A recall holds this lot."), _("End the recall when it is over."))
    if why_held in ("past use-by", "past best-before"):
        raise UserError(
            _("This lot is past its date."), _("If the date in the book is wrong, correct the lot’s date.")
        )
    return book.record(change(Lot, lot, held=False, held_why=reason), made=lot)


def correct_lot(book: Book, lot: Id, **fields: str | None) -> Done:
    """Set what a lot is told by: `best_before` (ISO), `date_kind`, `code`."""
    must_have_lot(book, lot)
    return book.record(change(Lot, lot, **fields), made=lot)


def open_lot(book: Book, lot: Id, on: str | None = None) -> Done:
    """Write that a lot was opened on an ISO date, today without it: it is taken before all others."""
    must_have_lot(book, lot)
    return book.record(change(Lot, lot, opened_on=on or clock.today()), made=lot)
