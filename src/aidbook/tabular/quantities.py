"""How many, as people write it: thousands parted by commas or blanks, units behind the number, cases of twenty-four."""

import re
from typing import NamedTuple

from aidbook.i18n import _
from aidbook.tabular.errors import Unreadable
from aidbook.tabular.units import DOZEN, MEASURES, clean_unit, is_unit

_MOST = 1_000_000_000
LARGEST_HOUSEHOLD = 99

_BLANKS = re.compile(r"(?<=\d)[\s\u00a0\u202f'’](?=\d{3}(?!\d))")
_PLAIN = re.compile(r"\+?(\d+)")
_COMMAS = re.compile(r"(\d{1,3}(?:,\d{3})+)(?:\.0+)?")
_POINTS = re.compile(r"(\d{1,3}(?:\.\d{3})+)(?:,0+|(?<=\.\d{3}\.\d{3}))")
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_ZERO_DECIMALS = re.compile(r"(\d+)[.,]0+")
_FRACTION = re.compile(r"\d*[.,]\d+|\d+\s*/\s*\d+|\d*\s*[½¼¾⅓⅔]|\d+\s+\d/\d")
_NEGATIVE = re.compile(r"[-−–]\s*\d.*|\(\d.*\)|\d[\d.,]*-")

_NUMBER = r"\d[\d.,'’\s\u00a0\u202f]*?"
_OF = r"(?:of|x|×|\*|@|de|à|a|por|con|with|ki\s+gen|/)"
_PACKED = re.compile(
    rf"({_NUMBER})\s*(?:([^\W\d_]{{2,}})\.?\s*{_OF}?|[x×*@])\s*({_NUMBER})\s*([^\W\d_]*)\.?(?:\s.*)?",
    re.IGNORECASE,
)
_WITH_UNIT = re.compile(rf"({_NUMBER})\s*([^\W\d_]+(?: [^\W\d_]+)*)\.?")
_PEOPLE = re.compile(
    r"(\d+)\s*(?:people|persons?|personas?|personnes?|pers|moun|members?|miembros|membres|kids?|child(?:ren)?|adults?|seniors?|niños?|hijos?|adultos?|mayores|enfants?|adultes?|timoun|granmoun)?\.?",
    re.IGNORECASE,
)


class Quantity(NamedTuple):
    """Units in all; the unit of a single one and the pack they came in, where the cell says so."""

    units: int
    unit: str | None = None
    pack: str | None = None
    pack_units: int = 1


def read_whole(text: str) -> int:
    """Return a whole number however its thousands are parted; raise Unreadable for what is none, or below zero."""
    plain = _BLANKS.sub("", text.strip())
    if match := _PLAIN.fullmatch(plain) or _COMMAS.fullmatch(plain) or _POINTS.fullmatch(plain):
        number = int(re.sub(r"[.,]", "", match[1]))
    elif _TWO_WAYS.fullmatch(plain):
        raise Unreadable(
            _("{text} could be {whole} or a little over {part}: write it without the point.").format(
                text=text, whole=plain.replace(".", ""), part=plain.split(".")[0]
            )
        )
    elif match := _ZERO_DECIMALS.fullmatch(plain):
        number = int(match[1])
    else:
        raise Unreadable(_why_not_whole(text, plain))
    if number > _MOST:
        raise Unreadable(_("{text} is too large a number; is it in the right column?").format(text=text))
    return number


def _why_not_whole(text: str, plain: str) -> str:
    if _NEGATIVE.fullmatch(plain):
        return _("{text} is below zero.").format(text=text)
    if _FRACTION.fullmatch(plain):
        return _("{text} is not a whole number; count in a smaller unit.").format(text=text)
    return _("“{text}” is not a number.").format(text=text)


def read_quantity(text: str) -> Quantity:
    """Return how many units a cell means: 24, "1,200", "24 cans", "2 cases of 24", "2x24", "3 dozen"."""
    if match := _PACKED.fullmatch(text):
        return _packed(read_whole(match[1]), match[2], read_whole(match[3]), match[4])
    if (match := _WITH_UNIT.fullmatch(text)) and is_unit(match[2]):
        number, unit = read_whole(match[1]), clean_unit(match[2])
        return _packed(number, unit, DOZEN, "") if unit == "dozen" else Quantity(number, unit)
    return Quantity(read_whole(text))


def _packed(number: int, pack: str | None, each: int, unit: str) -> Quantity:
    single = clean_unit(unit) if unit else None
    clean_pack = clean_unit(pack) if pack else None
    if single in MEASURES:  # two bags of 5 kg are two bags
        return Quantity(number, clean_pack)
    if clean_pack in MEASURES:  # 5 kg x 20
        raise Unreadable(_("This is a weight or a volume of each: write only how many there are."))
    return in_packs(number, each, clean_pack, single)


def in_packs(number: int, each: int, pack: str | None, unit: str | None) -> Quantity:
    """Return `number` packs of `each`; raise Unreadable for packs of nothing."""
    if not each:
        raise Unreadable(_("A pack of nothing cannot be counted."))
    return Quantity(number * each, unit, pack or "pack", each) if each > 1 else Quantity(number, unit or pack)


def pack_of_unit(text: str) -> tuple[str, int] | None:
    """Return the pack and its size where a unit is written as one: "case of 24" or "carton x 12"."""
    match = _PACKED.fullmatch(f"1 {text}")
    if not match or not match[2] or (match[4] and clean_unit(match[4]) in MEASURES):
        return None
    return clean_unit(match[2]), read_whole(match[3])


def read_count(text: str) -> int:
    """Return how many of some age a household counts, perhaps none; raise Unreadable for more than live together."""
    match = _PEOPLE.fullmatch(text.strip())
    count = int(match[1]) if match and len(match[1]) < 10 else read_whole(text)  # noqa: PLR2004 - no phone number
    if not 0 <= count <= LARGEST_HOUSEHOLD:
        raise Unreadable(_("{text} people are too many for one household.").format(text=text))
    return count


def read_size(text: str) -> int:
    """Return how many people a household counts; raise Unreadable for none, or more than live together."""
    match = _PEOPLE.fullmatch(text.strip())
    size = int(match[1]) if match and len(match[1]) < 10 else read_whole(text)  # noqa: PLR2004 - no phone number
    if size < 1:
        raise Unreadable(_("A household has at least one person."))
    if size > LARGEST_HOUSEHOLD:
        raise Unreadable(_("{text} people are too many for one household.").format(text=text))
    return size
