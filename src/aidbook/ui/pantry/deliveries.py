"""Deliveries that came: what each held, and putting a wrong one right."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from aidbook.actions.putting_right import AS_WRITTEN, Anew, put_right
from aidbook.actions.receiving import Line
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.goods_words import category_word
from aidbook.domain.pantry import Item, Source
from aidbook.domain.roles import may_print
from aidbook.domain.weights import weight_word
from aidbook.i18n import _, format_date, format_money, format_number
from aidbook.store.book import Book
from aidbook.store.pantry import packs_of
from aidbook.store.sources import (
    NOBODY,
    CameLot,
    DeliveryLine,
    Weighed,
    deliveries,
    source_name,
    sources_by_name,
)
from aidbook.ui.pantry.fields import BestBeforeField, UnitsField, WeightField
from aidbook.ui.pantry.picking import item_field, name_field
from aidbook.ui.pantry.rooms import PanelForm, Room, figure, said
from aidbook.ui.pantry.words import quantity
from aidbook.ui.session import Session
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.basics import button, label
from aidbook.ui.widgets.fields import DateField, NumberField, TextField
from aidbook.ui.widgets.list_table import Column

if TYPE_CHECKING:
    from collections.abc import Sequence


_MOST = 300
"""So many deliveries at most are listed, the latest."""


class DeliveriesRoom(Room[DeliveryLine]):
    """Deliveries, the latest first; of one source where one came from it."""

    behind = "sources"

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Deliveries"), _columns(session))

    def title(self) -> str:
        """Return the title; whose deliveries these are stands beside it, for titles are seen by who passes."""
        return _("Deliveries")

    def count(self) -> str:
        """Return whose deliveries these are, and how many."""
        source = self.session.book.get(Source, self._source()) if self._source() else None
        name = _("nobody named") if self._source() == NOBODY else source_name(self.session.book, source)
        return " · ".join(filter(None, (name, super().count())))

    def empty(self) -> str:
        """Return what is listed here."""
        return _("Nothing came in yet.")

    def long_read(self) -> Callable[[Book], dict[Id, DeliveryLine]]:
        """Return what reads the deliveries."""
        source = self._source() or None
        return lambda book: {line.id: line for line in deliveries(book, source=source, most=_MOST)}

    def _source(self) -> Id:
        known = self.thing == NOBODY or self.session.book.get(Source, self.thing or None) is not None
        return self.thing if known else ""

    def arrive(self) -> None:
        """Choose the delivery that was asked for."""
        if self.thing in self.rows:
            self.list.choose(self.thing)

    def view(self, chosen: DeliveryLine | None) -> QWidget:
        """Return what a delivery held, as it is known by now."""
        if chosen is None:
            return said(label(_("Choose a delivery to see what it held."), "soft", wrap=True))
        settings = self.session.book.settings
        parts: list[QWidget] = [
            label(format_date(chosen.on), "section", wrap=True),
            label(chosen.source or _("from nobody named"), "soft", wrap=True),
        ]
        if chosen.delivery.note:
            parts.append(label(chosen.delivery.note, wrap=True))
        if chosen.corrected_on:
            words = _("Put right on {day}; what was reported before stays.")
            parts.append(label(words.format(day=format_date(chosen.corrected_on, "long")), wrap=True))
            parts += [label(words, "small", wrap=True) for words in _first_words(self.session.book, chosen)]
        parts += [_lot(lot) for lot in chosen.by_lot()]
        weighing = settings.weight_unit
        parts += [
            figure(category_word(each.category), weight_word(each.mg, weighing)) for each in chosen.weighed
        ]
        parts.append(figure(_("Weight"), weight_word(chosen.mg, weighing), strong=True))
        if not chosen.is_weighed_whole:
            parts.append(label(_("The weight is of those lines that have one."), "small", wrap=True))
        for words, cents in ((_("Worth"), chosen.value), (_("Paid"), chosen.cost)):
            if cents is not None:
                parts.append(figure(words, format_money(cents, settings.currency)))
        right = partial(PutRightForm, self.session, chosen)
        if may_print(self.session.book.role, "receipt"):
            receipt = partial(self.session.go, "sheets", f"receipt {chosen.id}")
            parts.append(button(_("Receipt"), receipt, icon="printer"))
        parts.append(button(_("Something in it is wrong"), lambda: self.ask(right()), icon="pencil"))
        return said(*parts)


def _lot(lot: CameLot) -> QWidget:
    words = quantity(lot.units, lot.first.unit)
    name = lot.first.name
    if lot.first.best_before:
        name += f" · {format_date(lot.first.best_before, 'long')}"
    if lot.units != lot.written:
        name += " · " + _("put right, first written as {n}").format(n=format_number(lot.written))
    return figure(name, words)


def _first_words(book: Book, line: DeliveryLine) -> list[str]:
    """Return what was said of the whole at first, where that was put right."""
    said = []
    if line.first.source != line.delivery.source:
        source = book.get(Source, line.first.source)
        name = source_name(book, source) or _("nobody named")
        said.append(_("First written as from {source}.").format(source=name))
    if line.first_on != line.on:
        said.append(_("First written on {day}.").format(day=format_date(line.first_on, "long")))
    currency = book.settings.currency
    if line.first.cost != line.delivery.cost and line.first_cost is not None:
        money = format_money(line.first_cost, currency)
        said.append(_("First written as paid {money}.").format(money=money))
    if line.first.value != line.delivery.value and line.first.value is not None:
        money = format_money(line.first.value, currency)
        said.append(_("First written as worth {money}.").format(money=money))
    return said


def _columns(session: Session) -> list[Column[DeliveryLine]]:
    weighing = session.book.settings.weight_unit
    return [
        Column(_("Date"), lambda line: format_date(line.on, "long"), 168),
        Column(_("Source"), lambda line: line.source, tone=_tone),
        Column(_("Lines"), lambda line: format_number(line.lines + len(line.weighed)), 72, "right"),
        Column(_("Weight"), lambda line: weight_word(line.mg, weighing) if line.mg else "", 120, "right"),
    ]


def _tone(line: DeliveryLine) -> Tone | None:
    return "heed" if line.corrected_on else None


class PutRightForm(PanelForm):
    """What holds for a whole delivery, what really came of it, lot by lot, and something that nobody wrote."""

    def __init__(self, session: Session, line: DeliveryLine) -> None:
        about = _(
            "Type what really came. The delivery stays as it was reported; the difference counts from today."
        )
        super().__init__(session, _("Put it right"), about)
        self._line = line
        self._lots = line.by_lot()
        self.source, self.on = self._head_fields()
        self.cost, self.value = self._money_fields()
        self.units = [self._units_field(lot) for lot in self._lots]
        self.weights = {each.category: self._weight_field(each) for each in line.weighed}
        self.item = item_field(session.book, _("Something else that came"))
        self.more = UnitsField(_("How many"), least=1, hint="")
        self.best_before = BestBeforeField(_("Date on it"), _("Empty where nothing is printed on it."))
        heads: list[QWidget] = [self.source, self.on, self.cost, self.value, *self.weights.values()]
        whole = heads if session.book.role == "coordinator" else []  # who gave is in the group's reports
        self.lay_out(*whole, *self.units, self.item, self.more, self.best_before)
        self.item.typed.connect(self._show_more)
        self._show_more()

    def _head_fields(self) -> tuple[TextField, DateField]:
        book, line = self.session.book, self._line
        self._sources = sources_by_name(book)
        source = name_field(
            _("From"),
            list(self._sources),
            _("Empty for nobody named."),
        )
        source.set_value(source_name(book, book.get(Source, line.delivery.source)) or None)
        on = DateField(_("On"), needed=_("Type the day on which it came."))
        on.set_value(line.on)
        return source, on

    def _money_fields(self) -> tuple[NumberField, NumberField]:
        currency = self.session.book.settings.currency
        cost = NumberField(_("Paid"), _("What the group paid for all of it."), decimals=2, unit=currency)
        value = NumberField(_("Worth"), _("As the source says; or empty."), decimals=2, unit=currency)
        cost.set_value(self._line.cost)
        value.set_value(self._line.delivery.value)
        return cost, value

    def _units_field(self, lot: CameLot) -> UnitsField:
        title = lot.first.name
        if lot.first.best_before:
            title += f" · {format_date(lot.first.best_before, 'long')}"
        said_first = _("It says {n}.").format(n=quantity(lot.units, lot.first.unit))
        field = UnitsField(title, said_first, hint="")
        book = self.session.book
        field.count_in(book.get(Item, lot.first.item), packs_of(book, lot.first.item))
        field.label().setWordWrap(True)
        return field

    def _weight_field(self, each: Weighed) -> WeightField:
        weighing = self.session.book.settings.weight_unit
        said_first = _("It says {n}.").format(n=weight_word(each.mg, weighing))
        return WeightField(category_word(each.category), weighing, said_first, hint="")

    def first(self) -> QWidget:
        """Return the field to begin in."""
        if self.session.book.role == "coordinator":
            return self.source
        return self.units[0] if self.units else self.item

    def foot(self) -> tuple[QWidget, ...]:
        """Return back and the button that writes."""
        return self.foot_with(_("Put it right"))

    def deed(self) -> Done | None:
        """Put it right."""
        numbers = {
            lot.first.lot: units
            for lot, field in zip(self._lots, self.units, strict=True)
            if (units := field.checked()) is not None
        }
        also: Sequence[Line] = ()
        if self.item.text():
            item, more = self.item.checked(), self.more.checked()
            also = [Line(item=item, number=more or 0, best_before=self.best_before.checked())]
        return self.session.attempt(put_right, self._line.id, numbers, also=also, anew=self._anew())

    def _anew(self) -> Anew:
        """Return what is said anew of the whole; a source that is known goes by its id, so that no name is lost."""
        name, cost = (self.source.checked() or "").strip(), self.cost.checked()
        known = next(
            (each for said, each in self._sources.items() if said.casefold() == name.casefold()), None
        )
        before = source_name(self.session.book, self.session.book.get(Source, self._line.delivery.source))
        turned = name.casefold() != before.casefold()
        source = known.id if known else None if name else NOBODY
        weights = {key: mg for key, field in self.weights.items() if (mg := field.checked()) is not None}
        return Anew(
            source=source if turned else None,
            source_name=name if turned and not known else None,
            on=self.on.checked(),
            weights=self._line.delivery.weights | weights if weights else None,
            cost=AS_WRITTEN if cost == self._line.cost else cost,
            value=self.value.checked(),
        )

    def _show_more(self) -> None:
        for field in (self.more, self.best_before):
            field.setVisible(bool(self.item.text()))
