"""Goods between sites: what waits to be received, what is on the way, what asks where it is; and sending."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.actions.transfers import SETTLED_BECAUSE, Came, add_sent, receive_goods, send_goods, settle
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.goods_reasons import reason_word
from aidbook.domain.pantry import Item
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store.pantry import StockLine, packs_of
from aidbook.store.sites import known_sites
from aidbook.store.transfers import TransferLine, TransferPage, arriving, received_transfers, sent_transfers
from aidbook.ui.pantry.fields import UnitsField
from aidbook.ui.pantry.lot_units import LotUnits, place_choice
from aidbook.ui.pantry.rooms import PanelForm, Room, figure, said
from aidbook.ui.pantry.words import due_words, quantity
from aidbook.ui.session import Session
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.basics import Button, button, label, rule
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.fields import TextField
from aidbook.ui.widgets.list_table import Column
from aidbook.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from aidbook.actions.places import Units

_SHORT_BECAUSE = ("damaged", "spoiled", "expired", "lost", "not sent")


class SitesRoom(Room[TransferPage]):
    """What comes from other sites and has not been received first, then what was sent, then the rest."""

    slight = (2,)

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Goods between sites"), self._columns())

    def title(self) -> str:
        """Return the title."""
        return _("Goods between sites")

    def empty(self) -> str:
        """Return what it takes."""
        if not known_sites(self.session.book):
            return _("This book is not paired with another site yet. The USB stick page does that.")
        return _("Nothing was sent yet, and nothing has come.")

    def read(self) -> dict[Id, TransferPage]:
        """Return the transfers."""
        book = self.session.book
        pages = (*arriving(book), *sent_transfers(book), *received_transfers(book))
        return {page.transfer: page for page in pages}

    def commands(self) -> Sequence[Button]:
        """Return the buttons under the list."""
        return (button(_("Send goods"), self.ask_send, "quiet", "upload"),)

    def ask_send(self, item: Id = "") -> None:
        """Ask what goes where."""
        if known_sites(self.session.book):
            self.ask(SendForm(self.session, item))
        else:
            self.session.said(self.empty())

    def view(self, chosen: TransferPage | None) -> QWidget:
        """Return a transfer, and what there is to say of it."""
        if chosen is None:
            return said(label(_("Choose in the list what came or was sent."), "soft", wrap=True))
        ours = chosen.site == self.session.book.identity.site
        head = (
            _("To {site}").format(site=chosen.to_name)
            if ours
            else _("From {site}").format(site=chosen.site_name)
        )
        parts: list[QWidget] = [
            label(head, "section", wrap=True),
            label(_("Sent on {day}").format(day=format_date(clock.day_of(chosen.at), "long")), "soft"),
        ]
        parts += [label(text, wrap=True) for text in (chosen.note, chosen.receipt_note) if text]
        if not ours and chosen.receipt is None:
            parts.append(
                button(_("Receive"), lambda: self.ask(ReceiptForm(self.session, chosen)), "main", "download")
            )
        for line in chosen.lines:
            parts += [rule(), *self._line(chosen, line, ours=ours)]
        return said(*parts)

    def _line(self, page: TransferPage, line: TransferLine, *, ours: bool) -> list[QWidget]:
        parts: list[QWidget] = [figure(_line_words(line), quantity(line.sent, line.unit), strong=True)]
        if page.receipt is None:
            return parts
        parts.append(figure(_("came"), quantity(line.came, line.unit)))
        if line.why:
            parts.append(label(_("They say: {why}").format(why=reason_word(line.why)), "soft", wrap=True))
        if ours and line.way > 0:
            text = _("{n} did not come. Say what became of it: nobody guesses.")
            strip = Notice(text.format(n=quantity(line.way, line.unit)), "heed")
            strip.add_button(_("Say"), lambda: self.ask(SettleForm(self.session, page, line)))
            parts.append(strip)
        elif ours and line.way < 0:
            text = _("{n} more came than was written down.")
            strip = Notice(text.format(n=quantity(-line.way, line.unit)), "heed")
            strip.add_button(_("Say"), lambda: self.ask(MoreForm(self.session, page, line)))
            parts.append(strip)
        return parts

    def _columns(self) -> list[Column[TransferPage]]:
        return [
            Column(_("Site"), self._site),
            Column(_("Sent"), lambda page: format_date(clock.day_of(page.at), "long"), 168),
            Column(_("Lines"), lambda page: format_number(len(page.lines)), 72, "right"),
            Column(_("State"), self._state, 224, tone=self._tone),
        ]

    def _site(self, page: TransferPage) -> str:
        ours = page.site == self.session.book.identity.site
        return (
            _("to {site}").format(site=page.to_name) if ours else _("from {site}").format(site=page.site_name)
        )

    def _state(self, page: TransferPage) -> str:
        ours = page.site == self.session.book.identity.site
        if page.receipt is None:
            return _("on the way") if ours else _("to be received")
        if ours and page.is_open:
            return _("something is open")
        return _("received")

    def _tone(self, page: TransferPage) -> Tone | None:
        ours = page.site == self.session.book.identity.site
        return (
            "heed"
            if (not ours and page.receipt is None) or (ours and page.receipt and page.is_open)
            else None
        )


def _line_words(line: TransferLine) -> str:
    return " · ".join(
        part for part in (line.name, due_words(line.best_before, plain=True), line.lot_code or "") if part
    )


class SendForm(PanelForm):
    """Asks what goes to which site: one line after the other, by keys or by the scanner, then all of it at once."""

    def __init__(self, session: Session, item: Id = "") -> None:
        super().__init__(
            session, _("Send goods"), _("They stay in this site’s report until their receipt is back.")
        )
        sites = [(site.id, site.name) for site in known_sites(session.book)]
        self.to: ChoiceField[Id] = ChoiceField(_("To"), sites)
        self.what = LotUnits(session.book, item, many=True)
        self.note = TextField(_("Note"), _("Without names: it travels with the pantry."))
        self._lines: list[tuple[StockLine, Units]] = []
        self.listed = label("", wrap=True)
        self.lay_out(
            self.to, self.what, button(_("Add this line"), self.add, icon="plus"), self.listed, self.note
        )
        self.what.units.edit().returnPressed.connect(self.add)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.to if self.to.box().count() > 1 else self.what.first()

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons under it."""
        return self.foot_with(_("Send"), "upload")

    def add(self) -> None:
        """Put a line on the list."""
        try:
            line, units = self.what.line(), self.what.checked()
        except BadInput:
            return
        self._lines.append((line, units))
        self._show_lines()
        self.what.clear()

    def _show_lines(self) -> None:
        words = (f"{quantity(each.units, at.unit)} · {at.item}" for at, each in self._lines)
        self.listed.setText("\n".join(words))

    def kept(self) -> dict[str, Any]:
        """Return the lines that are on the list, and what is half typed."""
        return {**super().kept(), "lines": list(self._lines)}

    def take(self, kept: dict[str, Any]) -> None:
        """Take back what `kept` returned."""
        super().take(kept)
        self._lines = kept["lines"]
        self._show_lines()

    def deed(self) -> Done | None:
        """Send it."""
        if self.what.item.text():
            self._lines.append((self.what.line(), self.what.checked()))
        lines = [units for _line, units in self._lines]
        return self.session.attempt(send_goods, self.to.checked(), lines, note=self.note.value())


