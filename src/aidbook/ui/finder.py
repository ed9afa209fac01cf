"""Ctrl+K: one line that searches everything and runs commands."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from aidbook.domain.folding import fold
from aidbook.i18n import _
from aidbook.ui import theme
from aidbook.ui.widgets.basics import column, label
from aidbook.ui.widgets.search_box import SearchBox

_MOST = 40
_LATE_MS = 200
"""What is found sooner is shown at once and in one go; later, it is shown as it is found."""
_DONE = object()
_DETAIL = Qt.ItemDataRole.UserRole


class _Line(QStyledItemDelegate):
    """Draws what goes with a line at its right, softly."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setPen(theme.color("on_accent" if chosen else "soft"))
        room = option.rect.adjusted(0, 0, -12, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, right, str(index.data(_DETAIL) or ""))
        painter.restore()


@dataclass(frozen=True)
class Hit:
    """A line of the finder: what it says, what goes with it, and what Enter does."""

    icon: QIcon
    title: str
    detail: str
    do: Callable[[], None]


def _reads(hit: Hit) -> tuple[str, str]:
    return hit.title, hit.detail


class Finder(QDialog):
    """A line to type in and what fits under it. Arrows move, Enter goes there, Esc leaves.

    What takes a while is done a bit at each turn of the window, so that typing never waits for it.
    """

    def __init__(
        self,
        parent: QWidget,
        commands: Callable[[], Sequence[Hit]],
        things: Callable[[str], Iterator[list[Hit]]],
        first: Iterator[None],
    ) -> None:
        """Make it: `commands` there are now, `things` that fit a text bit by bit; `first` is done before, bit by bit."""
        super().__init__(parent.window(), Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setProperty("role", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Search everything, or run a command"))
        self._commands = commands
        self._things = things
        self._first = first
        self._text = ""
        self._finding: Iterator[list[Hit]] = iter(())
        self._found: list[Hit] = []
        self._hits: list[Hit] = []
        self._all_found, self._moved = True, False
        self._late = QTimer(self, singleShot=True, interval=_LATE_MS)
        self._late.timeout.connect(self._show)
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._go_on)
        self.box = SearchBox(_("Search everything, or run a command"))
        self.list = QListWidget()
        self.list.setItemDelegate(_Line(self.list))
        self.list.setIconSize(QSize(theme.ICON + theme.ICON_GAP, theme.ICON))
        self.list.setAccessibleName(_("What fits"))
        self._none = label(_("Nothing fits. Type fewer letters, or another word."), "soft", wrap=True)
        self._lay_out(parent.window())
        self.box.searched.connect(self.show_hits)
        self.box.entered.connect(self.go)
        self.box.escaped.connect(self.reject)
        self.box.installEventFilter(self)
        self.list.itemActivated.connect(lambda _item: self.go())
        self.list.itemClicked.connect(lambda _item: self.go())
        self.show_hits("")

    def show_hits(self, text: str) -> None:
        """Show what fits `text`: things first, then commands; with nothing typed, all commands."""
        self._text, self._found = text, []
        self._finding = self._things(text) if fold(text) else iter(())
        self._all_found, self._moved = not fold(text), False
        self._turn.start()
        self._late.start()
        if self._all_found:
            self._show()

    def _go_on(self) -> None:
        """Do a bit of what is still to be done: find first, then what may wait until all of it is found."""
        if not self._all_found:
            found = next(self._finding, None)
            self._found += found or []
            self._all_found = found is None
            if self._all_found or (found and not self._late.isActive()):
                self._show()
        elif next(self._first, _DONE) is _DONE:
            self._turn.stop()
            self._show()

    def _show(self) -> None:
        """Show what was found so far; who moved in it stays where they are."""
        self._late.stop()
        chosen = self._hits[self.list.currentRow()] if self._moved else None
        words = fold(self._text).split()
        self._hits = [*self._found, *self._fitting(words)][:_MOST]
        self.list.clear()
        for hit in self._hits:
            line = QListWidgetItem(hit.icon, hit.title)
            line.setData(_DETAIL, hit.detail)
            line.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.title}, {hit.detail}")
            self.list.addItem(line)
        same = (at for at, hit in enumerate(self._hits) if chosen and _reads(hit) == _reads(chosen))
        self.list.setCurrentRow(next(same, 0))
        self.list.setVisible(bool(self._hits))
        self._none.setVisible(not self._hits and self._all_found)

    def go(self) -> None:
        """Do what the chosen line is about, once all that fits is there."""
        while not self._all_found and not self._moved:
            self._go_on()
        at = self.list.currentRow()
        if 0 <= at < len(self._hits):
            hit = self._hits[at]
            self.accept()
            hit.do()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while one types in the line."""
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step and self._hits:
                self._moved = True
                self.list.setCurrentRow((self.list.currentRow() + step) % len(self._hits))
            return bool(step) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _fitting(self, words: Sequence[str]) -> list[Hit]:
        return [hit for hit in self._commands() if all(word in fold(hit.title) for word in words)]

    def _lay_out(self, behind: QWidget) -> None:
        lines = column(self, margin=16, spacing=8)
        lines.addWidget(self.box)
        lines.addWidget(self.list, 1)
        lines.addWidget(self._none)
        lines.addStretch(0)
        self.resize(min(640, behind.width() - 32), min(480, behind.height() - 32))
        corner = behind.mapToGlobal(behind.rect().topLeft())
        self.move(
            corner.x() + (behind.width() - self.width()) // 2,
            corner.y() + min(72, 16 + behind.height() // 12),
        )
