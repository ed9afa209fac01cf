"""Queries on consents: what a member answered, purpose by purpose, and which purposes the group has."""

from collections.abc import Sequence

from aidbook.domain.consents import PURPOSES, SHARE, Consent, consent_id
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.store.book import Book
from aidbook.store.rows import things


def consent(book: Book, member: Id, purpose: str) -> Consent:
    """Return what a member answered to a purpose; "not asked" where nothing is written.

    A consent to share that was given before there were others stands in the member alone.
    """
    id_ = consent_id(member, purpose)
    found = book.get(Consent, id_)
    if found is not None:
        return found
    record = book.get(Member, member) if purpose == SHARE and book.sees(Consent) else None
    given, on = (record.may_share, record.may_share_on) if record else (None, None)
    return Consent(id=id_, member=member, purpose=purpose, given=given, on=on)


def consents(book: Book, member: Id) -> list[Consent]:
    """Return what a member answered to every purpose that the group has, in a fixed order."""
    return [consent(book, member, purpose) for purpose in purposes(book)] if book.sees(Consent) else []


def written_consents(book: Book, members: Sequence[Id]) -> list[Consent]:
    """Return the consents that are written about members."""
    return [one for id_ in members for one in things(book, Consent, "member = ?", (id_,))]


def purposes(book: Book) -> list[str]:
    """Return the purposes that AidBook knows, then the group's own by name."""
    rows = book.connection.execute(
        "SELECT DISTINCT purpose FROM consent WHERE kept = 1 ORDER BY purpose COLLATE NOCASE"
    )
    own = [purpose for (purpose,) in rows if purpose and purpose not in PURPOSES]
    return [*PURPOSES, *own]
