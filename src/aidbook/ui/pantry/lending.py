"""What is lent: to a member or to nobody named, back or lost."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.actions.lending import come_back, lend
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.members import Member
from aidbook.domain.pantry import Item
from aidbook.i18n import _, format_date
from aidbook.store.pantry import packs_of
from aidbook.store.places import OpenLoan, open_loans
from aidbook.ui.members.picking import member_field
from aidbook.ui.pantry.fields import UnitsField
from aidbook.ui.pantry.lot_units import LotUnits, place_choice
from aidbook.ui.pantry.rooms import PanelForm, Room, figure, said
from aidbook.ui.pantry.words import quantity
from aidbook.ui.session import Session
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.basics import Button, button, label
from aidbook.ui.widgets.fields import DateField, TextField
from aidbook.ui.widgets.list_table import Column
from aidbook.ui.widgets.pick_field import PickField


class LendingRoom(Room[OpenLoan]):
    """What is out, what is wanted back first before all."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Lent"), _columns())

    def title(self) -> str:
        """Return the title."""
        return _("Lent")

    def empty(self) -> str:
        """Return what is lent here."""
        return _("Nothing is out. Tools and other things that come back are lent here.")

    def read(self) -> dict[Id, OpenLoan]:
        """Return what is out."""
        return {loan.loan: loan for loan in open_loans(self.session.book)}

    def commands(self) -> Sequence[Button]:
        """Return the buttons under the list."""
        return (button(_("Lend something"), self.ask_lend, "quiet", "plus"),)

    def ask_lend(self, item: Id = "") -> None:
        """Ask what is lent."""
        self.ask(LendForm(self.session, item))

    def view(self, chosen: OpenLoan | None) -> QWidget:
        """Return a loan, and what can become of it."""
        if chosen is None:
            return said(label(_("Choose in the list what came back, or lend something."), "soft", wrap=True))
        parts: list[QWidget] = [
            label(chosen.name, "section", wrap=True),
            figure(_("Out"), quantity(chosen.units, chosen.unit), strong=True),
            figure(_("Since"), format_date(chosen.since, "long")),
        ]
        parts += [figure(_("Wanted back"), format_date(chosen.due, "long"))] if chosen.due else []
        parts += [figure(_("Lent to"), chosen.who)] if chosen.who else []
        parts += [label(chosen.note, wrap=True)] if chosen.note else []
        back = button(_("Came back"), lambda: self.ask(BackForm(self.session, chosen)), icon="check")
        return said(*parts, back)


class LendForm(PanelForm):
    """Asks what is lent, until when, and to whom; a role that sees no people names nobody."""

    def __init__(self, session: Session, item: Id = "") -> None:
        super().__init__(session, _("Lend something"))
        self.what = LotUnits(session.book, item)
        self.member = self._member_field() if session.book.sees(Member) else None
        self.due = DateField(_("Wanted back"), _("Empty where nobody said."))
        self.note = TextField(_("Note"), _("Without names: it travels with the pantry."))
        self.lay_out(self.what, *([self.member] if self.member else []), self.due, self.note)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.what.first()

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons under it."""
        return self.foot_with(_("Lend"), "check")

    def deed(self) -> Done | None:
        """Lend it."""
        units = self.what.checked()
        member = self.member.checked() if self.member else None
        return self.session.attempt(
            lend, units, member=member, due=self.due.checked(), note=self.note.value()
        )

    def _member_field(self) -> PickField:

        return member_field(self.session.book, _("Lent to"), _("Empty for nobody named."))


class BackForm(PanelForm):
    """Asks how many came back, and how many will not."""

    def __init__(self, session: Session, loan: OpenLoan) -> None:
        super().__init__(session, _("{item} came back").format(item=loan.name))
        self._loan = loan
        self.units = UnitsField(_("Came back"))
        self.lost = UnitsField(_("Will not come back"), _("Lost or broken."))
        self.to = place_choice(session.book, _("Put where"))
        item, packs = session.book.get(Item, loan.item), packs_of(session.book, loan.item)
        for field in (self.units, self.lost):
            field.count_in(item, packs)
        self.units.set_value(loan.units)
        self.lay_out(self.units, self.lost, self.to)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.units

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons under it."""
        return self.foot_with(_("Write"), "check")

    def deed(self) -> Done | None:
        """Write it."""
        units, lost = self.units.checked() or 0, self.lost.checked() or 0
        return self.session.attempt(come_back, self._loan.loan, units, lost=lost, to=self.to.checked())


def _due_tone(loan: OpenLoan) -> Tone | None:
    return "heed" if loan.due and loan.due < clock.today() else None


def _columns() -> list[Column[OpenLoan]]:
    return [
        Column(_("What"), lambda loan: loan.name),
        Column(_("Out"), lambda loan: quantity(loan.units, loan.unit), 120, "right"),
        Column(
            _("Wanted back"),
            lambda loan: format_date(loan.due, "long") if loan.due else "",
            168,
            tone=_due_tone,
        ),
        Column(_("Lent to"), lambda loan: loan.who or loan.note or "", 168),
    ]
