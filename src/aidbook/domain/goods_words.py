"""What the pantry's own words are called in the language in use: categories, storage, kinds, units."""

from collections.abc import Callable

from aidbook.domain.pantry import BEST_BEFORE, RETAIL_GROUPS, USE_BY
from aidbook.i18n import P_, _, format_number, ngettext, pgettext


def category_word(category: str | None) -> str:
    """Return what a category is called: one of the nine in words, the group's own as it is."""
    words = {
        "bakery": _("Bakery"),
        "produce": _("Fruit and vegetables"),
        "dairy and deli": _("Dairy and deli"),
        "dry": _("Dry and canned food"),
        "frozen meat": _("Frozen meat and fish"),
        "frozen meals": _("Frozen prepared meals"),
        "frozen other": _("Frozen, other"),
        "non-food": _("Non-food"),
        "food drive": _("Mixed, from a food drive"),
    }
    return words.get(category or "", category or "")


def category_of(text: str | None) -> str | None:
    """Return the category that is kept for what was typed or chosen: one of the nine, or the words as they are."""
    typed = " ".join((text or "").split())
    named = {category_word(key).casefold(): key for key in RETAIL_GROUPS}
    return named.get(typed.casefold()) or next((key for key in RETAIL_GROUPS if key == typed), typed or None)


def storage_word(storage: str | None) -> str:
    """Return how something is kept."""
    words = {"dry": _("dry"), "cold": _("cold"), "frozen": _("frozen")}
    return words.get(storage or "", storage or "")


def date_kind_word(kind: str | None) -> str:
    """Return what a date on goods means."""
    return {BEST_BEFORE: _("best before"), USE_BY: _("use by")}.get(kind or BEST_BEFORE, kind or "")


def source_kind_word(kind: str | None) -> str:
    """Return what sort of source it is."""
    words = {
        "donor": _("donor"),
        "shop": _("shop"),
        "food bank": _("food bank"),
        "site": _("site"),
        "member": _("member"),
    }
    return words.get(kind or "", kind or "")


_NAMES = {
    "pcs": P_("unit", "piece"),
    "can": P_("unit", "can"),
    "bag": P_("unit", "bag"),
    "sack": P_("unit", "sack"),
    "box": P_("unit", "box"),
    "case": P_("unit", "case"),
    "pack": P_("unit", "pack"),
    "bottle": P_("unit", "bottle"),
    "jar": P_("unit", "jar"),
    "carton": P_("unit", "carton"),
    "roll": P_("unit", "roll"),
    "set": P_("unit", "set"),
    "pair": P_("unit", "pair"),
    "tube": P_("unit", "tube"),
    "sachet": P_("unit", "sachet"),
    "bar": P_("unit", "bar"),
    "loaf": P_("unit", "loaf"),
    "tray": P_("unit", "tray"),
    "bundle": P_("unit", "bundle"),
    "bucket": P_("unit", "bucket"),
    "barrel": P_("unit", "barrel"),
    "dozen": P_("unit", "dozen"),
}

_COUNTED: dict[str, Callable[[int], str]] = {
    "pcs": lambda n: ngettext("{n} piece", "{n} pieces", n),
    "can": lambda n: ngettext("{n} can", "{n} cans", n),
    "bag": lambda n: ngettext("{n} bag", "{n} bags", n),
    "sack": lambda n: ngettext("{n} sack", "{n} sacks", n),
    "box": lambda n: ngettext("{n} box", "{n} boxes", n),
    "case": lambda n: ngettext("{n} case", "{n} cases", n),
    "pack": lambda n: ngettext("{n} pack", "{n} packs", n),
    "bottle": lambda n: ngettext("{n} bottle", "{n} bottles", n),
    "jar": lambda n: ngettext("{n} jar", "{n} jars", n),
    "carton": lambda n: ngettext("{n} carton", "{n} cartons", n),
    "roll": lambda n: ngettext("{n} roll", "{n} rolls", n),
    "set": lambda n: ngettext("{n} set", "{n} sets", n),
    "pair": lambda n: ngettext("{n} pair", "{n} pairs", n),
    "tube": lambda n: ngettext("{n} tube", "{n} tubes", n),
    "sachet": lambda n: ngettext("{n} sachet", "{n} sachets", n),
    "bar": lambda n: ngettext("{n} bar", "{n} bars", n),
    "loaf": lambda n: ngettext("{n} loaf", "{n} loaves", n),
    "tray": lambda n: ngettext("{n} tray", "{n} trays", n),
    "bundle": lambda n: ngettext("{n} bundle", "{n} bundles", n),
    "bucket": lambda n: ngettext("{n} bucket", "{n} buckets", n),
    "barrel": lambda n: ngettext("{n} barrel", "{n} barrels", n),
    "dozen": lambda n: ngettext("{n} dozen", "{n} dozen", n),
}

UNITS = tuple(_NAMES)
"""The usual base units."""


def unit_name(unit: str) -> str:
    """Return a base unit as the language says it; one that we don't know as it is."""
    return pgettext("unit", _NAMES[unit]) if unit in _NAMES else unit


def quantity(n: int, unit: str) -> str:
    """Return so many of a unit: "24 cans"."""
    counted = _COUNTED.get(unit)
    template = counted(n) if counted else _("{n} {unit}").replace("{unit}", unit)
    return template.replace("{n}", format_number(n))
