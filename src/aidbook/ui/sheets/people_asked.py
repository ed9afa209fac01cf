"""What a sheet about members asks: whose, and over which period."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.i18n import LANGUAGES, _, format_number, ngettext
from aidbook.sheets import catalog
from aidbook.sheets.values import People, Which
from aidbook.store.book import Book
from aidbook.store.members import member_lines
from aidbook.ui.members.picking import member_field, member_words
from aidbook.ui.widgets.basics import Button, button, column, label
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.period import PeriodField

_NAMED = 6


class PeopleAsked(QWidget):
    """Asks for one member, or for those whose cards are printed: chosen ones, those without a card, everybody."""

    answered = Signal()
    language_meant = Signal(str)
    """The language in which the chosen member reads."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._sheet = ""
        self._chosen: tuple[Id, ...] = ()
        self.which: ChoiceField[Which] = ChoiceField(_("Whose cards"), [])
        self.member = member_field(book, _("Member"))
        self.period = PeriodField()
        self._names = label("", "small", wrap=True)
        self._clear: Button = button(_("Choose anew"), self._choose_anew, "link")
        lines = column(self, spacing=12)
        for part in (self.which, self.member, self._names, self._clear, self.period):
            lines.addWidget(part)
        self.which.left.connect(self._answered)
        self.member.picked.connect(self._picked)
        self.period.changed.connect(self.answered)
        self._show()

    def show_sheet(self, sheet: str) -> None:
        """Ask what this sheet asks."""
        self._sheet = sheet
        self._show()

    def choose(self, members: Sequence[Id]) -> None:
        """Let the sheets be about these members."""
        self._chosen = tuple(members)
        self._show()
        if members:
            self.which.set_value("chosen")
            self._mean_language(members[0])

    def people(self) -> People:
        """Return what is answered."""
        if self._is_of_one():
            since, until = self.period.days()
            return People(self._chosen[:1], since=since, until=until)
        which = self.which.value()
        return People(self._chosen if which == "chosen" else (), which)

    def keep(self) -> dict[str, object]:
        """Return the answers, for the same questions in another language."""
        return {"chosen": list(self._chosen), "which": self.which.value(), "period": self.period.keep()}

    def take(self, kept: Mapping[str, object]) -> None:
        """Take back what `keep` returned."""
        chosen, which, period = kept.get("chosen"), kept.get("which"), kept.get("period")
        self._chosen = tuple(map(str, chosen)) if isinstance(chosen, list) else ()
        self._show()
        self.which.set_value("all" if which == "all" else "chosen" if which == "chosen" else "without")
        if isinstance(period, dict):
            self.period.take(period)

    def _is_of_one(self) -> bool:
        return bool(self._sheet) and catalog.sheet(self._sheet).of == "member"

    def _picked(self, member: Id) -> None:
        one = self._is_of_one()
        self._chosen = (member,) if one else tuple(dict.fromkeys((*self._chosen, member)))
        self.which.set_value("chosen")
        self.member.set_value(None)
        self._mean_language(member)
        self._answered()

    def _choose_anew(self) -> None:
        self._chosen = ()
        self.member.setFocus()
        self._answered()

    def _answered(self) -> None:
        self._show()
        self.answered.emit()

    def _show(self) -> None:
        one = self._is_of_one()
        chosen = _("those chosen: {n}").format(n=format_number(len(self._chosen)))
        self.which.set_choices(
            [("without", _("those without a card")), ("all", _("everybody")), ("chosen", chosen)]
        )
        picks = one or self.which.value() == "chosen"
        self.which.setVisible(not one)
        self.period.setVisible(one)
        self.member.setVisible(picks)
        self._names.setText(self._names_of(self._chosen[:1] if one else self._chosen) if picks else "")
        self._names.setVisible(bool(self._names.text()))
        self._clear.setVisible(picks and not one and bool(self._chosen))

    def _names_of(self, ids: Sequence[Id]) -> str:
        named = ", ".join(member_words(line) for line in member_lines(self._book, ids[:_NAMED]))
        more = len(ids) - _NAMED
        if more <= 0:
            return named
        return ngettext("{names} and {n} more", "{names} and {n} more", more).format(
            names=named, n=format_number(more)
        )

    def _mean_language(self, member: Id) -> None:
        record = self._book.get(Member, member)
        own = (code for code in ((*record.reads, *record.languages) if record else ()) if code in LANGUAGES)
        self.language_meant.emit(next(own, self._book.settings.language))
