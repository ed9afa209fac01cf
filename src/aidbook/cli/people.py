"""The people who may open a book: listed, added, given a role or another passphrase, removed; and the way back in."""

import argparse
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from aidbook.actions import people_who_open
from aidbook.cli import opening
from aidbook.cli.opening import opened
from aidbook.cli.output import print_json, print_table, say
from aidbook.cli.parser import Commands, book_option, json_option
from aidbook.domain.roles import ROLES, Role, role_word
from aidbook.errors import NeedsDecision, UserError
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.people import PersonLine, people, recovery_state


def add_commands(commands: Commands) -> None:
    """Declare `people` and `recover`."""
    who = commands.add("people", _("list who may open the book, let more people in, or remove one"), _people)
    who.has_words_apart = True
    who.add_argument(
        "what",
        nargs="?",
        default="list",
        choices=tuple(_DEEDS),
        metavar="|".join(_DEEDS),
        help=_("what to do; without it, list"),
    )
    who.add_argument("who", nargs="?", metavar=_("WHO"), help=_("the person, as they are shown"))
    who.add_argument("--role", choices=ROLES, help=_("the role to give"))
    book_option(who)
    json_option(who)

    recover = commands.add(
        "recover", _("set a forgotten passphrase anew with the code of the recovery sheet"), _recover
    )
    recover.add_argument("path", type=Path, metavar=_("BOOK"), help=_("the book's file"))
    recover.add_argument(
        "--who", metavar=_("WHO"), help=_("which coordinator you are, where there are several")
    )


def _people(asked: argparse.Namespace) -> int:
    with opened(asked.book) as book:
        _DEEDS[asked.what](book, asked)
    return 0


def _list(book: Book, asked: argparse.Namespace) -> None:
    lines = people(book)
    if asked.json:
        print_json({"people": [asdict(line) for line in lines], "recovery": recovery_state(book)})
        return
    rows = [
        (_called(line), role_word(line.role), "" if line.opens_here else _("not on this laptop"))
        for line in lines
    ]
    print_table((_("Name"), _("Role"), ""), rows)


def _add(book: Book, asked: argparse.Namespace) -> None:
    role: Role = asked.role or "door"
    people_who_open.add_person(book, asked.who or "", role, opening.another_passphrase())
    say(_("{name} opens the book in the role “{role}” from now on.").format(
        name=asked.who, role=role_word(role)))  # fmt: skip


def _role(book: Book, asked: argparse.Namespace) -> None:
    if asked.role is None:
        raise UserError(
            _("Which role is missing."), _("Say it with --role: {names}.").format(names=", ".join(ROLES))
        )
    person = _person(people(book), asked.who)
    people_who_open.change_role(book, person.id, asked.role)
    say(_("{name} has the role “{role}” now.").format(name=_called(person), role=role_word(asked.role)))


def _passphrase(book: Book, asked: argparse.Namespace) -> None:
    person = (
        _person(people(book), asked.who) if asked.who else next(line for line in people(book) if line.is_me)
    )
    if person.is_me:
        people_who_open.change_passphrase(
            book, opening.passphrase_of(book.path), opening.another_passphrase()
        )
    else:
        people_who_open.give_passphrase(book, person.id, opening.another_passphrase())
    say(_("The passphrase is changed."))


def _remove(book: Book, asked: argparse.Namespace) -> None:
    person = _person(people(book), asked.who)
    removal = people_who_open.remove_person(book, person.id)
    say(people_who_open.after_removal(removal.backups_left))


_DEEDS: dict[str, Callable[[Book, argparse.Namespace], None]] = {
    "list": _list,
    "add": _add,
    "role": _role,
    "passphrase": _passphrase,
    "remove": _remove,
}


def _recover(asked: argparse.Namespace) -> int:
    with people_who_open.recover(asked.path, opening.recovery_code()) as book:
        person = _person(people_who_open.who_may_sit_down(book), asked.who)
        people_who_open.sit_down(book, person.id, opening.another_passphrase())
    say(_("The new passphrase opens the book; the old one does not any more."))
    return 0


def _person(lines: list[PersonLine], who: str | None) -> PersonLine:
    """Return the one of these who is meant; where there is one alone nobody need be named."""
    wanted = None if who is None else who.strip().casefold()
    fitting = [line for line in lines if wanted is None or _called(line).casefold() == wanted]
    if len(fitting) == 1:
        return fitting[0]
    by_id = [line for line in lines if line.id == who]
    if by_id:
        return by_id[0]
    called = Counter(_called(line) for line in lines)
    names = tuple(_called(line) if called[_called(line)] == 1 else line.id for line in lines)
    raise NeedsDecision(
        _("It is not clear who is meant."),
        _("Say which one of these: {names}.").format(names=", ".join(names)),
        names,
    )


def _called(person: PersonLine) -> str:
    """Return what somebody is called; whoever began the book may have no name in it."""
    return person.label or _("The first coordinator")
