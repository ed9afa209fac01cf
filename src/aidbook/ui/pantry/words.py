"""Units and dates of the pantry, in words."""

from collections.abc import Callable
from datetime import date, timedelta

from aidbook import clock
from aidbook.domain.folding import fold
from aidbook.i18n import P_, _, format_date, format_number, ngettext, pgettext
from aidbook.ui.theme import Tone

_SOON = timedelta(days=14)

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


def unit_name(unit: str) -> str:
    """Return a base unit as the language says it; one that we don't know as it is."""
    return pgettext("unit", _NAMES[unit]) if unit in _NAMES else unit


def unit_names() -> list[str]:
    """Return the usual units, for choosing."""
    return [unit_name(unit) for unit in _NAMES]


def read_unit(text: str) -> str:
    """Return the unit that is kept for what was typed: one of ours, or the words as they are."""
    known = {fold(word): unit for unit in _NAMES for word in (unit, unit_name(unit))}
    typed = " ".join(text.split())
    return known.get(fold(typed), typed)


def quantity(n: int, unit: str) -> str:
    """Return so many of a unit: "24 cans"."""
    counted = _COUNTED.get(unit)
    template = counted(n) if counted else _("{n} {unit}").replace("{unit}", unit)
    return template.replace("{n}", format_number(n))


def due_tone(best_before: str | None) -> Tone | None:
    """Return "stop" for what is past its date, "heed" for what soon will be, None for all else."""
    if best_before is None:
        return None
    today = clock.today()
    if best_before < today:
        return "stop"
    return "heed" if best_before <= (date.fromisoformat(today) + _SOON).isoformat() else None


def due_words(best_before: str | None, *, plain: bool = False) -> str:
    """Return a best-before date, with the word that goes with its tone unless it is to be `plain`."""
    if best_before is None:
        return ""
    try:
        said = format_date(best_before, "short" if best_before[:4] == clock.today()[:4] else "long")
    except ValueError:
        return best_before
    tone = None if plain else due_tone(best_before)
    if tone == "stop":
        return _("past: {date}").format(date=said)
    return _("soon: {date}").format(date=said) if tone == "heed" else said
