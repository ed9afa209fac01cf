"""What stands beside the list of members: one member's page, its fields, a new member, or a move."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.i18n import _
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import column, label
from aidbook.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from aidbook.ui.gifts.form import GiftForm
    from aidbook.ui.members.edit import MemberEdit
    from aidbook.ui.members.erase import EraseForm
    from aidbook.ui.members.filters import FilterForm
    from aidbook.ui.members.hand_over import HandOverForm
    from aidbook.ui.members.move import MoveForm
    from aidbook.ui.members.new_member import NewMember
    from aidbook.ui.members.view import MemberView
    from aidbook.ui.widgets.half_typed import Typed

_Face = Literal["hint", "viewing", "editing", "adding", "moving", "giving", "asking"]


class MemberSide(QStackedWidget):
    """Shows one of these at a time. Nothing typed is lost by going from one to another.

    Each is made when it is first wanted: the page opens on the list.
    """

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
        self._commands, self._others = commands, others
        self._view: MemberView | None = None
        self._new: NewMember | None = None
        self._giving: GiftForm | None = None
        self._edit: MemberEdit | None = None
        self._face: _Face = "hint"
        self._panels: dict[_Face, Panel] = {}
        self._panel("hint").show_widget(_hint())

    @property
    def view(self) -> "MemberView":
        """A member's page."""
        from aidbook.ui.members.view import MemberView

        if self._view is None:
            self._view = MemberView(self._session, self._commands, self._others)
            self._view.person_wanted.connect(self.person_wanted)
            self._view.unsaved_wanted.connect(self.edit)
            self._view.gift.closed.connect(self.back)
            self._view.gift.added.connect(lambda _id: self.back())
            self._panel("viewing").show_widget(self._view)
        return self._view

    @property
    def new(self) -> "NewMember":
        """The form for a new member."""
        from aidbook.ui.members.new_member import NewMember

        if self._new is None:
            self._new = NewMember(self._session)
            self._new.closed.connect(self.closed)
            self._new.added.connect(self.person_wanted)
            self._new.other_wanted.connect(self.person_wanted)
            panel = self._panel("adding")
            panel.show_widget(self._new)
            panel.fill_foot(*self._new.foot())
        return self._new

    @property
    def _gift(self) -> "GiftForm":
        """The form for a gift of whoever is picked in it."""
        from aidbook.ui.gifts.form import GiftForm

        if self._giving is None:
            self._giving = GiftForm(self._session, ask_who=True)
            self._giving.closed.connect(self.closed)
            self._giving.added.connect(lambda _id: self.closed.emit())
            self._panel("giving").show_widget(_with_title(_("Add gift"), self._giving))
        return self._giving

    # What is shown

    def show_member(self, member: Id) -> None:
        """Show a member's page, or the hint where there is none."""
        self._leave_edit()
        self.member = member
        if member:
            self.view.show_gift(on=False)
            self.view.show_member(member, unsaved=member in self._unsaved)
        self._turn("viewing" if member else "hint")

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.member and self._session.book.get(Member, self.member) is None:
            self._unsaved.pop(self.member, None)
            self.member = ""
            if not self.is_adding():
                self._turn("hint")
        for form in (self._view, self._new, self._edit):
            if form is not None:
                form.refresh()

    def edit(self) -> None:
        """Show the member's fields."""
        from aidbook.ui.members.edit import MemberEdit

        if not self.member:
            return
        self._edit = MemberEdit(self._session, self.member)
        self._edit.done.connect(self.back)
        self._panel("editing").show_widget(self._edit)
        self._turn("editing")
        self._edit.first().setFocus()
        if self.member in self._unsaved:
            self._edit.take(self._unsaved.pop(self.member))

    def add_gift(self) -> None:
        """Show the form for a gift: of the member who is shown, or of whoever is picked in it."""
        if self.member:
            self.back_to_view()
            self.view.show_gift(on=True)
            self._panel("viewing").scroll_to(self.view.gift)
        else:
            gift = self._gift
            self._turn("giving")
            gift.start()

    def add_member(self, household: Id = "") -> None:
        """Show the form for a new member."""
        self._leave_edit()
        new = self.new
        self._turn("adding")
        new.begin(household)

    def move_member(self) -> None:
        """Ask to which household the member goes."""
        from aidbook.ui.members.move import MoveForm

        if not self.member:
            return
        form = MoveForm(self._session, self.member)
        form.closed.connect(self.back_to_view)
        form.moved.connect(self.back_to_view)
        self._show_form("moving", form)

    def erase_member(self) -> None:
        """Say what erasing the member does, and ask."""
        from aidbook.ui.members.erase import EraseForm

        if self.member:
            form = EraseForm(self._session, self.member)
            form.person_wanted.connect(self.person_wanted)
            self._ask(form)

    def hand_over(self) -> None:
        """Ask to which site the member is handed over."""
        from aidbook.ui.members.hand_over import HandOverForm

        if self.member:
            self._ask(HandOverForm(self._session, self.member))

    def show_filters(self, form: "FilterForm") -> None:
        """Ask what the list is narrowed to."""
        self._leave_edit()
        form.closed.connect(self.back_to_view)
        self._show_form("asking", form)

    def _ask(self, form: "EraseForm | HandOverForm") -> None:
        form.closed.connect(self.back_to_view)
        form.done.connect(self._after_asking)
        self._show_form("asking", form)

    def _show_form(self, face: _Face, form: "EraseForm | FilterForm | HandOverForm | MoveForm") -> None:
        panel = self._panel(face)
        panel.show_widget(form)
        panel.fill_foot(*form.foot())
        self._turn(face)
        form.first().setFocus()

    def _after_asking(self) -> None:
        self.refresh()  # who was erased is gone; who belongs to another site is still here
        self.back_to_view()

    def is_adding(self) -> bool:
        """Say whether a new member is being typed."""
        return self._face == "adding"

    def is_at_rest(self) -> bool:
        """Say whether nothing is being typed, so that another member may be shown."""
        return self._face in {"hint", "viewing"} and not self._has_gift()

    def _has_gift(self) -> bool:
        """Tell whether a gift of the member who is shown is being typed."""
        return self._view is not None and not self._view.gift.isHidden()

    # Going back

    def back(self) -> bool:
        """Go back one step; say whether there was one."""
        if self._face == "viewing" and self._has_gift():
            self.view.show_gift(on=False)
            self.view.focus_first()
            return True
        if self._face not in {"hint", "viewing"}:
            self.back_to_view()
            return True
        return False

    def back_to_view(self) -> None:
        """Show the member's page again, or the hint where there is none."""
        if self._face != "viewing":
            self.show_member(self.member)
            if self.member:
                self.view.focus_first()

    # Half typed

    def kept(self) -> dict[str, object]:
        """Return what is half typed and where one is."""
        self._keep_unsaved()
        kept: dict[str, object] = {
            "new": self._new.kept() if self._new else {},
            "gift": {"what": "hours", **self.view.gift.kept()} if self._has_gift() else {},
            "unsaved": dict(self._unsaved),
            "adding": self.is_adding(),
            "editing": self._face == "editing",
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

    def _panel(self, face: _Face) -> Panel:
        if face not in self._panels:
            self._panels[face] = Panel()
            self.addWidget(self._panels[face])
        return self._panels[face]

    def _turn(self, face: _Face) -> None:
        self._face = face
        self.setCurrentWidget(self._panel(face))
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
