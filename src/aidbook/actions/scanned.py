"""What a scanner sends: a plain number, or a GS1 message with date, lot, count and weight in it."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidbook.errors import UserError
from aidbook.i18n import _

if TYPE_CHECKING:
    from biip.gs1_messages import GS1Message

_SEPARATOR = "\x1d"
_SENT_AS_SEPARATOR = re.compile(
    r"<GS>|\{GS\}|\[GS\]|<FNC1>|\[FNC1\]|\{FNC1\}|\^\]|\\x1d|\\u001d|\u241d|\u00e8|\|", re.IGNORECASE
)
_PRINTED = re.compile(r"\((\d{2,4})\)([^()]*)")
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_PLAIN_LENGTHS = (8, 12, 13, 14)
_MG_IN_KG = 1_000_000


@dataclass(frozen=True, slots=True)
class Scanned:
    """A code as read: `codes` are the numbers it may stand under in a book, the likeliest first, leading zeros and all.

    `count` is how many are in the package, `weight_mg` what it weighs; the dates are ISO. `inside`: the number is that
    of what the package holds.
    """

    codes: tuple[str, ...]
    batch: str | None = None
    produced: str | None = None
    best_before: str | None = None
    use_by: str | None = None
    count: int | None = None
    weight_mg: int | None = None
    inside: bool = False


def read_scan(text: str) -> Scanned | None:
    """Return what a scanned or typed code says, or None where it is no code of a kind we know.

    Raises UserError for one that was read or typed wrongly: its check digit does not fit, or it is cut short.
    """
    sent = text.strip().strip("\x02\x03").strip()
    mark = _SYMBOLOGY.match(sent)
    bare = sent[mark.end() :] if mark else sent
    if _PRINTED.match(bare):
        return _message(_SEPARATOR.join(ai + value.replace(" ", "") for ai, value in _PRINTED.findall(bare)))
    bare = _SENT_AS_SEPARATOR.sub(_SEPARATOR, bare).strip(_SEPARATOR)
    digits = bare.replace(" ", "").replace("-", "")
    if digits.isascii() and digits.isdigit() and len(digits) in _PLAIN_LENGTHS:
        return _plain(digits)
    if _is_message(bare, mark.group() if mark else ""):
        return _message(bare)
    return None


def _is_message(bare: str, mark: str) -> bool:
    """Tell whether this is a GS1 message: its scanner says so, or it begins as ours do and is too long for a number."""
    if mark in {"]C1", "]d2", "]e0", "]Q3", "]J1"} or _SEPARATOR in bare:
        return True
    return bool(re.match(r"0[12]\d{14}", bare)) and len(bare) >= 16  # noqa: PLR2004 - a number with what it is


def _plain(digits: str) -> Scanned:
    import biip

    parsed = biip.parse(digits)
    codes = [digits] if parsed.gtin is not None else []
    if parsed.upc is not None and len(digits) == 8:  # noqa: PLR2004 - the short form of a UPC
        codes.append(parsed.upc.as_upc_a())
    if not codes:
        raise _misread(digits)
    return Scanned(_written(codes))


def _message(text: str) -> Scanned:
    import biip

    message = biip.parse("]C1" + text.strip(_SEPARATOR)).gs1_message
    if message is None or not message.element_strings:
        raise _misread(text.replace(_SEPARATOR, " "))
    gtin, inside = _number(message)
    if gtin is None:
        raise UserError(
            _("This code does not say which item it is."),
            _("Scan the other code on the package, or find the item by name."),
        )
    count = _value(message, "37") or _value(message, "30")
    weight = message.element_strings.get(ai="310")
    return Scanned(
        _written([gtin]),
        batch=_value(message, "10"),
        produced=_date(message, "11"),
        best_before=_date(message, "15"),
        use_by=_date(message, "17"),
        count=int(count) if count else None,
        weight_mg=int(weight.decimal * _MG_IN_KG)
        if weight is not None and weight.decimal is not None
        else None,
        inside=inside,
    )


def _number(message: "GS1Message") -> tuple[str | None, bool]:
    for ai, inside in (("01", False), ("02", True)):
        found = message.element_strings.get(ai=ai)
        if found is not None:
            if found.gtin is None:
                raise _misread(found.value)
            return found.value, inside
    return None, False


def _value(message: "GS1Message", ai: str) -> str | None:
    found = message.element_strings.get(ai=ai)
    return found.value if found is not None else None


def _date(message: "GS1Message", ai: str) -> str | None:
    found = message.element_strings.get(ai=ai)
    return found.date.isoformat() if found is not None and found.date is not None else None


def _written(codes: list[str]) -> tuple[str, ...]:
    """Return the ways in which the same numbers are written: with and without the zeros before them."""
    ways: dict[str, None] = {}
    for code in codes:
        bare = code.lstrip("0")
        ways |= dict.fromkeys(
            (code, *(bare.zfill(length) for length in _PLAIN_LENGTHS[1:] if len(bare) <= length))
        )
    return tuple(ways)


def _misread(text: str) -> UserError:
    return UserError(
        _("{code} was not read right: its check digit or its length does not fit.").format(code=text),
        _("Scan it again, or find the item by name."),
    )
