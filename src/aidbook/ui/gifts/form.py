"""The small form that notes a gift: digits and Enter are hours given today; the rest is a key away."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from aidbook import clock
from aidbook.actions.gifts import add_gift
from aidbook.domain.declare import Id
from aidbook.domain.gifts import GIFTS, GiftWhat
from aidbook.i18n import _
from aidbook.ui import theme
from aidbook.ui.gifts.fields import HoursField
from aidbook.ui.members.picking import member_field
from aidbook.ui.pantry.picking import item_field
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import Button, button, column, row
from aidbook.ui.widgets.field import Field
from aidbook.ui.widgets.fields import DateField, NumberField, TextField
from aidbook.ui.widgets.half_typed import Typed, give_back, typed_in
from aidbook.ui.widgets.trouble import Trouble

_IN_A_ROW = 3


class GiftForm(QWidget):
    """Notes what somebody gave. `start(member)` begins one; with `ask_who`, whose it is can be picked, or nobody."""

    added = Signal(str)
    """The id of the gift that was written."""
    closed = Signal()
    """Somebody left the form; what is typed stays in it."""

    def __init__(self, session: Session, *, ask_who: bool = False, distribution: Id | None = None) -> None:
        super().__init__()
        self._session, self._distribution = session, distribution
        self._member: Id | None = None
        self._kinds = QButtonGroup(self)
        self._who = member_field(session.book, _("Who gave"), _("Empty for nobody named."))
        self._ask_who = ask_who
        self._hours = HoursField(_("How long"), needed=_("Type the hours, such as 3 or 1.5."))
        self._item = item_field(session.book, _("What"), needed=_("Pick the item from the list."))
        self._units = NumberField(_("How many"), least=1, needed=_("Type how many there are."))
        self._cents = NumberField(
            _("How much"),
            least=1,
            decimals=2,
            unit=session.book.settings.currency,
            needed=_("Type the amount, such as 20 or 12.50."),
        )
        self._note = TextField(_("Note"))
        self._on = DateField(_("When"), needed=_("Type the day."))
        self._trouble = Trouble()
        self._lay_out()
        self._on.set_value(clock.today())
        self.choose("hours")

    # What pages use

    def start(self, member: Id | None = None) -> None:
        """Begin a gift of a member, or of nobody named; the keyboard is where the amount goes."""
        if member != self._member:
            self.clear()
        self._member = member
        self.show()
        self._first().setFocus()

    def choose(self, what: GiftWhat) -> None:
        """Ask for what this sort of gift needs."""
        self._kinds.button(GIFTS.index(what)).setChecked(True)
        self._hours.setVisible(what == "hours")
        self._item.setVisible(what == "goods")
        self._units.setVisible(what == "goods")
        self._cents.setVisible(what == "money")
        self._trouble.hide()

    def what(self) -> GiftWhat:
        """Return which sort of gift is chosen."""
        return GIFTS[self._kinds.checkedId()]

    def clear(self) -> None:
        """Forget what is typed."""
        for field in (self._hours, self._units, self._cents, self._note, self._who, self._item):
            field.set_value(None)
        self._on.set_value(clock.today())
        self.choose("hours")

    def add(self) -> None:
        """Write the gift, or say what is missing beside its field."""
        done = self._trouble.tried(lambda: self._session.attempt(add_gift, self.what(), **self._said()))
        if done is not None:
            self.clear()
            self.added.emit(done.id)

    def kept(self) -> Typed:
        """Return what is half typed; nothing where the form is as new."""
        typed = {name: content for name, content in typed_in(self._texts()).items() if content}
        return {"what": self.what(), **typed} if set(typed) - {"on"} else {}

    def take(self, typed: Typed) -> None:
        """Put back what `kept` returned."""
        what = typed.get("what")
        self.choose(next((kind for kind in GIFTS if kind == what), "hours"))
        give_back(self._texts(), typed)

    # Parts

    def _said(self) -> dict[str, Any]:
        what = self.what()
        return {
            "member": self._who.checked() if self._ask_who else self._member,
            "minutes": self._hours.checked() if what == "hours" else None,
            "cents": self._cents.checked() if what == "money" else None,
            "item": self._item.checked() if what == "goods" else None,
            "units": self._units.checked() if what == "goods" else None,
            "note": self._note.value(),
            "on": self._on.checked(),
            "distribution": self._distribution,
        }

    def _texts(self) -> dict[str, Field[Any]]:
        return {
            "hours": self._hours,
            "item": self._item,
            "units": self._units,
            "cents": self._cents,
            "note": self._note,
            "on": self._on,
        }

    def _first(self) -> QWidget:
        if self._ask_who:
            return self._who
        firsts: dict[str, QWidget] = {"hours": self._hours, "goods": self._item, "money": self._cents}
        return firsts.get(self.what(), self._note)

    def _lay_out(self) -> None:
        lines = column(self, spacing=12)
        lines.addWidget(self._who)
        self._who.setVisible(self._ask_who)
        grid = QGridLayout()
        grid.setSpacing(theme.GRID)
        for at, what in enumerate(GIFTS):
            grid.addWidget(self._kind_button(at, what), at // _IN_A_ROW, at % _IN_A_ROW)
        lines.addLayout(grid)
        for field in (self._hours, self._item, self._units, self._cents, self._note, self._on):
            lines.addWidget(field)
        for field in (self._hours, self._units, self._cents, self._note, self._on):
            field.edit().returnPressed.connect(self.add)
        self._item.picked.connect(lambda _id: self._units.setFocus())
        lines.addWidget(self._trouble)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.closed.emit))
        foot.addWidget(button(_("Add gift"), self.add, "main", "plus", keys="Ctrl+Return"))
        lines.addLayout(foot)

    def _kind_button(self, at: int, what: GiftWhat) -> Button:
        words = {
            "hours": _("Hours"),
            "goods": _("Goods"),
            "money": _("Money"),
            "ride": _("A ride"),
            "care": _("Care"),
        }
        made = button(words[what], lambda: self._chosen(what), keys=f"Ctrl+{at + 1}")
        made.setCheckable(True)
        self._kinds.addButton(made, at)
        return made

    def _chosen(self, what: GiftWhat) -> None:
        self.choose(what)
        self._first().setFocus()
