"""Numbers, money and weights as the language writes them."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from aidbook.i18n.catalogues import language

WeightUnit = Literal["kg", "g", "lb", "oz"]

# Spanish as written in the Americas; Creole as figures are written in Haiti.
_LOCALES = {"en": "en_US", "es": "es_US", "fr": "fr", "ht": "fr_HT"}
_MG_PER_UNIT = {
    "kg": Decimal(1_000_000),
    "g": Decimal(1_000),
    # the international pound and its sixteenth, exact (NIST SP 811, appendix B.8)
    "lb": Decimal("453592.37"),
    "oz": Decimal("28349.523125"),
}


def format_number(n: float | Decimal) -> str:
    """Write a number with the language's separators."""
    from babel.numbers import format_decimal

    return _one_space(format_decimal(n, locale=_LOCALES[language()]))


def format_money(cents: int, currency: str) -> str:
    """Write an amount given in hundredths, with its currency's sign (`currency` is an ISO code such as USD)."""
    from babel.numbers import format_currency

    return _one_space(format_currency(Decimal(cents) / 100, currency, locale=_LOCALES[language()]))


def format_weight(mg: int, unit: WeightUnit) -> str:
    """Write a weight given in milligrams in `unit`, to a tenth (a hundredth under ten kilograms or pounds)."""
    amount = Decimal(mg) / _MG_PER_UNIT[unit]
    if unit == "g":
        step = Decimal(1)
    else:
        step = Decimal("0.1") if unit == "oz" or abs(amount) >= 10 else Decimal("0.01")  # noqa: PLR2004 - see above
    return f"{format_number(amount.quantize(step, ROUND_HALF_UP))}\u00a0{unit}"


def _one_space(text: str) -> str:
    # Not every font has the narrow no-break space that French groups its digits with.
    return text.replace("\u202f", "\u00a0")
