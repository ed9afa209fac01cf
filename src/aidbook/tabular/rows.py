"""A whole file in our words: its rows, its wrong cells, and the digest of its content."""

from collections.abc import Callable, Sequence

from aidbook.domain.imports import ImportFile, ImportKind, ImportRow
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.in_one_go import in_one_go
from aidbook.store.progress import Progress, silent
from aidbook.tabular.cells import Cells
from aidbook.tabular.goods_rows import code_rows, stock_rows
from aidbook.tabular.heads import head_of
from aidbook.tabular.mapping import Mapping, kind_label, label
from aidbook.tabular.member_rows import member_rows
from aidbook.tabular.reading import Table

_READERS: dict[ImportKind, Callable[[Cells], Sequence[ImportRow]]] = {
    "members": member_rows,
    "stock": stock_rows,
    "delivery": stock_rows,
    "codes": code_rows,
}


def rows_of(table: Table, mapping: Mapping, kind: ImportKind, progress: Progress = silent) -> ImportFile:
    """Return what a table says under a mapping: rows in the order of the file, and every cell that cannot be read.

    `progress` is told how many rows were read, and stops it by raising. Raises UserError where a field has no column that a row of this kind cannot be without.
    """
    if mapping.missing and mapping.suggests:
        raise UserError(
            _("This file is {kind}.").format(kind=kind_label(mapping.suggests)),
            _("Read it in as that, or choose another file."),
        )
    if mapping.missing:
        raise UserError(
            _("No column of this file looks like “{field}”.").format(field=label(mapping.missing[0])),
            _("Say which column it is, or choose another file."),
        )
    cells = Cells(table, mapping, progress)
    with in_one_go():
        rows = _READERS[kind](cells)
    wrong = tuple(sorted(cells.wrong, key=lambda one: one.row))
    return ImportFile(kind, table.digest, tuple(rows), wrong, mapping.off, head_of(table, mapping))
