"""Fields of records and facts in plain words: what a field is called, and how its value reads."""

from collections.abc import Callable, Mapping
from typing import Any

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.goods_reasons import reason_word
from aidbook.domain.members import BAND_NAMES, UNTOLD, Household
from aidbook.domain.pantry import Item, Lot
from aidbook.i18n import LANGUAGES, N_, _, format_date, format_number
from aidbook.store.book import Book
from aidbook.store.history import ever
from aidbook.store.members import household_lines
from aidbook.ui.history.goods_values import GOODS_DATES, GOODS_FIELDS, GOODS_SAID
from aidbook.ui.history.people_values import PEOPLE_DATES, PEOPLE_FIELDS, PEOPLE_SAID
from aidbook.ui.members.words import (
    ALLERGENS,
    DIETS,
    SPOKEN,
    band_word,
    birth_words,
    shown_words,
    status_word,
)

_FIELDS = (
    PEOPLE_FIELDS
    | GOODS_FIELDS
    | {
        "name": N_("Name"),
        "number": N_("Number"),
        "household": N_("Household"),
        "family_name": N_("Family name"),
        "other_names": N_("Other names"),
        "pronouns": N_("Pronouns"),
        "birth": N_("Birth"),
        "age_band": N_("Age"),
        "phone": N_("Phone"),
        "email": N_("E-mail"),
        "languages": N_("Languages"),
        "diet": N_("Food"),
        "allergens": N_("Allergies"),
        "note": N_("Note"),
        "since": N_("Member since"),
        "left": N_("In the group"),
        "other_number": N_("Number in the other system"),
        "may_share": N_("May be shared with other sites"),
        "may_share_on": N_("Asked on"),
        "contact": N_("Contact person"),
        "counted": N_("People only counted"),
        "counted_on": N_("Counted on"),
        "address": N_("Address"),
        "zone": N_("Zone"),
        "unit": N_("Unit"),
        "category": N_("Category"),
        "code": N_("Code"),
        "item": N_("Item"),
        "units": N_("Units"),
        "best_before": N_("Best before"),
        "source": N_("Source"),
        "role": N_("Use"),
        "place": N_("Place"),
        "reason": N_("Reason"),
        "on": N_("Day"),
        "title": N_("Title"),
        "where": N_("Where"),
        "everyone": N_("Everyone is expected"),
        "slots": N_("Times"),
        "wanted": N_("Room for"),
        "bring": N_("What to bring"),
        "contents": N_("In a box"),
        "by_size": N_("Boxes by household size"),
        "agreed_by": N_("Agreed by"),
        "agreed_on": N_("Agreed on"),
        "distribution": N_("Distribution"),
        "people": N_("People"),
        "slot": N_("Time"),
        "waiting": N_("On the wait list"),
        "by_age": N_("By age"),
        "boxes": N_("Boxes"),
        "walk_in": N_("Walk-in"),
        "expected": N_("Households expected"),
        "households": N_("Households that picked up"),
        "no_shows": N_("Households that didn’t come"),
        "walk_ins": N_("Walk-ins"),
        "lines": N_("Lines"),
        "language": N_("Language"),
        "currency": N_("Currency"),
        "weight_unit": N_("Weights in"),
        "rows": N_("Rows read"),
        "new": N_("New"),
        "changed": N_("Changed"),
        "to": N_("For"),
        "sender": N_("From"),
        "entries": N_("Entries"),
        "home": N_("Belongs to"),
        "label": N_("Called"),
        "pack": N_("Pack"),
        "a": N_("One"),
        "b": N_("The other"),
        "same": N_("Linked; shown as one"),
        "lost": N_("Entries that went with it"),
    }
)
"""What people call a field. A field that is not here is the program's own and is not shown."""


def field_word(field: str) -> str:
    """Return what a field is called; "" for one that people have nothing to do with."""
    return _(_FIELDS[field]) if field in _FIELDS else ""


