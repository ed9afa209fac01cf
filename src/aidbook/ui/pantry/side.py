"""What stands beside the list of items: one item, counting, setting aside, a new item, its fields."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from aidbook.domain.declare import Id
from aidbook.domain.pantry import Item
from aidbook.i18n import _
from aidbook.ui.pantry.view import ItemView
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import column, label
from aidbook.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from aidbook.ui.pantry.card import CardView
    from aidbook.ui.pantry.count import CountForm
    from aidbook.ui.pantry.item_forms import ItemEdit, NewItem
    from aidbook.ui.pantry.set_aside import SetAsideForm
    from aidbook.ui.widgets.half_typed import Typed


class PantrySide(QStackedWidget):
    """Shows one of these at a time. Nothing typed is lost by going from one to another.

    Each form is made when it is first wanted: the page opens on the list.
    """

    item_wanted = Signal(str)
    """An item is to be shown, in the list too."""
    closed = Signal()
    """Somebody left a form while no item is shown."""
    turned = Signal()
    """It shows something else now."""

    def __init__(self, session: Session, commands: dict[str, QAction]) -> None:
        super().__init__()
        self._session = session
        self.item: Id = ""
        self._counts: dict[Id, Typed] = {}
        self.view = ItemView(session, commands)
        self._new: NewItem | None = None
        self._card: CardView | None = None
        self.edit: ItemEdit | None = None
        self.counting: CountForm | None = None
        self.aside: SetAsideForm | None = None
        self._hint, self._viewing, self._editing, self._counting_panel = Panel(), Panel(), Panel(), Panel()
        self._adding, self._setting_aside, self._carding = Panel(), Panel(), Panel()
        self._forms = (
            self._adding,
            self._counting_panel,
            self._setting_aside,
            self._editing,
        )
        for panel in (self._hint, self._viewing, self._carding, *self._forms):
            self.addWidget(panel)
        self._hint.show_widget(_hint())
        self._viewing.show_widget(self.view)

    @property
    def new(self) -> "NewItem":
        """The form for a new item."""
        from aidbook.ui.pantry.item_forms import NewItem

        if self._new is None:
            self._new = NewItem(self._session)
            self._new.closed.connect(self._close)
            self._new.added.connect(self.item_wanted)
            self._adding.show_widget(self._new)
            self._adding.fill_foot(*self._new.foot())
        return self._new

    @property
    def card(self) -> "CardView":
        """An item's stock card."""
        from aidbook.ui.pantry.card import CardView

        if self._card is None:
            self._card = CardView(self._session)
            self._card.closed.connect(self.back)
            self._carding.show_widget(self._card)
        return self._card

    # What is shown

    def show_item(self, item: Id) -> None:
        """Show an item, or the hint where there is none."""
        self._leave_forms()
        self.item = item
        if item:
            self.view.show_item(item)
        if item and self.currentWidget() is self._carding:
            self.card.show_item(item)
            self._turn(self._carding)
        else:
            self._turn(self._viewing if item else self._hint)

    def show_card(self) -> None:
        """Show the item's stock card; other items show theirs until somebody goes back."""
        if not self.item:
            return
        self._leave_forms()
        self.card.show_item(self.item)
        self._turn(self._carding)
        self.card.focus_first()

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.item and self._session.book.get(Item, self.item) is None:
            self.item = ""
            if self.is_at_rest():
                self._turn(self._hint)
        self.view.refresh()
        if self.item and self.currentWidget() is self._carding:
            self.card.refresh()
        if self.edit is not None:
            self.edit.refresh()

    def add_item(self, name: str = "") -> None:
        """Show the form for a new item."""
        self._leave_forms()
        new = self.new
        self._turn(self._adding)
        new.begin(name)

    def count_item(self) -> None:
        """Show the form that counts the item."""
        if not self.item:
            return
        from aidbook.ui.pantry.count import CountForm

        self._leave_forms()
        self.counting = CountForm(self._session, self.item)
        self.counting.counted.connect(self._counted)
        self.counting.closed.connect(self.back)
        self._counting_panel.show_widget(self.counting)
        self._counting_panel.fill_foot(*self.counting.foot())
        self._turn(self._counting_panel)
        if self.item in self._counts:
            self.counting.take(self._counts.pop(self.item))
        self.counting.first().setFocus()

    def set_aside(self) -> None:
        """Show the form that sets units of the item aside."""
        if not self.item:
            return
        from aidbook.ui.pantry.set_aside import SetAsideForm

        self._leave_forms()
        self.aside = SetAsideForm(self._session, self.item)
        self.aside.done.connect(self.back)
        self.aside.closed.connect(self.back)
        self._setting_aside.show_widget(self.aside)
        self._setting_aside.fill_foot(*self.aside.foot())
        self._turn(self._setting_aside)
        self.aside.first().setFocus()

    def edit_item(self) -> None:
        """Show the item's fields."""
        if not self.item:
            return
        from aidbook.ui.pantry.item_forms import ItemEdit

        self._leave_forms()
        self.edit = ItemEdit(self._session, self.item)
        self.edit.done.connect(self.back)
        self._editing.show_widget(self.edit)
        self._turn(self._editing)
        self.edit.fields["name"].setFocus()

    def is_at_rest(self) -> bool:
        """Say whether nothing is being typed, so that another item may be shown."""
        return self.currentWidget() in (self._hint, self._viewing, self._carding)

    def back(self) -> bool:
        """Go back one step; say whether there was one."""
        if not self.is_at_rest() or self.currentWidget() is self._carding:
            self._turn(self._viewing)
            self.show_item(self.item)
            if self.item:
                self.view.focus_first()
            return True
        return False

    # Half typed

    def kept(self) -> dict[str, object]:
        """Return what is half typed and where one is."""
        self._keep_count()
        current = self.currentWidget()
        kept: dict[str, object] = {
            "new": self._new.kept() if self._new else None,
            "counts": dict(self._counts),
            "at": {self._adding: "new", self._counting_panel: "count"}.get(current, "")
            if isinstance(current, Panel)
            else "",
        }
        return {name: content for name, content in kept.items() if content}

    def take(self, kept: dict[str, object]) -> None:
        """Take back what `kept` returned; the item is shown already."""
        new, counts = kept.get("new"), kept.get("counts")
        if isinstance(counts, dict):
            self._counts = counts
        if isinstance(new, dict):
            self.new.take(new)
        begin = {"new": self.add_item, "count": self.count_item}.get(str(kept.get("at", "")))
        if begin is not None:
            begin()

    # Parts

    def _close(self) -> None:
        self.back()
        if not self.item and self.is_at_rest():
            self.closed.emit()

    def _counted(self) -> None:
        self.counting = None  # what was typed in it is in the book now
        self.back()

    def _leave_forms(self) -> None:
        focused = self.focusWidget()
        if focused is not None and focused.hasFocus():
            focused.clearFocus()  # a field that is left saves what is typed in it
        self._keep_count()
        self.edit = self.counting = self.aside = None

    def _keep_count(self) -> None:
        if self.counting is not None and (typed := self.counting.kept()):
            self._counts[self.counting.item] = typed

    def _turn(self, panel: Panel) -> None:
        self.setCurrentWidget(panel)
        self.turned.emit()


def _hint() -> QWidget:
    inside = QWidget()
    lines = column(inside, margin=16, spacing=8)
    lines.addStretch(1)
    for text in (
        _("Choose an item in the list to see its lots."),
        _("Type a name or scan a barcode to find it."),
    ):
        words = label(text, "soft", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        lines.addWidget(words)
    lines.addStretch(2)
    return inside
