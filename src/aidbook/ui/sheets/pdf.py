"""Pages of a PDF as pictures. PDFium works for one thread at a time, so everything here waits its turn."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtGui import QImage

_turn = threading.Lock()
_POINTS_PER_INCH = 72


class Pdf:
    """A PDF in memory. Sizes are in points; any thread may ask for a picture."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with _opened(data) as document:
            self.sizes: tuple[tuple[float, float], ...] = tuple(
                document.get_page_size(number) for number in range(len(document))
            )

    def __len__(self) -> int:
        """Return how many pages it has."""
        return len(self.sizes)

    def picture(self, page: int, width: int) -> QImage:
        """Return a page (from 0) drawn `width` pixels wide."""
        return self._drawn(page, width / self.sizes[page][0])

    def print_picture(self, page: int, dots_per_inch: int) -> QImage:
        """Return a page in the greys that a printer takes."""
        return self._drawn(page, dots_per_inch / _POINTS_PER_INCH, gray=True)

    def text(self, page: int) -> str:
        """Return what a page says, for those who do not see it."""
        with _opened(self.data) as document:
            words: str = document[page].get_textpage().get_text_bounded()
            return words

    def _drawn(self, page: int, scale: float, *, gray: bool = False) -> QImage:
        with _opened(self.data) as document:
            bitmap = document[page].render(
                scale=scale, prefer_bgrx=True, grayscale=gray, may_draw_forms=False
            )
            style = QImage.Format.Format_Grayscale8 if gray else QImage.Format.Format_RGB32
            drawn = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, style)
            # A copy: the picture must not point into memory that goes with the bitmap.
            return drawn.copy()


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    with _turn:
        import pypdfium2

        document = pypdfium2.PdfDocument(data)
        try:
            yield document
        finally:
            document.close()