def thing_word(book: Book, kind: str, id_: Id) -> str:
    """Return what a person would call a record."""
    named = _NAMED.get(kind, _by_name)(book, kind, id_)
    return named or _("no longer in the book")


def value_word(book: Book, kind: str, field: str, value: object) -> str:
    """Return how the value of a field reads."""
    if value in (None, "", [], (), {}) and field != "left":
        return _("nothing")
    if value in (PREFERS_NOT, [PREFERS_NOT]):
        return _("prefers not to say")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    refs = {"to": "site", "sender": "site", "home": "site"} | (KINDS[kind].refs if kind in KINDS else {})
    if field in refs:
        return thing_word(book, refs[field], str(value))
    if field in _DATES | PEOPLE_DATES | GOODS_DATES:
        return format_date(str(value), "long")
    said = _SAID.get(field) or PEOPLE_SAID.get(field) or GOODS_SAID.get(field, _plainly)
    return said(book, value)


_DATES = {"on", "best_before", "since", "counted_on", "agreed_on", "may_share_on"}


def _plainly(_book: Book, value: Any) -> str:  # noqa: ANN401 - whatever an entry holds
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return format_number(value) if isinstance(value, int) else str(value)


def _listed(known: Mapping[str, str]) -> Callable[[Book, Any], str]:
    return lambda _book, value: ", ".join(shown_words(value, dict(known)))


def _by_band(_book: Book, value: dict[str, int]) -> str:
    if value == UNTOLD:
        return _("prefers not to say")
    ordered = sorted(value, key=lambda band: BAND_NAMES.index(band) if band in BAND_NAMES else 99)
    return ", ".join(f"{format_number(value[band])} × {band_word(band)}" for band in ordered)


def _contents(book: Book, value: dict[str, int]) -> str:
    return ", ".join(
        f"{format_number(units)} × {thing_word(book, 'item', item)}" for item, units in value.items()
    )


def _by_size(_book: Book, value: dict[str, int]) -> str:
    steps = sorted(value.items(), key=lambda step: int(step[0]))
    return ", ".join(_("{boxes} from {size}").format(boxes=boxes, size=size) for size, boxes in steps)


_SAID: dict[str, Callable[[Book, Any], str]] = {
    "languages": _listed(SPOKEN),
    "diet": _listed(DIETS),
    "allergens": _listed(ALLERGENS),
    "birth": lambda _book, value: birth_words(str(value)),
    "age_band": lambda _book, value: band_word(str(value)),
    "left": lambda _book, value: status_word(value) or _("yes"),
    "counted": _by_band,
    "by_age": _by_band,
    "contents": _contents,
    "by_size": _by_size,
    "language": lambda _book, value: LANGUAGES.get(str(value), str(value)),
    "reason": lambda _book, value: reason_word(str(value)),
}


def _by_name(book: Book, kind: str, id_: Id) -> str | None:
    record = ever(book, KINDS[kind].type, id_) if kind in KINDS else None
    return getattr(record, "name", None)


def _day(book: Book, _kind: str, id_: Id) -> str | None:
    day = ever(book, Distribution, id_)
    return format_date(day.on, "long") if day and day.on else None


def _household(book: Book, _kind: str, id_: Id) -> str | None:
    lines = household_lines(book, [id_]) if book.get(Household, id_) else []
    return lines[0].label or _("a household") if lines else None


def _lot(book: Book, _kind: str, id_: Id) -> str | None:
    lot = ever(book, Lot, id_)
    item = ever(book, Item, lot.item) if lot else None
    if lot is None:
        return None
    named = item.name if item else _("an item that is not here")
    if lot.best_before:
        return _("{item}, best before {date}").format(item=named, date=format_date(lot.best_before, "long"))
    return named


_NAMED: dict[str, Callable[[Book, str, Id], str | None]] = {
    "distribution": _day,
    "household": _household,
    "lot": _lot,
}
