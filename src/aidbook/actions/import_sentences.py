"""What was read in, in words, and what was remembered of it for the next file of the same source."""

from collections.abc import Callable, Sequence

from aidbook.i18n import _
from aidbook.store.body import Body
from aidbook.store.book import Book

Bodies = Sequence[Body]


def import_words() -> dict[str, str]:
    """Return what one thing of each of these kinds is called."""
    return {
        "import": _("a file that was read in"),
        "file_shape": _("how a file is read"),
        "row_answer": _("what was decided about a row"),
        "line_answer": _("what was decided about a line"),
    }


def say_import(_book: Book, own: Bodies, _all: Bodies) -> str:
    """Return what a file brought."""
    fact = own[0].fact or {}
    new, changed = int(fact.get("new", 0)), int(fact.get("changed", 0))
    if not new and not changed:
        return _("Remembered what was decided about a file")
    words = {
        "members": _("Read in members: {new} new, {changed} changed"),
        "stock": _("Read in stock: {new} new, {changed} changed"),
        "delivery": _("Read in a delivery: {new} lines"),
        "codes": _("Read in barcodes: {new} new, {changed} changed"),
    }
    return words.get(str(fact.get("what")), _("Read in a file: {new} new")).format(new=new, changed=changed)


def _remembered(words: Callable[[], str]) -> Callable[[Book, Bodies, Bodies], str]:
    return lambda _book, _own, _all: words()


REMEMBERED_SENTENCES: dict[str, Callable[[Book, Bodies, Bodies], str]] = {
    "file_shape": _remembered(lambda: _("Remembered how files like this are read")),
    "row_answer": _remembered(lambda: _("Remembered what was decided about a row")),
    "line_answer": _remembered(lambda: _("Remembered what was decided about a line")),
}
"""Sentences that go after all others: what is remembered comes with a file that was read in."""
