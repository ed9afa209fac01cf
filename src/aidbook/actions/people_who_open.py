"""What coordinators do with the people who may open the book, and what each does with their own passphrase."""

from dataclasses import dataclass
from pathlib import Path

from aidbook.domain import recovery
from aidbook.domain.declare import Id, random_id
from aidbook.domain.done import Done
from aidbook.domain.roles import ROLES, Role, must_write
from aidbook.domain.sites import User
from aidbook.domain.writes import change, take_back
from aidbook.errors import UserError
from aidbook.i18n import _, format_number, ngettext
from aidbook.store import keys
from aidbook.store import people as query
from aidbook.store.book import Book
from aidbook.store.people import RECOVERY, PersonLine
from aidbook.store.progress import Progress, silent
from aidbook.store.renewing import renew_backups
from aidbook.store.slots import SlotKind, WrongPassphrase

LOCK_CHOICES = (2, 5, 10, 15, 30, 60)
"""After how many idle minutes a laptop may lock the book."""


def add_person(book: Book, label: str, role: Role, passphrase: str) -> Done:
    """Let somebody open the book with a passphrase of their own. `id` is theirs; raises UserError."""
    user = User(id=random_id(), label=_must_have_label(book, label), role=_must_be_role(role))
    must_write(book.role, [user])
    ring = keys.prepare(book, user.id, passphrase)
    done = book.record(user, made=user.id)
    keys.put(book, ring)
    return done


def rename_person(book: Book, user: Id, label: str) -> Done:
    """Call somebody otherwise. Raises UserError without a name, or where another is called so."""
    _must_be_here(book, user)
    return book.record(change(User, user, label=_must_have_label(book, label, user)), made=user)


def change_role(book: Book, user: Id, role: Role) -> Done:
    """Give somebody another role. Raises UserError where no coordinator would be left."""
    _must_be_here(book, user)
    if _must_be_role(role) != "coordinator":
        _must_leave_a_coordinator(book, user)
    return book.record(change(User, user, role=role), made=user)


@dataclass(frozen=True, slots=True)
class Removal:
    """What removing somebody did, and how many backups on this computer still open with what they had."""

    done: Done
    backups_left: int


def remove_person(book: Book, user: Id, progress: Progress = silent) -> Removal:
    """Let somebody open the book no more: their slot goes, the data key is changed, backups on this computer follow.

    Takes a while; no second connection may be open. Raises UserError. What cannot be done at once is finished by
    `finish_removals`; who is removed is let in no more in any case.
    """
    _must_be_here(book, user)
    if user == book.user:
        raise UserError(
            _("You cannot remove yourself."),
            _("Ask another coordinator, or make somebody a coordinator first."),
        )
    _must_leave_a_coordinator(book, user)
    done = book.record(take_back(User, user), made=user)
    return Removal(done, finish_removals(book, progress))


def finish_removals(book: Book, progress: Progress = silent) -> int:
    """Change the data key where somebody who was removed still has it on this laptop.

    Returns how many backups on this computer could not follow.
    """
    must_write(book.role, [User(id=RECOVERY)])
    gone = query.removed_with_slots(book)
    return _renew(book, [(user, "person") for user in gone], progress) if gone else 0


def _renew(book: Book, gone: list[tuple[Id, SlotKind]], progress: Progress) -> int:
    old, new = keys.renew_key(book, gone)
    return renew_backups(book, old, new, progress)


def after_removal(left: int) -> str:
    """Return what to know after somebody was removed, in words."""
    said = [
        _("They open this book no more; its key and the backups on this computer are changed."),
        _("Copies elsewhere stay readable with the passphrase they had."),
    ]
    if left:
        said[0] = _("They open this book no more, and its key is changed.")
        said.append(
            ngettext(
                "{n} backup on this computer could not be changed: it opens as before until it is deleted.",
                "{n} backups on this computer could not be changed: they open as before until they are deleted.",
                left,
            ).format(n=format_number(left))
        )
    return " ".join(said)


# Passphrases


