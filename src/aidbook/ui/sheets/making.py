"""A sheet made from the answers to its questions: pages to look at, a file to save, a table."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aidbook.actions.prints import note_print
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.errors import UserError
from aidbook.i18n import _, using
from aidbook.sheets import catalog
from aidbook.sheets.values import NOBODY, NOTHING_MORE, Goods, Look, Order, PaperName, People
from aidbook.store.book import Book
from aidbook.store.prints import LastPrint, keep_digest, last_print
from aidbook.ui.sheets.pdf import Pdf

PREVIEW = 0
"""The print number of what is only looked at."""

REPORTS = frozenset({"receipt", "thanks", "day", "as-it-was", "stock", "stock-card"})
"""Sheets to judge from: they are saved as tables too."""

KINDS = frozenset(
    {
        "distribution",
        "box",
        "sign_up",
        "member",
        "household",
        "tie",
        "visit",
        "closing",
        "gift",
        "movement",
        "item",
        "count",
        "lot",
        "place",
        "source",
        "delivery",
        "barcode",
        "pack",
        "recall",
    }
)
"""What sheets show; when one of these changes, a print may be out of date."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered to a sheet's questions."""

    sheet: str
    distribution: Id | None
    language: str
    second_language: str | None = None
    paper: PaperName = "A4"
    order: Order | None = None
    people: People = NOBODY
    goods: Goods = NOTHING_MORE

    @property
    def is_one_of_many(self) -> bool:
        """Tell whether it is one of many that its sheet may be: of another period, other labels. No two are alike."""
        asked = catalog.sheet(self.sheet)
        return asked.of in {"source", "labels"}


@dataclass(frozen=True, slots=True)
class Made:
    """A sheet to look at, its last print, and whether that says something else; of a sheet about members none is known."""

    answers: Answers
    pdf: Pdf
    last: LastPrint | None
    is_outdated: bool


def preview(book: Book, answers: Answers) -> Made | UserError:
    """Return the sheet as it would be printed now, or why it can't be made. It takes no print number."""
    try:
        values = _values(book, answers, PREVIEW)
        pdf = Pdf(_drawn(values, answers))
    except UserError as error:
        return error
    if catalog.sheet(answers.sheet).about_people:
        # Whom it is about is settled by what is seen: who is printed now has a card a moment later.
        people = replace(answers.people, which="chosen", members=values.members)
        return Made(replace(answers, people=people), pdf, None, is_outdated=False)
    if answers.is_one_of_many:
        return Made(answers, pdf, None, is_outdated=False)
    last = last_print(book, answers.sheet, answers.distribution, KINDS)
    return Made(answers, pdf, last, is_outdated=_says_something_else(book, answers, values, last))


def _says_something_else(book: Book, answers: Answers, values: Any, last: LastPrint | None) -> bool:  # noqa: ANN401 - as in the catalog
    if last is None or not last.digest:
        return bool(last and last.changes)
    usual = values if answers == _usual(answers) else _values(book, _usual(answers), PREVIEW)
    return last.digest != catalog.fingerprint(usual)


def _usual(answers: Answers) -> Answers:
    """Return what a digest is taken of: to sort a sheet otherwise, or to leave values out, changes nothing that it says."""
    shown = replace(answers.goods, with_values=catalog.sheet(answers.sheet).of == "delivery")
    return replace(answers, order=None, goods=shown)


def numbered(book: Book, answers: Answers) -> int:
    """Note that the sheet leaves for paper or a file, and return its print number."""
    with book.transaction():
        number = note_print(book, answers.sheet, answers.distribution, members=answers.people.members)
        if catalog.sheet(answers.sheet).about_people or answers.is_one_of_many:
            return number
        digest = catalog.fingerprint(_values(book, _usual(answers), number))
        keep_digest(book, answers.sheet, answers.distribution, number, digest)
        return number


def pdf_bytes(book: Book, answers: Answers, number: int) -> bytes:
    """Return the sheet as PDF, as print `number`."""
    return _drawn(_values(book, answers, number), answers)


def _values(book: Book, answers: Answers, number: int) -> Any:  # noqa: ANN401 - as in the catalog
    return catalog.values(
        book,
        answers.sheet,
        distribution=answers.distribution,
        number=number,
        order=answers.order,
        people=answers.people,
        goods=answers.goods,
    )


def _drawn(values: Any, answers: Answers) -> bytes:  # noqa: ANN401 - as in the catalog
    languages = catalog.languages_of(answers.language, answers.second_language)
    return catalog.draw(answers.sheet, values, Look(languages, answers.paper))


def table_bytes(book: Book, answers: Answers, number: int, suffix: str) -> bytes:
    """Return the sheet's values as a spreadsheet (".xlsx") or as CSV."""
    from aidbook.tabular.writing import csv_bytes, xlsx_bytes

    table = catalog.table(answers.sheet, _values(book, answers, number), answers.language)
    if suffix == ".xlsx":
        return xlsx_bytes(title_in(answers), table.titles, table.rows)
    return csv_bytes(table.titles, table.rows)


def save(book: Book, answers: Answers, path: Path, make: Callable[[Book, Answers, int], bytes]) -> int:
    """Make the sheet into a file with a print number of its own, and return that. Raises UserError; then no file."""
    part = path.with_name(path.name + ".part")
    try:
        with book.transaction():
            number = numbered(book, answers)
            part.write_bytes(make(book, answers, number))
            part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserError(
            _("{name} could not be written there.").format(name=path.name),
            _("Choose another folder, and see that there is room and, on a stick, that it is in."),
        ) from error
    return number


def title_in(answers: Answers) -> str:
    """Return the sheet's title in its own language."""
    with using(answers.language):
        return _(catalog.sheet(answers.sheet).title)


def file_name(book: Book, answers: Answers, suffix: str) -> str:
    """Return what a file of the sheet is called: the sheet and the day, and nobody's name."""
    day = book.get(Distribution, answers.distribution)
    past = answers.distribution if catalog.sheet(answers.sheet).of == "day" else None
    words = [title_in(answers), *([day.on] if day else []), *([past] if past else [])]
    return " ".join(words) + suffix
