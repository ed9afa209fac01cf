"""Reading files in: what it would do is printed the same way for a table, a delivery note and a bundle."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from aidbook.cli.opening import opened
from aidbook.cli.output import note, print_json, print_table, say
from aidbook.cli.parser import Commands, book_option, json_option
from aidbook.errors import NeedsDecision, UserError
from aidbook.i18n import _, format_number

if TYPE_CHECKING:
    from aidbook.actions.imports import Line, Preview
    from aidbook.domain.done import Done
    from aidbook.domain.imports import ImportFile, ImportKind
    from aidbook.exchange.receiving import Counts
    from aidbook.store.book import Book

KINDS: "tuple[ImportKind, ...]" = ("members", "stock", "delivery", "codes")


def add_commands(commands: Commands) -> None:
    """Declare `import`."""
    reading = commands.add("import", _("read another system's file into the book"), _import)
    reading.add_argument(
        "kind",
        choices=KINDS,
        metavar="|".join(KINDS),
        help=_("what the file holds; stock is a count as of now, a delivery adds"),
    )
    reading.add_argument("file", type=Path, metavar=_("FILE"), help=_("CSV, XLSX or ODS"))
    book_option(reading)
    reading.add_argument("--preview", action="store_true", help=_("only say what it would do"))
    reading.add_argument(
        "--columns",
        default="",
        metavar="name=1,…",
        help=_("which column is which, where it is not found out"),
    )
    reading.add_argument("--again", action="store_true", help=_("the same delivery note came a second time"))
    json_option(reading)


def _import(asked: argparse.Namespace) -> int:
    from aidbook.actions import imports
    from aidbook.actions.history import sentence
    from aidbook.store import backup

    with opened(asked.book) as book:
        file = _read(book, asked.file, asked.kind, asked.columns)
        if not asked.preview:
            backup.before(book, "import")
        with book.transaction():
            preview = imports.look_over(book, file)
            done = None if asked.preview else _read_in(book, file, again=asked.again)
        if asked.json:
            print_json(summary(preview) | _details(preview))
            return 0
        _show(preview, lines=asked.preview)
        if done:
            say(sentence(book, done.action))
        elif not asked.preview:
            say(_("Nothing was changed."))
    return 0


def _read(book: "Book", path: Path, kind: "ImportKind", columns: str) -> "ImportFile":
    from aidbook.actions import imports
    from aidbook.store.profiles import fields_on
    from aidbook.tabular import heads, mapping, rows
    from aidbook.tabular.days import DATE_ORDERS
    from aidbook.tabular.reading import read_table

    table = read_table(path)
    found = mapping.propose(table, kind, fields_on(book))
    before = imports.recall(book, kind, heads.head_of(table, found))
    found = heads.read_as(found, before) if before else found
    found = found.with_columns(mapping.parse_columns(columns, kind))
    if found.missing and not found.suggests:
        raise UserError(
            _("No column of this file looks like “{field}”.").format(field=mapping.label(found.missing[0])),
            _("Say which one it is with --columns {field}=N; the columns are: {columns}.").format(
                field=found.missing[0],
                columns=", ".join(f"{n} {name}" for n, name in enumerate(found.names, start=1)),
            ),
        )
    for question in found.questions:
        note(
            _("{question} It was read as {order}.").format(
                question=question.text, order=_(DATE_ORDERS[question.assumed])
            )
        )
    return rows.rows_of(table, found, kind)


def _read_in(book: "Book", file: "ImportFile", *, again: bool) -> "Done | None":
    from aidbook.actions import imports

    try:
        return imports.read_in(book, file, again=again)
    except NeedsDecision as error:
        raise UserError(
            error.what, _("Read it in again, with --again, only if the same goods came a second time.")
        ) from None


def summary(found: "Preview | Counts") -> dict[str, object]:
    """Return what reading in does, in the shape that scripts rely on."""
    decide = found.decide if isinstance(found.decide, int) else len(found.decide)
    wrong = [{"row": one.row, "column": one.column, "why": one.why} for one in found.wrong]
    return {
        "new": found.new,
        "same": found.same,
        "changed": found.changed,
        "decide": decide,
        "wrong": wrong,
    }


def _details(preview: "Preview") -> dict[str, object]:
    """Return what changes cell by cell, and which fields of the file this site does not ask."""
    changes = [
        {"row": line.row, "field": cell.field, "was": cell.was, "becomes": cell.becomes}
        for line in preview.lines
        for cell in line.cells
    ]
    return {"changes": changes, "off": list(preview.off)}


def _said(line: "Line") -> str:
    from aidbook.tabular.mapping import label

    cells = [
        _("{field}: {was} becomes {becomes}").format(
            field=label(cell.field), was=cell.was or "–", becomes=cell.becomes or "–"
        )
        for cell in line.cells
    ]
    return "; ".join([line.what, *cells])


def _show(preview: "Preview", *, lines: bool) -> None:
    if lines:
        print_table((_("Row"), _("What")), ((str(line.row), _said(line)) for line in preview.lines))
    if preview.off:
        say(
            _("Not read in, because this site does not ask it: {fields}.").format(
                fields=", ".join(preview.off)
            )
        )
    figures = {_("New"): preview.new, _("Same"): preview.same, _("Changed"): preview.changed}
    figures |= {_("To decide"): len(preview.decide), _("Wrong"): len(preview.wrong)}
    say(", ".join(f"{title}: {format_number(n)}" for title, n in figures.items()))
    for decision in preview.decide:
        say(_("Row {row} was left out: {what}").format(row=decision.row, what=decision.what))
    for wrong in preview.wrong:
        say(_("Row {row}, {column}: {why}").format(row=wrong.row, column=wrong.column, why=wrong.why))
