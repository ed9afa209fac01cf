"""What people call the fields of goods, and how their values read."""

from collections.abc import Callable
from typing import Any

from aidbook.domain.goods_words import category_word, date_kind_word, source_kind_word, storage_word
from aidbook.domain.weights import weight_word
from aidbook.i18n import LANGUAGES, N_, format_money
from aidbook.store.book import Book

GOODS_FIELDS = {
    "name_en": N_("Name in English"),
    "name_es": N_("Name in Spanish"),
    "name_fr": N_("Name in French"),
    "name_ht": N_("Name in Haitian Creole"),
    "weight_mg": N_("One weighs"),
    "unit_mg": N_("One weighed"),
    "least": N_("At least"),
    "supply_days": N_("Should last for days"),
    "storage": N_("Kept"),
    "date_kind": N_("The date on it means"),
    "grace_days": N_("Still good for days after"),
    "formula": N_("Infant formula"),
    "held": N_("Held"),
    "held_why": N_("Why it is held"),
    "opened_on": N_("Opened on"),
    "kind": N_("Sort"),
    "site": N_("Site"),
    "cost": N_("Paid"),
    "value": N_("Worth"),
    "weights": N_("Only weighed"),
    "from_on": N_("From this day on"),
    "cents_per_lb": N_("A pound of goods is worth"),
    "why": N_("Why"),
    "pictures": N_("Items may have pictures"),
    "pack_units": N_("In a pack"),
}
"""{field: what it is called}, marked."""

GOODS_DATES = frozenset({"opened_on", "from_on"})


def _weight(book: Book, value: Any) -> str:  # noqa: ANN401 - whatever an entry holds
    return weight_word(int(value), book.settings.weight_unit)


def _money(book: Book, value: Any) -> str:  # noqa: ANN401 - as above
    return format_money(int(value), book.settings.currency)


def _weights(book: Book, value: dict[str, int]) -> str:
    return ", ".join(f"{category_word(key)} {_weight(book, mg)}" for key, mg in value.items())


GOODS_SAID: dict[str, Callable[[Book, Any], str]] = {
    "weight_mg": _weight,
    "unit_mg": _weight,
    "cost": _money,
    "value": _money,
    "cents_per_lb": _money,
    "weights": _weights,
    "category": lambda _book, value: category_word(str(value)),
    "storage": lambda _book, value: storage_word(str(value)),
    "date_kind": lambda _book, value: date_kind_word(str(value)),
    "kind": lambda _book, value: source_kind_word(str(value)),
    "language": lambda _book, value: LANGUAGES.get(str(value), str(value)),
}
"""{field: what its value reads as}."""
