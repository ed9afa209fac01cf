"""Sheets and reports: printed to files, or a day's figures for scripts."""

import argparse
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from aidbook import clock
from aidbook.actions.members import find_member
from aidbook.cli import meaning
from aidbook.cli.opening import opened
from aidbook.cli.output import must_be_writable, print_json, print_table, say, write_file
from aidbook.cli.parser import Commands, book_option, distribution_option, json_option
from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.i18n import LANGUAGES, _, language

if TYPE_CHECKING:
    from aidbook.sheets.values import Goods, LabelsOf, People, Which
    from aidbook.store.book import Book
    from aidbook.store.reports import DayReport

DAY = "day"
_FORMATS = (".pdf", ".xlsx", ".csv")
_DELIVERIES = 5_000
"""So many of the latest deliveries are looked through for one of a source."""


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
        "--item", metavar=_("ITEM"), help=_("the item that a stock card is about, or that gets labels")
    )
    printing.add_argument("--labels", type=int, metavar=_("N"), help=_("how many labels; without, one"))
    printing.add_argument(
        "--source", metavar=_("SOURCE"), help=_("who is thanked, or whose latest delivery a receipt is for")
    )
    printing.add_argument("--values", action="store_true", help=_("say what it is worth, too"))
    people = printing.add_mutually_exclusive_group()
    people.add_argument(
        "--who",
        action="append",
        metavar=_("WHO"),
        help=_("whose page or card: a member number or a name; cards may have several"),
    )
    people.add_argument(
        "--everybody", action="store_true", help=_("cards for everybody; without, for those without a card")
    )
    printing.add_argument("--since", metavar=_("DATE"), help=_("the first day that it is about"))
    printing.add_argument("--until", metavar=_("DATE"), help=_("the last day that it is about"))
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
        _write(book, asked.sheet, _about(book, asked), asked.output, asked.language or language())
    return 0


@dataclass(frozen=True, slots=True)
class _About:
    """What a sheet is about: one thing or day, people, or goods."""

    one: Id | None
    people: "People"
    goods: "Goods"


def _about(book: "Book", asked: argparse.Namespace) -> _About:
    from aidbook.sheets import catalog
    from aidbook.sheets.values import NOBODY, NOTHING_MORE, Goods

    sheet = catalog.sheet(asked.sheet)
    if sheet.about_people:
        return _About(None, _people(book, asked), NOTHING_MORE)
    since, until = (meaning.day(day) if day else None for day in (asked.since, asked.until))
    goods = Goods(asked.values, since, until, labels=_labels(book, asked) if sheet.of == "labels" else ())
    return _About(_one(book, asked), NOBODY, goods)


def _one(book: "Book", asked: argparse.Namespace) -> Id | None:
    """Return the thing, or the day, that a sheet is about; the latest or today's by name, so that its print says which."""
    from aidbook.sheets import catalog
    from aidbook.store.recalls import recalls

    sheet = catalog.sheet(asked.sheet)
    if sheet.of == "source":
        return meaning.source(book, asked.source) if asked.source else None
    if sheet.of == "delivery":
        return _delivery(book, asked)
    if sheet.of == "recall":
        return next((each.id for each in recalls(book)), None)
    if sheet.of == "day":
        return meaning.day(asked.on) if asked.on else clock.today()
    if sheet.of == "item":
        return meaning.item(book, asked.item).id if asked.item else None
    return meaning.distribution(book, asked.distribution).id if asked.distribution else None


def _delivery(book: "Book", asked: argparse.Namespace) -> Id | None:
    """Return the latest delivery of the source that is named, of anybody where none is; None where nothing came."""
    from aidbook.store.deliveries_named import latest_deliveries

    if asked.source:
        return _latest_of(book, meaning.source(book, asked.source))
    return next((each.id for each in latest_deliveries(book, 1)), None)


def _latest_of(book: "Book", source: Id) -> Id:
    from aidbook.store.deliveries_named import latest_deliveries
    from aidbook.store.same import all_of

    alike = all_of(book, "source", [source])
    of_it = (each.id for each in latest_deliveries(book, _DELIVERIES) if each.source_id in alike)
    found = next(of_it, None)
    if found is None:
        raise UserError(
            _("Nothing that came from them lately is in the book."),
            _("Take in a delivery; its receipt is here then."),
        )
    return found


def _labels(book: "Book", asked: argparse.Namespace) -> "tuple[LabelsOf, ...]":
    from aidbook.sheets.values import LabelsOf

    many = 1 if asked.labels is None else asked.labels
    if many < 1:
        raise UserError(_("The number of labels must be 1 or more."), _("Type how many."))
    return (LabelsOf(meaning.item(book, asked.item).id, many),) if asked.item else ()


def _people(book: "Book", asked: argparse.Namespace) -> "People":
    """Return whom a sheet is about, each by name: who has a card a moment later had none before."""
    from aidbook.sheets import catalog
    from aidbook.sheets.values import People

    chosen = tuple(find_member(book, who).id for who in asked.who or ())
    which: Which = "chosen" if chosen else "all" if asked.everybody else "without"
    since, until = (meaning.day(day) if day else None for day in (asked.since, asked.until))
    people = People(chosen, which, since, until)
    found = catalog.values(book, asked.sheet, distribution=None, number=0, people=people)
    return replace(people, which="chosen", members=found.members)


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


def _write(book: "Book", sheet: str, about: _About, path: Path, code: str) -> None:
    """Write a sheet to a file and note the print: both, or neither."""
    from aidbook.actions.prints import note_print

    with book.transaction():
        number = note_print(book, sheet, about.one, members=about.people.members)
        write_file(path, _bytes(book, sheet, about, path.suffix.lower(), number, code))
    say(_("Wrote {path}, print {n}.").format(path=path, n=number))


def _bytes(book: "Book", sheet: str, about: _About, suffix: str, number: int, code: str) -> bytes:
    from aidbook.sheets import catalog
    from aidbook.sheets.values import Look

    values = catalog.values(
        book, sheet, distribution=about.one, number=number, people=about.people, goods=about.goods
    )
    if suffix == ".pdf":
        return catalog.draw(sheet, values, Look((code,)))
    from aidbook.tabular.writing import csv_bytes, xlsx_bytes

    table = catalog.table(sheet, values, code)
    if suffix == ".csv":
        return csv_bytes(table.titles, table.rows)
    return xlsx_bytes(_(catalog.sheet(sheet).title), table.titles, table.rows)


def _report(asked: argparse.Namespace) -> int:
    from aidbook.sheets.values import NOBODY, NOTHING_MORE
    from aidbook.store.reports import day_report

    if asked.output:
        _must_end_in(asked.output, _FORMATS)
        must_be_writable(asked.output)
    with opened(asked.book) as book:
        day = meaning.distribution(book, asked.distribution)
        if asked.output:
            _write(book, DAY, _About(day.id, NOBODY, NOTHING_MORE), asked.output, language())
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
