"""What people decide about what needs attention: choose a value, let be, take back a visit, give a number anew."""

import json

from aidbook.actions.erasing import agree_to_erase
from aidbook.domain.attention import Dismissal, dismissal_id
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Visit
from aidbook.domain.done import Done
from aidbook.domain.members import Member, Tie, member_number
from aidbook.domain.pantry import Movement
from aidbook.domain.writes import Change, change, take_back
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import backup, pantry
from aidbook.store.attention.people import visited
from aidbook.store.attention.values import Concern
from aidbook.store.book import Book
from aidbook.store.erasure import erasures_asked
from aidbook.store.members import take_numbers, ties_of
from aidbook.store.progress import Progress
from aidbook.store.questions import question_of


def settle(book: Book, kind: str, subject: Id, field: str, value: object) -> Done:
    """Choose one of the values of a field that two people changed: one more entry, which replaces both.

    `id` is the record's. Raises UserError where nothing is asked any more, or the value is none of those.
    """
    with book.transaction():
        question = question_of(book.connection, kind, subject, field) if kind in KINDS else None
        if question is None or _plain(value) not in map(_plain, question.values):
            raise UserError(
                _("This was settled already."), _("Look at the list again: it shows what is still open.")
            )
        done = book.record(Change(kind, subject, {field: value}))
        return Done(done.action, done.kinds, subject)


def _plain(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def dismiss(book: Book, concern: Concern) -> Done:
    """Let a concern be until its facts change. Raises UserError for one that has to be seen to."""
    if not concern.may_rest:
        raise UserError(_("This has to be seen to."), _("It goes away by itself once it is put right."))
    return book.record(Dismissal(id=dismissal_id(concern.key), concern=concern.kind))


def void_visit(book: Book, visit: Id) -> Done:
    """Take back one visit with what left the shelves for it. `id` is the visit's.

    Raises UserError for one that does not stand, or that another site wrote: only there it counts.
    """
    with book.transaction():
        if book.get(Visit, visit) is None:
            raise UserError(_("This visit was taken back already."), _("Look at the list again."))
        if not all(one.own for one in visited(book, (visit,))):
            raise UserError(
                _("Another site wrote this visit."),
                _("Ask them to take it back; it comes with their next bundle."),
            )
        back = [take_back(Movement, movement.id) for movement in pantry.movements_of(book, visit)]
        ties = [take_back(Tie, tie.id) for tie in ties_of(book, visit)]
        done = book.record(take_back(Visit, visit), *ties, *back)
        return Done(done.action, done.kinds, visit)


def agree_to_forget(book: Book, erasure: Id) -> Done:
    """Forget whom another site asked to forget. Raises UserError where nobody asks any more."""
    asked = next((one for one in erasures_asked(book.connection) if one.id == erasure), None)
    if asked is None:
        raise UserError(_("This was decided already."), _("Look at the list again."))
    return agree_to_erase(book, asked)


def set_stands(book: Book, kind: str, fact: Id, *, stands: bool) -> Done:
    """Say with effect that a fact stands or does not, where another site said so without. `id` is the fact's."""
    done = book.record(Change(kind, fact, {"stands": stands}))
    return Done(done.action, done.kinds, fact)


def renumber(book: Book, member: Id) -> Done:
    """Give a member the next number of this book. `id` is the member's; their card is to be printed anew."""
    with book.transaction():
        if book.get(Member, member) is None:
            raise UserError(
                _("This member is not in the book."), _("Find the person again in the list of members.")
            )
        number = member_number(book.site.code, take_numbers(book, 1))
        done = book.record(change(Member, member, number=number))
        return Done(done.action, done.kinds, member)


def look_again(book: Book, progress: Progress) -> str:
    """Look through the whole book, keep what was found, and return what to say of it."""
    from aidbook.store.check import check_and_remember

    if check_and_remember(book, progress):
        return _("It is still not as it should be.")
    return _("All is as it should be.")


def back_up(book: Book, progress: Progress) -> str:
    """Make a backup, verified, and return what to say of it. Raises UserError; then there is none."""
    backup.make(book, progress=progress)
    return _("The book is backed up and the backup was checked.")
