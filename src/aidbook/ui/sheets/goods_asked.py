"""What receipts and thanks ask: which delivery, or whose gifts of which period, and whether values are shown."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.domain.declare import Id
from aidbook.domain.pantry import Source
from aidbook.i18n import LANGUAGES, _, format_date
from aidbook.sheets import catalog
from aidbook.sheets.values import Goods
from aidbook.store.book import Book
from aidbook.store.deliveries_named import latest_deliveries, named_delivery
from aidbook.store.sources import source_name, sources_by_name
from aidbook.ui.widgets.basics import column
from aidbook.ui.widgets.choice_fields import CheckField, ChoiceField
from aidbook.ui.widgets.period import PeriodField
from aidbook.ui.widgets.pick_field import Hit, PickField, among

_MOST = 200
"""So many deliveries are offered, the latest; an older one is printed from the deliveries of its source."""


class GoodsAsked(QWidget):
    """Asks for a delivery, or for a source and a period."""

    answered = Signal()
    language_meant = Signal(str)
    """The language in which the chosen source is thanked."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book, self._sheet, self._source = book, "", ""
        self._older: tuple[Id, ...] = ()
        self.delivery: ChoiceField[Id | None] = ChoiceField(_("Delivery"), [])
        self.source = PickField(
            _("Source"), _find(book), _("Who gave or sold it, such as a food bank or a shop.")
        )
        self.period = PeriodField()
        self.values = CheckField(_("With what it is worth"))
        lines = column(self, spacing=12)
        for part in (self.delivery, self.source, self.period, self.values):
            lines.addWidget(part)
        self.delivery.left.connect(self._chose)
        self.source.picked.connect(self._picked)
        self.period.changed.connect(self.answered)
        self.values.left.connect(self.answered)

    def show_sheet(self, sheet: str) -> None:
        """Ask what this sheet asks."""
        asked = catalog.sheet(sheet)
        turned, self._sheet = sheet != self._sheet, sheet
        self.setVisible(asked.of in {"delivery", "source"})
        self.delivery.setVisible(asked.of == "delivery")
        self.source.setVisible(asked.of == "source")
        self.period.setVisible(asked.of == "source")
        if asked.of == "delivery":
            self._offer()
        if turned and self.about():
            self._mean_language()

    def choose(self, about: str) -> None:
        """Let it be about a delivery; or about a source and, after it, the first and last day of a period."""
        id_, *days = about.split()
        if catalog.sheet(self._sheet).of == "delivery":
            self._older = (id_,)
            self._offer()
            if self.delivery.offers(id_):
                self.delivery.set_value(id_)
        else:
            self._show_source(id_)
            for field, day in zip((self.period.first, self.period.last), days, strict=False):
                self.period.which.set_value("between")
                field.set_value(None if day == "-" else day)
            self.period.take(self.period.keep())
        self._mean_language()

    def about(self) -> Id | None:
        """Return the delivery or the source."""
        if catalog.sheet(self._sheet).of == "delivery":
            return self.delivery.value() if self.delivery.box().count() else None
        return self._source or None

    def goods(self) -> Goods:
        """Return what is answered besides."""
        since, until = self.period.days()
        return Goods(with_values=self.values.value(), since=since, until=until)

    def keep(self) -> dict[str, object]:
        """Return the answers, for the same questions in another language."""
        delivery = self.delivery.value() if self.delivery.box().count() else None
        return {
            "delivery": delivery,
            "source": self._source,
            "period": self.period.keep(),
            "values": self.values.value(),
        }

    def take(self, kept: Mapping[str, object]) -> None:
        """Take back what `keep` returned."""
        delivery, source, period = kept.get("delivery"), kept.get("source"), kept.get("period")
        if isinstance(delivery, str):
            self._older = (delivery,)
            self._offer()
            self.delivery.set_value(delivery)
        if isinstance(source, str) and source:
            self._show_source(source)
        if isinstance(period, dict):
            self.period.take(period)
        self.values.set_value(bool(kept.get("values")))

    def _offer(self) -> None:
        before = self.delivery.value() if self.delivery.box().count() else None
        found = latest_deliveries(self._book, _MOST)
        there = {each.id for each in found}
        found += [
            each for id_ in self._older if id_ not in there and (each := named_delivery(self._book, id_))
        ]
        choices: list[tuple[Id | None, str]] = [
            (
                each.id,
                " · ".join(filter(None, (format_date(each.on, "long"), each.source or _("nobody named")))),
            )
            for each in found
        ]
        self.delivery.set_choices(choices or [(None, _("none"))])
        if before in {id_ for id_, _words in choices}:
            self.delivery.set_value(before)

    def _show_source(self, source: Id) -> None:
        record = self._book.get(Source, source)
        self._source = source if record is not None else ""
        if record is not None:
            self.source.show_hit((source, source_name(self._book, record)))

    def _picked(self, source: Id) -> None:
        self._source = source
        self._chose()

    def _chose(self) -> None:
        self._mean_language()
        self.answered.emit()

    def _mean_language(self) -> None:
        about, of_delivery = self.about(), catalog.sheet(self._sheet).of == "delivery"
        line = named_delivery(self._book, about) if of_delivery and about else None
        source = self._book.get(Source, line.source_id if line else None if of_delivery else about)
        own = source.language if source else None
        self.language_meant.emit(own if own in LANGUAGES else self._book.settings.language)


def _find(book: Book) -> Callable[[str], Sequence[Hit]]:
    return lambda text: among(((source.id, name) for name, source in sources_by_name(book).items()), text)
