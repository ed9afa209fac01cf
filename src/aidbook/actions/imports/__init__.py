"""Reading other systems' files in: compared with the book, shown, and then written in one action."""

from collections.abc import Mapping

from aidbook.actions.imports import codes, people, stock
from aidbook.actions.imports.preview import LEAVE_OUT, Cell, Decision, Line, Preview, Reading
from aidbook.actions.imports.remembered import Memory, recall, sheets_known
from aidbook.actions.members import numbered
from aidbook.domain.declare import new_id
from aidbook.domain.done import Done
from aidbook.domain.imports import CodeRow, ImportFile, MemberRow, RowKey, StockRow
from aidbook.domain.sites import Import
from aidbook.errors import NeedsDecision
from aidbook.i18n import _, format_date
from aidbook.store import imports as query
from aidbook.store.book import Book
from aidbook.store.in_one_go import in_one_go
from aidbook.store.progress import Progress, silent

__all__ = [
    "LEAVE_OUT",
    "Cell",
    "Decision",
    "Line",
    "Preview",
    "look_over",
    "read_in",
    "recall",
    "sheets_known",
]


def look_over(
    book: Book,
    file: ImportFile,
    *,
    decisions: Mapping[RowKey, str] | None = None,
    progress: Progress = silent,
) -> Preview:
    """Return what reading the file in would do. Nothing is written. `progress` stops it by raising."""
    with in_one_go():
        return _read(book, file, decisions or {}, progress, look=True).preview(file.wrong, file.off)


def read_in(
    book: Book,
    file: ImportFile,
    *,
    decisions: Mapping[RowKey, str] | None = None,
    again: bool = False,
    progress: Progress = silent,
) -> Done | None:
    """Write what the file says in one action; None where it changes nothing. `progress` stops it by raising.

    How the file was read, and what was decided about its rows, is remembered for the next one of its source. Raises
    NeedsDecision for a delivery note that was read in before, unless `again`.
    """
    with in_one_go(), book.transaction():
        if not again:
            _must_be_first_time(book, file)
        reading = _read(book, file, decisions or {}, lambda done, total: progress(done, 5 * total))
        preview = reading.preview(file.wrong, file.off)
        if not reading.writes and not preview.answers:
            return None
        mark = Import(
            id=new_id(),
            what=file.kind,
            digest=file.digest,
            rows=len(file.rows),
            new=preview.new,
            changed=preview.changed,
        )
        writes = [*numbered(book, reading.writes), *reading.memory.writes()]
        return book.record(
            mark,
            *writes,
            made=mark.id,
            progress=lambda done, total: progress(total + 4 * done, 5 * total),
        )


def _must_be_first_time(book: Book, file: ImportFile) -> None:
    before = query.delivery_read_on(book, file.digest) if file.kind == "delivery" else None
    if before:
        raise NeedsDecision(
            _("This delivery note was read in on {day} already.").format(day=format_date(before, "long")),
            _("Read it in again only if the same goods came a second time."),
            ("again",),
        )


def _read(
    book: Book, file: ImportFile, decisions: Mapping[RowKey, str], progress: Progress, *, look: bool = False
) -> Reading:
    reading = Reading(dict(decisions), Memory(book, file.kind, file.head), look)
    rows = file.rows
    if file.kind == "members":
        people.read(book, [row for row in rows if isinstance(row, MemberRow)], reading, progress)
    elif file.kind == "codes":
        codes.read(book, [row for row in rows if isinstance(row, CodeRow)], reading)
    elif file.kind == "stock":
        stock.read_counts(book, [row for row in rows if isinstance(row, StockRow)], reading)
    else:
        stock.read_delivery(book, [row for row in rows if isinstance(row, StockRow)], reading, file.digest)
    return reading
