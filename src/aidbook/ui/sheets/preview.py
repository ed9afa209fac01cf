"""The pages of a sheet on screen, one at a time, as large as one likes."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

from aidbook.i18n import _
from aidbook.ui import theme
from aidbook.ui.jobs import run_quietly
from aidbook.ui.sheets.pdf import Pdf

Zoom = Literal["page", "width", "large", "largest"]
ZOOMS: tuple[Zoom, ...] = ("page", "width", "large", "largest")
_TIMES = {"page": 1.0, "width": 1.0, "large": 1.5, "largest": 2.25}
_SEEN = 1.05
_MARGIN = 12
_DRAW_AFTER_MS = 60


class _Sheet(QWidget):
    """The paper itself: the picture that is here, stretched until a sharper one comes."""

    def __init__(self) -> None:
        super().__init__()
        self.picture: QImage | None = None
        self.setSizePolicy(self.sizePolicy().Policy.Fixed, self.sizePolicy().Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)  # paper is white, whatever the window wears
        if self.picture is not None:
            painter.drawImage(self.rect(), self.picture)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()


class Preview(QWidget):
    """Shows one page of a PDF. Page Up and Page Down scroll, and go on to the next page at its end."""

    turned = Signal()
    """Another page is shown, or the same one in another size."""
    drawn = Signal()
    """The page in sight is drawn as sharp as the screen can show it."""

    def __init__(self) -> None:
        super().__init__()
        self._pdf: Pdf | None = None
        self._page = 0
        self._zoom: Zoom = "page"
        self._asked: tuple[int, int] | None = None
        self._sheet = _Sheet()
        self.area = _Area(self._sheet, self._step)
        self.area.setParent(self)
        self._later = QTimer(self, singleShot=True, interval=_DRAW_AFTER_MS)
        self._later.timeout.connect(self._draw)
        self.setFocusProxy(self.area)

    # What is shown

    def show_pdf(self, pdf: Pdf) -> None:
        """Show a PDF, on the page one was on if it has that."""
        self._pdf = pdf
        self._page = min(self._page, len(pdf) - 1)
        self._asked = None
        self._show_page()

    def forget(self) -> None:
        """Have no pages to turn: there is no sheet."""
        self._pdf = None
        self.turned.emit()

    def begin_again(self) -> None:
        """Let the next PDF begin on its first page: it is another sheet."""
        self._page = 0
        self.area.verticalScrollBar().setValue(0)

    def page(self) -> int:
        """Return the page in sight, from 0."""
        return self._page

    def pages(self) -> int:
        """Return how many pages there are."""
        return len(self._pdf) if self._pdf else 0

    def turn(self, steps: int) -> bool:
        """Go some pages on, or back; say whether there was one."""
        page = min(max(0, self._page + steps), self.pages() - 1)
        if page == self._page or not self._pdf:
            return False
        self._page = page
        self.area.verticalScrollBar().setValue(0)
        self._show_page()
        return True

    def zoom(self) -> Zoom:
        """Return how large the page is."""
        return self._zoom

    def set_zoom(self, zoom: Zoom) -> None:
        """Show the page in another size."""
        self._zoom = zoom
        self._fit()
        self.turned.emit()

    def zoom_by(self, steps: int) -> None:
        """Show the page larger, or smaller: in the next size that makes a difference."""
        now, sizes = self._scale(self._zoom), {zoom: self._scale(zoom) for zoom in ZOOMS}
        others = [
            zoom for zoom in ZOOMS if (sizes[zoom] / now > _SEEN if steps > 0 else now / sizes[zoom] > _SEEN)
        ]
        if others:
            self.set_zoom(others[0] if steps > 0 else others[-1])

    def picture(self) -> QImage | None:
        """Return the picture of the page in sight, if it is drawn."""
        return self._sheet.picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page into the room there is."""
        super().resizeEvent(event)
        self.area.resize(self.size())
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Ask for little: a page can be shown in any room."""
        return QSize(160, 160)

    # How it is drawn

    def _show_page(self) -> None:
        pdf, page = self._pdf, self._page
        if pdf is None:
            return
        self.area.setAccessibleName(_("Page {page} of {pages}").format(page=page + 1, pages=len(pdf)))
        self._fit()
        run_quietly(lambda _progress: pdf.text(page), lambda text: self._say(page, text), _raise)
        self.turned.emit()

    def _say(self, page: int, text: str) -> None:
        if isValid(self) and page == self._page:
            self.area.setAccessibleDescription(text)

    def _fit(self) -> None:
        if self._pdf is None:
            return
        wide, high = self._pdf.sizes[self._page]
        scale = self._scale(self._zoom)
        self._sheet.setFixedSize(max(40, round(wide * scale)), max(40, round(high * scale)))
        self._later.start()

    def _scale(self, zoom: Zoom) -> float:
        """Return how many pixels a point of the page has."""
        if self._pdf is None:
            return 1.0
        wide, high = self._pdf.sizes[self._page]
        across, down = self.area.width() - 2 * _MARGIN, self.area.height() - 2 * _MARGIN
        scale = across / wide * _TIMES[zoom]
        if zoom == "page":
            return min(scale, down / high)
        if scale * high > down:
            scale *= 1 - self.area.verticalScrollBar().sizeHint().width() / across
        return scale

    def _draw(self) -> None:
        """Have the page drawn in the pixels it has on screen, unless that is under way or done."""
        pdf, page = self._pdf, self._page
        width = round(self._sheet.width() * self.devicePixelRatioF())
        if pdf is None or self._asked == (page, width):
            return
        self._asked = (page, width)
        run_quietly(
            lambda _progress: pdf.picture(page, width),
            lambda picture: self._take(pdf, page, width, picture),
            _raise,
        )

    def _take(self, pdf: Pdf, page: int, width: int, picture: QImage) -> None:
        if isValid(self) and pdf is self._pdf and self._asked == (page, width):
            self._sheet.picture = picture
            self._sheet.update()
            self.drawn.emit()

    def _step(self, steps: int) -> bool:
        turned = self.turn(steps)
        if turned and steps < 0:
            bar = self.area.verticalScrollBar()
            bar.setValue(bar.maximum())
        return turned


class _Area(QScrollArea):
    """Scrolls the paper, and asks for the next page where it ends."""

    def __init__(self, sheet: QWidget, step: Callable[[int], bool]) -> None:
        super().__init__()
        self._step = step
        self.setFrameShape(self.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(sheet)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        ends = {
            Qt.Key.Key_PageDown: (bar.value() >= bar.maximum(), 1),
            Qt.Key.Key_Space: (bar.value() >= bar.maximum(), 1),
            Qt.Key.Key_PageUp: (bar.value() <= bar.minimum(), -1),
        }
        at_end, steps = ends.get(Qt.Key(event.key()), (False, 0))
        if at_end and self._step(steps):
            return
        if event.key() == Qt.Key.Key_Space:
            bar.triggerAction(bar.SliderAction.SliderPageStepAdd)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._step(-1_000_000 if event.key() == Qt.Key.Key_Home else 1_000_000)
        else:
            super().keyPressEvent(event)


def _raise(error: Exception) -> None:
    raise error
