"""Finding items, sources and places by a few letters, as fields pick them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter

from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.pantry import items_found, items_named, sources
from aidbook.ui.widgets.fields import TextField
from aidbook.ui.widgets.pick_field import Hit, PickField, among


def find_items(book: Book) -> Callable[[str], Sequence[Hit]]:
    """Return what finds items: by name, code or barcode."""

    def find(text: str) -> Sequence[Hit]:
        exact = items_named(book, text)
        others = [item for item in items_found(book, text) if item not in exact]
        return [(item.id, item.name) for item in (*exact, *others)]

    return find


def find_sources(book: Book) -> Callable[[str], Sequence[Hit]]:
    """Return what finds sources by their name."""
    return lambda text: among(((source.id, source.name) for source in sources(book)), text)


def item_field(book: Book, title: str, why: str = "", *, needed: str = "") -> PickField:
    """Return a field that picks an item."""
    made = PickField(title, find_items(book), why, needed=needed, hint=_("a name, or scan the barcode"))
    made.offers_for_digits = False
    return made


class NameField(TextField):
    """A name that may be new; the known ones are offered while one types."""

    def __init__(self, title: str, why: str = "", *, hint: str = "", needed: str = "") -> None:
        super().__init__(title, why, needed=needed)
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.edit().setCompleter(completer)
        self.edit().setPlaceholderText(hint)

    def offer(self, known: Sequence[str]) -> None:
        """Offer these names."""
        self._known.setStringList(list(known))


def name_field(
    title: str, known: Sequence[str], why: str = "", *, hint: str = "", needed: str = ""
) -> NameField:
    """Return a field for a name that may be new, with the known ones on offer."""
    field = NameField(title, why, hint=hint, needed=needed)
    field.offer(known)
    return field
