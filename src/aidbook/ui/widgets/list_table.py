"""A list of things, as long as one likes: only the rows in sight are read, by id, in pages."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from aidbook.domain.declare import Id
from aidbook.ui import theme
from aidbook.ui.icons import icon
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.notice import TONE_ICONS

R = TypeVar("R")
_Index = QModelIndex | QPersistentModelIndex
_PAGE = 128
_PAGES_KEPT = 16
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Column(Generic[R]):
    """A column: its title, its width in logical pixels (0: what is left), how a row reads in it.

    `tone` may give a cell a tone; it then shows that tone's icon beside its words. With `sort` the title can be
    clicked, and `sorted_by` says which.
    """

    title: str
    text: Callable[[R], str]
    width: int = 0
    align: Literal["left", "right"] = "left"
    tone: Callable[[R], Tone | None] | None = None
    sort: str = ""


class RowsModel(QAbstractTableModel, Generic[R]):
    """Ids, and rows fetched for 128 of them at a time."""

    def __init__(
        self, columns: Sequence[Column[R]], fetch: Callable[[Sequence[Id]], Sequence[R | None]]
    ) -> None:
        super().__init__()
        self._columns, self._fetch = tuple(columns), fetch
        self._ids: Sequence[Id] = ()
        self._pages: OrderedDict[int, Sequence[R | None]] = OrderedDict()

    def show(self, ids: Sequence[Id]) -> None:
        """Show these, read anew."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    @property
    def ids(self) -> Sequence[Id]:
        """Return what is shown, in its order."""
        return self._ids

    def row(self, number: int) -> R | None:
        """Return a row, read with its neighbours if it is not here yet; None if it is gone."""
        page = number // _PAGE
        if page not in self._pages:
            self._pages[page] = self._fetch(self._ids[page * _PAGE : (page + 1) * _PAGE])
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return self._pages[page][number % _PAGE]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many things are listed."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        """Return what a cell shows and says."""
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return theme.font(tabular=True) if column.align == "right" else None
        if role not in _ROLES:
            return None
        row = self.row(index.row())
        return None if row is None else self._shown(column, row, role)

    def _shown(self, column: Column[R], row: R, role: int) -> Any:  # noqa: ANN401 - Qt's variant
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {column.text(row)}"
        tone = column.tone(row) if column.tone else None
        if tone is None or tone == "plain":
            return None
        return theme.color(tone) if role == Qt.ItemDataRole.ForegroundRole else icon(TONE_ICONS[tone], tone)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's variant
        """Return a column's title."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = self._columns[section].align == "right"
            return (
                Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            ) | Qt.AlignmentFlag.AlignVCenter
        return self._columns[section].title if role == Qt.ItemDataRole.DisplayRole else None


_ROLES = {
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ForegroundRole,
    Qt.ItemDataRole.DecorationRole,
}


def types(event: QKeyEvent) -> bool:
    """Tell whether a key writes something: letters and figures of a person, or of a scanner that types."""
    commands = (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    return (
        event.text().strip().isprintable() and bool(event.text().strip()) and not event.modifiers() & commands
    )


class ListTable(QTableView, Generic[R]):
    """The list of a page. Arrows move, Enter opens, Tab goes on to the next thing; what is chosen stays chosen."""

    chosen = Signal(str)
    """The id of the row one is on, "" for none."""
    opened = Signal(str)
    """The id of a row on which Enter was pressed or which was clicked twice."""
    sorted_by = Signal(str, bool)
    """The `sort` of a column whose title was clicked, and whether downwards."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[R]],
        fetch: Callable[[Sequence[Id]], Sequence[R | None]],
        parent: QWidget | None = None,
    ) -> None:
        """Make a list called `name`; `fetch` returns the rows of some ids, in their order, None where gone."""
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows = RowsModel(columns, fetch)
        self._showing = False
        self._sort: tuple[str, bool] = ("", False)
        self.setAccessibleName(name)
        self.setModel(self._rows)
        self._set_up()
        self._set_up_headers()
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(lambda _index: self._open())

    def show_ids(self, ids: Sequence[Id]) -> None:
        """Show these; the one that was chosen stays so if it is among them."""
        kept, top = self.current_id(), self.verticalScrollBar().value()
        self._showing = True
        self._rows.show(ids)
        if kept in ids:
            self.choose(kept)
            self.verticalScrollBar().setValue(top)
        self._showing = False
        if self.current_id() != kept:
            self.chosen.emit(self.current_id())

    def reload(self) -> None:
        """Read the same rows again."""
        self.show_ids(self._rows.ids)

    def choose(self, thing: Id) -> bool:
        """Go to the row with this id; say whether it is here."""
        try:
            number = list(self._rows.ids).index(thing)
        except ValueError:
            return False
        self._go(number)
        return True

    def choose_first(self) -> None:
        """Go to the first row, if no other is chosen."""
        if self._rows.rowCount() and not self.current_id():
            self._go(0)

    def current_id(self) -> Id:
        """Return the id one is on, or ""."""
        number = self.currentIndex().row()
        return self._rows.ids[number] if 0 <= number < len(self._rows.ids) else ""

    def current_row(self) -> R | None:
        """Return the row one is on."""
        return self._rows.row(self.currentIndex().row()) if self.current_id() else None

    def ids(self) -> Sequence[Id]:
        """Return what is listed."""
        return self._rows.ids

    def texts(self, number: int) -> list[str]:
        """Return what a row shows, cell by cell."""
        return [str(self._rows.index(number, at).data() or "") for at in range(len(self._columns))]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Home and End go to the first and the last row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() == Qt.Key.Key_Home and self.ids():
            self._go(0)
        elif event.key() == Qt.Key.Key_End and self.ids():
            self._go(len(self.ids()) - 1)
        elif event.key() == Qt.Key.Key_Escape or types(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the row one is on in sight, when the banner takes some room."""
        super().resizeEvent(event)
        here = self.currentIndex()
        if here.isValid() and 0 <= self.visualRect(here).top() < event.oldSize().height():
            self.scrollTo(here)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's
        """Leave searching to the search box: Qt's own would read every row there is."""

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)

    def _set_up_headers(self) -> None:
        lines, titles = self.verticalHeader(), self.horizontalHeader()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setMinimumSectionSize(theme.ROW)
        lines.setDefaultSectionSize(theme.ROW)
        titles.setHighlightSections(False)
        titles.setMinimumSectionSize(56)
        for at, column in enumerate(self._columns):
            stretch = (
                QHeaderView.ResizeMode.Stretch if not column.width else QHeaderView.ResizeMode.Interactive
            )
            titles.setSectionResizeMode(at, stretch)
            if column.width:
                self.setColumnWidth(at, max(column.width, titles.sectionSizeHint(at)))
        if any(column.sort for column in self._columns):
            titles.setSectionsClickable(True)
            titles.sectionClicked.connect(self._sort_by)

    def _go(self, number: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._rows.index(number, 0), flags)
        self.scrollTo(self._rows.index(number, 0))

    def _moved(self, _now: QModelIndex, _before: QModelIndex) -> None:
        if not self._showing:
            self.chosen.emit(self.current_id())

    def _open(self) -> None:
        if self.current_id():
            self.opened.emit(self.current_id())

    def _sort_by(self, at: int) -> None:
        name = self._columns[at].sort
        if not name:
            return
        down = self._sort == (name, False)
        self._sort = (name, down)
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicatorShown(True)
        self.horizontalHeader().setSortIndicator(at, order)
        self.sorted_by.emit(name, down)
