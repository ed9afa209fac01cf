"""A list of a few things to choose from while one types: a name, what goes with it softly, a word at the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from aidbook.domain.declare import Id
from aidbook.ui import theme
from aidbook.ui.icons import icon
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.notice import TONE_ICONS

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SIDE = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: its id, its name, what else to know, and at the right a word in a tone."""

    id: Id
    title: str
    detail: str = ""
    note: str = ""
    tone: Tone = "plain"


class _Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (line.title, line.detail, line.note) if part)
        return line if role == Qt.ItemDataRole.UserRole else None


class _Drawn(QStyledItemDelegate):
    """Draws a line; at the door, in the door's sizes."""

    def __init__(self, parent: QListView, *, door: bool) -> None:
        super().__init__(parent)
        self._high = theme.DOOR_ROW + theme.GRID if door else theme.ROW
        self._size = theme.SECTION_PT if door else theme.BODY_PT

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(0, self._high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        painter.save()
        painter.fillRect(rect, theme.color("accent" if chosen else "sheet"))
        room = rect.adjusted(_SIDE, 0, -_SIDE, 0)
        room = self._note(painter, room, line, chosen=chosen)
        room = self._text(
            painter, room, line.title, theme.font(self._size, bold=True), "on_accent" if chosen else "ink"
        )
        self._text(painter, room, line.detail, theme.font(self._size), "on_accent" if chosen else "soft")
        if not chosen:
            painter.setPen(theme.color("line"))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _note(self, painter: QPainter, room: QRect, line: Line, *, chosen: bool) -> QRect:
        if not line.note:
            return room
        token = "on_accent" if chosen else "soft" if line.tone == "plain" else line.tone
        painter.setFont(theme.font(self._size))
        painter.setPen(theme.color(token))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, right, line.note)
        wide = painter.fontMetrics().horizontalAdvance(line.note)
        if line.tone != "plain":
            wide += theme.ICON + theme.ICON_GAP
            at = QRect(room.right() - wide, room.center().y() - theme.ICON // 2, theme.ICON, theme.ICON)
            icon(TONE_ICONS[line.tone], token).paint(painter, at)
        return room.adjusted(0, 0, -wide - _SIDE, 0)

    def _text(self, painter: QPainter, room: QRect, text: str, font: QFont, token: str) -> QRect:
        painter.setFont(font)
        painter.setPen(theme.color(token))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        return room.adjusted(metrics.horizontalAdvance(shown) + _SIDE, 0, 0, 0)


class LinesView(QListView):
    """Shows lines. Arrows move, Enter or a click takes one; `step` moves it for a line edit above."""

    taken = Signal(str)
    """The id of the line on which Enter was pressed or which was clicked."""

    def __init__(self, name: str, *, door: bool = False) -> None:
        super().__init__()
        self._model = _Lines()
        self.setModel(self._model)
        self.setItemDelegate(_Drawn(self, door=door))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.taken.emit(self._model.lines[index.row()].id))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these, the first one marked."""
        self._model.show(lines)
        if lines:
            self.setCurrentIndex(self._model.index(0))

    def lines(self) -> Sequence[Line]:
        """Return what is shown."""
        return self._model.lines

    def current(self) -> Line | None:
        """Return the marked line."""
        at = self.currentIndex().row()
        return self._model.lines[at] if 0 <= at < len(self._model.lines) else None

    def step(self, by: int) -> None:
        """Mark the next line, or the one before."""
        if self._model.lines:
            at = min(max(0, self.currentIndex().row() + by), len(self._model.lines) - 1)
            self.setCurrentIndex(self._model.index(at))

    def take(self) -> None:
        """Take the marked line."""
        line = self.current()
        if line is not None:
            self.taken.emit(line.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the marked line; letters are nobody's here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)
