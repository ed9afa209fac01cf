"""One row's cells after the other's, read by field; every cell that cannot be read is noted with its row and column."""

from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingType
from typing import TypeVar

from aidbook.domain.declare import PREFERS_NOT
from aidbook.domain.folding import fold
from aidbook.domain.imports import Wrong
from aidbook.i18n import _
from aidbook.store.progress import Progress, silent
from aidbook.tabular.days import Partial, read_day
from aidbook.tabular.errors import Unreadable
from aidbook.tabular.layouts import OURS, layout_named
from aidbook.tabular.mapping import Mapping
from aidbook.tabular.reading import Table
from aidbook.tabular.values import even, said

_T = TypeVar("_T")
_LONGEST_VALUE = 200
_TELL_EVERY = 1_000
_SAMPLE = 300


class Cells:
    """A cursor over a table's filled rows. `row` is the current one's number as the spreadsheet counts."""

    def __init__(self, table: Table, mapping: Mapping, progress: Progress = silent) -> None:
        """Stand before the first row. `progress` is told now and then, and stops the reading by raising."""
        self._progress = progress
        layout = layout_named(mapping.layout)
        self.mapping = mapping
        self.words: MappingType[str, MappingType[str, str]] = layout.words if layout else {}
        self.wrong: list[Wrong] = []
        self.row = 0
        self._nothing = layout.nothing if layout else frozenset[str]()
        self._table = table
        self._cells: tuple[str, ...] = ()
        self._index = mapping.columns.get
        self.ours = mapping.layout == OURS
        self._read: dict[tuple[str, str], object] = {}
        self._said: dict[str, str | None] = {"": None}
        self._spellings: dict[tuple[str, str], str] = {}

    def rows(self) -> Iterator[int]:
        """Step through the rows and yield their numbers; blank ones and repeated titles are passed over."""
        for self.row, self._cells in enumerate(self._table.rows, start=self._table.first_row):  # noqa: B020 - the cursor
            if self.row % _TELL_EVERY == 0:
                self._progress(self.row - self._table.first_row, len(self._table.rows))
            if any(self._cells) and self._cells != self._table.titles:
                yield self.row

    @property
    def here(self) -> tuple[str, ...]:
        """Return the cells of the current row."""
        return self._cells

    def raw(self, field: str) -> str:
        """Return the cell of a field as it stands, "" where it has no column."""
        index = self._index(field)
        if index is None:
            return ""
        cell = self._cells[index]
        return "" if self._nothing and cell in self._nothing else cell

    def plain(self, field: str) -> str:
        """Return a name: any words are one, "None" and "Na" too."""
        raw = self.raw(field)
        return even(raw) if raw else ""

    def text(self, field: str) -> str | None:
        """Return what a cell says, None where it says nothing."""
        raw = self.raw(field)
        if raw not in self._said:
            self._said[raw] = said(raw)
        return self._said[raw]

    def same(self, field: str) -> str | None:
        """Return a text in the spelling that the file used first: case, blanks and marks do not make another place."""
        text = self.text(field)
        if not text:
            return None
        known = self._spellings.get((field, text))
        if known is None:
            known = self._spellings.setdefault((field, fold(text) or text), text)
            self._spellings[field, text] = known
        return known

    def has(self, field: str) -> bool:
        """Tell whether a field has a column."""
        return field in self.mapping.columns

    def sample(self, field: str) -> list[str]:
        """Return the filled cells of a field among the first rows."""
        index = self.mapping.columns[field]
        return [row[index] for row in self._table.rows[:_SAMPLE] if row[index]]

    def own_key(self) -> str:
        """Return what names this row to the rest of its household, "" where the file has no such column."""
        index = self.mapping.own_key
        return "" if index is None else self._cells[index]

    def title(self, index: int) -> str:
        """Return a column's title, "" where the file has none."""
        return self._table.titles[index] if self._table.titles else ""

    def further_notes(self) -> Iterator[tuple[int, str]]:
        """Yield the columns that add to the note with what they say."""
        for index in self.mapping.further_notes:
            cell = self._cells[index]
            if cell and cell not in self._nothing:
                yield index, cell

    def read(self, field: str, parse: Callable[[str], _T], longest: int = _LONGEST_VALUE) -> _T | None:
        """Return what a cell means; None where it says nothing. Raises Unreadable where it cannot be read."""
        text = self.text(field)
        return None if text is None else self._parsed(field, text, parse, longest)

    def _parsed(
        self, field: str, text: str, parse: Callable[[str], _T], longest: int = _LONGEST_VALUE
    ) -> _T | None:
        if len(text) > longest:
            raise Unreadable(_("A long text stands here."))
        key = (field, text)
        if key not in self._read:
            self._read[key] = parse(text)
        return self._read[key]  # type: ignore[return-value] # each field has one parser

    def day(self, field: str, partial: Partial, *, past: bool) -> str | None:
        """Return the ISO date of a date field, or the answer "prefers not to say"."""
        text = self.text(field)
        if text is None or text == PREFERS_NOT:
            return text
        order = self.mapping.date_order(field) if field in self.mapping.columns else "day first"
        return self._parsed(field, text, lambda said: read_day(said, order, partial, past=past))

    def complain(self, field: str, why: str, row: int | None = None) -> None:
        """Note that the cell of a field is wrong."""
        index = self.mapping.columns.get(field)
        name = self.mapping.names[index] if index is not None else ""
        self.wrong.append(Wrong(row or self.row, name, why))

    def leave_out(self, field: str, read: Callable[[], _T | None]) -> _T | None:
        """Return what `read` reads; a cell that cannot be read is noted and left out, and the row goes on without it."""
        try:
            return read()
        except Unreadable as error:
            self.complain(field, _("{why} The rest of the row is read in.").format(why=error))
            return None
