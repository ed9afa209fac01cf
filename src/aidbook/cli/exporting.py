"""What leaves the book as a file for other programs: members as a spreadsheet, goods and money as a journal."""

import argparse
from pathlib import Path

from aidbook.cli.opening import opened
from aidbook.cli.output import must_be_writable, say, write_file
from aidbook.cli.parser import Commands, book_option
from aidbook.errors import UserError
from aidbook.i18n import _


def add_commands(commands: Commands) -> None:
    """Declare `export`."""
    export = commands.add(
        "export",
        _("save members as a spreadsheet that may be read back in, or goods and money as a journal"),
        lambda asked: _EXPORTS[asked.what](asked),
    )
    export.add_argument(
        "what",
        choices=tuple(_EXPORTS),
        metavar="members|journal",
        help=_("what to save: members, or a journal for a plain-text accounting program such as hledger"),
    )
    book_option(export)
    export.add_argument(
        "-o",
        dest="output",
        type=Path,
        required=True,
        metavar=_("FILE"),
        help=_("where to: .xlsx or .csv for members, .journal for a journal"),
    )


def _journal(asked: argparse.Namespace) -> int:
    from aidbook.actions.journal import journal_lines

    must_be_writable(asked.output)
    with opened(asked.book) as book:
        write_file(asked.output, (f"{line}\n".encode() for line in journal_lines(book)))
    say(_("Wrote {path}. Nobody's name is in it.").format(path=asked.output))
    return 0


def _members(asked: argparse.Namespace) -> int:
    from aidbook.actions.exporting import member_fields, member_rows
    from aidbook.tabular.mapping import our_title
    from aidbook.tabular.writing import csv_bytes, xlsx_bytes

    suffix = asked.output.suffix.lower()
    if suffix not in {".csv", ".xlsx"}:
        raise UserError(
            _("A spreadsheet is saved as .xlsx or .csv, not as “{name}”.").format(name=asked.output.name),
            _("Give the file one of these endings."),
        )
    must_be_writable(asked.output)
    with opened(asked.book) as book:
        fields = member_fields(book)
        titles = [our_title(name) for name in fields]
        rows = [[row.get(name) for name in fields] for row in member_rows(book)]
        data = csv_bytes(titles, rows) if suffix == ".csv" else xlsx_bytes(_("Members"), titles, rows)
        write_file(asked.output, data)
        say(
            _("Wrote {path}. People's names are in it: keep it as safe as the book.").format(
                path=asked.output
            )
        )
    return 0


_EXPORTS = {"members": _members, "journal": _journal}
