"""A member's own page: who it is, what they gave, what they received, and their household."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLayout, QMenu, QVBoxLayout, QWidget

from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.domain.roles import may_see_field, may_see_kind
from aidbook.i18n import _
from aidbook.store.gifts import gave, received
from aidbook.store.members import HouseholdPage, whole_household
from aidbook.store.same import all_of
from aidbook.ui.gifts.form import GiftForm
from aidbook.ui.gifts.words import gift_words, received_words
from aidbook.ui.linked import LinkedPart
from aidbook.ui.members.picking import find_members
from aidbook.ui.members.words import counted_words, known_line, status_word, told_lines
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, icon_button, label, row
from aidbook.ui.widgets.notice import Notice

_SHOWN = 6


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
        self._all_of: set[str] = set()
        self.gift = GiftForm(session)
        self.gift.hide()
        self._name = label("", "section", wrap=True)
        self._known = label("", "soft", wrap=True)
        self._told = label("", wrap=True)
        self._note = label("", wrap=True)
        self._status = Notice("", "heed")
        self._unsaved = Notice(_("Something you typed here could not be saved yet."), "heed")
        self._unsaved.add_button(_("Go on"), self.unsaved_wanted.emit, "pencil")
        self._gave, self._received, self._household = column(spacing=4), column(spacing=4), column(spacing=0)
        self._household_title = label("", "section")
        self._linked = LinkedPart(
            session,
            "member",
            find_members(session.book),
            _("Link with another record of the same person"),
            _("a name, a number or a phone"),
        )
        self._linked.wanted.connect(self.person_wanted)
        self._add_gift = button(_("Add gift"), commands["gift"].trigger, icon="plus")
        self._edit = button(_("Edit"), commands["edit"].trigger, icon="pencil")
        self._menu = icon_button("ellipsis", _("More for this member"), self._open_menu)
        self._story = QWidget()
        self._sees_story = may_see_kind(session.book.role, "gift")
        self._lay_out_story()
        self._lay_out()

    def show_member(self, member: Id, *, unsaved: bool = False) -> None:
        """Show a member."""
        if member != self.member:
            self._all_of.clear()
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
            self._show_story(record)
        self._show_household(record, page)
        self._linked.show_thing(record.id)

    def _show_story(self, record: Member) -> None:
        self._show_list(
            "gave", self._gave, [gift_words(line) for line in gave(self._session.book, record.id)]
        )
        lines = received(self._session.book, record.household) if record.household else []
        self._show_list("received", self._received, [received_words(line) for line in lines])

    def focus_first(self) -> None:
        """Go to the first thing that can be done."""
        self._edit.setFocus()

    def show_gift(self, *, on: bool) -> None:
        """Show or hide the form for a gift."""
        self.gift.setVisible(on)
        self._add_gift.setVisible(not on)
        if on:
            self.gift.start(self.member)

    def _show_record(self, record: Member) -> None:
        self._name.setText(record.name)
        self._known.setText(known_line(record))
        self._known.setVisible(bool(known_line(record)))
        consent = may_see_field(self._session.book.role, "member", "may_share")
        self._told.setText(" ".join(told_lines(record, consent=consent)))
        self._note.setText(record.note or "")
        self._note.setVisible(bool(record.note))
        word = status_word(record.left)
        self._status.setVisible(bool(word))
        if word:
            self._status.say(_("In the group: {word}").format(word=word), "heed")

    def _show_list(self, which: str, lines: QVBoxLayout, said: Sequence[str]) -> None:
        _empty(lines)
        shown = said if which in self._all_of else said[:_SHOWN]
        for sentence in shown:
            lines.addWidget(label(sentence, wrap=True))
        if not said:
            lines.addWidget(label(_("Nothing written down yet."), "soft"))
        if len(shown) < len(said):
            text = _("Show all {n}").format(n=len(said))
            lines.addWidget(
                button(text, lambda: self._show_all(which), "link"), 0, Qt.AlignmentFlag.AlignLeft
            )

    def _show_all(self, which: str) -> None:
        self._all_of.add(which)
        self.refresh()
        self.focus_first()

    def _show_household(self, record: Member, page: HouseholdPage | None) -> None:
        _empty(self._household)
        size = page.size if page else 1
        self._household_title.setText(_("Household · {n}").format(n=size))
        themselves = all_of(self._session.book, "member", [record.id])
        for member in page.members if page else ():
            if member.id not in themselves:
                self._household.addWidget(self._person(member, page), 0, Qt.AlignmentFlag.AlignLeft)
        said = [counted_words(page.household), page.household.address, page.household.note] if page else []
        for text in said:
            if text:
                self._household.addWidget(label(text, wrap=True))
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
        for part in (self._known, self._status, self._unsaved, self._told, self._note):
            lines.addWidget(part)
        lines.addWidget(self._story)
        self._story.setVisible(self._sees_story)
        lines.addWidget(self._household_title)
        lines.addLayout(self._household)
        lines.addWidget(self._linked)
        lines.addStretch(1)

    def _lay_out_story(self) -> None:
        """Lay out what was given and received, for roles that see it."""
        lines = column(self._story, spacing=12)
        giving = row()
        giving.addWidget(label(_("Gave"), "section"), 1)
        giving.addWidget(self._add_gift)
        lines.addLayout(giving)
        lines.addWidget(self.gift)
        lines.addLayout(self._gave)
        lines.addWidget(label(_("Received"), "section"))
        lines.addLayout(self._received)


def _empty(lines: QLayout) -> None:
    while (item := lines.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
