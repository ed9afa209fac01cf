"""A file on its way into the book: what was read of it so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aidbook.actions.imports import Decision, Preview
from aidbook.domain.imports import ImportFile, ImportKind
from aidbook.tabular.mapping import Mapping, propose
from aidbook.tabular.reading import Table, read_table


@dataclass(slots=True)
class Reading:
    """One file. `file` and `preview` are None until it was looked over under this mapping."""

    path: Path
    kind: ImportKind
    table: Table
    mapping: Mapping
    file: ImportFile | None = None
    preview: Preview | None = None
    asked: dict[int, Decision] = field(default_factory=dict)
    decisions: dict[int, str] = field(default_factory=dict)

    def forget_looks(self) -> None:
        """Forget what a look at it gave: it will be read otherwise."""
        self.file, self.preview = None, None
        self.asked.clear()
        self.decisions.clear()

    def undecided(self) -> list[int]:
        """Return the rows about which nobody decided yet."""
        return [row for row in self.asked if row not in self.decisions]


def read_file(path: Path, kind: ImportKind, kinds: Sequence[ImportKind]) -> Reading:
    """Return a file with columns proposed for `kind`; for another of `kinds` where it plainly is that."""
    table = read_table(path)
    mapping = propose(table, kind)
    if mapping.suggests in kinds and mapping.suggests is not None:
        kind = mapping.suggests
        mapping = propose(table, kind)
    return Reading(path, kind, table, mapping)


def read_otherwise(
    reading: Reading, *, kind: ImportKind | None = None, sheet: str | None = None, titled: bool | None = None
) -> Reading:
    """Return the same file read as another kind, from another sheet, or with or without titles."""
    table = reading.table
    if sheet is not None or titled is not None:
        table = read_table(reading.path, sheet=sheet or table.sheet, titled=titled)
    wanted = kind or reading.kind
    return Reading(reading.path, wanted, table, propose(table, wanted))
