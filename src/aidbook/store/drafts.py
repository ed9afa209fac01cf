"""What is being typed in and not yet written: line by line in the book's own file, each line durable at once.

A power cut loses nothing of it. It belongs to this file alone and never travels.
"""

from aidbook.store.book import Book


def lines(book: Book, form: str) -> dict[int, str]:
    """Return {line: content} of a form, in the order of its lines."""
    rows = book.connection.execute("SELECT line, content FROM draft WHERE form = ? ORDER BY line", (form,))
    return dict(rows.fetchall())


def put(book: Book, form: str, line: int, content: str | None) -> None:
    """Keep a line of a form as it is now, or no longer where it has no content."""
    with book.transaction():
        if content is None:
            book.connection.execute("DELETE FROM draft WHERE form = ? AND line = ?", (form, line))
        else:
            book.connection.execute(
                "INSERT OR REPLACE INTO draft (form, line, content) VALUES (?, ?, ?)", (form, line, content)
            )


def clear(book: Book, form: str) -> None:
    """Keep nothing of a form any more."""
    with book.transaction():
        book.connection.execute("DELETE FROM draft WHERE form = ?", (form,))
