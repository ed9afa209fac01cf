"""Who in a book may be there twice. Nothing is merged away: people are asked, and link two or let them be."""

from aidbook.store.alike import Likeness, Who, likenesses, who
from aidbook.store.book import Book


def possible_duplicates(book: Book) -> list[Likeness]:
    """Return every two members who may be one, the surest first; takes seconds where there are very many."""
    return likenesses(_everybody(book))


def _everybody(book: Book) -> list[Who]:
    rows = book.connection.execute(
        "SELECT m.id, m.name, m.family_name, m.birth, m.phone, m.email, h.address FROM member m"
        " LEFT JOIN household h ON h.id = m.household WHERE m.kept = 1 ORDER BY m.id"
    )
    return [
        who(id_, _whole(name, family), birth, phone, mail, address)
        for id_, name, family, birth, phone, mail, address in rows
    ]


def _whole(name: str | None, family: str | None) -> str:
    """Return a whole name; what one is called may already hold the family's."""
    name, family = name or "", family or ""
    return name if family.casefold() in name.casefold() else f"{name} {family}"
