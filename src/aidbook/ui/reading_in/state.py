"""A file on its way into the book: what was read of it so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aidbook.actions import imports
from aidbook.actions.imports import Decision, Preview
from aidbook.domain.imports import ImportFile, ImportKind, RowKey
from aidbook.store.book import Book
from aidbook.store.profiles import fields_on
from aidbook.tabular.heads import head_of, read_as
from aidbook.tabular.mapping import Mapping, propose
from aidbook.tabular.reading import Pasted, Table, read_table

Source = Path | Pasted


@dataclass(slots=True)
class Reading:
    """One file. `file` and `preview` are None until it was looked over under this mapping.

    `is_remembered` says that its columns are as the last file of its source was read.
    """

    source: Source
    kind: ImportKind
    table: Table
    mapping: Mapping
    is_remembered: bool = False
    file: ImportFile | None = None
    preview: Preview | None = None
    asked: dict[RowKey, Decision] = field(default_factory=dict)
    decisions: dict[RowKey, str] = field(default_factory=dict)

    def forget_looks(self) -> None:
        """Forget what a look at it gave: it will be read otherwise."""
        self.file, self.preview = None, None
        self.asked.clear()
        self.decisions.clear()

    def take_asked(self, preview: Preview) -> None:
        """Take the questions of another look; what was decided before stays decided."""
        self.asked.update({one.key: one for one in (*preview.decide, *preview.kept)})

    def answer(self, key: RowKey) -> str | None:
        """Return what was decided about a row, now or the last time."""
        return self.decisions.get(key) or self.asked[key].kept

    def undecided(self) -> list[RowKey]:
        """Return the rows about which nobody decided yet."""
        return [key for key in self.asked if self.answer(key) is None]


def read_file(book: Book, source: Source, kind: ImportKind, kinds: Sequence[ImportKind]) -> Reading:
    """Return a file with columns as the last one of its source was read, or as they are proposed for `kind`.

    It is read as another of `kinds` where it plainly is that.
    """
    first = _read(book, source, kind, kinds, read_table(source))
    if first.is_remembered or len(first.table.sheets) < 2:  # noqa: PLR2004 - of one there is no choice
        return first
    known = imports.sheets_known(book, first.kind) & set(first.table.sheets) - {first.table.sheet}
    others = (_read(book, source, kind, kinds, read_table(source, sheet=sheet)) for sheet in sorted(known))
    return next((other for other in others if other.is_remembered), first)


def _read(book: Book, source: Source, kind: ImportKind, kinds: Sequence[ImportKind], table: Table) -> Reading:
    mapping = propose(table, kind, fields_on(book))
    if mapping.suggests in kinds and mapping.suggests is not None:
        kind = mapping.suggests
        mapping = propose(table, kind, fields_on(book))
    return _as_before(book, Reading(source, kind, table, mapping))


def _as_before(book: Book, reading: Reading) -> Reading:
    """Return a file with its columns as the last one of its source was read."""
    before = imports.recall(book, reading.kind, head_of(reading.table, reading.mapping))
    if before is not None:
        reading.mapping, reading.is_remembered = read_as(reading.mapping, before), True
    return reading


def read_otherwise(
    book: Book,
    reading: Reading,
    *,
    kind: ImportKind | None = None,
    sheet: str | None = None,
    titled: bool | None = None,
) -> Reading:
    """Return the same file read as another kind, from another sheet, or with or without titles."""
    table = reading.table
    if sheet is not None or titled is not None:
        table = read_table(reading.source, sheet=sheet or table.sheet, titled=titled)
    wanted = kind or reading.kind
    mapping = propose(table, wanted, fields_on(book))
    return _as_before(book, Reading(reading.source, wanted, table, mapping))
