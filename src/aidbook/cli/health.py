"""Looking whether a book is whole."""

import argparse
from pathlib import Path

from aidbook.cli.opening import opened
from aidbook.cli.output import say
from aidbook.cli.parser import Commands
from aidbook.errors import UserError
from aidbook.i18n import _


def add_commands(commands: Commands) -> None:
    """Declare `check`."""
    check = commands.add("check", _("look whether a book is whole: every entry, signature and view"), _check)
    check.add_argument("path", type=Path, metavar=_("BOOK"), help=_("the book's file"))


def _check(asked: argparse.Namespace) -> int:
    from aidbook.store.check import check

    with opened(asked.path) as book:
        findings = check(book)
        for sentence in findings:
            say(sentence)
        if findings:
            raise UserError(
                _("{name} is not whole.").format(name=asked.path.name),
                _("Keep it as it is, and work on with a backup of the book."),
            )
        say(
            _("{name} is whole: every entry, signature and view is as it should be.").format(
                name=asked.path.name
            )
        )
    return 0
