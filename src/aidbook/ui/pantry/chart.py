"""In and out of an item by month: a chart, and a table of the same figures."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from aidbook.i18n import _
from aidbook.sheets.card_words import month_cells
from aidbook.sheets.charts import Colors, Pair, in_and_out, legend, pairs_svg, since_first
from aidbook.store.stock_card import Month
from aidbook.ui import theme
from aidbook.ui.widgets.basics import column, empty, label

_SIZE = QSize(400, 140)


class _Bars(QWidget):
    """Draws the chart as wide as there is room, and in its own proportions."""

    def __init__(self) -> None:
        super().__init__()
        self._svg = QSvgRenderer(self)
        self.setMinimumHeight(_SIZE.height())

    def show_pairs(self, pairs: Sequence[Pair]) -> None:
        colors = Colors(*(theme.color(token).name() for token in ("soft", "good", "accent")))
        family = theme.font().family()
        self._svg.load(QByteArray(pairs_svg(pairs, colors, family, (_SIZE.width(), _SIZE.height()))))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._svg.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
        self._svg.render(painter, self.rect())
        painter.end()


class InAndOut(QWidget):
    """Shows months; whoever sees no chart reads its table."""

    def __init__(self) -> None:
        super().__init__()
        self._bars = _Bars()
        self._legend = label(legend(), "small", wrap=True)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(2 * theme.GRID)
        self._table.setColumnStretch(0, 1)
        lines = column(self, spacing=theme.GRID)
        lines.addWidget(self._bars)
        lines.addWidget(self._legend)
        lines.addLayout(self._table)
        self._rows: list[list[str]] = []

    def show_months(self, months: Sequence[Month]) -> None:
        """Show these, the first at the left and on top."""
        months = since_first(months)
        self._bars.show_pairs(in_and_out(months))
        self._bars.setAccessibleName(
            _("Chart of what came in and went out by month; the table below says the same")
        )
        self._rows = [list(month_cells(month)) for month in months]
        empty(self._table)
        titles = [_("Month"), _("In"), _("Out"), _("On hand at its end")]
        for at, cells in enumerate([titles, *self._rows]):
            for number, text in enumerate(cells):
                self._table.addWidget(_cell(text, title=not at, right=number > 0), at, number)

    def table(self) -> list[list[str]]:
        """Return the figures as they are shown."""
        return self._rows


def _cell(text: str, *, title: bool, right: bool) -> QLabel:
    made = label(text, "small" if title else "", wrap=title)
    if right:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if not title:
            made.setFont(theme.font(tabular=True))
    return made
