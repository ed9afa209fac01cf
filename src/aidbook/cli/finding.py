"""Finding members by whatever somebody remembers of them."""

import argparse

from aidbook.cli.opening import opened
from aidbook.cli.output import print_json, print_table
from aidbook.cli.parser import Commands, book_option, json_option
from aidbook.i18n import _

_MOST = 20


def add_commands(commands: Commands) -> None:
    """Declare `find`."""
    find = commands.add("find", _("find members by any part of a name, a number or a phone"), _find)
    find.add_argument("text", metavar=_("TEXT"), help=_("what is remembered, as far as it is"))
    book_option(find)
    find.add_argument("--limit", type=int, default=_MOST, metavar="N", help=_("at most so many (20)"))
    json_option(find)


def _find(asked: argparse.Namespace) -> int:
    from aidbook.store import members

    with opened(asked.book) as book:
        ids = members.member_ids(book, asked.text)[: max(asked.limit, 0)]
        lines = members.member_lines(book, ids)
        if asked.json:
            print_json(
                [
                    {
                        "id": line.id,
                        "number": line.number,
                        "name": line.name,
                        "household": line.household_label,
                    }
                    for line in lines
                ]
            )
        else:
            print_table(
                [_("Number"), _("Name"), _("Household")],
                ([line.number, line.name, line.household_label] for line in lines),
            )
    return 0