class ReceiptForm(PanelForm):
    """Asks of each line how many came; what differs wants a reason and is booked by nobody here."""

    def __init__(self, session: Session, page: TransferPage) -> None:
        super().__init__(
            session,
            _("Receive from {site}").format(site=page.site_name),
            _(
                "Count what came. What is missing stays with the site that sent it until people there say where it is."
            ),
        )
        self._page = page
        self.place = place_choice(session.book, _("Put where"))
        self.units: dict[Id, UnitsField] = {}
        self.why: dict[Id, ChoiceField[str]] = {}
        parts: list[QWidget] = [self.place]
        reasons = [("", _("not known")), *((why, reason_word(why)) for why in _SHORT_BECAUSE)]
        for line in page.lines:
            sent = _("{n} were sent.").format(n=quantity(line.sent, line.unit))
            field = UnitsField(
                _line_words(line), sent, needed=_("Type how many came; 0 where none did."), hint=""
            )
            field.count_in(session.book.get(Item, line.item), packs_of(session.book, line.item))
            field.label().setWordWrap(True)
            why: ChoiceField[str] = ChoiceField(_("Why not as many"), reasons)
            why.hide()
            field.typed.connect(lambda lot=line.lot: self._show_why(lot))
            self.units[line.lot], self.why[line.lot] = field, why
            parts += [field, why]
        self.note = TextField(_("Note"))
        self.lay_out(*parts, self.note)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return next(iter(self.units.values()), self.note)

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons under it."""
        return self.foot_with(_("Receive"), "download")

    def deed(self) -> Done | None:
        """Write what came."""
        place = self.place.checked()
        came = {
            lot: Came(field.checked() or 0, place, self.why[lot].value() or None)
            for lot, field in self.units.items()
        }
        return self.session.attempt(receive_goods, self._page.transfer, came, note=self.note.value())

    def _show_why(self, lot: Id) -> None:
        line = next(each for each in self._page.lines if each.lot == lot)
        text = self.units[lot].edit().text().strip()
        self.why[lot].setVisible(text.isdigit() and int(text) != line.sent)


class SettleForm(PanelForm):
    """Asks at the sender's what became of units that did not come."""

    def __init__(self, session: Session, page: TransferPage, line: TransferLine) -> None:
        super().__init__(session, _("What became of it?"), _line_words(line))
        self._page, self._line = page, line
        self.units = UnitsField(_("How many"), least=1, needed=_("Type how many there are."))
        self.units.count_in(session.book.get(Item, line.item), packs_of(session.book, line.item))
        self.units.set_value(line.way)
        self.why: ChoiceField[str] = ChoiceField(
            _("What"), [(why, reason_word(why)) for why in SETTLED_BECAUSE]
        )
        self.why.set_value(line.why if line.why in SETTLED_BECAUSE else "lost")
        self.place = place_choice(session.book, _("It is at"))
        self.lay_out(self.units, self.why, self.place)
        self.why.typed.connect(self._show_place)
        self._show_place()

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.why

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons under it."""
        return self.foot_with(_("Write"), "check")

    def deed(self) -> Done | None:
        """Book it."""
        units, why = self.units.checked() or 0, self.why.checked()
        return self.session.attempt(
            settle, self._page.transfer, self._line.lot, units, why, place=self.place.checked()
        )

    def _show_place(self) -> None:
        self.place.setVisible(self.why.value() == "not sent")


class MoreForm(PanelForm):
    """Asks at the sender's from where units were taken that nobody wrote down."""

    def __init__(self, session: Session, page: TransferPage, line: TransferLine) -> None:
        more = ngettext("{n} more came than was sent", "{n} more came than were sent", -line.way)
        super().__init__(session, more.format(n=format_number(-line.way)), _line_words(line))
        self._page, self._line = page, line
        self.place = place_choice(session.book, _("They were taken from"))
        self.lay_out(self.place)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.place

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons under it."""
        return self.foot_with(_("Write"), "check")

    def deed(self) -> Done | None:
        """Book it."""
        return self.session.attempt(
            add_sent, self._page.transfer, self._line.lot, -self._line.way, self.place.checked()
        )
