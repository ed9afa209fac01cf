"""The page of members: a list that searches while one types, and the chosen member's page beside it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from aidbook.actions.cards import CardReplaced, replace_card
from aidbook.actions.members import edit_member
from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.members import Member, parse_member_number
from aidbook.domain.roles import may_see_field
from aidbook.domain.same import with_also
from aidbook.errors import UserError
from aidbook.i18n import _, format_number
from aidbook.store.book import Book
from aidbook.store.cards import LostCard, lost_card
from aidbook.store.members import MemberLine, has_more_members, member_count, member_ids, member_lines
from aidbook.store.narrowing import Narrowing, narrowed
from aidbook.store.profiles import fields_on
from aidbook.store.sites import known_sites
from aidbook.ui.members.filters import FilterForm, FilterWords
from aidbook.ui.members.foot import Foot
from aidbook.ui.members.nothing_found import NothingFound
from aidbook.ui.members.side import MemberSide
from aidbook.ui.members.words import status_word
from aidbook.ui.page import Found, Page
from aidbook.ui.reading_in.dropping import dropped_file
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import Stack, column
from aidbook.ui.widgets.empty_state import EmptyState
from aidbook.ui.widgets.list_table import Column, ListTable
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import ListAndPanel

if TYPE_CHECKING:
    from aidbook.ui.reading_in.reading import ReadingIn

_FEW = 8
_LOW = 420
_AT_ONCE = 20_000
"""So many members are counted and listed at once; more while the window goes on."""


class MembersPage(Page):
    """Everybody in the group."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {
            "member",
            "household",
            "tie",
            "gift",
            "visit",
            "distribution",
            "item",
            "proxy",
            "consent",
            "private_note",
            "settings",
            "profile",
        }
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._text = self._shown = ""
        self._total, self._many = 0, False
        self._make_commands()
        commands = {"edit": self._edit, "gift": self._gift, "join": self._join}
        self.list: ListTable[MemberLine] = ListTable(_("Members"), self._columns(), self._fetch)
        self.narrowing = Narrowing()
        self._asked = 0
        self.filter_words = FilterWords()
        self._replaced = Notice("", "heed")
        self._foot = self._foot_row()
        papers = [self._print_page, self._print_card, self._lost]
        self.side = MemberSide(
            session, commands, [*papers, self._move, *self._statuses.values(), self._hand, self._erase]
        )
        self._both = ListAndPanel(self._listing(), self.side)
        self._reading: ReadingIn | None = None
        self._stack = Stack()
        self._empty = self._teaching()
        for widget in (self._both, self._empty):
            self._stack.addWidget(widget)
        column(self).addWidget(self._stack)
        self.setAcceptDrops(True)
        self._listen()
        self._enable()

    # What the window asks

    def title(self) -> str:
        """Return the page's title, or what is being read in."""
        return self.reading.title() if self._is_reading() else _("Members")

    def search_hint(self) -> str:
        """Return what can be searched for."""
        if self._is_reading() or self._is_empty():
            return ""
        return _("Name, number or phone") if self._sees_phones() else _("Name or number")

    def refresh(self) -> None:
        """Read the list and the panel again."""
        self._count()
        self._show_list()
        self.side.refresh()
        self._show_right()
        self._enable()

    def search(self, text: str) -> None:
        """Show who fits; the first of them at once."""
        self._text = text
        self._show_list()
        if text and self.side.is_at_rest():
            self.list.choose_first()

    def search_entered(self) -> None:
        """Go on from the search box to the list."""
        self.list.choose_first()
        self.list.setFocus()

    def find_things(self, text: str) -> list[Found]:
        """Return the first few members who fit."""
        ids, lost = found_ids(self.session.book, text)
        lines = member_lines(self.session.book, ids[:_FEW])
        if lost is not None:
            return [Found(line.name, CardReplaced(lost).what, line.id) for line in lines]
        return [Found(line.name, line.number or "", line.id) for line in lines]

    def open(self, thing: Id) -> None:
        """Show a member, in the list too if the search allows it."""
        if not self.list.choose(thing):
            self.list.clearSelection()
        self._show_member(thing)
        self._both.show_panel()

    def back(self) -> bool:
        """Go back one step: from reading in, from a form, from the panel."""
        if self._is_reading():
            if not self.reading.back():
                self._leave_reading()
            return True
        if self.side.back():
            if not self.side.member:
                self._both.back()
                self.list.setFocus()
            self._show_right()
            return True
        focused = QApplication.focusWidget()
        if self._both.back() or (focused is not None and self.side.isAncestorOf(focused)):
            self.list.setFocus()
            return True
        return False

    def keep(self) -> dict[str, object]:
        """Return who is shown and what is half typed."""
        kept = {
            **self.side.kept(),
            "member": self.side.member,
            "reading": self._reading.kept() if self._reading else None,
            "narrowing": asdict(self.narrowing) if self.narrowing else {},
        }
        return {name: content for name, content in kept.items() if content}

    def take(self, kept: dict[str, object]) -> None:
        """Take back what `keep` returned."""
        if isinstance(narrowing := kept.get("narrowing"), dict):
            self.narrowing = Narrowing(**narrowing)
        self._show_list()
        if member := kept.get("member"):
            self.open(str(member))
        self.side.take(kept)
        if reading := kept.get("reading"):
            self.reading.take(reading)
        self._show_right()

    def _sees_phones(self) -> bool:
        book = self.session.book
        return may_see_field(book.role, "member", "phone") and "phone" in fields_on(book)

    def _columns(self) -> list[Column[MemberLine]]:
        phones = [Column(_("Phone"), _phone, 132)] if self._sees_phones() else []
        return [*_columns(), *phones]

    # Commands

    def _make_commands(self) -> None:
        self._new = self.command(_("New member"), "new", "user-plus", "Ctrl+N")
        self._gift = self.command(_("Add gift"), "gift", "gift", "Ctrl+G")
        self._edit = self.command(_("Edit this member"), "edit", "pencil", "Ctrl+E")
        self._join = self.command(_("Add somebody to this household"), "join", "users")
        self._move = self.command(_("Move to another household"), "move", "arrow-right-left")
        self._statuses = {
            "paused": self.command(_("Mark as paused"), "pause", "clock"),
            "left": self.command(_("Mark as left"), "leave", "log-out"),
            "died": self.command(_("Mark as died"), "died", "minus"),
            "": self.command(_("Mark as back in the group"), "return", "check"),
        }
        self._hand = self.command(_("Hand over to another site"), "hand_over", "log-out")
        self._erase = self.command(_("Erase this member"), "erase", "trash-2")
        self._print_page = self.command(_("Print their own page"), "print_page", "printer", "Ctrl+P")
        self._print_card = self.command(_("Print their card"), "print_card", "id-card")
        self._lost = self.command(_("Replace a lost card"), "lost_card", "refresh-cw")
        self._print_cards = self.command(_("Print cards of those listed"), "print_cards", "id-card")
        self._filter = self.command(_("Filter the list"), "filter", "list-filter", "Ctrl+Shift+F")
        self._import = self.command(_("Read in a list of people"), "import", "file-up", "Ctrl+O")
        self._save = self.command(_("Save this list as a table"), "save_table", "file-down", "Ctrl+S")
        self._twice = self.command(_("Look for people in the book twice"), "twice", "users")
        self.main_action = self._new

    def _listen(self) -> None:
        self._new.triggered.connect(self.new_member)
        self._gift.triggered.connect(self._add_gift)
        self._edit.triggered.connect(self._edit_member)
        self._join.triggered.connect(self._join_household)
        self._move.triggered.connect(self._move_member)
        for left, action in self._statuses.items():
            action.triggered.connect(lambda *_, left=left: self._mark(left))
        self._hand.triggered.connect(self._hand_over)
        self._erase.triggered.connect(self._erase_member)
        self._print_page.triggered.connect(lambda *_: self._print("member-page", [self.side.member]))
        self._print_card.triggered.connect(lambda *_: self._print("cards", [self.side.member]))
        self._print_cards.triggered.connect(lambda *_: self._print("cards", self.list.ids()))
        self._lost.triggered.connect(lambda *_: self.session.run(replace_card, self.side.member))
        self._filter.triggered.connect(self._show_filters)
        self.filter_words.cleared.connect(self._clear_filter)
        self._import.triggered.connect(lambda *_: self.read_in())
        self._twice.triggered.connect(lambda *_: self.session.go("alike"))
        self._save.triggered.connect(self._save_list)
        self.list.chosen.connect(self._follow)
        self.list.opened.connect(self._enter)
        self.side.person_wanted.connect(self.open)
        self.side.closed.connect(self.back)
        self.side.turned.connect(self._enable)

    def new_member(self) -> None:
        """Show the form for a new member."""
        self._come()
        self._both.show_panel()
        self._stack.setCurrentWidget(self._both)
        self.side.add_member()
        self._show_right()

    def read_in(self) -> None:
        """Show the way to read in people from a file."""
        self._come()
        self.reading.begin("members")
        self._show_right()
        self.reading.choose_file()

    def _add_gift(self) -> None:
        self._come()
        self._stack.setCurrentWidget(self._both)
        self._both.show_panel()
        self.side.add_gift()

    def _edit_member(self) -> None:
        self._both.show_panel()
        self.side.edit()

    def _join_household(self) -> None:
        record = self.session.book.get(Member, self.side.member)
        self._both.show_panel()
        self.side.add_member(record.household or "" if record else "")

    def _move_member(self) -> None:
        self._both.show_panel()
        self.side.move_member()

    def _hand_over(self) -> None:
        self._both.show_panel()
        self.side.hand_over()

    def _erase_member(self) -> None:
        self._both.show_panel()
        self.side.erase_member()

    def _mark(self, left: str) -> None:
        self.session.run(edit_member, self.side.member, left=left)

    def _come(self) -> None:
        # Somebody may ask for this from another page.
        if not self.isVisible():
            self.session.go("members")

    def _save_list(self) -> None:
        from aidbook.ui.members.saving import save_list

        save_list(self, self.session, self.list.ids())

    def _print(self, sheet: str, members: Sequence[Id]) -> None:
        self.session.go("sheets", " ".join((sheet, *members)))

    # The list

    def _count(self) -> None:
        """Count the members; very many are counted where they are read."""
        self._many = has_more_members(self.session.book, _AT_ONCE)
        if not self._many:
            self._total = member_count(self.session.book)

    def _show_list(self) -> None:
        """Show who fits; all of very many, and who is left where the list is narrowed, while the window goes on."""
        self._asked += 1
        asked, by, text = self._asked, self.narrowing, self._text
        self.filter_words.show_narrowing(by)
        if not by and (text or not self._many):
            self._show_ids(*found_ids(self.session.book, text))
            return
        self.session.read(
            self,
            lambda book: (narrowed(book, found_ids(book, text)[0], by), member_count(book)),
            lambda found: self._show_read(asked, *found),
        )

    def _show_read(self, asked: int, ids: list[Id], total: int) -> None:
        if asked == self._asked or self._many:
            self._total = total
        if asked == self._asked:  # what was asked for before is late
            self._show_ids(ids)
            if self._text and self.side.is_at_rest():
                self.list.choose_first()
            self._enable()
        else:
            self._say_count()

    def _show_ids(self, ids: list[Id], lost: LostCard | None = None) -> None:
        self._replaced.setVisible(lost is not None)
        if lost is not None:
            self._replaced.say(str(CardReplaced(lost)), "heed")
        self.list.show_ids(ids)
        if ids or not self._text:
            self.nothing.show_list()
        else:
            self.nothing.show_nothing(self._text, _add_words(self._text) if self._new.isEnabled() else "")
        self._say_count()

    def _say_count(self) -> None:
        total = self._total
        if self._text or self.narrowing:
            ids = self.list.ids()
            shown = _("{n} of {total}").format(n=format_number(len(ids)), total=format_number(total))
        else:
            shown = format_number(total)
        self._shown = shown if total else ""
        self.counted.emit("" if self._is_reading() else self._shown)

    def _fetch(self, ids: Sequence[Id]) -> list[MemberLine | None]:
        found = {line.id: line for line in member_lines(self.session.book, ids)}
        return [found.get(id_) for id_ in ids]

    # Narrowing it

    def _show_filters(self) -> None:
        self._come()
        self._both.show_panel()
        form = FilterForm(self.session, self.narrowing)
        form.changed.connect(lambda: self._narrow(form.narrowing()))
        self.side.show_filters(form)

    def _narrow(self, by: Narrowing) -> None:
        self.narrowing = by
        self._show_list()

    def _clear_filter(self, part: str) -> None:
        now = replace(self.narrowing, **{part: None}) if part else Narrowing()
        self._narrow(now)
        if (form := self.side.findChild(FilterForm)) is not None:
            form.show_narrowing(now)
        self.list.setFocus()

    def _follow(self, member: Id) -> None:
        # A search that no longer finds whom one writes about takes nobody out of their typing.
        if member or self.side.is_at_rest():
            self._show_member(member)

    def _show_member(self, member: Id) -> None:
        self.side.show_member(member)
        self._enable()

    def _enter(self, member: Id) -> None:
        self._show_member(member)
        self._both.show_panel()
        self.side.view.focus_first()

    def _listing(self) -> QWidget:
        listing = QWidget()
        lines = column(listing, spacing=0)
        lines.addWidget(self.filter_words)
        lines.addWidget(self._replaced)
        self._replaced.hide()
        self.nothing = NothingFound(self.list, self._add_searched, icon="user-plus")
        lines.addWidget(self.nothing, 1)
        lines.addWidget(self._foot)
        return listing

    def _add_searched(self, name: str) -> None:
        self.new_member()
        self.side.new.take({"name": name})

    def _foot_row(self) -> Foot:
        twice = (self._twice, _("Twice?"))
        return Foot([(self._filter, _("Filter")), (self._import, ""), (self._save, ""), twice])

    def _teaching(self) -> EmptyState:
        return EmptyState(
            "users",
            _("Nobody is in the book yet"),
            _(
                "Here is everybody in the group: who gives and who receives, which are the same people. A name to call "
                "somebody by is enough."
            ),
            _("New member"),
            self._new.trigger,
            also=[self._import],
            practice=None if self.session.book.practice else self.session.open_practice,
        )

    # Which of its faces the page shows

    @property
    def reading(self) -> "ReadingIn":
        """The way of a file into the book; few come to this page for it, so it is made when it is first taken."""
        from aidbook.ui.reading_in.reading import ReadingIn

        if self._reading is None:
            self._reading = ReadingIn(self.session, ("members",))
            self._reading.turned.connect(self._show_right)
            self._reading.finished.connect(self._leave_reading)
            self._stack.addWidget(self._reading)
        return self._reading

    def _is_reading(self) -> bool:
        return self._reading is not None and self._stack.currentWidget() is self._reading

    def _is_empty(self) -> bool:
        return self._stack.currentWidget() is self._empty

    def _show_right(self) -> None:
        before = self._stack.currentWidget(), self.main_action
        anybody = self.list.ids() or self._text or self.narrowing or self._many
        nobody = not anybody and not self.side.is_adding()
        if self._reading is not None and self._reading.is_under_way():
            self._stack.setCurrentWidget(self._reading)
        else:
            self._stack.setCurrentWidget(self._empty if nobody else self._both)
        self.main_action = self.reading.go_on if self._is_reading() else self._new
        self.counted.emit("" if self._is_reading() else self._shown)
        if before != (self._stack.currentWidget(), self.main_action) or self._is_reading():
            self.dressed.emit()

    def _leave_reading(self) -> None:
        self._count()
        self._show_list()
        self._show_right()
        self.list.setFocus()

    def _enable(self) -> None:
        record = self.session.book.get(Member, self.side.member)
        for action in (self._edit, self._join, self._move, self._erase, self._print_page):
            action.setEnabled(record is not None)
        for action in (self._print_card, self._lost):
            action.setEnabled(record is not None and bool(record.number))
        self._hand.setEnabled(record is not None and bool(known_sites(self.session.book)))
        for left, action in self._statuses.items():
            action.setEnabled(record is not None and (record.left or "") != left)
        for action in (self._save, self._print_cards):
            action.setEnabled(bool(self.list.ids()))

    # What Qt calls

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give a low window's room to the list; its foot is in the menu too."""
        super().resizeEvent(event)
        self._foot.setVisible(self.height() >= _LOW)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dragged here."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look a dropped file over."""
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.reading.begin("members")
            self._show_right()
            self.reading.read_file(path)


def _add_words(searched: str) -> str:
    """Return what offers to add whoever was searched for; "" where it was no name."""
    return "" if any(c.isdigit() for c in searched) else _("Add {name}").format(name=searched)


def found_ids(book: Book, text: str) -> tuple[list[Id], LostCard | None]:
    """Return who fits a search, and the lost card whose number was typed or scanned, if it was one."""
    number = None
    with suppress(UserError):
        number = parse_member_number(text)
    lost = lost_card(book, number) if number else None
    return ([lost.member], lost) if lost else (member_ids(book, text), None)


def _phone(line: MemberLine) -> str:
    return "" if line.phone in (None, PREFERS_NOT) else line.phone


def _columns() -> list[Column[MemberLine]]:
    return [
        Column(_("Name"), _name),
        Column(_("Household"), lambda line: f"{line.household_label} · {line.household_size}", 200),
        Column(_("Number"), lambda line: line.number or "", 98),
    ]


def _name(line: MemberLine) -> str:
    word = status_word(line.left)
    return with_also(f"{line.name} · {word}" if word else line.name, line.also)
