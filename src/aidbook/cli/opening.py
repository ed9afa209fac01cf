"""Opening books: where passphrases come from. They are never on the command line, where others could read them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from getpass import getpass
from pathlib import Path

from aidbook import secrets_given
from aidbook.actions.practice import PASSPHRASE as PRACTICE_PASSPHRASE
from aidbook.cli.output import note
from aidbook.domain.roles import NotYours, may_run
from aidbook.errors import UserError
from aidbook.i18n import _, language, using
from aidbook.secrets_given import OF_BOOK, OF_BUNDLE, OF_OTHER, OF_RECOVERY
from aidbook.store import file, slots
from aidbook.store.book import Book
from aidbook.store.connection import DatabaseError
from aidbook.store.faults import warnings

_asked_for: ContextVar[tuple[str, str] | None] = ContextVar("asked_for", default=None)


@contextmanager
def asking_for(command: str, what: str) -> Iterator[None]:
    """Let books be opened for a command, on `what` it lists or prints: the role of who opens them must allow that."""
    token = _asked_for.set((command, what))
    try:
        yield
    finally:
        _asked_for.reset(token)


@contextmanager
def opened(path: Path) -> Iterator[Book]:
    """Open a book, speak its language while it is open, and close it."""
    file.must_exist(path)
    with Book.open(path, passphrase_of(path)) as book, using(_language_of(book)):
        asked = _asked_for.get()
        if asked is not None and not may_run(book.role, *asked):
            raise NotYours(book.role)
        for told in (*warnings(book), *([book.news] if book.news else [])):
            note(told)
        yield book


def _language_of(book: Book) -> str:
    """Return the book's language; the present one where a damaged book cannot say, so that it can be checked."""
    try:
        return book.settings.language
    except DatabaseError:
        return language()


def passphrase_of(path: Path) -> str:
    """Return the passphrase of a book that is about to be opened."""
    given = secrets_given.given(OF_BOOK)
    if given:
        return given
    if _opens_as_practice(path):
        return PRACTICE_PASSPHRASE
    return _ask(_("Passphrase of {name}: ").format(name=path.name), OF_BOOK)


def _opens_as_practice(path: Path) -> bool:
    """Tell whether this is a book of pretend people under the passphrase that everybody knows."""
    found = slots.read_slots(path)
    if not slots.is_cheap(found):
        return False
    try:
        slots.unwrap(found, PRACTICE_PASSPHRASE)
    except slots.WrongPassphrase:
        return False
    return True


def new_passphrase() -> str:
    """Return the passphrase for a new book; asked for twice at a terminal."""
    return secrets_given.given(OF_BOOK) or _ask_twice(_("Passphrase for the new book: "), OF_BOOK)


def practice_passphrase() -> tuple[str, bool]:
    """Return the passphrase for a practice book, and whether it is the one that everybody knows."""
    given = secrets_given.given(OF_BOOK)
    return given or PRACTICE_PASSPHRASE, not given


def new_bundle_passphrase() -> str:
    """Return the passphrase for a bundle that is about to be written."""
    given = secrets_given.given(OF_BUNDLE)
    if not given and not sys.stdin.isatty():
        given = secrets_given.given(OF_BOOK)
    return given or _ask_twice(_("Passphrase for the bundle: "), OF_BUNDLE)


def bundle_passphrase(path: Path) -> str:
    """Return the passphrase of a bundle that is about to be read."""
    given = secrets_given.given(OF_BUNDLE)
    if not given and not sys.stdin.isatty():
        given = secrets_given.given(OF_BOOK)
    return given or _ask(_("Passphrase of {name}: ").format(name=path.name), OF_BUNDLE)


def backup_passphrase(path: Path) -> str:
    """Return a passphrase that opened the book when a backup was made."""
    return secrets_given.given(OF_BOOK) or _ask(_("Passphrase of {name}: ").format(name=path.name), OF_BOOK)


def another_passphrase() -> str:
    """Return the passphrase that somebody takes from now on."""
    return secrets_given.given(OF_OTHER) or _ask_twice(_("New passphrase: "), OF_OTHER)


def recovery_code() -> str:
    """Return the code of the recovery sheet."""
    return secrets_given.given(OF_RECOVERY) or _ask(_("Code of the recovery sheet: "), OF_RECOVERY)


def _ask_twice(prompt: str, variable: str) -> str:
    first = _ask(prompt, variable)
    if _ask(_("The same once more: "), variable) != first:
        raise UserError(
            _("The two passphrases are not the same."), _("Run this again and type the same twice.")
        )
    return first


def _ask(prompt: str, variable: str) -> str:
    if not sys.stdin.isatty():
        raise UserError(
            _("A passphrase is needed, and there is no terminal to ask for it."),
            _("Put it into {variable} and run this again.").format(variable=variable),
        )
    try:
        return getpass(prompt)
    except EOFError:
        raise UserError(_("No passphrase was given."), _("Run this again and type it.")) from None
