"""Weights: whole milligrams, read from what people write and shown in the unit that the group weighs in."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from aidbook.i18n import format_number

Weighing = Literal["lb", "kg"]

MG_OF = {
    "kg": Decimal(1_000_000),
    "g": Decimal(1_000),
    "lb": Decimal("453592.37"),
    "oz": Decimal("28349.523125"),
}
"""Milligrams in a unit; the pound and its sixteenth are exact by definition."""

_SPELLED = {
    "kg": ("kg", "kgs", "kilo", "kilos"),
    "g": ("g", "gr", "gram", "grams", "gramos", "grammes", "gram"),
    "lb": ("lb", "lbs", "#", "pound", "pounds", "libra", "libras", "livre", "livres", "liv"),
    "oz": ("oz", "ounce", "ounces", "onza", "onzas", "once", "onces", "ons"),
}
_UNITS = {word: unit for unit, words in _SPELLED.items() for word in words}
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+|#)?\.?")
_MOST_MG = 10**13
"""Ten thousand tonnes: what is more was typed wrongly."""


def read_weight(text: str, unit: Weighing | None) -> int | None:
    """Return the milligrams of "15.5 oz", "1 lb 4 oz", "2,5 kg"; a bare number is in `unit`. None for anything else."""
    plain = " ".join(text.casefold().split())
    parts = [_PART.fullmatch(part) for part in _parted(plain)]
    if not plain or any(part is None for part in parts):
        return None
    total = Decimal(0)
    for part in parts:
        named = _UNITS.get(part[2] or "", "") if part and part[2] else unit if len(parts) == 1 else None
        if part is None or not named:
            return None
        total += Decimal(part[1].replace(",", ".")) * MG_OF[named]
    mg = whole_mg(total)
    return mg if mg <= _MOST_MG else None


def _parted(plain: str) -> list[str]:
    """Return "1 lb 4 oz" as "1 lb" and "4 oz"."""
    return [part.strip() for part in re.split(r"(?<=[^\W\d_#])\.?\s+(?=\d)", plain)]


def whole_mg(amount: Decimal) -> int:
    """Return milligrams rounded to whole ones."""
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def mg_of_unit(unit: str) -> int | None:
    """Return what one base unit weighs where the unit is itself a weight; None for a can or a bag."""
    return whole_mg(MG_OF[unit]) if unit in MG_OF else None


def units_of_weight(mg: int, unit: str, weight_mg: int | None) -> int | None:
    """Return how many units weigh that much, to the nearest; None where nothing says what one weighs."""
    each = MG_OF.get(unit) or (Decimal(weight_mg) if weight_mg else None)
    return whole_mg(Decimal(mg) / each) if each else None


def worth(mg: int, cents_per_lb: int) -> int:
    """Return what a weight is worth at so much a pound, in whole cents."""
    return whole_mg(Decimal(mg) / MG_OF["lb"] * cents_per_lb)


def weight_word(mg: int, weighing: str) -> str:
    """Return a weight as the group weighs: "222.06 lb", "15.5 oz"; "100.73 kg", "439.4 g"."""
    large, small, step = ("kg", "g", "0.1") if weighing == "kg" else ("lb", "oz", "0.01")
    if abs(mg) >= MG_OF[large] or not mg:
        return _written(mg, large, "0.01")
    return _written(mg, small, step)


def _written(mg: int, unit: str, step: str) -> str:
    amount = (Decimal(mg) / MG_OF[unit]).quantize(Decimal(step), ROUND_HALF_UP)
    return f"{format_number(amount)}\u00a0{unit}"
