"""Icons from resources/icons, drawn in a token's colour at exactly the size and sharpness that is asked for."""

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from aidbook.resources import resource
from aidbook.ui import theme


@cache
def icon(name: str, tint: str = "ink", chosen: str = "on_accent") -> QIcon:
    """Return an icon in the colour of the token `tint`; in that of `chosen` where its button is on or its row selected.

    It follows the theme by itself. An icon never speaks alone: give its button a word, or a tooltip and an
    accessible name.
    """
    return QIcon(_Engine(name, tint, chosen))


def picture(name: str, size: int, scale: float, tint: str | None = "ink") -> QPixmap:
    """Return an icon as a picture of `size` logical pixels; with no tint, in its own colours."""
    pixmap = QPixmap(QSize(round(size * scale), round(size * scale)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer(name, theme.color(tint).name() if tint else "").render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


class _Engine(QIconEngine):
    def __init__(self, name: str, tint: str, chosen: str) -> None:
        super().__init__()
        self._name, self._tint, self._chosen = name, tint, chosen

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        self._draw(painter, QRectF(rect), mode, state)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: N802 - Qt's
        # Qt asks in logical pixels; drawn at that size and stretched, an icon would be soft at 200 %.
        pixmap = QPixmap(size * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self._draw(painter, QRectF(pixmap.rect()), mode, state)
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        return pixmap

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._tint, self._chosen)

    def _draw(self, painter: QPainter, rect: QRectF, mode: QIcon.Mode, state: QIcon.State) -> None:
        tint = self._tint
        if mode is QIcon.Mode.Disabled:
            tint = "edge"
        elif state is QIcon.State.On or mode is QIcon.Mode.Selected:
            tint = self._chosen
        # A rectangle wider than high leaves a gap between icon and word: Qt has no measure for it.
        side = min(rect.width(), rect.height())
        square = QRectF(rect.x(), rect.y() + (rect.height() - side) / 2, side, side)
        _renderer(self._name, theme.color(tint).name()).render(painter, square)


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = _source(name).replace("currentColor", colour) if colour else _source(name)
    return QSvgRenderer(QByteArray(drawing.encode()))
