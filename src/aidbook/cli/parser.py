"""The words of the command line: every command with its options, and what is said to words that are none."""

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import aidbook
from aidbook.i18n import N_, _

Command = Callable[[argparse.Namespace], int]
"""A command gets what was asked for and returns its exit status."""


class Parser(argparse.ArgumentParser):
    """A parser that explains itself in the language in use.

    `has_words_apart`: options may stand between its words, though any of these may be left out.
    """

    has_words_apart = False

    def __init__(self, *, prog: str, description: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Help,
        )
        self._positionals.title = _("What to say")
        self._optionals.title = _("Options")
        self.add_argument("-h", "--help", action="help", help=_("show this and stop"))

    def parse_known_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201 - argparse's own types are overloaded
        """Read the words, as argparse does; and options first where they may stand between the words."""
        if not self.has_words_apart:
            return super().parse_known_args(args, namespace)
        self.has_words_apart = False  # argparse comes back here, once for the options and once for the words
        self.usage = self._usage_alone()
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self.has_words_apart, self.usage = True, None

    def _usage_alone(self) -> str:
        """Return how the command is written, without our word before it: argparse would cut off its own."""
        return self.format_usage().removeprefix(_("Usage: ")).strip().replace("%", "%%")

    def error(self, message: str) -> NoReturn:
        """Say how the command is written, and end with the exit status of what is no command."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{_in_our_words(message)} {_more_help(self.prog)}\n")


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help with our word for "usage"."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=32, width=100)

    def _format_usage(self, usage, actions, groups, prefix):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - argparse's own types are private
        return super()._format_usage(usage, actions, groups, _("Usage: ") if prefix is None else prefix)


def _more_help(prog: str) -> str:
    return _("“{command} --help” says more.").format(command=prog)


# What argparse says in English, and what we say; the words in braces are taken from its message.
_MESSAGES: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (?P<what>.+)", N_("Missing: {what}.")),
    (r"one of the arguments (?P<what>.+) is required", N_("One of these is missing: {what}.")),
    (r"unrecognized arguments: (?P<what>.+)", N_("This is not understood here: {what}.")),
    (r"argument (?P<what>.+?): expected (one|at least one) argument", N_("{what} wants a word after it.")),
    (
        r"argument (?P<what>.+?): not allowed with argument (?P<other>.+)",
        N_("{what} and {other} do not go together."),
    ),
    (
        r"argument (?P<what>.+?): invalid choice: (?P<word>.+?) \(choose from (?P<choices>.+)\)",
        N_("{word} is not one of these: {choices}."),
    ),
    (
        r"argument (?P<what>.+?): invalid \w+ value: (?P<word>.+)",
        N_("{what} wants a whole number, not {word}."),
    ),
)


def _in_our_words(message: str) -> str:
    """Return argparse's English message as a sentence of ours."""
    for pattern, sentence in _MESSAGES:
        match = re.fullmatch(pattern, message)
        if match:
            return _(sentence).format(**match.groupdict())
    return _("This command is not understood: {what}.").format(what=message)


class Commands:
    """The commands being declared."""

    def __init__(self, parser: Parser) -> None:
        self._parsers = parser.add_subparsers(
            title=_("Commands"), metavar=_("COMMAND"), required=True, dest="command", parser_class=Parser
        )

    def add(self, name: str, about: str, run: Command) -> Parser:
        """Declare a command by its name and what it does; return its parser for what it takes."""
        parser: Parser = self._parsers.add_parser(name, help=about, description=about)
        parser.set_defaults(run=run)
        return parser


def book_option(parser: Parser) -> None:
    """Let a command name its book."""
    parser.add_argument("--book", type=Path, required=True, metavar=_("BOOK"), help=_("the book's file"))


def distribution_option(parser: Parser, *, required: bool = True) -> None:
    """Let a command name its distribution."""
    parser.add_argument(
        "--distribution",
        required=required,
        metavar=_("ID"),
        help=_("the distribution: its id, the beginning of it, or its date"),
    )


def json_option(parser: Parser) -> None:
    """Let a command print JSON for scripts."""
    parser.add_argument("--json", action="store_true", help=_("print JSON for scripts"))


def build() -> Parser:
    """Return the parser of the whole command line, in the language in use."""
    from aidbook.cli import (
        attention,
        backups,
        books,
        days,
        erasing,
        exporting,
        finding,
        health,
        lists,
        people,
        reading_in,
        sheets,
        sites,
        undoing,
    )

    parser = Parser(
        prog="aidbook",
        description=_("The record book of a mutual-aid group. Without a command its window opens."),
        epilog=_(
            "The passphrase comes from AIDBOOK_PASSPHRASE, or is asked for; that of a bundle from AIDBOOK_BUNDLE_PASSPHRASE.\n"
            "BOOK is one file. WHO is a member number, a name, or --unnamed SIZE. DATE is written in any usual way.\n"
            "What you can mend ends with exit status 1 and one sentence; what is no command with 2."
        ),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"AidBook {aidbook.__version__}",
        help=_("show which version this is and stop"),
    )
    commands = Commands(parser)
    for noun in (
        books,
        reading_in,
        lists,
        exporting,
        finding,
        erasing,
        days,
        undoing,
        sheets,
        sites,
        people,
        backups,
        attention,
        health,
    ):
        noun.add_commands(commands)
    return parser
