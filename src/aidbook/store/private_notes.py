"""Private notes on members: what only coordinators read, and what never leaves for another site."""

from aidbook.domain.declare import Id
from aidbook.domain.members import PrivateNote, private_note_id
from aidbook.store.book import Book


def private_note(book: Book, member: Id) -> str | None:
    """Return the private note on a member; None where there is none, or where the role sees none."""
    found = book.get(PrivateNote, private_note_id(member))
    return found.note if found else None


def private_notes(book: Book) -> dict[Id, str]:
    """Return {member: the private note on them}."""
    if not book.sees(PrivateNote):
        return {}
    rows = book.connection.execute("SELECT member, note FROM private_note WHERE kept = 1 AND note > ''")
    return dict(rows.fetchall())
