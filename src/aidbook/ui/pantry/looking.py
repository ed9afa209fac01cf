"""Looking at the shelves: which items the list shows, in which order, and the categories as tiles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from aidbook.domain.folding import fold
from aidbook.domain.goods_words import category_word
from aidbook.domain.same import with_also
from aidbook.i18n import _, format_number, ngettext
from aidbook.store.stock_table import DUE, NARROWED, Narrowed, StockRow, Tile, tiles
from aidbook.ui.pantry.words import due_tone, due_words, unit_name
from aidbook.ui.reading_in.flow import Flow
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.basics import Button, button, column, empty, label
from aidbook.ui.widgets.list_table import Column
from aidbook.ui.widgets.panel import scrolling

CATEGORY, LASTS = 4, 5
_FEW_DAYS = 7


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the stock table is asked for; `category` is one as items keep it, "" for none, None for all."""

    narrowed: Narrowed = "all"
    category: str | None = None
    sort: str = ""
    downwards: bool = False

    def of(self, rows: Sequence[StockRow]) -> list[StockRow]:
        """Return the rows asked for, in the order asked for."""
        found = [
            row
            for row in rows
            if row.fits(self.narrowed)
            and (self.category is None or (row.line.category or "") == self.category)
        ]
        if self.sort:
            found.sort(key=_SORTS[self.sort], reverse=self.downwards)
        elif self.narrowed in DUE or self.narrowed == "past":  # what goes bad first is looked for first
            found.sort(key=_SORTS["date"])
        return found

    @property
    def all(self) -> bool:
        """Tell whether nothing is left out."""
        return self.narrowed == "all" and self.category is None


_SORTS: dict[str, Callable[[StockRow], tuple[object, ...]]] = {
    "name": lambda row: (fold(row.line.name), row.id),
    "on_hand": lambda row: (row.line.on_hand, fold(row.line.name)),
    "date": lambda row: (row.line.next_date or "9999", fold(row.line.name)),
    "category": lambda row: (fold(category_word(row.line.category)), fold(row.line.name)),
    "lasts": lambda row: (row.lasts is None, row.lasts or 0, fold(row.line.name)),
}


def narrowed_words(narrowed: Narrowed) -> str:
    """Return which items are shown, in words."""
    if narrowed in DUE:
        return _("Due in {n} days").format(n=format_number(DUE[narrowed]))
    return {
        "all": _("Everything"),
        "past": _("Past their date"),
        "least": _("Below what is wanted"),
        "out": _("None left"),
        "held": _("Held back"),
        "below": _("Below zero"),
    }[narrowed]


def columns() -> list[Column[StockRow]]:
    """Return the columns of the stock table."""
    return [
        Column(_("Item"), lambda row: with_also(row.line.name, row.line.also), sort="name"),
        Column(
            _("On hand"),
            lambda row: format_number(row.line.on_hand),
            96,
            "right",
            tone=_below,
            sort="on_hand",
        ),
        Column(_("Unit"), lambda row: unit_name(row.line.unit), 76),
        Column(
            _("Next date"),
            lambda row: due_words(row.line.next_date),
            176,
            tone=lambda row: due_tone(row.line.next_date),
            sort="date",
        ),
        Column(_("Category"), lambda row: category_word(row.line.category), 130, sort="category"),
        Column(_("Lasts"), lasts_words, 112, tone=_lasts_tone, sort="lasts"),
    ]


def lasts_words(row: StockRow) -> str:
    """Return how long an item lasts, or how much of it lacks."""
    if row.lacks:
        return _("{n} lack").format(n=format_number(row.lacks))
    if row.lasts is None:
        return ""
    return ngettext("{n} day", "{n} days", row.lasts).format(n=format_number(row.lasts))


def _lasts_tone(row: StockRow) -> Tone | None:
    return "heed" if row.lacks or (row.lasts is not None and row.lasts < _FEW_DAYS) else None


def _below(row: StockRow) -> Tone | None:
    return "heed" if row.line.on_hand < 0 else None


