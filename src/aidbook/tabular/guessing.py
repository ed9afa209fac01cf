"""Which column is which: judged by the words above it, and where there are none, by what it holds."""

import itertools
import re
from collections.abc import Callable, Collection, Sequence

from aidbook.domain.folding import fold
from aidbook.domain.imports import ImportKind
from aidbook.tabular.content import LOOKS, Column, is_email, is_phone, is_quantity, is_size
from aidbook.tabular.days import looks_like_day
from aidbook.tabular.units import is_unit
from aidbook.tabular.values import is_barcode, is_language
from aidbook.tabular.words import OTHERS, WORDS

_EXACT, _PART_EXACT, _HELD, _ENOUGH = 100.0, 90.0, 60.0, 18.0
_SHORTEST_HELD = 4
_DOUBT = 0.5
_WHOLE_NAME_WORDS = 1.6
_LARGE_HOUSEHOLD = 15
_PARENTHESIS = re.compile(r"\(.*?\)|\[.*?\]")
_OFTEN_OTHERS = frozenset({"contact", "left", "languages", "reads", "may_drive", "household_people", "unit"})
_BARE_HOUSEHOLD = frozenset("household family hh foyer menage famille hogar familia fwaye fanmi".split())  # noqa: SIM905 - words

ESSENTIAL: dict[ImportKind, tuple[str, ...]] = {
    "members": ("name",),
    "stock": ("item", "units"),
    "delivery": ("item", "units"),
    "codes": ("code", "item"),
}


def by_titles(
    titles: Sequence[str], columns: Sequence[Column], kind: ImportKind, taken: Collection[int] = ()
) -> dict[str, int]:
    """Return {field: column} as far as titles tell; beside `taken` columns only titles that say it word for word."""
    least = _EXACT - 1 if taken else _ENOUGH
    scores = [
        (score - _doubt(field, column), column.index, field)
        for title, column in zip(titles, columns, strict=True)
        if column.index not in taken
        for field, words in WORDS[kind].items()
        if (score := _score(title, words, kind)) >= least
    ]
    found: dict[str, int] = {}
    for score, index, field in sorted(scores, key=lambda one: (-one[0], one[1])):
        if score >= _ENOUGH and field not in found and index not in found.values():
            found[field] = index
    if kind == "members" and not taken:
        _tell_names_apart(found, columns)
        _tell_households_from_sizes(found, titles, columns)
    return found


def _score(title: str, words: Sequence[str], kind: ImportKind) -> float:
    """Return how surely a title means a field; the first words of a field are the surest."""
    folded = fold(title)
    if folded in words:
        return _EXACT - words.index(folded) / len(words)
    parts = {fold(_PARENTHESIS.sub("", title)), *map(fold, title.split("/"))} - {""}
    if any(part in words for part in parts):
        return _PART_EXACT
    if OTHERS[kind] & set(folded.split()):
        return 0
    held = [word for word in words if len(word) >= _SHORTEST_HELD and f" {word} " in f" {folded} "]
    return max((_HELD * len(word) / len(folded) for word in held), default=0)


def _doubt(field: str, column: Column) -> float:
    """Return how much to take from a title's score because of what stands below it.

    A title that says it word for word is believed in spite of its cells, which are then told to be wrong; only who is
    the contact person and who has left are asked in too many other ways.
    """
    if not column.cells:
        return _EXACT - _ENOUGH - 2 if field == "units" else 1
    looks = LOOKS.get(field)
    if looks and sum(map(looks, column.cells)) < _DOUBT * len(column.cells):
        return _EXACT if field in _OFTEN_OTHERS else _EXACT - _PART_EXACT + _HELD
    return 0


def _tell_names_apart(found: dict[str, int], columns: Sequence[Column]) -> None:
    """Give "Nom" beside "Prénom" to the family's name, "Nombre" beside "Apellidos" to the person's."""
    if "name" not in found or ("first_name" in found) == ("family_name" in found):
        return
    whole = columns[found["name"]].words > _WHOLE_NAME_WORDS
    if "first_name" in found:
        if whole:
            del found["first_name"]
        else:
            found["family_name"] = found.pop("name")
    elif not whole or columns[found["family_name"]].words > _WHOLE_NAME_WORDS:
        found["first_name"] = found.pop("name")


