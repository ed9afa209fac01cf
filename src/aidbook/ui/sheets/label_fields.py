"""How many labels of one thing, and what they say besides its name: asked in the same way wherever labels are."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from aidbook.actions.items import own_code
from aidbook.i18n import _, format_date, format_number
from aidbook.sheets.labels import LABEL_SHEETS, labels_count
from aidbook.sheets.values import LabelsOf
from aidbook.store.labels import Labelled
from aidbook.store.pantry import StockLine, stock_lines
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import column
from aidbook.ui.widgets.choice_fields import CheckField, ChoiceField
from aidbook.ui.widgets.fields import NumberField

_MOST = 500


class LabelFields(QWidget):
    """The fields about the labels of one thing."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._what: Labelled | None = None
        self.number = NumberField(_("How many labels"), least=1, most=_MOST, needed=_("Type how many."))
        self.number.set_value(1)
        self.day: ChoiceField[str | None] = ChoiceField(_("Best before"), [(None, _("no date"))])
        self.names = CheckField(_("Its names in other languages, too"))
        self.numbered = CheckField(_("Number them: 1 of 3, 2 of 3"))
        lines = column(self, spacing=12)
        for part in (self.number, self.day, self.names, self.numbered):
            lines.addWidget(part)
        self.show_thing(None)

    def show_thing(self, what: Labelled | None) -> None:
        """Ask about this."""
        self._what = what
        of_item = bool(what and what.item)
        days = sorted({line.best_before for line in self._lots() if line.best_before}) if of_item else []
        self.day.set_choices([(None, _("no date")), *((day, format_date(day, "long")) for day in days)])
        self.day.setVisible(of_item)
        self.names.setVisible(of_item)

    def thing(self) -> str:
        """Return what it asks about now, by its key."""
        return self._what.key if self._what else ""

    def _lots(self) -> Sequence[StockLine]:
        return stock_lines(self._session.book, item=self._what.item) if self._what else []

    def checked(self) -> LabelsOf | None:
        """Return the labels; what has no code yet gets one. Raises BadInput where the number is missing."""
        number = self.number.checked() or 1
        if self._what is None:
            return None
        if self._what.item and not self._what.code:
            self._session.attempt(own_code, self._what.item, pack=self._what.pack)
        return LabelsOf(
            self._what.key,
            number,
            self.day.value() if self._what.item else None,
            names=bool(self._what.item) and self.names.value(),
            numbered=self.numbered.value(),
        )


def gathered_words(gathered: Sequence[LabelsOf], known: dict[str, Labelled]) -> str:
    """Return what is gathered: "30 labels for Beans, Rice"."""
    n = labels_count(sum(each.number for each in gathered))
    names = dict.fromkeys(known[each.key].words() for each in gathered if each.key in known)
    return _("{labels} for {names}").format(labels=n, names=", ".join(names))


def sheet_words(name: str) -> str:
    """Return what a label sheet is called: "Avery 5160: 30 on Letter"."""
    sheet = LABEL_SHEETS[name]
    return _("Avery {name}: {n} on {paper}").format(
        name=name, n=format_number(sheet.a_page), paper=sheet.paper
    )
