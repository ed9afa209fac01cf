"""The page of the pantry: what is on the shelves, and the chosen item beside it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Item
from aidbook.i18n import _, format_number
from aidbook.store.pantry import item_lines, items_named
from aidbook.store.stock_table import StockRow, stock_table
from aidbook.ui import theme
from aidbook.ui.page import Found, Page
from aidbook.ui.pantry.as_it_was import AsItWas, is_day
from aidbook.ui.pantry.looking import CATEGORY, LASTS, LookingBar, Tiles, columns
from aidbook.ui.pantry.side import PantrySide
from aidbook.ui.pantry.taking_in import TakingIn
from aidbook.ui.pantry.ways import KINDS as STORE_ROOM_KINDS
from aidbook.ui.pantry.ways import Ways
from aidbook.ui.pantry.words import quantity
from aidbook.ui.reading_in.dropping import dropped_file
from aidbook.ui.reading_in.flow import Flow
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import Stack, button, column, label
from aidbook.ui.widgets.empty_state import EmptyState
from aidbook.ui.widgets.list_table import ListTable
from aidbook.ui.widgets.panel import ListAndPanel

if TYPE_CHECKING:
    from aidbook.ui.reading_in.reading import ReadingIn

_FEW = 8
_LOW = 420
_WIDE, _LASTS_FROM = 860, 610


class PantryPage(Page):
    """Every item, with what is on hand."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {
            "item",
            "pack",
            "barcode",
            "lot",
            "place",
            "source",
            "movement",
            "count",
            "delivery",
            "visit",
            "gift",
        }
        | STORE_ROOM_KINDS
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._text = ""
        self._lines: dict[Id, StockRow] = {}
        self._rows: list[StockRow] = []
        self._total, self._shown = 0, ""
        self._make_commands()
        self.list: ListTable[StockRow] = ListTable(_("Items"), columns(), self._fetch)
        self._foot = self._foot_row()
        commands = {
            "card": self._card,
            "receive": self.taking.begin_with,
            "count": self._count,
            "aside": self._aside,
            "edit": self._edit,
        }
        self.side = PantrySide(session, commands)
        self._both = ListAndPanel(self._listing(), self.side)
        self._reading: ReadingIn | None = None
        self.as_it_was = AsItWas(session)
        self.receiving = self.taking.face
        self._stack = Stack()
        self._empty = self._teaching()
        for widget in (self._both, self._empty, self.as_it_was):
            self._stack.addWidget(widget)
        self.ways.live_in(self._stack, self._come_back)
        self.taking.live_in(self._stack, self._put_reading_away)
        column(self).addWidget(self._stack)
        self.setAcceptDrops(True)
        self._listen()
        self._enable()

    # What the window asks

    def title(self) -> str:
        """Return the page's title, or what is being read in."""
        if self._is_past():
            return self.as_it_was.title()
        if self.taking.is_shown():
            return self.receiving.title()
        if self.ways.is_shown():
            return self.ways.title()
        return self.reading.title() if self._is_reading() else _("Pantry")

    def search_hint(self) -> str:
        """Return what can be searched for."""
        return (
            ""
            if self._is_reading() or self._is_empty() or self._is_past() or self._is_away()
            else _("Item, category or barcode")
        )

    def refresh(self) -> None:
        """Read the list and the panel again."""
        self._show_list()
        self.side.refresh()
        self.as_it_was.refresh()
        self.receiving.refresh()
        self.ways.refresh()
        self._show_right()
        self._enable()

    def search(self, text: str) -> None:
        """Show what fits; the first of it at once."""
        self._text = text
        self._show_list()
        if text and self.side.is_at_rest():
            self.list.choose_first()

    def search_entered(self) -> None:
        """Go on from the search box to the list."""
        self.list.choose_first()
        self.list.setFocus()

    def find_things(self, text: str) -> list[Found]:
        """Return the first few items that fit."""
        lines = item_lines(self.session.book, text)[:_FEW]
        return [Found(line.name, quantity(line.on_hand, line.unit), line.id) for line in lines]

    def open(self, thing: Id) -> None:
        """Show an item, in the list too if the search allows it; or the shelves as they were on a day."""
        if is_day(thing):
            self.show_as_it_was(thing)
            return
        if self._is_away():
            self._come_back()
        if not self.list.choose(thing):
            self.list.clearSelection()
        self._show_item(thing)
        self._both.show_panel()

    def back(self) -> bool:
        """Go back one step: from another day, from reading in, from a form, from the panel."""
        if self._is_past():
            self._leave_the_past()
            return True
        if self._is_away():
            return self.receiving.step_back() if self.taking.is_shown() else self.ways.back()
        if self._is_reading():
            if not self.reading.back():
                self._leave_reading()
            return True
        if self.side.back():
            if not self.side.item and self.side.is_at_rest():
                self._leave_panel()
            self._show_right()
            return True
        focused = QApplication.focusWidget()
        if self._both.back() or (focused is not None and self.side.isAncestorOf(focused)):
            self.list.setFocus()
            return True
        return False

    def keep(self) -> dict[str, object]:
        """Return what is shown and what is half typed."""
        kept = {
            **self.side.kept(),
            "item": self.side.item,
            "reading": self._reading.kept() if self._reading else None,
        }
        kept |= {"taking": self.taking.kept(), "store_room": self.ways.kept()}
        return {name: content for name, content in kept.items() if content}

    def take(self, kept: dict[str, object]) -> None:
        """Take back what `keep` returned."""
        self._show_list()
        if item := kept.get("item"):
            self.open(str(item))
        self.side.take(kept)
        if reading := kept.get("reading"):
            self.reading.take(reading)
        for part, name in ((self.taking, "taking"), (self.ways, "store_room")):
            if isinstance(half := kept.get(name), dict):
                part.take(half)
        self._show_right()

    # Commands

    def _make_commands(self) -> None:
        self.taking = TakingIn(self, lambda: self.side.item)
        self._count = self.command(_("Count"), "count", "list-checks", "Ctrl+U")
        self._aside = self.command(_("Set aside"), "aside", "package-minus", "Ctrl+R")
        self._card = self.command(_("Every movement"), "card", "history", "Ctrl+Shift+K")
        self._new = self.command(_("New item"), "new", "plus", "Ctrl+N")
        self._edit = self.command(_("Edit this item"), "edit", "pencil", "Ctrl+E")
        self._import = self.command(_("Read in a file"), "import", "file-up", "Ctrl+O")
        self._save = self.command(
            _("Save what is on the shelves as a table"), "save_table", "file-down", "Ctrl+S"
        )
        self._past = self.command(_("The shelves as they were on a day"), "as_it_was", "history", "Ctrl+J")
        self.ways = Ways(self, lambda: self.side.item)
        self.main_action = self.taking.begin

    def _listen(self) -> None:
        self.receiving.left.connect(self._come_back)
        self.receiving.receipt_wanted.connect(self._show_receipt)
        self._count.triggered.connect(lambda *_: self._begin_count())
        self._aside.triggered.connect(lambda *_: self._begin(self.side.set_aside))
        self._card.triggered.connect(lambda *_: self._begin(self.side.show_card))
        self._new.triggered.connect(lambda *_: self._begin(self.side.add_item))
        self._edit.triggered.connect(lambda *_: self._begin(self.side.edit_item))
        self._import.triggered.connect(lambda *_: self.read_in())
        self._save.triggered.connect(lambda *_: self._save_table())
        self._past.triggered.connect(lambda *_: self.show_as_it_was())
        self.as_it_was.left.connect(self._leave_the_past)
        self.as_it_was.shown.connect(self.dressed)
        self.as_it_was.shown.connect(self._count_past)
        self.list.chosen.connect(self._follow)
        self.list.sorted_by.connect(self.looking.sort)
        self.looking.changed.connect(self._narrow)
        self.looking.tiles_wanted.connect(self._show_tiles)
        self.tiles.chosen.connect(self._show_category)
        self.list.opened.connect(self._enter)
        self.side.item_wanted.connect(self._show_new)
        self.side.view.linked.wanted.connect(self.open)
        self.side.closed.connect(self._leave_panel)
        self.side.turned.connect(self._turned)

    def _begin(self, form: Callable[[], None]) -> None:
        # Somebody may ask for this from another page, or while a file is looked over.
        if not self.isVisible():
            self.session.go("pantry")
        self._put_reading_away()
        was_past = self._is_past() or self.ways.is_shown()
        self._stack.setCurrentWidget(self._both)
        if was_past:
            self.dressed.emit()
        self._both.show_panel()
        form()
        self._show_right()

    def _begin_count(self) -> None:
        if not self.side.item:
            self.list.choose_first()
        if self.side.item:
            self._begin(self.side.count_item)
        else:  # nothing to count yet: what is there is taken in first
            self.take_in()

    def read_in(self) -> None:
        """Show the way to read in a stock list, a delivery note or known barcodes."""
        if not self.isVisible():
            self.session.go("pantry")
        self.reading.begin("stock")
        self._show_right()

    def _save_table(self) -> None:
        from aidbook.ui.pantry.saving import save_stock

        save_stock(self, self.session)

    # Taking in

    def take_in(self, item: Id = "") -> None:
        """Show the delivery that is being taken in, with an item of it if one is given."""
        self.taking.show(item)

    def _come_back(self) -> None:
        self._stack.setCurrentWidget(self._both)
        self._show_right()
        self.taking.dress()
        self.list.setFocus()

    def _show_receipt(self, delivery: Id) -> None:
        self.ways.open("sources")
        if self.ways.room is not None:
            self.ways.room.show_room("deliveries", delivery)

    def _is_away(self) -> bool:
        return self.taking.is_shown() or self.ways.is_shown()

    # As it was

    def show_as_it_was(self, day: str = "") -> None:
        """Show the shelves as they were at the end of a day."""
        if not self.isVisible():
            self.session.go("pantry")
        if self._is_past() and not day:
            return
        self._stack.setCurrentWidget(self.as_it_was)
        self.main_action = None
        self.dressed.emit()
        self.as_it_was.show_day(day)

    def _leave_the_past(self) -> None:
        self._stack.setCurrentWidget(self._both)
        self._show_right()
        self.dressed.emit()
        self.list.setFocus()

    def _count_past(self) -> None:
        if self._is_past():
            self.counted.emit(self.as_it_was.count())

    def _is_past(self) -> bool:
        return self._stack.currentWidget() is self.as_it_was

    # The list

    def _show_list(self) -> None:
        today = clock.today()
        lines = stock_table(self.session.book, today, self._text)
        named = {item.id for item in items_named(self.session.book, self._text)} if self._text else set()
        if named:  # a barcode is in no name; what it means comes first
            every = stock_table(self.session.book, today)
            lines = [line for line in every if line.id in named] + [
                line for line in lines if line.id not in named
            ]
        self._rows = lines
        self._total = len(lines) if not self._text else max(self._total, len(lines))
        self._narrow()

    def _narrow(self) -> None:
        lines = self.looking.shown.of(self._rows)
        self._lines = {line.id: line for line in lines}
        self.list.show_ids(list(self._lines))
        self.tiles.show_rows(self._rows)
        self._nothing.setVisible(not lines and bool(self._rows))
        shown = format_number(len(lines))
        if self._text or not self.looking.shown.all:
            shown = _("{n} of {total}").format(n=shown, total=format_number(self._total))
        self._shown = shown if self._total else ""
        self.counted.emit("" if self._is_reading() else self._shown)

    def _fetch(self, ids: Sequence[Id]) -> list[StockRow | None]:
        return [self._lines.get(id_) for id_ in ids]

    def _show_tiles(self, tiled: bool) -> None:  # noqa: FBT001 - as the signal gives it
        self._faces.setCurrentWidget(self.tiles if tiled else self.list)

    def _show_category(self, category: str) -> None:
        self.looking.choose_category(category)
        self.looking.show_tiles(tiled=False)
        self.list.setFocus()

    def _follow(self, item: Id) -> None:
        # A search that no longer finds what one writes about takes nobody out of their typing.
        if self.side.is_at_rest():
            self._show_item(item)

    def _show_item(self, item: Id) -> None:
        self.side.show_item(item)
        self._enable()

    def _show_new(self, item: Id) -> None:
        self._show_list()
        self.open(item)
        self.side.view.focus_first()

    def _enter(self, item: Id) -> None:
        self._show_item(item)
        self._both.show_panel()
        self.side.view.focus_first()

    def _listing(self) -> QWidget:
        listing = QWidget()
        lines = column(listing, spacing=0)
        lines.addWidget(self.taking.waiting)
        self.looking, self.tiles = LookingBar(self._past), Tiles()
        self._nothing = label(_("No item is like that now."), "soft", wrap=True)
        self._faces = QStackedWidget()
        for face in (self.list, self.tiles):
            self._faces.addWidget(face)
        lines.addWidget(self.looking)
        lines.addWidget(self._nothing)
        lines.addSpacing(theme.GRID)
        lines.addWidget(self._faces, 1)
        lines.addWidget(self._foot)
        return listing

    def _foot_row(self) -> QWidget:
        texts = {self._save: _("Save as a table")}
        shown = [each for each in (self._new, self._import, self._save) if each in self.actions()]
        foot = Flow(
            [
                *(
                    button(texts.get(each) or each.text(), each.trigger, "quiet", str(each.data()))
                    for each in shown
                ),
                self.ways.button(),
            ]
        )
        foot.setContentsMargins(0, theme.GRID, 0, 0)
        return foot

    def _teaching(self) -> EmptyState:
        return EmptyState(
            "package",
            _("Nothing is on the shelves yet"),
            _(
                "Here is what the group has to give: each item with what is on hand, its lots and their dates. Take in "
                "the first, or read in the list that you have."
            ),
            _("Take in"),
            self.taking.begin.trigger,
            also=[self._import],
            practice=None if self.session.book.practice else self.session.open_practice,
        )

    # Which of its faces the page shows

    @property
    def reading(self) -> "ReadingIn":
        """The way of a file into the book; few come to this page for it, so it is made when it is first taken."""
        from aidbook.ui.reading_in.reading import ReadingIn

        if self._reading is None:
            self._reading = ReadingIn(self.session, ("stock", "delivery", "codes"))
            self._reading.turned.connect(self._show_right)
            self._reading.finished.connect(self._leave_reading)
            self._stack.addWidget(self._reading)
        return self._reading

    def _is_reading(self) -> bool:
        return self._reading is not None and self._stack.currentWidget() is self._reading

    def _is_under_way(self) -> bool:
        return self._reading is not None and self._reading.is_under_way()

    def _put_reading_away(self) -> None:
        if self._reading is not None:
            self._reading.leave()

    def _is_empty(self) -> bool:
        return self._stack.currentWidget() is self._empty

    def _turned(self) -> None:
        self._enable()

    def _show_right(self) -> None:
        if (self._is_past() or self._is_away()) and not self._is_under_way():
            return
        before = self._stack.currentWidget(), self.main_action
        nothing = not self._rows and not self._text and self.side.is_at_rest()
        if self._reading is not None and self._reading.is_under_way():
            self._stack.setCurrentWidget(self._reading)
        else:
            self._stack.setCurrentWidget(self._empty if nothing else self._both)
        self.main_action = self.reading.go_on if self._is_reading() else self.taking.begin
        self.counted.emit("" if self._is_reading() else self._shown)
        if before != (self._stack.currentWidget(), self.main_action) or self._is_reading():
            self.dressed.emit()

    def _leave_reading(self) -> None:
        self._show_right()
        self._show_list()
        self.list.setFocus()

    def _leave_panel(self) -> None:
        self._both.back()
        self._show_right()
        self.list.setFocus()

    def _enable(self) -> None:
        there = self.session.book.get(Item, self.side.item) is not None
        self._edit.setEnabled(there)
        self._aside.setEnabled(there)
        self._card.setEnabled(there)
        self.taking.begin_with.setEnabled(there)
        self.taking.book.setEnabled(self.taking.is_shown())
        self._save.setEnabled(bool(self._rows))

    # What Qt calls

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give a low window's room to the list, a narrow one's to the names."""
        super().resizeEvent(event)
        self._foot.setVisible(self.height() >= _LOW)
        self.list.setColumnHidden(CATEGORY, self._both.listing.width() < _WIDE)
        self.list.setColumnHidden(LASTS, self._both.listing.width() < _LASTS_FROM)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dragged here."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look a dropped file over."""
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.reading.begin("stock")
            self._show_right()
            self.reading.read_file(path)
