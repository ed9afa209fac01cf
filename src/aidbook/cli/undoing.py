"""Taking back: the last thing that was done, or any one of the history; what stands in the way; putting it right."""

import argparse

from aidbook.actions.corrections import correct, plan
from aidbook.actions.history import InTheWay, sentence, sentences, undo
from aidbook.cli.opening import opened
from aidbook.cli.output import SHORT, note, say
from aidbook.cli.parser import Commands, book_option
from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.i18n import _, format_number, ngettext
from aidbook.store import history
from aidbook.store.book import Book

_LINKS = 12


def add_commands(commands: Commands) -> None:
    """Declare `undo`."""
    undoing = commands.add("undo", _("take back the last thing that was done, or any other"), _undo)
    undoing.add_argument(
        "entry",
        nargs="?",
        metavar=_("ENTRY"),
        help=_("what to take back: its id in “list history”, or the beginning of it"),
    )
    book_option(undoing)
    undoing.add_argument(
        "--anyway",
        action="store_true",
        help=_("where something stands in the way, put it right as of today; what was reported stays"),
    )


def _undo(asked: argparse.Namespace) -> int:
    with opened(asked.book) as book:
        action = _entry(book, asked.entry) if asked.entry else _latest(book)
        try:
            say(sentence(book, undo(book, action).action))
        except InTheWay as error:
            if asked.anyway:
                _put_right(book, action)
                return 0
            _explain(book, error)
            return 1
    return 0


def _latest(book: Book) -> Id:
    latest = history.latest_undoable(book)
    if latest is None:
        raise UserError(_("There is nothing to take back."), _("Nothing was changed."))
    return latest


def _entry(book: Book, text: str) -> Id:
    found = history.actions_beginning(book, text.strip())
    if not found:
        raise UserError(
            _("Nothing in the history begins with {text}.").format(text=text),
            _("“aidbook list history” shows what each is called."),
        )
    if len(found) > 1:
        raise UserError(
            ngettext("{n} entry begins with {text}.", "{n} entries begin with {text}.", len(found)).format(
                n=format_number(len(found)), text=text
            ),
            _("Write more of it, as “aidbook list history --json” shows it."),
        )
    return found[0]


def _put_right(book: Book, action: Id) -> None:
    does = plan(book, action)
    say(sentence(book, correct(book, action).action))
    for text in (*does.does, *does.leaves):
        say(f"  {text}")


def _explain(book: Book, error: InTheWay) -> None:
    """Say what stands in the way, each with the entries to take back first, and whether it can be put right."""
    note(_("This cannot be taken back alone: {what}").format(what=sentence(book, error.action)))
    for obstacle in error.obstacles:
        note(f"  {obstacle.words}")
        said = sentences(book, obstacle.actions[:_LINKS])
        for action in obstacle.actions[:_LINKS]:
            note(f"    {action[:SHORT]}  {said[action]}")
    does = plan(book, error.action)
    if does.writes:
        note(_("With --anyway it is put right as of today:"))
    for text in (*does.does, *does.leaves):
        note(f"  {text}")
