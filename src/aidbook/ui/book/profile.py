"""What members are asked: the profile in use, why each field is asked, how long it is kept, and what was kept longer."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from aidbook.actions.keeping import clear
from aidbook.actions.profiles import choose, copy_profile, remove_profile
from aidbook.domain.profiles import BUILT_IN, FIELDS
from aidbook.i18n import _, format_date
from aidbook.store.book import Book
from aidbook.store.keeping import Outlived, not_asked, overdue
from aidbook.store.profiles import Chosen, chosen, own_profiles
from aidbook.ui.book.profile_fields import AskedRow, OwnProfile, asked_words
from aidbook.ui.book.profile_kept import kept_lines, not_asked_words, overdue_words
from aidbook.ui.session import Session
from aidbook.ui.stick.parts import Card, from_left
from aidbook.ui.widgets.basics import button, column, empty, label
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.section import Section

_Kept = tuple[list[Outlived], list[Outlived]]


class ProfileSection(Card):
    """Chooses a profile, shows what it asks, changes one of the group's own, and clears what was kept long enough."""

    turned = Signal()
    """A part of it was opened or closed: the page is laid out anew."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("What members are asked"))
        self._session = session
        self._shown: Chosen | None = None
        self._late: list[Outlived] = []
        self._off: list[Outlived] = []
        self.profile: ChoiceField[str] = ChoiceField(
            _("Profile"),
            [],
            _("It says which fields forms, sheets and files use, why, and how long each is kept."),
        )
        self.profile.saves(lambda key: session.attempt(choose, key))
        self.about = label("", wrap=True)
        self.own = OwnProfile(session)
        self.fields = Section(_("What is asked, why, and how long it is kept"))
        self.rows: list[QWidget] = []
        self._rows = column(spacing=4)
        self._own_buttons = QWidget()
        self.copy = button(_("Make one of our own from this"), self._copy, icon="pencil")
        self.give_up = button(_("Give this profile up"), self._give_up, icon="trash-2")
        self.late = Notice("", "heed")
        self.late_list = Section(_("What was kept too long"))
        self.clear_late = button(_("Clear all of it"), lambda: self._clear(self._late), icon="check")
        self.off = Notice("", "plain")
        self.clear_off = button(_("Clear what is not asked"), lambda: self._clear(self._off), icon="check")
        self._late_lines = label("", "small", wrap=True)
        self._lay_out()
        self.setFocusProxy(self.profile)
        self.refresh()

    def refresh(self) -> None:
        """Show the profile in use; what was kept too long follows, for that takes a while in a big book."""
        now = chosen(self._session.book)
        self.profile.set_choices(self._choices(now))
        self.profile.set_value(now.key if now.decided else "")
        self.about.setText(_about(now))
        self.about.setVisible(bool(_about(now)))
        self.copy.setVisible(now.own is None)
        self.give_up.setVisible(now.own is not None)
        if now != self._shown:
            self._show_fields(now)
        self.own.show_profile(now)
        self._session.read(self, _look, self._show_kept)

    def begin(self) -> None:
        """Open what is asked, the keyboard on the profile."""
        self.fields.set_open(on=True)
        self.profile.setFocus()

    # What is asked

    def _choices(self, now: Chosen) -> Sequence[tuple[str, str]]:
        built_in = [(key, _(known.name)) for key, known in BUILT_IN.items()]
        own = [(profile.id, profile.name) for profile in own_profiles(self._session.book)]
        nothing = [] if now.decided else [("", _("not chosen yet"))]
        return [*nothing, *built_in, *own]

    def _show_fields(self, now: Chosen) -> None:
        opened = {row.key for row in self.rows if isinstance(row, AskedRow) and row.is_open()}
        same = self._shown is not None and self._shown.key == now.key
        if same and list(now.fields) == list(self._shown.fields if self._shown else ()):
            for row in self.rows:
                if isinstance(row, AskedRow):
                    row.show_profile(now)
        else:
            self._make_rows(now, opened if same else set())
        self._shown = now
        self.fields.say(", ".join(_(FIELDS[key].label) for key in FIELDS if key in now.fields))

    def _make_rows(self, now: Chosen, opened: set[str]) -> None:
        empty(self._rows)
        self.rows = []
        for key in (key for key in FIELDS if key in now.fields):
            if now.own is not None:
                self._add_row(made := AskedRow(self._session, key, now, is_open=key in opened))
                made.turned.connect(self.turned)
            else:
                said = label(asked_words(now, key), wrap=True)
                said.setContentsMargins(0, 4, 0, 4)
                self._add_row(said)
        self.turned.emit()

    def _add_row(self, row: QWidget) -> None:
        self.rows.append(row)
        self._rows.addWidget(row)

    def _copy(self) -> None:
        now = chosen(self._session.book)
        name = _("{profile}, our own").format(profile=now.name)
        if self._session.run(copy_profile, now.key, name):
            self.begin()

    def _give_up(self) -> None:
        if self._shown and self._shown.own:
            self._session.run(remove_profile, self._shown.own.id)

    # What was kept too long

    def _show_kept(self, kept: _Kept) -> None:
        self._late, self._off = kept
        for part in (self.late, self.late_list, self.clear_late):
            part.setVisible(bool(self._late))
        for part in (self.off, self.clear_off):
            part.setVisible(bool(self._off))
        if self._late:
            self.late.say(overdue_words(self._late), "heed")
            self._late_lines.setText("\n".join(kept_lines(self._session.book, self._late)))
            since = format_date(self._late[0].since, "long")
            self.late_list.say(_("The first of it since {day}.").format(day=since))
        if self._off:
            self.off.say(not_asked_words(self._off), "plain")
        self.turned.emit()

    def _clear(self, outlived: Sequence[Outlived]) -> None:
        self._session.run(clear, list(outlived))

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setLayout(self._rows)
        self.fields.add(self.own)
        self.fields.add(inside)
        self.late_list.add(self._late_lines)
        self._late_lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        asked: tuple[QWidget, ...] = (self.profile, self.about, self.fields)
        kept: tuple[QWidget, ...] = (self.late, self.late_list, self.clear_late, self.off, self.clear_off)
        for part in asked:
            self.lines.addWidget(part)
        for made in (self.copy, self.give_up):
            self.lines.addLayout(from_left(made))
        self.lines.addWidget(self.late)
        self.lines.addWidget(self.late_list)
        self.lines.addLayout(from_left(self.clear_late))
        self.lines.addWidget(self.off)
        self.lines.addLayout(from_left(self.clear_off))
        for part in kept:
            part.hide()
        for section in (self.fields, self.late_list):
            section.turned.connect(self.turned)


def _about(now: Chosen) -> str:
    if not now.decided:
        return _("Nobody has chosen yet: everything may be asked, and nothing has an end.")
    return now.about


def _look(book: Book) -> _Kept:
    return overdue(book), not_asked(book)
