"""Keyed fingerprints of the erased: next month's spreadsheet asks before it brings somebody back.

The key is made from the site's own secret, which all of its laptops have and nobody else: a stolen list of marks says
nothing. Whoever can open the book could try names against it, one by one; that is why it is asked for and not usual.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from aidbook import clock
from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.fingerprints import Fingerprint, marks_of, marks_to_ask
from aidbook.domain.members import Member
from aidbook.domain.writes import take_back
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.rows import things


@dataclass(frozen=True, slots=True)
class Erased:
    """Somebody with this name and birth or phone was erased on an ISO date. `id` is the fingerprint's."""

    id: Id
    on: str


class Fingerprints:
    """All that a book keeps, read once: for the thousands of rows of a spreadsheet."""

    def __init__(self, book: Book) -> None:
        kept = things(book, Fingerprint, order='"on" DESC, id')
        self._by_mark = {mark: Erased(one.id, one.on) for one in reversed(kept) for mark in one.marks}
        self._key = _key(book) if kept else b""

    def any_kept(self) -> bool:
        """Tell whether a fingerprint of anybody is kept."""
        return bool(self._by_mark)

    def seen(self, name: str, birth: str | None = None, phones: Sequence[str] = ()) -> Erased | None:
        """Return that such a person was erased, or None where no fingerprint says so."""
        if not self._by_mark:
            return None
        asked = marks_to_ask(self._key, name, birth, tuple(phones))
        return next((self._by_mark[mark] for mark in asked if mark in self._by_mark), None)


def seen(book: Book, name: str, birth: str | None = None, phone: str | None = None) -> Erased | None:
    """Return that such a person was erased, or None where no fingerprint says so."""
    return Fingerprints(book).seen(name, birth, (phone,) if phone else ())


def fingerprint_of(book: Book, member: Member) -> Fingerprint:
    """Return the fingerprint of a member who is about to be erased."""
    whole = " ".join(filter(None, (member.name, member.family_name)))
    names = (member.name, whole, *member.other_names)
    phones = tuple(phone for phone in (member.phone, *member.other_phones) if phone)
    return Fingerprint(id=new_id(), on=clock.today(), marks=marks_of(_key(book), names, member.birth, phones))


def forget(book: Book, fingerprint: Id) -> Done:
    """Let a fingerprint go: somebody came back and wants to be in the book. Raises UserError where it is gone."""
    if book.get(Fingerprint, fingerprint) is None:
        raise UserError(_("This is no longer kept."), _("Read the file in again to see what it says now."))
    return book.record(take_back(Fingerprint, fingerprint), made=fingerprint)


def _key(book: Book) -> bytes:
    secret = book.identity.secrets.lock_identity.encode()
    return hashlib.blake2b(secret, digest_size=32, person=b"aidbook erased").digest()
