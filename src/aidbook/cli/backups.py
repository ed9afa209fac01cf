"""Backups: made into a folder or onto a stick, and gone back to."""

import argparse
import sys
from pathlib import Path

from aidbook.cli import opening
from aidbook.cli.opening import opened
from aidbook.cli.output import note, say
from aidbook.cli.parser import Commands, book_option
from aidbook.errors import UserError
from aidbook.i18n import _


def add_commands(commands: Commands) -> None:
    """Declare `backup` and `restore`."""
    backup = commands.add("backup", _("make a backup, verified, in a folder or on a stick"), _backup)
    book_option(backup)
    backup.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar=_("FOLDER"),
        help=_("where to put it; without, among those on this computer"),
    )

    restore = commands.add("restore", _("put a backup in the place of a book"), _restore)
    restore.add_argument("file", type=Path, metavar=_("FILE"), help=_("the backup"))
    restore.add_argument(
        "path",
        type=Path,
        metavar=_("BOOK"),
        help=_("the book whose place it takes, or where there is none yet"),
    )
    restore.add_argument("--yes", action="store_true", help=_("do it without asking"))


def _backup(asked: argparse.Namespace) -> int:
    from aidbook.store import backup

    with opened(asked.book) as book:
        made = backup.make(book, asked.folder)
        say(_("The backup is whole and was checked: {path}").format(path=made.path))
    return 0


def _restore(asked: argparse.Namespace) -> int:
    from aidbook.actions.backups import look_at_backup

    passphrase = opening.backup_passphrase(asked.file)
    found = look_at_backup(asked.file, asked.path, passphrase)
    try:
        for line in found.words():
            say(line)
        if not asked.yes and not _agreed():
            found.discard()
            say(_("Nothing was changed."))
            return 1
        found.make_ready()
        found.finish()
    except BaseException:
        found.discard()
        raise
    say(_("Restored the book: {path}").format(path=asked.path))
    note(_("It opens with the passphrases of then."))
    return 0


def _agreed() -> bool:
    """Ask at a terminal; a script has to say --yes."""
    if not sys.stdin.isatty():
        raise UserError(
            _("Restoring replaces the book, and there is no terminal to ask whether that is meant."),
            _("Say --yes to do it."),
        )
    answer = input(_("Restore it? Type “yes”: "))
    return answer.strip().casefold() in {"yes", _("yes").casefold()}
