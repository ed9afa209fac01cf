"""Who lives together, as one cell says it: "4", "4 kids", "2 adults, 3 children", "Ana (12), Joe and Marie (1980)"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from aidbook import clock
from aidbook.domain.folding import fold
from aidbook.domain.members import BANDS
from aidbook.i18n import _
from aidbook.tabular.errors import Unreadable
from aidbook.tabular.quantities import LARGEST_HOUSEHOLD, read_size
from aidbook.tabular.values import read_band

_BETWEEN = re.compile(r"[,;+&/\n]|\b(?:and|y|e|et|ak|plus|with|con|avec)\b", re.IGNORECASE)
_COUNTED = re.compile(r"(\d{1,2}|[^\W\d_]+)\s*[x×]?\s*([^\W\d_]+(?: [^\W\d_]+)?)\.?")
_ONE = re.compile(r"(?:\d{1,2}|[^\W\d_]+)\s*[x×]?\s*[^\W\d_]+")
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "one a an un una uno une yon", "two dos deux de", "three tres trois twa", "four cuatro quatre kat",
            "five cinco cinq senk", "six seis sis", "seven siete sept set", "eight ocho huit uit", "nine nueve neuf nef",
            "ten diez dix dis",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_WHOLE = re.compile(
    r"(?:(?:family|household|familia|hogar|famille|foyer|fanmi)(?: of| de)? (\d{1,9})|(?:me|myself|self|i|yo|moi|mwen) (?:and |plus |y |et |ak )?(\d{1,2}))"
)
_SELF = frozenset("me myself self i yo moi mwen".split())  # noqa: SIM905 - words
_CHILD, _ADULT, _SENIOR = (name for name, _low, _high in BANDS)
_BAND_WORDS = {
    _CHILD: (
        "c ch kid kids child children minor minors teen teens teenager teenagers infant infants baby babies toddler toddlers youth"
        " son sons daughter daughters boy boys girl girls nino ninos nina ninas hijo hijos hija hijas menor menores bebe bebes"
        " enfant enfants mineur mineurs fils fille filles garcon garcons timoun ti pitit"
    ),
    _ADULT: "a adult adults grownup grownups parent parents adulto adultos adulta adultas adulte adultes granmoun",
    _SENIOR: (
        "s sr senior seniors elder elders elderly mayor mayores anciano ancianos aine aines grandparent grandparents vye"
    ),
}
_BAND_OF = {word: band for band, words in _BAND_WORDS.items() for word in words.split()}


class Makeup(NamedTuple):
    """How many people live together: everybody, or by age band where the cell says so."""

    size: int | None
    ages: dict[str, int]


def read_makeup(text: str) -> Makeup:
    """Return who lives together by a cell's word; raise Unreadable for what says nothing of it."""
    whole = _WHOLE.fullmatch(fold(text))
    if whole:
        return Makeup(read_size(whole[1] or str(int(whole[2]) + 1)), {})
    ages: dict[str, int] = {}
    for part in _parts(text):
        counted = _counted(part)
        if counted is None:
            return Makeup(read_size(text), {})
        band, people = counted
        if people:
            ages[band] = ages.get(band, 0) + people
    if not ages or sum(ages.values()) > LARGEST_HOUSEHOLD:
        return Makeup(read_size(text), {})
    return Makeup(None, ages)


def _parts(text: str) -> Iterator[str]:
    for part in _BETWEEN.split(text):
        words = fold(part)
        together = _ONE.findall(words)
        all_of_it = "".join(together).replace(" ", "") == words.replace(" ", "")
        yield from filter(None, together if all_of_it and len(together) > 1 else [words])


def _counted(part: str) -> tuple[str, int] | None:
    """Return (age band, people) of "4 kids"; nobody of oneself, who is named anyway; None for anything else."""
    if part in _SELF:
        return _ADULT, 0
    match = _COUNTED.fullmatch(part)
    if match is None:
        return None
    number = int(match[1]) if match[1].isdecimal() else _NUMBERS.get(match[1])
    band = next((_BAND_OF[word] for word in match[2].split() if word in _BAND_OF), None)
    return (band, number) if band and number is not None else None


# Names in one cell

_BETWEEN_NAMES = re.compile(r"[;,|\n/&+•]|(?<=\s)(?:and|y|et|ak)(?=\s)|(?<!\d)\s-\s(?!\d)", re.IGNORECASE)
_BESIDE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_AGE = re.compile(
    r"[-–:]?\s*\b(\d{1,3})\s*(?:yo|y/o|y\.o\.|yrs?\.?|years?(?: old)?|mos?\.?|months?|años|ans|an|lane)?\s*$",
    re.IGNORECASE,
)
_OLDEST = 120
_LONGEST_NAME = 80


class Named(NamedTuple):
    """Somebody named in a cell: their name, and their year of birth or age band where it stands beside."""

    name: str
    birth: str | None
    age_band: str | None


def read_people(text: str) -> tuple[Named, ...]:
    """Return the people that a cell names; raise Unreadable for more than live together, or what is a whole text."""
    people = tuple(
        named for part in _BETWEEN_NAMES.split(_guarded(text)) if (named := _named(part)) is not None
    )
    if len(people) > LARGEST_HOUSEHOLD or any(len(one.name) > _LONGEST_NAME for one in people):
        raise Unreadable(_("These are not the names of a household."))
    return people


def _guarded(text: str) -> str:
    """Return a text whose parentheses part nothing: "Ana (12, F)" is one person."""
    return _BESIDE.sub(lambda found: re.sub(r"[;,|\n/&+•]|\s-\s", " ", found[0]), text)


def _named(part: str) -> Named | None:
    beside = " ".join(one or other for one, other in _BESIDE.findall(part))
    name = _BESIDE.sub(" ", part).strip(" .:-–\t\r")
    year = _YEAR.search(beside) or _YEAR.search(name)
    if year and year[0] in name:
        name = name.replace(year[0], " ")
    age = None if year else _AGE.search(name)
    if age:
        name = name[: age.start()]
    said = age[1] if age else next(iter(re.findall(r"\b\d{1,3}\b", beside)), beside) if not year else ""
    name = " ".join(name.strip(" .:-–,").split())
    if not any(map(str.isalpha, name)) or fold(name) in _NOBODY:
        return None
    birth = year[0] if year and year[0] <= clock.today()[:4] else None
    return Named(name, birth, _band(said))


_NOBODY = frozenset({"none", "no", "n a", "na", "ninguno", "aucun", "okenn", "nobody", "self", "0"})


def _band(said: str) -> str | None:
    try:
        return read_band(said) if said.strip() else None
    except Unreadable:
        return None
