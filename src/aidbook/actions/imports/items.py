"""The items a file speaks of: found in the book by code or by name and unit, or made."""

from aidbook.actions.imports.preview import LEAVE_OUT, Reading
from aidbook.domain.declare import Id, new_id
from aidbook.domain.folding import fold
from aidbook.domain.pantry import Item
from aidbook.i18n import _
from aidbook.store import imports as query
from aidbook.store.book import Book

NEW, SAME_ITEM = "new", "same item"


class Items:
    """Every item of the book and of the file so far."""

    def __init__(self, book: Book, reading: Reading) -> None:
        self._reading = reading
        self._by_code: dict[str, Item] = {}
        self._by_name: dict[str, list[Item]] = {}
        self._made: set[Id] = set()
        for item in query.all_items(book):
            self._know(item)

    def _know(self, item: Item) -> None:
        if item.code:
            self._by_code[item.code] = item
        self._by_name.setdefault(fold(item.name), []).append(item)

    def is_new(self, item: Id) -> bool:
        """Tell whether the file brought this item."""
        return item in self._made

    def item(
        self, row: int, name: str, unit: str, code: str | None = None, category: str | None = None
    ) -> Id | None:
        """Return the item that a row means, made if need be; None where somebody must decide first."""
        found = self._by_code.get(code) if code else None
        if found:
            return found.id
        named = [item for item in self._by_name.get(fold(name), []) if not (code and item.code)]
        same_unit = next((item for item in named if item.unit == unit), None)
        if same_unit:
            return same_unit.id
        stranger = next((item for item in named if item.id not in self._made), None)
        if stranger:
            answer = self._ask(row, stranger, unit)
            if answer != NEW:
                return stranger.id if answer == SAME_ITEM else None
        made = Item(id=new_id(), name=name, unit=unit, code=code, category=category)
        self._made.add(made.id)
        self._reading.writes.append(made)
        self._know(made)
        return made.id

    def _ask(self, row: int, item: Item, unit: str) -> str:
        what = _("{name} is counted in {unit} in the book; this row counts in {other}.").format(
            name=item.name, unit=item.unit, other=unit
        )
        choices = (
            (SAME_ITEM, _("The same: count it in {unit}").format(unit=item.unit)),
            (NEW, _("Another item, counted in {unit}").format(unit=unit)),
            (LEAVE_OUT, _("Leave this row out")),
        )
        return (
            self._reading.ask_line(row, what, choices, "item", fold(item.name), item.unit, unit) or LEAVE_OUT
        )
