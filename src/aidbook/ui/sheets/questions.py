"""What a sheet asks: about which day or whom, in which language or two, on which paper, in which order."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.i18n import LANGUAGES, _, format_date
from aidbook.sheets import catalog
from aidbook.sheets.values import NOBODY, NOTHING_MORE, Goods, Order, PaperName
from aidbook.store.book import Book
from aidbook.store.distributions import upcoming
from aidbook.store.pantry import item_lines
from aidbook.store.prints import printable_days
from aidbook.store.recalls import recalls
from aidbook.store.same import as_one
from aidbook.ui.session import Session
from aidbook.ui.sheets.goods_asked import GoodsAsked
from aidbook.ui.sheets.labels_asked import LabelsAsked
from aidbook.ui.sheets.making import REPORTS, Answers
from aidbook.ui.sheets.people_asked import PeopleAsked
from aidbook.ui.widgets.basics import column
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.fields import DateField


class Questions(QWidget):
    """The questions of one sheet. Those it does not ask are hidden and keep their answers for the next."""

    answered = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        book = session.book
        self._sheet = next(iter(catalog.SHEETS))
        self._days: dict[Id, Distribution] = {}
        self._next: Distribution | None = None
        self._is_chosen = False
        languages = list(LANGUAGES.items())
        self.people = PeopleAsked(book)
        self.goods = GoodsAsked(book)
        self.labels = LabelsAsked(session)
        self._before: str | None = None  # the language for all, while a member's own page is in theirs
        self.day: ChoiceField[Id | None] = ChoiceField(_("Distribution"), [])
        self.language = ChoiceField(_("Language"), languages)
        self.second: ChoiceField[str | None] = ChoiceField(
            _("Second language beside it"), [(None, _("none")), *languages]
        )
        self.paper: ChoiceField[PaperName] = ChoiceField(_("Paper"), [("A4", "A4"), ("Letter", "Letter")])
        self.order: ChoiceField[Order] = ChoiceField(
            _("Order"), [("name", _("by family name")), ("slot", _("by time"))]
        )
        self.language.set_value(book.settings.language)
        self.second.set_value(None)
        self.paper.set_value(usual_paper())
        self.order.set_value("name")
        lines = column(self, spacing=12)
        self.item: ChoiceField[Id | None] = ChoiceField(_("Item"), [])
        self.recall: ChoiceField[Id | None] = ChoiceField(_("Recall"), [])
        self._offer_items(book)
        self.then = DateField(_("At the end of this day"))
        self.then.set_value(clock.today())
        lines.addWidget(self.people)
        lines.addWidget(self.goods)
        lines.addWidget(self.labels)
        lines.addWidget(self.then)
        lines.addWidget(self.item)
        lines.addWidget(self.recall)
        self.item.left.connect(self._answered)
        self.recall.left.connect(self._answered)
        self.then.left.connect(self._answered)
        self.people.answered.connect(self._answered)
        self.people.language_meant.connect(self._mean_language)
        self.goods.answered.connect(self._answered)
        self.goods.language_meant.connect(self._mean_language)
        self.labels.answered.connect(self._answered)
        for field in (self.day, self.language, self.second, self.paper, self.order):
            lines.addWidget(field)
            field.left.connect(self._answered)
        self.day.left.connect(self._chose_day)

    def show_days(self, book: Book) -> None:
        """Offer the distributions there are; the one that is probably meant, until somebody chose another."""
        self._offer_items(book)
        self._days = {day.id: day for day in printable_days(book)}
        self._next = next(iter(upcoming(book, clock.today())), None)
        chosen = self._chosen_day()
        if chosen is not None and chosen not in self._days:
            self._is_chosen = False
        self._offer_days()

    def _offer_items(self, book: Book) -> None:
        self.item.set_choices([(line.id, line.name) for line in item_lines(book)] or [(None, _("none"))])
        self.recall.set_choices([(each.id, each.why) for each in recalls(book)] or [(None, _("none"))])

    def show_sheet(self, sheet: str) -> None:
        """Ask what this sheet asks."""
        self._sheet = sheet
        self._offer_days()
        asked = catalog.sheet(sheet)
        self.order.setVisible(asked.has_order)
        self.day.setVisible(bool(self._days) and asked.of == "distribution")
        self.then.setVisible(asked.of == "day")
        self.item.setVisible(asked.of == "item")
        self.recall.setVisible(asked.of == "recall")
        self.people.setVisible(asked.about_people)
        self.people.show_sheet(sheet)
        if self._before and not asked.is_for_one:
            self.language.set_value(self._before)
            self._before = None
        self.goods.show_sheet(sheet)
        self.labels.setVisible(asked.of == "labels")
        if asked.of == "labels":
            self.labels.show_gathered()
        for field in (
            self.paper,
            self.second,
        ):  # labels have the paper of their sheet, and no room for two languages
            field.setVisible(asked.of != "labels")

    def choose_item(self, book: Book, item: Id) -> None:
        """Choose an item, or the one that it is shown as, if there is such a one."""
        self._offer_items(book)
        shown = as_one(book, "item", [item], site=book.identity.site)[0]
        if self.item.offers(shown):
            self.item.set_value(shown)

    def choose_recall(self, book: Book, recall: Id) -> None:
        """Choose a recall, if there is such a one."""
        self._offer_items(book)
        if self.recall.offers(recall):
            self.recall.set_value(recall)

    def choose_day(self, distribution: Id) -> bool:
        """Choose a distribution; say whether there is such a one."""
        if distribution not in self._days:
            return False
        self.day.set_value(distribution)
        self._is_chosen = True
        return True

    def answers(self) -> Answers | None:
        """Return what is answered; None where the sheet is about a distribution and there is none."""
        asked = catalog.sheet(self._sheet)
        day = self._chosen_day() if asked.of == "distribution" else None
        if asked.needs_distribution and day is None:
            return None
        if asked.of == "day":
            day = self._then()
        if asked.of == "item":
            day = self.item.value()
        if asked.of == "recall":
            day = self.recall.value()
        if asked.of in {"delivery", "source"}:
            day = self.goods.about()
        order = self.order.value() if asked.has_order else None
        one_language = asked.of == "labels" or self.second.value() == self.language.value()
        return Answers(
            self._sheet,
            day,
            self.language.value(),
            None if one_language else self.second.value(),
            self.labels.paper() if asked.of == "labels" else self.paper.value(),
            None if order == "name" else order,
            self.people.people() if asked.about_people else NOBODY,
            self._goods(asked),
        )

    def _goods(self, asked: catalog.Sheet) -> Goods:
        if asked.of == "labels":
            return self.labels.goods()
        return self.goods.goods() if asked.of in {"delivery", "source"} else NOTHING_MORE

    def choose(self, book: Book, sheet: str, about: str) -> None:
        """Let a sheet be about what another page wants it for: a day, an item, a delivery, members, labels."""
        asked = catalog.sheet(sheet)
        if asked.of == "day":
            self.then.set_value(about)
        elif asked.of == "item":
            self.choose_item(book, about)
        elif asked.of == "recall":
            self.choose_recall(book, about)
        elif asked.of == "labels":
            self.labels.choose(about)
        elif about and asked.of in {"delivery", "source"}:
            self.goods.choose(about)
        elif asked.about_people:
            self.people.choose(about.split())

    def keep(self) -> dict[str, object]:
        """Return the answers, for the same questions in another language."""
        return {
            "day": self._chosen_day() if self._is_chosen else "",
            "language": self.language.value(),
            "second": self.second.value(),
            "paper": self.paper.value(),
            "order": self.order.value(),
            "people": self.people.keep(),
            "then": self.then.value(),
            "item": self.item.value(),
            "recall": self.recall.value(),
            "goods": self.goods.keep(),
            "labels": self.labels.keep(),
        }

    def take(self, kept: dict[str, object]) -> None:
        """Take back what `keep` returned."""
        for name, field in (("language", self.language), ("second", self.second)):
            field.set_value(kept.get(name))  # type: ignore[arg-type] # what this field itself gave
        self.paper.set_value("Letter" if kept.get("paper") == "Letter" else "A4")
        self.order.set_value("slot" if kept.get("order") == "slot" else "name")
        if isinstance(item := kept.get("item"), str):
            self.item.set_value(item)
        if isinstance(recall := kept.get("recall"), str):
            self.recall.set_value(recall)
        if isinstance(then := kept.get("then"), str):
            self.then.set_value(then)
        if isinstance(people := kept.get("people"), dict):
            self.people.take(people)
        if isinstance(goods := kept.get("goods"), dict):
            self.goods.take(goods)
        if isinstance(labels := kept.get("labels"), dict):
            self.labels.take(labels)
        if kept.get("day") != "":
            self._is_chosen = True
            self.day.set_value(kept.get("day"))  # type: ignore[arg-type] # an id, or None

    def _then(self) -> str:
        """Return the day in its field; a day that was no day is told there and stays out."""
        chosen = self.then.value() or clock.today()
        self.then.show_error(_("This day is still to come.") if chosen > clock.today() else "")
        return min(chosen, clock.today())

    def _chosen_day(self) -> Id | None:
        return self.day.value() if self.day.box().currentIndex() >= 0 else None

    def _offer_days(self) -> None:
        needed = catalog.sheet(self._sheet).needs_distribution
        blank = [] if needed else [(None, _("blank, for any day"))]
        self.day.set_choices([*((day.id, _day_words(day)) for day in self._days.values()), *blank])
        if self._days and (not self._is_chosen or (needed and self._chosen_day() is None)):
            self.day.set_value(self._meant().id)

    def _meant(self) -> Distribution:
        """Return the day one most probably came for: the next one; for a report the last one there was."""
        days = list(self._days.values())
        if self._sheet in REPORTS:
            return next((day for day in days if day.on <= clock.today()), days[-1])
        return self._next or days[0]

    def _mean_language(self, code: str) -> None:
        """Print in the language of whoever the page is for."""
        if catalog.sheet(self._sheet).is_for_one:
            self._before = self._before or self.language.value()
            self.language.set_value(code)

    def _chose_day(self) -> None:
        self._is_chosen = True

    def _answered(self) -> None:
        self.answered.emit()


def usual_paper() -> PaperName:
    """Return the paper that printers hold where this computer is."""
    us = QLocale.system().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    return "Letter" if us else "A4"


def _day_words(day: Distribution) -> str:
    words = format_date(day.on, "day" if day.on[:4] == clock.today()[:4] else "long")
    return " · ".join(filter(None, (words[:1].upper() + words[1:], day.title)))