def change_key(book: Book, progress: Progress = silent) -> int:
    """Change the data key where somebody may know a passphrase of before: an old copy of the slots then opens nothing new.

    Returns how many backups on this computer could not follow.
    """
    must_write(book.role, [User(id=RECOVERY)])
    return _renew(book, [], progress)


def change_passphrase(book: Book, present: str, new: str) -> None:
    """Take another passphrase for oneself. Raises WrongPassphrase where the present one is wrong, or UserError."""
    if not book.check_passphrase(present):
        raise WrongPassphrase
    keys.give_slot(book, book.user, new)


def give_passphrase(book: Book, user: Id, new: str) -> None:
    """Let somebody who forgot theirs, or who opens the book on another laptop so far, take a passphrase here."""
    must_write(book.role, [User(id=user)])
    _must_be_here(book, user)
    keys.give_slot(book, user, new)


# The recovery sheet


def make_recovery(book: Book, progress: Progress = silent) -> str:
    """Return the code for a new recovery sheet. One that was printed before opens nothing any more. Raises UserError."""
    must_write(book.role, [User(id=RECOVERY)])
    if query.recovery_slot(book):
        _renew(book, [(RECOVERY, "recovery")], progress)
    code = recovery.new_code()
    keys.give_slot(book, RECOVERY, code, "recovery")
    return code


def prove_recovery(book: Book, typed: str) -> None:
    """Note that the sheet's code was typed back. Raises UserError where it has a slip, or is another sheet's."""
    if keys.whose(book, recovery.read_code(typed), "recovery") is None:
        raise UserError(
            _("This code is whole, but it is another sheet's."), _("Type the code of the sheet printed last.")
        )
    query.note_proved(book)


def recover(path: Path, typed: str) -> Book:
    """Return the book, opened with the recovery sheet; `sit_down` must follow. Raises UserError."""
    code = recovery.read_code(typed)
    try:
        return Book.open(path, code, "recovery")
    except WrongPassphrase:
        raise UserError(
            _("This code does not open the book: it is another sheet's."),
            _("Look for the sheet that was printed last for this book."),
        ) from None


def who_may_sit_down(book: Book) -> list[PersonLine]:
    """Return whose passphrase the recovery sheet may set anew: the coordinators'."""
    return query.coordinators(book)


def sit_down(book: Book, user: Id, passphrase: str) -> None:
    """Set a coordinator's passphrase anew and go on as them, in a book opened with the recovery sheet."""
    if user not in {line.id for line in who_may_sit_down(book)}:
        raise UserError(_("This person is no coordinator of the book."), _("Choose one of the coordinators."))
    keys.give_slot(book, user, passphrase)
    book.sit_down(user)


# Locking


def lock_after(book: Book, minutes: int) -> None:
    """Set after how many idle minutes this laptop locks the book. Raises UserError."""
    must_write(book.role, [User(id=RECOVERY)])
    if minutes not in LOCK_CHOICES:
        raise UserError(_("The book cannot be left open that long."), _("Choose one of the times offered."))
    query.put_lock_after(book, minutes)


# Refusals


def _must_have_label(book: Book, label: str, own: Id = "") -> str:
    called = " ".join(label.split())
    if not called:
        raise UserError(
            _("This person has no name here yet."),
            _("Type what to call them; a first name or a nickname will do."),
        )
    if any(line.label.casefold() == called.casefold() for line in query.people(book) if line.id != own):
        raise UserError(
            _("{name} is here already.").format(name=called), _("Call them otherwise, to tell the two apart.")
        )
    return called


def _must_be_role(role: str) -> Role:
    found = next((one for one in ROLES if one == role), None)
    if found is None:
        raise UserError(
            _("There is no role “{role}”.").format(role=role),
            _("Choose one of these: {names}.").format(names=", ".join(ROLES)),
        )
    return found


def _must_be_here(book: Book, user: Id) -> None:
    if not any(line.id == user for line in query.people(book)):
        raise UserError(_("This person is not among those who open the book."), _("Look at the list again."))


def _must_leave_a_coordinator(book: Book, user: Id) -> None:
    if not any(line.id != user and line.opens_here for line in query.coordinators(book)):
        raise UserError(
            _("Then nobody here could look after the book any more."),
            _("Make somebody else a coordinator first."),
        )
