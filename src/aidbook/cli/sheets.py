"""Sheets and reports: printed to files, or a day's figures for scripts."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from aidbook.cli import meaning
from aidbook.cli.opening import opened
from aidbook.cli.output import must_be_writable, print_json, print_table, say, write_file
from aidbook.cli.parser import Commands, book_option, distribution_option, json_option
from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.i18n import LANGUAGES, _, language

if TYPE_CHECKING:
    from aidbook.store.book import Book
    from aidbook.store.reports import DayReport

DAY = "day"
_FORMATS = (".pdf", ".xlsx", ".csv")


def add_commands(commands: Commands) -> None:
    """Declare `print` and `report`."""
    printing = commands.add("print", _("print a sheet to a PDF file"), _print)
    printing.set_defaults(refuse=printing.error)
    printing.add_argument("sheet", nargs="?", metavar=_("SHEET"), help=_("its name; --list shows them"))
    printing.add_argument("--list", action="store_true", help=_("list the sheets there are"))
    printing.add_argument("--book", type=Path, metavar=_("BOOK"), help=_("the book's file"))
    distribution_option(printing, required=False)
    printing.add_argument(
        "--on", metavar=_("DATE"), help=_("the past day that the sheet “as-it-was” is about; without, today")
    )
    printing.add_argument(
        "--language", choices=tuple(LANGUAGES), help=_("the sheet's language; without, the book's")
    )
    printing.add_argument("-o", dest="output", type=Path, metavar=_("FILE.pdf"), help=_("the file to write"))

    report = commands.add("report", _("report how a distribution went"), _report)
    report.add_argument("what", choices=(DAY,), metavar=DAY, help=_("the report: of one day"))
    distribution_option(report)
    book_option(report)
    json_option(report)
    report.add_argument(
        "-o", dest="output", type=Path, metavar=_("FILE"), help=_("the file to write: .pdf, .xlsx or .csv")
    )


def _print(asked: argparse.Namespace) -> int:
    if asked.list:
        return _list_sheets()
    wanted = ((_("SHEET"), asked.sheet), ("--book", asked.book), ("-o", asked.output))
    missing = [name for name, said in wanted if not said]
    if missing:
        asked.refuse(f"the following arguments are required: {', '.join(missing)}")
    _must_end_in(asked.output, (".pdf",))
    must_be_writable(asked.output)
    with opened(asked.book) as book:
        about = meaning.distribution(book, asked.distribution).id if asked.distribution else None
        about = meaning.day(asked.on) if asked.on else about
        _write(book, asked.sheet, about, asked.output, asked.language or language())
    return 0


def _list_sheets() -> int:
    from aidbook.sheets.catalog import SHEETS

    print_table((_("Sheet"), _("What it is")), ((name, _(sheet.title)) for name, sheet in SHEETS.items()))
    return 0


def _must_end_in(path: Path, formats: tuple[str, ...]) -> None:
    if path.suffix.lower() not in formats:
        raise UserError(
            _("{name} is no kind of file that this can write.").format(name=path.name),
            _("Let its name end in one of these: {formats}.").format(formats=", ".join(formats)),
        )


def _write(book: "Book", sheet: str, about: Id | None, path: Path, code: str) -> None:
    """Write a sheet to a file and note the print: both, or neither."""
    from aidbook.actions.prints import note_print

    with book.transaction():
        number = note_print(book, sheet, about)
        write_file(path, _bytes(book, sheet, about, path.suffix.lower(), number, code))
    say(_("Wrote {path}, print {n}.").format(path=path, n=number))


def _bytes(book: "Book", sheet: str, about: Id | None, suffix: str, number: int, code: str) -> bytes:
    from aidbook.sheets import catalog

    if suffix == ".pdf":
        return catalog.make(book, sheet, distribution=about, number=number, language=code)
    from aidbook.tabular.writing import csv_bytes, xlsx_bytes

    table = catalog.table(sheet, catalog.values(book, sheet, distribution=about, number=number), code)
    if suffix == ".csv":
        return csv_bytes(table.titles, table.rows)
    return xlsx_bytes(_(catalog.sheet(sheet).title), table.titles, table.rows)


def _report(asked: argparse.Namespace) -> int:
    from aidbook.store.reports import day_report

    if asked.output:
        _must_end_in(asked.output, _FORMATS)
        must_be_writable(asked.output)
    with opened(asked.book) as book:
        day = meaning.distribution(book, asked.distribution)
        if asked.output:
            _write(book, DAY, day.id, asked.output, language())
            return 0
        report = day_report(book, day.id)
        assert report is not None  # noqa: S101 - the day is there
        if asked.json:
            print_json(_figures(report))
        else:
            _show(book, day.id)
    return 0


def _figures(report: "DayReport") -> dict[str, object]:
    """Return a day's figures in the shape that scripts rely on."""
    return {
        "households": report.households,
        "people": report.people,
        "by_age": report.by_age,
        "boxes": report.boxes,
        "no_shows": report.no_shows,
        "walk_ins": report.walk_ins,
        "items_out": report.items_out,
    } | ({"corrections": [asdict(off) for off in report.corrections]} if report.corrections else {})


def _show(book: "Book", day: Id) -> None:
    """Print the same table that a spreadsheet gets."""
    from aidbook.sheets import catalog

    table = catalog.table(DAY, catalog.values(book, DAY, distribution=day, number=0), language())
    print_table(table.titles, table.rows)
