"""Queries on items: what a code means, whether an item has moved, its packs and picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from aidbook.domain.declare import Id, derived_id
from aidbook.domain.pantry import Barcode, Item, Pack, Picture
from aidbook.store.book import Book
from aidbook.store.rows import marks, things


@dataclass(frozen=True, slots=True)
class Meant:
    """What a code means: an item, and the pack of it where it is not the code of a single unit."""

    item: Item
    pack: Pack | None = None

    @property
    def units(self) -> int:
        """Return how many base units one scan of it is."""
        return self.pack.units if self.pack else 1

    @property
    def mg(self) -> int | None:
        """Return what one of it weighs, as far as somebody said."""
        if self.pack and self.pack.weight_mg:
            return self.pack.weight_mg
        return self.item.weight_mg * self.units if self.item.weight_mg else None


def meant_by(book: Book, codes: Sequence[str]) -> list[Meant]:
    """Return what these ways of writing a code mean, own items alone where there are any; the first way first."""
    found: dict[tuple[Id, Id | None], Meant] = {}
    known = {each.code: each for each in things(book, Barcode, f"code IN ({marks(codes)})", codes)}
    for code in (known[code] for code in codes if code in known):
        item = book.get(Item, code.item)
        if item is not None:
            pack = book.get(Pack, code.pack) if code.pack else None
            found.setdefault((item.id, pack.id if pack else None), Meant(item, pack))
    for item in () if found else things(book, Item, f"code IN ({marks(codes)})", codes):
        found.setdefault((item.id, None), Meant(item))
    rows = book.connection.execute(
        f"SELECT id FROM item WHERE home = ? AND id IN ({marks(list(found))})",
        (book.identity.site, *(item for item, _pack in found)),
    )
    own = {row[0] for row in rows}
    return [each for each in found.values() if each.item.id in own] or list(found.values())


def has_moved(book: Book, item: Id) -> bool:
    """Tell whether units of an item have ever moved, been counted or been given: its base unit is fixed then."""
    row = book.connection.execute(
        "SELECT EXISTS (SELECT 1 FROM movement WHERE item = ?1 AND stands = 1) OR EXISTS (SELECT 1 FROM count"
        " WHERE item = ?1 AND stands = 1) OR EXISTS (SELECT 1 FROM gift WHERE item = ?1 AND stands = 1)",
        (item,),
    ).fetchone()
    return bool(row[0])


def picture_of(book: Book, item: Id) -> Picture | None:
    """Return an item's picture, or None."""
    return book.get(Picture, derived_id("picture", item))


def categories(book: Book) -> list[str]:
    """Return the categories in use, as the book keeps them."""
    rows = book.connection.execute(
        "SELECT DISTINCT category FROM item WHERE kept = 1 AND category IS NOT NULL AND category <> '' ORDER BY category"
    )
    return [row[0] for row in rows]
