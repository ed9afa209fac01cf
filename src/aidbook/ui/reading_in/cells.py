"""What changes, cell by cell: what the book says of each field, and what the file says."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from aidbook.actions.imports import Cell
from aidbook.i18n import _
from aidbook.tabular.mapping import label as field_label
from aidbook.ui.widgets.basics import label


def cell_grid(cells: Sequence[Cell], rows: tuple[int, int] | None = None) -> QWidget:
    """Return the cells under each other: the field, what the book says of it, and what the file says.

    With `rows`, what these two rows of the file say.
    """
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    for at, stretch in enumerate((2, 3, 3)):
        grid.setColumnStretch(at, stretch)
    heads = _heads(rows)
    for at, title in enumerate((_("Field"), *heads)):
        grid.addWidget(label(title, "small", wrap=True), 0, at)
    for line, cell in enumerate(cells, start=1):
        says_more = cell.becomes and cell.was != cell.becomes
        words = (field_label(cell.field), cell.was or "–", cell.becomes or "–")
        for at, text in enumerate(words):
            role = "label" if at == 2 and says_more else "soft" if at == 0 else ""  # noqa: PLR2004 - the file's
            shown = label(text, role, wrap=True)
            shown.setAlignment(shown.alignment() & ~Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, line, at)
    made.setAccessibleName("; ".join(_cell_words(cell, heads) for cell in cells))
    return made


def _heads(rows: tuple[int, int] | None) -> tuple[str, str]:
    if rows is None:
        return _("In the book"), _("In the file")
    return _("Row {n}").format(n=rows[0]), _("Row {n}").format(n=rows[1])


def _cell_words(cell: Cell, heads: tuple[str, str]) -> str:
    """Return one field in a sentence."""
    return _("{field}: {was} ({there}), {says} ({here})").format(
        field=field_label(cell.field),
        was=cell.was or "–",
        there=heads[0],
        says=cell.becomes or "–",
        here=heads[1],
    )
