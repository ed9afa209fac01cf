"""Finding members by whatever somebody remembers of them, and those who may be in the book twice."""

import argparse

from aidbook.actions.duplicates import why_words
from aidbook.cli.opening import opened
from aidbook.cli.output import print_json, print_table
from aidbook.cli.parser import Commands, book_option, json_option
from aidbook.domain.same import with_also
from aidbook.i18n import _

_MOST = 20


def add_commands(commands: Commands) -> None:
    """Declare `find` and `duplicates`."""
    find = commands.add("find", _("find members by any part of a name, a number or a phone"), _find)
    find.add_argument("text", metavar=_("TEXT"), help=_("what is remembered, as far as it is"))
    book_option(find)
    find.add_argument("--limit", type=int, default=_MOST, metavar="N", help=_("at most so many (20)"))
    json_option(find)

    twice = commands.add("duplicates", _("list members who may be in the book twice"), _duplicates)
    book_option(twice)
    json_option(twice)


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
                        "also": line.also,
                    }
                    for line in lines
                ]
            )
        else:
            print_table(
                [_("Number"), _("Name"), _("Household")],
                ([line.number, with_also(line.name, line.also), line.household_label] for line in lines),
            )
    return 0


def _duplicates(asked: argparse.Namespace) -> int:
    from aidbook.domain.members import Member
    from aidbook.store.duplicates import find

    with opened(asked.book) as book:
        rows = []
        for pair in find(book):
            two = [book.get(Member, id_) for id_ in (pair.a, pair.b)]
            names = [(one.number or one.id, one.name) if one else ("", "") for one in two]
            rows.append((names, pair.confidence, why_words(pair.why)))
        if asked.json:
            print_json([{"a": a[0], "b": b[0], "confidence": sure, "why": why} for (a, b), sure, why in rows])
        else:
            print_table(
                [_("Number"), _("Name"), _("Number"), _("Name"), _("Why")],
                ([*a, *b, why] for (a, b), _sure, why in rows),
            )
    return 0
