"""Two who may be one: why, in words, and that they are not. `actions.same` links those who are."""

from collections.abc import Sequence

from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.members import Member
from aidbook.domain.same import same_of
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import same
from aidbook.store.book import Book


def remember_not_same(book: Book, one: Id, other: Id) -> Done:
    """Remember that two members are two people, so that nobody is asked again; undo takes it back.

    Raises UserError where one is not here, or they are linked: then they are to be unlinked.
    """
    with book.transaction():
        if any(book.get(Member, id_) is None for id_ in (one, other)):
            raise UserError(_("One of these is no longer in the book."), _("Look for it again in the list."))
        if other in same.same_as(book.connection, "member", one):
            raise UserError(_("These two are linked."), _("Show them apart on the page of one of them."))
        return book.record(same_of("member", one, other, same=False), made=one)


def why_words(why: Sequence[str]) -> str:
    """Return what is alike of two people, from the keys of a `Pair` or a `Likely`: "same name, same phone"."""
    words = {
        "name": _("same name"),
        "name order": _("same name in another order"),
        "name part": _("one name is a part of the other"),
        "name short": _("a short form of the name"),
        "name initial": _("an initial of the name"),
        "name spelling": _("name spelled alike"),
        "birth": _("same birth date"),
        "birth near": _("birth dates differ by a slip"),
        "birth year": _("births agree as far as known"),
        "phone": _("same phone"),
        "phone near": _("phones differ by one digit"),
        "email": _("same e-mail address"),
        "address": _("same address"),
        "address near": _("addresses nearly the same"),
    }
    return ", ".join(words[one] for one in why if one in words)
