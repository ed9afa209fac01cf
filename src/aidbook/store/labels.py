"""What can have a label: items, their packs and the site's shelves, each with the code that it has."""

from dataclasses import dataclass

from aidbook.domain.declare import Id
from aidbook.domain.pantry import Barcode, Item, Pack
from aidbook.store.book import Book
from aidbook.store.pantry import shelves
from aidbook.store.rows import things


@dataclass(frozen=True, slots=True)
class Labelled:
    """One thing: its name, the item and pack it is, what tells it apart, its code; a shelf has no item and no code."""

    key: Id
    name: str
    item: Id | None = None
    pack: Id | None = None
    detail: str = ""
    code: str | None = None
    unit: str = ""

    def words(self) -> str:
        """Return what to call it."""
        return " · ".join(filter(None, (self.name, self.detail)))


def labelled(book: Book) -> list[Labelled]:
    """Return all that can have a label: items by name, each with its packs, then shelves."""
    codes: dict[tuple[Id, Id | None], str] = {}
    for code in things(book, Barcode, order="length(code) <> 10, code"):  # our own labels' first
        codes.setdefault((code.item, code.pack), code.code)
    packs: dict[Id, list[Pack]] = {}
    for pack in things(book, Pack, order="units, id"):
        packs.setdefault(pack.item, []).append(pack)
    found: list[Labelled] = []
    for item in things(book, Item, order="name COLLATE NOCASE, id"):
        found.append(Labelled(item.id, item.name, item.id, code=codes.get((item.id, None)), unit=item.unit))
        found += [
            Labelled(pack.id, item.name, item.id, pack.id, pack.name, codes.get((item.id, pack.id)))
            for pack in packs.get(item.id, ())
        ]
    return [*found, *(Labelled(place.id, place.name) for place in shelves(book))]
