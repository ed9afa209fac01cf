"""A member's own page: who it is, what they gave, what they received, and their household."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.domain.profiles import FIELDS, OF_MEMBER
from aidbook.domain.roles import may_see_kind
from aidbook.i18n import _
from aidbook.store.member_known import Known, known_of
from aidbook.store.members import HouseholdPage, whole_household
from aidbook.store.profiles import fields_on
from aidbook.store.same import all_of
from aidbook.ui.linked import LinkedPart
from aidbook.ui.members.parts import KnownPart
from aidbook.ui.members.picking import find_members
from aidbook.ui.members.story import Story
from aidbook.ui.members.words import counted_words, status_word
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, empty, icon_button, label, row
from aidbook.ui.widgets.notice import Notice


class MemberView(QWidget):
    """The page of one member; `refresh` reads it again and leaves a gift that is being typed."""

    person_wanted = Signal(str)
    """Somebody of the household was chosen."""
    unsaved_wanted = Signal()
    """Somebody wants to go on with what could not be saved."""

    def __init__(self, session: Session, commands: dict[str, QAction], others: Sequence[QAction]) -> None:
        """Make the page; `commands` are edit, gift and join; `others` stand in its menu."""
        super().__init__()
        self._session = session
        self._commands, self._others = commands, list(others)
        self.member: Id = ""
        self.story = Story(session, commands["gift"])
        self.gift = self.story.gift
        self.story.more_shown.connect(self.focus_first)
        self._name = label("", "section", wrap=True)
        self._known = label("", "soft", wrap=True)
        self.told, self.shared = KnownPart(), KnownPart()
        self._status = Notice("", "heed")
        self._unsaved = Notice(_("Something you typed here could not be saved yet."), "heed")
        self._unsaved.add_button(_("Go on"), self.unsaved_wanted.emit, "pencil")
        self._household = column(spacing=0)
        self._household_title = label("", "section")
        self._linked = LinkedPart(
            session,
            "member",
            find_members(session.book),
            _("Link with another record of the same person"),
            _("a name, a number or a phone"),
        )
        self._linked.wanted.connect(self.person_wanted)
        self._edit = button(_("Edit"), commands["edit"].trigger, icon="pencil")
        self._menu = icon_button("ellipsis", _("More for this member"), self._open_menu)
        self._sees_story = may_see_kind(session.book.role, "gift")
        self._lay_out()

    def show_member(self, member: Id, *, unsaved: bool = False) -> None:
        """Show a member."""
        self.member = member
        self._unsaved.setVisible(unsaved)
        self.refresh()

    def refresh(self) -> None:
        """Read the member again."""
        record = self._session.book.get(Member, self.member)
        if record is None:
            return
        page = whole_household(self._session.book, record.household) if record.household else None
        self._show_record(record)
        if self._sees_story:
            self.story.show_member(record.id)
        self._show_household(record, page)
        self._linked.show_thing(record.id)

    def focus_first(self) -> None:
        """Go to the first thing that can be done."""
        self._edit.setFocus()

    def show_gift(self, *, on: bool) -> None:
        """Show or hide the form for a gift."""
        self.story.show_gift(on=on)

    def _show_record(self, record: Member) -> None:
        self._name.setText(record.name)
        known = known_of(self._session.book, record, private=True)
        self._known.setText(_beneath_name(record, known))
        self._known.setVisible(bool(self._known.text()))
        self.told.show_known([one for one in known if _is_told(one)])
        self.shared.show_known([one for one in known if _is_shared(one)])
        word = status_word(record.left)
        self._status.setVisible(bool(word))
        if word:
            self._status.say(_("In the group: {word}").format(word=word), "heed")

    def _show_household(self, record: Member, page: HouseholdPage | None) -> None:
        empty(self._household)
        size = page.size if page else 1
        self._household_title.setText(_("Household · {n}").format(n=size))
        themselves = all_of(self._session.book, "member", [record.id])
        for member in page.members if page else ():
            if member.id not in themselves:
                self._household.addWidget(self._person(member, page), 0, Qt.AlignmentFlag.AlignLeft)
        counted = counted_words(page.household) if page and "counted" in fields_on(self._session.book) else ""
        if counted:
            self._household.addWidget(label(counted, wrap=True))
        if size == 1:
            self._household.addWidget(label(_("Picks up alone."), "soft"))
        self._household.addWidget(
            button(_("Add somebody to this household"), self._commands["join"].trigger, icon="user-plus"),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )

    def _person(self, member: Member, page: HouseholdPage | None) -> QWidget:
        words = member.name
        if page and page.household.contact == member.id:
            words = _("{name}, contact person").format(name=words)
        if status_word(member.left):
            words = f"{words} · {status_word(member.left)}"
        return button(words, lambda: self.person_wanted.emit(member.id), "link")

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.addActions([action for action in self._others if action.isEnabled()])
        menu.popup(self._menu.mapToGlobal(self._menu.rect().bottomLeft()))

    def _lay_out(self) -> None:
        lines = column(self, margin=16, spacing=12)
        head = row()
        head.addWidget(self._name, 1)
        head.addWidget(self._edit)
        head.addWidget(self._menu)
        if not any(action.isVisible() for action in self._others):
            self._menu.withhold()
        lines.addLayout(head)
        for part in (self._known, self._status, self._unsaved, self.told):
            lines.addWidget(part)
        lines.addWidget(self.story)
        self.story.setVisible(self._sees_story)
        lines.addWidget(self._household_title)
        lines.addWidget(self.shared)
        lines.addLayout(self._household)
        lines.addWidget(self._linked)
        lines.addStretch(1)


def _beneath_name(record: Member, known: Sequence[Known]) -> str:
    """Return the line under the name: number and pronouns."""
    parts = [record.number, *(one.words for one in known if one.key == "pronouns")]
    lost = [_("lost: {number}").format(number=number) for number in record.old_numbers]
    return " · ".join(part for part in (*parts, *lost) if part)


def _is_told(known: Known) -> bool:
    return FIELDS[known.key].kind in OF_MEMBER and known.key != "pronouns"


def _is_shared(known: Known) -> bool:
    return FIELDS[known.key].kind in ("household", "proxy") and known.key != "counted"
