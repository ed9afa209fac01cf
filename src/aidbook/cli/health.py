"""Looking whether a book is whole, making its views anew, saving what can be read of a damaged one."""

import argparse
from pathlib import Path

from aidbook.cli.opening import opened, passphrase_of
from aidbook.cli.output import say, showing_progress
from aidbook.cli.parser import Commands
from aidbook.errors import UserError
from aidbook.i18n import _


def add_commands(commands: Commands) -> None:
    """Declare `check`, `rebuild` and `salvage`."""
    check = commands.add("check", _("look whether a book is whole: every entry, signature and view"), _check)
    check.add_argument("path", type=Path, metavar=_("BOOK"), help=_("the book's file"))

    rebuild = commands.add("rebuild", _("make what a book shows anew from its ledger"), _rebuild)
    rebuild.add_argument("path", type=Path, metavar=_("BOOK"), help=_("the book's file"))

    salvage = commands.add("salvage", _("save what can be read of a damaged book into a new one"), _salvage)
    salvage.add_argument("path", type=Path, metavar=_("DAMAGED"), help=_("the damaged book; it is only read"))
    salvage.add_argument("new", type=Path, metavar=_("NEW"), help=_("where the new book's file shall be"))


def _check(asked: argparse.Namespace) -> int:
    from aidbook.store.check import check_and_remember

    with opened(asked.path) as book:
        with showing_progress(_("Looking through {name}").format(name=asked.path.name)) as progress:
            findings = check_and_remember(book, progress)
        for sentence in findings:
            say(sentence)
        if findings:
            raise UserError(
                _("{name} is not whole.").format(name=asked.path.name),
                _("Keep it as it is. “aidbook salvage” saves what can be read; a backup can be restored."),
            )
        say(
            _("{name} is whole: every entry, signature and view is as it should be.").format(
                name=asked.path.name
            )
        )
    return 0


def _rebuild(asked: argparse.Namespace) -> int:
    from aidbook.store.check import rebuild

    with opened(asked.path) as book:
        with showing_progress(_("Making {name} anew").format(name=asked.path.name)) as progress:
            rebuild(book, progress)
        say(_("{name} shows what its ledger says.").format(name=asked.path.name))
    return 0


def _salvage(asked: argparse.Namespace) -> int:
    from aidbook.store import file
    from aidbook.store.salvage import salvage

    file.must_exist(asked.path)
    file.must_be_free(asked.new)
    passphrase = passphrase_of(asked.path)
    with showing_progress(_("Saving what can be read of {name}").format(name=asked.path.name)) as progress:
        outcome = salvage(asked.path, asked.new, passphrase, progress)
    for sentence in outcome.sentences():
        say(sentence)
    say(_("The new book: {path}. The same people open it with the same passphrases.").format(path=asked.new))
    return 0
