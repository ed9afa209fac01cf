"""One mechanism for every word, date and number a person reads: on screens, on sheets and in errors.

Modules call `_` where a sentence is shown, never while they are imported: the language can change at any moment.
A sentence kept in a table is marked with `N_` (or `P_`) there and passed through `_` (or `pgettext`) when it is shown.
"""

from aidbook.i18n.catalogues import (
    LANGUAGES,
    N_,
    P_,
    _,
    best_language,
    language,
    ngettext,
    pgettext,
    set_language,
    using,
)
from aidbook.i18n.dates import DateStyle, format_date, parse_date
from aidbook.i18n.numbers import WeightUnit, format_money, format_number, format_weight

__all__ = [
    "LANGUAGES",
    "N_",
    "P_",
    "DateStyle",
    "WeightUnit",
    "_",
    "best_language",
    "format_date",
    "format_money",
    "format_number",
    "format_weight",
    "language",
    "ngettext",
    "parse_date",
    "pgettext",
    "set_language",
    "using",
]
