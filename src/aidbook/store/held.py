"""What was taken back of a bundle: entries above a mark, kept in the ledger and not folded. Never shared."""

from aidbook.store.body import Body, only_hands_over
from aidbook.store.connection import Connection


def any_held(connection: Connection) -> bool:
    """Tell whether anything is held back."""
    return connection.execute("SELECT 1 FROM held_back LIMIT 1").fetchone() is not None


def is_held(connection: Connection, name: bytes, body: Body) -> bool:
    """Tell whether a body is held back: every entry that has it stands above a mark.

    What erases or hands over never is: whom it concerns cannot be put back.
    """
    if body.kind == "erasure" or only_hands_over(body):
        return False
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM standing WHERE hash = ?1) AND NOT EXISTS (SELECT 1 FROM standing s LEFT JOIN"
        " held_back h ON h.origin = s.origin AND h.chapter = s.chapter"
        " WHERE s.hash = ?1 AND (h.after IS NULL OR s.seq <= h.after))",
        (name,),
    ).fetchone()
    return bool(row[0])
