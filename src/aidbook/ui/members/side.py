"""What stands beside the list of members: one member's page, its fields, a new member, or a move."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.i18n import _
from aidbook.ui.gifts.form import GiftForm
from aidbook.ui.members.edit import MemberEdit
from aidbook.ui.members.erase import EraseForm
from aidbook.ui.members.filters import FilterForm
from aidbook.ui.members.hand_over import HandOverForm
from aidbook.ui.members.move import MoveForm
from aidbook.ui.members.new_member import NewMember
from aidbook.ui.members.view import MemberView
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import column, label
from aidbook.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from aidbook.ui.widgets.half_typed import Typed


class MemberSide(QStackedWidget):
    """Shows one of these at a time. Nothing typed is lost by going from one to another."""

    person_wanted = Signal(str)
    """Another member is to be shown."""
    closed = Signal()
    """Somebody left a form that is not about the member who is shown."""
    turned = Signal()
    """It shows something else now."""

    def __init__(self, session: Session, commands: dict[str, QAction], others: Sequence[QAction]) -> None:
        super().__init__()
        self._session = session
        self.member: Id = ""
        self._unsaved: dict[Id, Typed] = {}
        self.view = MemberView(session, commands, others)
        self.new = NewMember(session)
        self._edit: MemberEdit | None = None
        self._gift = GiftForm(session, ask_who=True)
        self._hint, self._viewing, self._editing = Panel(), Panel(), Panel()
        self._adding, self._moving, self._giving, self._asking = Panel(), Panel(), Panel(), Panel()
        forms = (self._editing, self._adding, self._moving, self._giving, self._asking)
        for panel in (self._hint, self._viewing, *forms):
            self.addWidget(panel)
        self._giving.show_widget(_with_title(_("Add gift"), self._gift))
        self._hint.show_widget(_hint())
        self._viewing.show_widget(self.view)
        self._adding.show_widget(self.new)
        self._adding.fill_foot(*self.new.foot())
        self._listen()

    # What is shown

    def show_member(self, member: Id) -> None:
        """Show a member's page, or the hint where there is none."""
        self._leave_edit()
        self.member = member
        if member:
            self.view.show_gift(on=False)
            self.view.show_member(member, unsaved=member in self._unsaved)
        self._turn(self._viewing if member else self._hint)

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.member and self._session.book.get(Member, self.member) is None:
            self._unsaved.pop(self.member, None)
            self.member = ""
            if self.currentWidget() is not self._adding:
                self._turn(self._hint)
        self.view.refresh()
        self.new.refresh()
        if self._edit is not None:
            self._edit.refresh()

    def edit(self) -> None:
        """Show the member's fields."""
        if not self.member:
            return
        self._edit = MemberEdit(self._session, self.member)
        self._edit.done.connect(self.back)
        self._editing.show_widget(self._edit)
        self._turn(self._editing)
        self._edit.first().setFocus()
        if self.member in self._unsaved:
            self._edit.take(self._unsaved.pop(self.member))

    def add_gift(self) -> None:
        """Show the form for a gift: of the member who is shown, or of whoever is picked in it."""
        if self.member:
            self.back_to_view()
            self.view.show_gift(on=True)
            self._viewing.scroll_to(self.view.gift)
        else:
            self._turn(self._giving)
            self._gift.start()

    def add_member(self, household: Id = "") -> None:
        """Show the form for a new member."""
        self._leave_edit()
        self._turn(self._adding)
        self.new.begin(household)

    def move_member(self) -> None:
        """Ask to which household the member goes."""
        if not self.member:
            return
        form = MoveForm(self._session, self.member)
        form.closed.connect(self.back_to_view)
        form.moved.connect(self.back_to_view)
        self._moving.show_widget(form)
        self._moving.fill_foot(*form.foot())
        self._turn(self._moving)
        form.first().setFocus()

    def erase_member(self) -> None:
        """Say what erasing the member does, and ask."""
        if self.member:
            self._ask(EraseForm(self._session, self.member))

    def hand_over(self) -> None:
        """Ask to which site the member is handed over."""
        if self.member:
            self._ask(HandOverForm(self._session, self.member))

    def show_filters(self, form: FilterForm) -> None:
        """Ask what the list is narrowed to."""
        self._leave_edit()
        form.closed.connect(self.back_to_view)
        self._asking.show_widget(form)
        self._asking.fill_foot(*form.foot())
        self._turn(self._asking)
        form.first().setFocus()

    def _ask(self, form: EraseForm | HandOverForm) -> None:
        form.closed.connect(self.back_to_view)
        form.done.connect(self._after_asking)
        if isinstance(form, EraseForm):
            form.person_wanted.connect(self.person_wanted)
        self._asking.show_widget(form)
        self._asking.fill_foot(*form.foot())
        self._turn(self._asking)
        form.first().setFocus()

    def _after_asking(self) -> None:
        self.refresh()  # who was erased is gone; who belongs to another site is still here
        self.back_to_view()

    def is_adding(self) -> bool:
        """Say whether a new member is being typed."""
        return self.currentWidget() is self._adding

    def is_at_rest(self) -> bool:
        """Say whether nothing is being typed, so that another member may be shown."""
        return self.currentWidget() in (self._hint, self._viewing) and self.view.gift.isHidden()

    # Going back

    def back(self) -> bool:
        """Go back one step; say whether there was one."""
        if self.currentWidget() is self._viewing and not self.view.gift.isHidden():
            self.view.show_gift(on=False)
            self.view.focus_first()
            return True
        if self.currentWidget() not in (self._hint, self._viewing):
            self.back_to_view()
            return True
        return False

    def back_to_view(self) -> None:
        """Show the member's page again, or the hint where there is none."""
        if self.currentWidget() is not self._viewing:
            self.show_member(self.member)
            if self.member:
                self.view.focus_first()

    # Half typed

    def kept(self) -> dict[str, object]:
        """Return what is half typed and where one is."""
        self._keep_unsaved()
        kept: dict[str, object] = {
            "new": self.new.kept(),
            "gift": {} if self.view.gift.isHidden() else {"what": "hours", **self.view.gift.kept()},
            "unsaved": dict(self._unsaved),
            "adding": self.is_adding(),
            "editing": self.currentWidget() is self._editing,
        }
        return {name: content for name, content in kept.items() if content}

    def take(self, kept: dict[str, object]) -> None:
        """Take back what `kept` returned; the member is shown already."""
        unsaved, new, gift = kept.get("unsaved"), kept.get("new"), kept.get("gift")
        self._unsaved = unsaved if isinstance(unsaved, dict) else {}
        if isinstance(new, dict):
            self.new.take(new)
        if kept.get("adding"):
            self.add_member()
        elif kept.get("editing"):
            self.edit()
        elif isinstance(gift, dict):
            self.add_gift()
            self.view.gift.take(gift)

    # Parts

    def _listen(self) -> None:
        self.view.person_wanted.connect(self.person_wanted)
        self.view.unsaved_wanted.connect(self.edit)
        self.view.gift.closed.connect(self.back)
        self.view.gift.added.connect(lambda _id: self.back())
        self._gift.closed.connect(self.closed)
        self._gift.added.connect(lambda _id: self.closed.emit())
        self.new.closed.connect(self.closed)
        self.new.added.connect(self.person_wanted)
        self.new.other_wanted.connect(self.person_wanted)

    def _leave_edit(self) -> None:
        if self._edit is None:
            return
        focused = self._edit.focusWidget()
        if focused is not None and focused.hasFocus():
            focused.clearFocus()
        self._keep_unsaved()
        self._edit = None

    def _keep_unsaved(self) -> None:
        if self._edit is not None and (typed := self._edit.unsaved()):
            self._unsaved[self._edit.member] = typed

    def _turn(self, panel: Panel) -> None:
        self.setCurrentWidget(panel)
        self.turned.emit()


def _with_title(title: str, form: QWidget) -> QWidget:
    inside = QWidget()
    lines = column(inside, margin=16, spacing=16)
    lines.addWidget(label(title, "section"))
    lines.addWidget(form)
    lines.addStretch(1)
    return inside


def _hint() -> QWidget:
    inside = QWidget()
    lines = column(inside, margin=16, spacing=8)
    lines.addStretch(1)
    for text in (
        _("Choose somebody in the list to see their page."),
        _("Type a name, a number or a phone to find them."),
    ):
        words = label(text, "soft", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        lines.addWidget(words)
    lines.addStretch(2)
    return inside