class LookingBar(QWidget):
    """What stands above the list: which items are shown, and the way to the tiles."""

    changed = Signal()
    """Other items are asked for, or another order."""
    tiles_wanted = Signal(bool)
    """The tiles are asked for, or the list again."""

    def __init__(self, past: QAction) -> None:
        """Make it; `past` shows the shelves as they were on a day."""
        super().__init__()
        self.shown = Shown()
        self.show_button = button(
            _("Show: {what}").format(what=_("Everything")), self._menu, icon="chevron-down"
        )
        self.category = button("", self._every_category, "quiet", "x")
        self.by_tiles = button(_("By category"), self._turn, icon="package")
        self.past = button(_("As it was on a day"), past.trigger, "quiet", "history")
        self._tiled = False
        lines = column(self)
        lines.addWidget(Flow([self.show_button, self.by_tiles, self.past, self.category]))
        self.category.hide()

    def narrow(self, narrowed: Narrowed) -> None:
        """Show only these items."""
        self._ask(Shown(narrowed, self.shown.category, self.shown.sort, self.shown.downwards))

    def choose_category(self, category: str | None) -> None:
        """Show only the items of a category; "" for those without one, None for all."""
        self._ask(Shown(self.shown.narrowed, category, self.shown.sort, self.shown.downwards))

    def sort(self, name: str, downwards: bool) -> None:  # noqa: FBT001 - as the list's signal gives it
        """Show them in another order."""
        self._ask(Shown(self.shown.narrowed, self.shown.category, name, downwards))

    def show_tiles(self, *, tiled: bool) -> None:
        """Say that tiles are shown, or the list."""
        self._tiled = tiled
        self.by_tiles.setText(_("As a list") if tiled else _("By category"))
        self.tiles_wanted.emit(tiled)

    def _ask(self, shown: Shown) -> None:
        self.shown = shown
        self.show_button.setText(_("Show: {what}").format(what=narrowed_words(shown.narrowed)))
        self.category.setVisible(shown.category is not None)
        self.category.setText(_category(shown.category))
        self.changed.emit()

    def _narrow_to(self, narrowed: Narrowed, _checked: object = None) -> None:
        self.narrow(narrowed)

    def _every_category(self) -> None:
        self.choose_category(None)

    def _turn(self) -> None:
        self.show_tiles(tiled=not self._tiled)

    def _menu(self) -> None:
        menu = QMenu(self.show_button)
        for narrowed in NARROWED:
            menu.addAction(narrowed_words(narrowed)).triggered.connect(partial(self._narrow_to, narrowed))
        menu.popup(self.show_button.mapToGlobal(self.show_button.rect().bottomLeft()))


class _TileButton(Button):
    """As wide as all tiles are, and `high` as the one that says most."""

    def __init__(self) -> None:
        super().__init__("")
        self.high = 0

    def needed(self) -> int:
        """Return how high what stands in it is."""
        for words in self.findChildren(QLabel):
            words.ensurePolished()
        layout = self.layout()
        return layout.heightForWidth(_TILE_WIDE) if layout is not None else 0

    def sizeHint(self) -> QSize:
        return QSize(_TILE_WIDE, max(_TILE_LEAST, self.high))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Tiles(QWidget):
    """The categories, each with how many of its items want something; one leads to its items."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._inside = QWidget()
        self._lines = column(self._inside, spacing=8)
        column(self).addWidget(scrolling(self._inside))
        self.buttons: list[_TileButton] = []

    def show_rows(self, rows: Sequence[StockRow]) -> None:
        """Show the categories of these."""
        empty(self._lines)
        self.buttons = [self._tile(tile) for tile in tiles(rows)]
        high = max((each.needed() for each in self.buttons), default=0)
        for each in self.buttons:
            each.high = high
        self._lines.addWidget(Flow(self.buttons))
        self._lines.addStretch(1)

    def _tile(self, tile: Tile) -> _TileButton:
        name, figures = _category(tile.category or ""), _figures(tile)
        made = _TileButton()
        made.clicked.connect(lambda: self.chosen.emit(tile.category or ""))
        made.setAccessibleName(" · ".join([name, *figures]))
        inside = column(made, margin=12, spacing=4)
        for text, role in [(name, "section"), *((figure, "") for figure in figures)]:
            words = label(text, role, wrap=True)
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inside.addWidget(words)
        inside.addStretch(1)
        return made


_TILE_WIDE, _TILE_LEAST = 200, 120


def _category(category: str | None) -> str:
    return category_word(category) if category else _("without a category")


def _figures(tile: Tile) -> list[str]:
    """Return what a tile says: its items, and only what wants something."""
    items = ngettext("{n} item", "{n} items", tile.items).format(n=format_number(tile.items))
    here = _("{n} on the shelves").format(n=format_number(tile.here))
    wanting = [
        (tile.past, _("{n} past the date")),
        (tile.due, _("{n} due in 30 days")),
        (tile.lacking, _("{n} below what is wanted")),
        (tile.held, _("{n} held back")),
    ]
    return [items, here, *(words.format(n=format_number(n)) for n, words in wanting if n)][:_MOST]


_MOST = 5
