"""The printer: asked for by the system's own dialog, and given the very pages that the preview shows."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.sheets.values import PaperName
from aidbook.ui.sheets.pdf import Pdf

_SHARP = 600
"""Dots per inch beyond which nothing looks better and everything takes longer."""


def has_printer() -> bool:
    """Tell whether this computer knows a printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def ask_printer(parent: QWidget, paper: PaperName, pdf: Pdf) -> QPrinter | None:
    """Ask which printer, which pages and how many copies. None if nobody chose. A test answers here for a person."""
    printer = set_up(QPrinter(QPrinter.PrinterMode.HighResolution), paper, pdf)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, len(pdf))
    dialog.setFromTo(1, len(pdf))
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def set_up(printer: QPrinter, paper: PaperName, pdf: Pdf) -> QPrinter:
    """Return the printer with our paper in it, lying as the pages do. What it calls the document names nobody."""
    size = QPageSize.PageSizeId.Letter if paper == "Letter" else QPageSize.PageSizeId.A4
    wide, high = pdf.sizes[0]
    lies = QPageLayout.Orientation.Landscape if wide > high else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(QPageSize(size), lies, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    printer.setDocName("AidBook")
    return printer


def pages_of(printer: QPrinter, pages: int) -> list[int]:
    """Return the pages that were asked for, from 0, in the order of printing, with their copies."""
    first, last = printer.fromPage() or 1, printer.toPage() or pages
    wanted = list(range(max(1, first) - 1, min(pages, last)))
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        wanted.reverse()
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    return wanted * copies


def print_pages(
    printer: QPrinter, pdf: Pdf, pages: Sequence[int], progress: Callable[[int, int], None]
) -> None:
    """Print pages of a PDF. Raises UserError where the printer does not take them."""
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError(
            _("The printer does not take the pages."),
            _("See that it is on and has paper, or save the sheet as PDF."),
        )
    try:
        for number, page in enumerate(pages):
            progress(number, len(pages))
            if number:
                _begin_page(printer)
            _print_page(painter, printer, pdf, page)
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()


def _begin_page(printer: QPrinter) -> None:
    if not printer.newPage():
        raise UserError(
            _("The printer stopped in the middle."), _("See that it has paper, then print again.")
        )


def _print_page(painter: QPainter, printer: QPrinter, pdf: Pdf, page: int) -> None:
    picture = pdf.print_picture(page, min(printer.resolution(), _SHARP))
    paper = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
    wide, high = pdf.sizes[page]
    scale = min(paper.width() / wide, paper.height() / high)
    painter.drawImage(QRectF(0, 0, wide * scale, high * scale), picture)
