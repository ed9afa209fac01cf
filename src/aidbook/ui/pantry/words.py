"""Units and dates of the pantry, in words."""

from collections.abc import Mapping
from datetime import date, timedelta

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.domain.goods_words import UNITS, quantity, unit_name
from aidbook.domain.pantry import Barcode
from aidbook.i18n import _, format_date
from aidbook.ui.theme import Tone

__all__ = ["code_words", "due_tone", "due_words", "quantity", "read_unit", "unit_name", "unit_names"]

_SOON = timedelta(days=14)


def code_words(code: Barcode, packs: Mapping[Id, str]) -> str:
    """Return a code with the pack it is on; `packs` are their names."""
    pack = packs.get(code.pack or "")
    return f"{code.code} · {pack}" if pack else code.code


def unit_names() -> list[str]:
    """Return the usual units, for choosing."""
    return [unit_name(unit) for unit in UNITS]


def read_unit(text: str) -> str:
    """Return the unit that is kept for what was typed: one of ours, or the words as they are."""
    known = {fold(word): unit for unit in UNITS for word in (unit, unit_name(unit))}
    typed = " ".join(text.split())
    return known.get(fold(typed), typed)


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
