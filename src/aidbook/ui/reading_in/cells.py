"""What changes, cell by cell: what the book says of each field, and what the file says."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from aidbook.actions.imports import Cell
from aidbook.i18n import _
from aidbook.tabular.mapping import label as field_label
from aidbook.ui.widgets.basics import label


def cell_grid(cells: Sequence[Cell]) -> QWidget:
    """Return the cells under each other: the field, what the book says of it, and what the file says."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    for at, stretch in enumerate((2, 3, 3)):
        grid.setColumnStretch(at, stretch)
    for at, title in enumerate((_("Field"), _("In the book"), _("In the file"))):
        grid.addWidget(label(title, "small", wrap=True), 0, at)
    for line, cell in enumerate(cells, start=1):
        says_more = cell.becomes and cell.was != cell.becomes
        words = (field_label(cell.field), cell.was or "–", cell.becomes or "–")
        for at, text in enumerate(words):
            role = "label" if at == 2 and says_more else "soft" if at == 0 else ""  # noqa: PLR2004 - the file's
            shown = label(text, role, wrap=True)
            shown.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(shown, line, at)
    made.setAccessibleName("; ".join(cell_words(cell) for cell in cells))
    return made


def cell_words(cell: Cell) -> str:
    """Return one changed cell in a sentence."""
    return _("{field}: {was} becomes {becomes}").format(
        field=field_label(cell.field), was=cell.was or "–", becomes=cell.becomes or "–"
    )
