"""Labels for items, their packs, lots and shelves: so many of each, on an ordinary label sheet."""

from collections.abc import Iterator
from dataclasses import dataclass

from aidbook.domain.pantry import Item
from aidbook.errors import UserError
from aidbook.i18n import LANGUAGES, _, format_date
from aidbook.sheets import labels
from aidbook.sheets.days import stamp_of
from aidbook.sheets.labels import Label
from aidbook.sheets.values import Asked, LabelsOf, Look, Stamp, Table
from aidbook.store.book import Book
from aidbook.store.labels import Labelled, labelled


@dataclass(frozen=True, slots=True)
class Gathered:
    """So many labels of one thing; `others` are its names in other languages."""

    what: Labelled
    wanted: LabelsOf
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoodsLabels:
    """What is labelled, in the order in which it was asked for, on which label sheet, from which place on."""

    stamp: Stamp
    gathered: tuple[Gathered, ...]
    sheet: str
    start: int


def collect(book: Book, asked: Asked) -> GoodsLabels:
    """Return the labels that are asked for. Raises UserError where there are none, or something is gone."""
    known = {each.key: each for each in labelled(book)} if asked.goods.labels else {}
    found = tuple(_gathered(book, known, wanted) for wanted in asked.goods.labels)
    values = GoodsLabels(stamp_of(book, asked.number), found, asked.goods.label_sheet, asked.goods.start)
    labels.made(values.stamp, list(_labels(values)), values.sheet, values.start)
    return values


def _gathered(book: Book, known: dict[str, Labelled], wanted: LabelsOf) -> Gathered:
    what = known.get(wanted.key)
    if what is None:
        raise UserError(_("Something that gets a label is not in the book any more."), _("Choose anew."))
    item = book.get(Item, what.item) if wanted.names and what.item else None
    others = [getattr(item, f"name_{code}") for code in LANGUAGES] if item else []
    told = dict.fromkeys(name for name in others if name and name != what.name)
    return Gathered(what, wanted, tuple(told))


def draw(values: GoodsLabels, look: Look) -> bytes:
    """Return the labels as PDF, on the paper of their sheet."""
    found = list(_labels(values))
    return labels.draw(labels.made(values.stamp, found, values.sheet, values.start), look)


def _labels(values: GoodsLabels) -> Iterator[Label]:
    for each in values.gathered:
        one = Label(each.what.name, tuple(_lines(each)), each.what.code or "")
        number = each.wanted.number
        yield from labels.numbered(one, number) if each.wanted.numbered else [one] * number


def _lines(each: Gathered) -> Iterator[str]:
    if each.what.detail:
        yield each.what.detail
    if day := each.wanted.best_before:
        yield _("best before {day}").format(day=format_date(day, "long"))
    if each.others:
        yield " · ".join(each.others)


def table(values: GoodsLabels) -> Table:
    """Return what is labelled as a table."""
    titles = (_("What"), _("Pack or unit"), _("Code"), _("How many labels"))
    rows = [
        (each.what.name, each.what.detail, each.what.code or "", each.wanted.number)
        for each in values.gathered
    ]
    return Table(titles, tuple(rows))