def _tell_households_from_sizes(
    found: dict[str, int], titles: Sequence[str], columns: Sequence[Column]
) -> None:
    """Take a column "Household" with 4, 2, 5 in it for how large they are, one with 1, 1, 2 for which they are."""
    index = found.get("household")
    if index is None or "household_size" in found or fold(titles[index]) not in _BARE_HOUSEHOLD:
        return
    cells = columns[index].cells
    if not cells or not all(is_size(cell) for cell in cells):
        return
    sizes = [int(re.sub(r"\D", "", cell)) for cell in cells]
    counts_up = sizes[0] <= 1 and all(0 <= after - before <= 1 for before, after in itertools.pairwise(sizes))
    if max(sizes) <= _LARGE_HOUSEHOLD and not counts_up:
        found["household_size"] = found.pop("household")


def by_content(
    columns: Sequence[Column], kind: ImportKind, found: dict[str, int], *, titled: bool
) -> dict[str, int]:
    """Return `found` with what the cells tell: all there is without titles, with them only what cannot be missing."""
    guesses = _member_guesses() if kind == "members" else _goods_guesses(kind)
    if titled:
        if not found:
            return {}
        guesses = {field: guess for field, guess in guesses.items() if field in ESSENTIAL[kind]}
        if {"first_name", "family_name"} & found.keys():
            guesses = {}
    result = dict(found)
    for field, guess in guesses.items():
        free = [column for column in columns if column.index not in result.values() and column.cells]
        if field not in result and (index := guess(free)) is not None:
            result[field] = index
    if kind == "members" and not titled:
        _find_names(columns, result)
    return result


_Guess = Callable[[Sequence[Column]], int | None]


def _first(looks: Callable[[str], bool]) -> _Guess:
    return lambda columns: next((column.index for column in columns if column.mostly(looks)), None)


def _member_guesses() -> dict[str, _Guess]:
    return {
        "email": _first(is_email),
        "phone": _first(is_phone),
        "birth": _first(looks_like_day),
        "languages": _first(is_language),
        "household_size": _first_figures(is_size),
        "name": _first_name_like,
    }


def _goods_guesses(kind: ImportKind) -> dict[str, _Guess]:
    code = _first(
        lambda cell: is_barcode(cell) or (kind == "codes" and bool(re.fullmatch(r"\d{8,14}", cell)))
    )
    return {
        "code": code,
        "best_before": _first(looks_like_day),
        "units": _first_figures(is_quantity),
        "unit": _first(lambda cell: is_unit(cell) and not is_quantity(cell)),
        "item": _most_telling,
    }


def _first_figures(looks: Callable[[str], bool]) -> _Guess:
    """Find the first column of figures that does not merely number the rows."""

    def guess(columns: Sequence[Column]) -> int | None:
        fitting = [column for column in columns if column.mostly(looks)]
        return next((column.index for column in fitting if not _numbers_rows(column)), None)

    return guess


def _numbers_rows(column: Column) -> bool:
    figures = [int(cell) for cell in column.cells if cell.isdecimal() and len(cell) < 10]  # noqa: PLR2004 - no codes
    rising = all(before < after for before, after in itertools.pairwise(figures))
    return column.index == 0 and len(figures) == len(column.cells) > 2 and rising  # noqa: PLR2004 - two may rise by chance


def _most_telling(columns: Sequence[Column]) -> int | None:
    texts = [column for column in columns if column.is_text]
    best = max(texts, key=lambda column: column.variety * min(column.words, 3), default=None)
    return best.index if best else None


def _first_name_like(columns: Sequence[Column]) -> int | None:
    texts = [column for column in columns if column.is_text]
    whole = [column for column in texts if _WHOLE_NAME_WORDS < column.words < 5]  # noqa: PLR2004 - more is a sentence
    return next((column.index for column in [*whole, *texts]), None)


def _find_names(columns: Sequence[Column], found: dict[str, int]) -> None:
    """Where two columns of single words stand side by side, they are a person's name and their family's."""
    index = found.get("name")
    if index is None or index + 1 >= len(columns) or index + 1 in found.values():
        return
    one, two = columns[index], columns[index + 1]
    if two.is_text and max(one.words, two.words) <= _WHOLE_NAME_WORDS and two.variety > _DOUBT:
        found["first_name"], found["family_name"] = found.pop("name"), index + 1
