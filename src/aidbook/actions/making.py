"""Boxes made ahead from a recipe and taken apart again; a sack or a case filled into another item."""

from aidbook import clock
from aidbook.actions.pantry import Shelf
from aidbook.actions.places import Units, moved, must_have_lot, outside
from aidbook.domain.declare import Id, new_id
from aidbook.domain.distributions import Box
from aidbook.domain.done import Done
from aidbook.domain.holding import pick_first_expired
from aidbook.domain.making import BOXES, Making, Repack, boxes_place
from aidbook.domain.pantry import REPACKED, SHELF, Item, Lot, Movement, Place
from aidbook.errors import UserError
from aidbook.i18n import _, format_date, ngettext
from aidbook.store import pantry
from aidbook.store.book import Book
from aidbook.store.places import made_ahead, recipes


def make_boxes(book: Book, box: Id, boxes: int, *, at: int | None = None) -> Done:
    """Put units into boxes of a recipe: they go to a place of their own, opened and first expired first.

    What the book does not have goes in all the same: whoever packed saw it. `id` is the making's. Raises UserError for
    less than one box, or a recipe with nothing in it.
    """
    _must_be_boxes(boxes)
    with book.transaction():
        recipe = _must_have_box(book, box)
        shelf, making = Shelf(book), new_id()
        place = boxes_place(book.identity.site, box)
        made: list[object] = []
        if book.get(Place, place) is None:
            made.append(Place(id=place, name=box_name(book, recipe), role=SHELF, kind=BOXES))
        movements = [
            movement
            for item, units in recipe.contents.items()
            for movement in _packed(book, shelf, item, units * boxes, place, making)
        ]
        fact = Making(id=making, box=box, place=place, boxes=boxes, contents=recipe.contents)
        return book.record(*made, *shelf.made, fact, *movements, at=at, made=making)


def _packed(book: Book, shelf: Shelf, item: Id, units: int, place: Id, making: Id) -> list[Movement]:
    loose = [each for each in pantry.lot_stock(book, item) if not each.packed]
    picks, lack = pick_first_expired(loose, units, clock.today())
    taken = [moved(book, Units(p.lot, p.place, p.units), place, "packed", making, item=p.item) for p in picks]
    if lack:
        there = Units(shelf.lot(item), shelf.first, lack)
        taken.append(moved(book, there, place, "packed", making, item=item))
    return taken


def short_for(book: Book, box: Id, boxes: int) -> dict[Id, int]:
    """Return {item: units} that the shelves lack for so many boxes of a recipe."""
    lacking = {}
    for item, units in _must_have_box(book, box).contents.items():
        loose = [each for each in pantry.lot_stock(book, item) if not each.packed]
        _picks, lack = pick_first_expired(loose, units * boxes, clock.today())
        if lack:
            lacking[item] = lack
    return lacking


def take_apart(book: Book, box: Id, boxes: int, *, to: Id | None = None, at: int | None = None) -> Done:
    """Take boxes apart again: their units go back to a shelf, the first one without `to`. `id` is the making's.

    Raises UserError where there are not so many boxes.
    """
    _must_be_boxes(boxes)
    with book.transaction():
        there = next((each for each in made_ahead(book) if each.box == box), None)
        if there is None or there.boxes < boxes:
            n = there.boxes if there else 0
            raise UserError(
                ngettext("There is only {n} box of these.", "There are only {n} boxes of these.", n).format(
                    n=n
                ),
                _("Take apart as many as there are."),
            )
        making, back = new_id(), to or Shelf(book).first
        movements = [
            movement
            for item, units in there.contents.items()
            for movement in _unpacked(book, item, units * boxes, there.place, back, making)
        ]
        fact = Making(id=making, box=box, place=there.place, boxes=-boxes, contents=there.contents)
        return book.record(fact, *movements, at=at, made=making)


def _unpacked(book: Book, item: Id, units: int, place: Id, to: Id, making: Id) -> list[Movement]:
    """Return the movements out of boxes; held lots come out too, and what expires last comes first."""
    stock = sorted(
        (each for each in pantry.lot_stock(book, item) if each.place == place and each.units > 0),
        key=lambda each: (each.best_before or "9999", each.lot),
        reverse=True,
    )
    movements = []
    for each in stock:
        taken = min(units, each.units)
        if taken > 0:
            line = Units(each.lot, place, taken)
            movements.append(moved(book, line, to, "taken apart", making, item=each.item))
            units -= taken
    return movements


def box_name(book: Book, box: Box) -> str:
    """Return what to call a recipe: its name, or the last day it was planned for."""
    if box.name:
        return _("Boxes: {name}").format(name=box.name)
    day = next((on for each, on in recipes(book) if each.id == box.id), None)
    return _("Boxes for {day}").format(day=format_date(day, "long")) if day else _("Boxes")


def _must_have_box(book: Book, box: Id) -> Box:
    found = book.get(Box, box)
    if found is None or not found.contents:
        raise UserError(
            _("This box has nothing in it yet."), _("Say in the distribution’s plan what goes into a box.")
        )
    return found


def _must_be_boxes(boxes: int) -> None:
    if boxes < 1:
        raise UserError(_("The number of boxes must be 1 or more."), _("Type how many."))


def repack(
    book: Book, opened: Units, item: Id, units: int, *, to: Id | None = None, at: int | None = None
) -> Done:
    """Fill units of a lot into `units` of another item, at the same place without `to`; date, source and code go along.

    `id` is the new lot's. Raises UserError for the same item, or where nothing comes of it.
    """
    with book.transaction():
        lot, fact = must_have_lot(book, opened.lot), new_id()
        if lot.item == item:
            raise UserError(
                _("What is filled must be another item."), _("To move units, choose “Move” instead.")
            )
        if book.get(Item, item) is None or units < 1:
            raise UserError(
                _("Say what it was filled into."), _("Pick the item, and type how many units came of it.")
            )
        shelf = Shelf(book)
        filled = Lot(
            id=new_id(),
            item=item,
            best_before=lot.best_before,
            source=lot.source,
            code=lot.code,
            date_kind=lot.date_kind,
            held=lot.held,
            held_why=lot.held_why,
        )
        place = outside(book, REPACKED, shelf.made)
        out = moved(book, opened, place, "repacked", fact, item=lot.item)
        back = moved(book, Units(filled.id, place, units), to or opened.place, "repacked", fact, item=item)
        said = Repack(id=fact, opened=lot.item, item=item, units_opened=opened.units, units=units)
        return book.record(*shelf.made, filled, said, out, back, at=at, made=filled.id)
