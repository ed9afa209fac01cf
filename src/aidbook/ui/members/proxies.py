"""Who may pick up for a household besides those in it: seen, added, given a last day, taken off."""

from contextlib import suppress
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.actions.members import add_proxy, edit_proxy, remove_proxy
from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.domain.roles import may_write_field
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.proxies import ProxyLine, proxies
from aidbook.ui.members.picking import find_members
from aidbook.ui.members.words import day
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, empty, icon_button, label, row, rule
from aidbook.ui.widgets.field import BadInput, Field
from aidbook.ui.widgets.fields import DateField, TextField
from aidbook.ui.widgets.half_typed import Typed, give_back, typed_in
from aidbook.ui.widgets.panel import into_sight
from aidbook.ui.widgets.pick_field import PickField


class WhoField(PickField):
    """A member that is picked, or the name of somebody who is none."""

    def name(self) -> str | None:
        """Return what is typed where it is nobody of the book."""
        return None if self.member() else self.text() or None

    def member(self) -> Id | None:
        """Return who is picked, or the one member who is called as typed."""
        with suppress(BadInput):
            return super().value()
        called = [hit for hit in self._find(self.text()) if fold(hit[1].split(" · ")[0]) == fold(self.text())]
        return called[0][0] if len(called) == 1 else None

    def leave(self) -> None:
        """Take any name: who picks up need not be in the book."""
        self.show_error("")


class ProxiesPart(QWidget):
    """The list of those who may pick up, and fields to add somebody, or to change what is said of one of them."""

    def __init__(self, session: Session, why: str) -> None:
        super().__init__()
        self._session, self._household = session, Id("")
        self._shown: list[ProxyLine] | None = None
        self._changing: ProxyLine | None = None
        self._half: Typed = {}
        self._whom = label("", "label", wrap=True)
        self._list = column(spacing=0)
        self.who = WhoField(
            _("Somebody else may pick up"),
            find_members(session.book),
            why,
            hint=_("a member, or any name"),
        )
        self.phone = TextField(_("Their phone"))
        self.until = DateField(_("Until, if not for good"))
        self.note = TextField(_("Note"), _("Such as “in the blue car”."))
        self.add = button(_("Let them pick up"), self._add, icon="plus")
        self.save = button(_("Save"), self._save, icon="check")
        self.back = button(_("Back"), self._end)
        lines = column(self, spacing=16)
        lines.addLayout(self._list)
        for part in (self._whom, self.who, self.phone, self.until, self.note):
            lines.addWidget(part)
        buttons = row()
        for one in (self.add, self.save, self.back):
            buttons.addWidget(one)
        buttons.addStretch(1)
        lines.addLayout(buttons)
        self._show_fields()

    def show_household(self, household: Id) -> None:
        """Show who may pick up for a household; leave what is being typed."""
        lines = proxies(self._session.book, household)
        if (household, lines) == (self._household, self._shown):
            return
        if household != self._household:
            self._clear()
        elif self._changing not in (None, *lines):
            self._end()
        self._household, self._shown = household, lines
        empty(self._list)
        for line in lines:
            self._list.addWidget(self._row(line))
            self._list.addWidget(rule())

    def answered(self) -> str:
        """Return who may pick up today, in few words."""
        return ", ".join(line.name for line in self._shown or () if line.may(clock.today()))

    def new_fields(self) -> dict[str, Field[Any]]:
        """Return the fields of somebody new; none while somebody is changed."""
        asked = {"who": self.who, **self._asked(None)} if self._changing is None else {}
        return {f"proxy {name}": field for name, field in asked.items()}

    def _row(self, line: ProxyLine) -> QWidget:
        made = QWidget()
        inside = row(made)
        inside.setContentsMargins(0, 4, 0, 4)
        inside.addWidget(label(proxy_words(line), wrap=True), 1)
        if not line.may(clock.today()):
            again = icon_button(
                "clock", _("Let {name} pick up again").format(name=line.name), partial(self._again, line.id)
            )
            inside.addWidget(again)
        change = _("Change until when {name} may pick up").format(name=line.name)
        inside.addWidget(icon_button("pencil", change, partial(self._begin, line)))
        word = _("{name} may no longer pick up").format(name=line.name)
        inside.addWidget(icon_button("x", word, partial(self._remove, line.id)))
        return made

    def _begin(self, line: ProxyLine) -> None:
        if self._changing is None:  # somebody new may be half typed
            self._half = typed_in(self._asked(None))
        self._changing = line
        self._whom.setText(line.name)
        for name, field in self._asked(line).items():
            field.set_value(getattr(line, name))
        self._show_fields()
        self.until.setFocus()
        QTimer.singleShot(0, self, lambda: into_sight(self.until))  # after the fields are laid out

    def _end(self) -> None:
        """Ask for somebody new again, as far as they were typed."""
        self._changing = None
        for field in (self.phone, self.until, self.note):
            field.set_value(None)
        give_back(self._asked(None), self._half)
        self._half = {}
        self._show_fields()

    def _clear(self) -> None:
        """Ask for somebody new, of whom nothing is typed."""
        self._half = {}
        self.who.set_value(None)
        self._end()

    def _asked(self, line: ProxyLine | None) -> dict[str, Field[str | None]]:
        """Return the fields of somebody: a member's phone stands on their own page."""
        role = self._session.book.role
        fields: dict[str, Field[str | None]] = {"phone": self.phone, "until": self.until, "note": self.note}
        here = {name: field for name, field in fields.items() if may_write_field(role, "proxy", name)}
        if line is not None and line.member:
            here.pop("phone", None)
        return here

    def _show_fields(self) -> None:
        line = self._changing
        asked = self._asked(line).values()
        for field in (self.phone, self.until, self.note):
            field.setVisible(field in asked)
        for there in (self._whom, self.save, self.back):
            there.setVisible(line is not None)
        for new in (self.who, self.add):
            new.setVisible(line is None)

    def _save(self) -> None:
        line = self._changing
        if line is None:
            return
        try:
            said = {name: field.checked() for name, field in self._asked(line).items()}
            self._session.attempt(edit_proxy, line.id, **said)
        except BadInput:
            return
        except UserError as error:
            self.until.show_error(str(error))
            return
        self._end()
        self.show_household(self._household)

    def _add(self) -> None:
        try:
            self._session.attempt(
                add_proxy,
                self._household,
                member=self.who.member(),
                name=self.who.name(),
                **{name: field.checked() for name, field in self._asked(None).items()},
            )
        except BadInput:
            return
        except UserError as error:
            self.who.show_error(str(error))
            self.who.setFocus()
            return
        self._clear()
        self.show_household(self._household)
        self.who.setFocus()

    def _remove(self, proxy: Id) -> None:
        self._session.run(remove_proxy, proxy)

    def _again(self, proxy: Id) -> None:
        self._session.run(edit_proxy, proxy, until=None)


def proxy_words(line: ProxyLine) -> str:
    """Return somebody who may pick up, in words: name, number, phone, until when."""
    until = None
    if line.until:
        template = _("until {date}") if line.may(clock.today()) else _("no longer since {date}")
        until = template.format(date=day(line.until))
    return " · ".join(part for part in (line.name, line.number, line.phone, until, line.note) if part)
