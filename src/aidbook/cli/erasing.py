"""Erasing a person for good, after saying what goes, what stays and what cannot be reached."""

import argparse
import sys

from aidbook.actions.erasing import Erasing, erase, what_erasing_does
from aidbook.actions.members import find_member
from aidbook.cli.opening import opened
from aidbook.cli.output import say
from aidbook.cli.parser import Commands, book_option
from aidbook.errors import UserError
from aidbook.i18n import _


def add_commands(commands: Commands) -> None:
    """Declare `erase`."""
    erasing = commands.add("erase", _("erase a person for good; says what goes and what stays first"), _erase)
    erasing.add_argument("who", metavar=_("WHO"), help=_("the person: member number or name"))
    book_option(erasing)
    erasing.add_argument("--yes", action="store_true", help=_("erase without asking; it cannot be undone"))
    erasing.add_argument(
        "--alone", action="store_true", help=_("leave records that are linked as the same person")
    )
    erasing.add_argument(
        "--fingerprint",
        action="store_true",
        help=_("keep a fingerprint, so that a spreadsheet that brings the person back asks first"),
    )


def _erase(asked: argparse.Namespace) -> int:
    with opened(asked.book) as book:
        member = find_member(book, asked.who)
        does = what_erasing_does(book, member.id, linked=not asked.alone)
        for line in _said(does):
            say(line)
        if not asked.yes:
            _must_agree()
        erase(book, member.id, fingerprint=asked.fingerprint, linked=not asked.alone)
        if does.asks:
            say(_("{site} is asked with the next bundle.").format(site=does.asks))
        else:
            say(_("Erased."))
    return 0


def _said(does: Erasing) -> list[str]:
    lines = [_("Erase {name}").format(name=does.name)]
    for title, sentences in does.parts():
        lines += ["", f"{title}:", *(f"  {sentence}" for sentence in sentences)]
    return [*lines, ""]


def _must_agree() -> None:
    """Ask at the terminal; raises UserError unless the answer is the word for yes."""
    word = _("yes")
    if not sys.stdin.isatty():
        raise UserError(
            _("Nothing was erased: it was not said that it is meant."), _("Run this again with --yes.")
        )
    try:
        answer = input(_("Type “{word}” to erase for good: ").format(word=word))
    except EOFError:
        answer = ""
    if answer.strip().casefold() != word.casefold():
        raise UserError(_("Nothing was erased."), _("Run this again if it was meant."))
