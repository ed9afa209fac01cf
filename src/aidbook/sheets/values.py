"""What every sheet is made of before it is drawn: plain values, and words in one or two languages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from aidbook.domain.declare import Id
from aidbook.i18n import format_number, ngettext, using

PaperName = Literal["A4", "Letter"]
Order = Literal["name", "slot"]
Which = Literal["chosen", "without", "all"]

Words = tuple[str, ...]
"""The same words in the sheet's language and, where it has a second one that differs, in that."""

Cell = str | int | float | None
"""What stands in one cell of a sheet's table, as CSV and spreadsheets take it."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one print from another: whose book, which print, and what the ledger held then."""

    site: str
    number: int
    position: int
    practice: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """Which members a sheet is about: those chosen (`members`), those without a card, or all; over which period.

    `since` and `until` are ISO dates, both included; None is without an end.
    """

    members: tuple[Id, ...] = ()
    which: Which = "chosen"
    since: str | None = None
    until: str | None = None


NOBODY = People()


@dataclass(frozen=True, slots=True)
class LabelsOf:
    """So many labels of one item, pack or shelf (`key`): with a date, its other `names`, each `numbered` "2 of 3"."""

    key: Id
    number: int = 1
    best_before: str | None = None
    names: bool = False
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Goods:
    """What a sheet about goods asks besides: with what they are worth, over which period, which labels on which sheet.

    `since` and `until` are ISO dates, both included; None is without an end. Labels begin at the place `start` of their
    first sheet.
    """

    with_values: bool = False
    since: str | None = None
    until: str | None = None
    labels: tuple[LabelsOf, ...] = ()
    label_sheet: str = "5160"
    start: int = 1


NOTHING_MORE = Goods()


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers to a sheet's questions: which distribution, in which order, about whom, as which print, what else."""

    distribution: Id | None
    number: int
    order: Order | None = None
    people: People = NOBODY
    goods: Goods = NOTHING_MORE


@dataclass(frozen=True, slots=True)
class Look:
    """How a sheet is drawn: in one language or two side by side, on which paper."""

    languages: tuple[str, ...] = ("en",)
    paper: PaperName = "A4"

    def say(self, words: Callable[[], str]) -> Words:
        """Return what `words` gives in each language, once where they say the same."""
        said: dict[str, None] = {}
        for code in self.languages:
            with using(code):
                said[words()] = None
        return tuple(said)


@dataclass(frozen=True, slots=True)
class Table:
    """The values of a sheet as a table: titles and rows, for CSV and spreadsheets."""

    titles: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def households_count(n: int) -> str:
    """Return "47 households" in the language in use."""
    return ngettext("{n} household", "{n} households", n).format(n=format_number(n))


def people_count(n: int) -> str:
    """Return "131 people" in the language in use."""
    return ngettext("{n} person", "{n} people", n).format(n=format_number(n))


def boxes_count(n: int) -> str:
    """Return "96 boxes" in the language in use."""
    return ngettext("{n} box", "{n} boxes", n).format(n=format_number(n))
