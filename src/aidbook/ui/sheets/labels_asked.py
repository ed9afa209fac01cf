"""What a sheet of labels asks: what gets one and how many, on which label sheet, and at which of its labels it begins."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.i18n import _
from aidbook.sheets.labels import LABEL_SHEETS
from aidbook.sheets.values import Goods, LabelsOf, PaperName
from aidbook.store.labels import Labelled, labelled
from aidbook.ui.session import Session
from aidbook.ui.sheets.label_fields import LabelFields, gathered_words, sheet_words
from aidbook.ui.widgets.basics import button, column, label
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.fields import NumberField
from aidbook.ui.widgets.pick_field import Hit, PickField, among
from aidbook.ui.widgets.trouble import Trouble

_ALIKE = 20


class LabelsAsked(QWidget):
    """Gathers labels, thing by thing."""

    answered = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._known: dict[str, Labelled] = {}
        self.gathered: list[LabelsOf] = []
        self.what = PickField(_("What gets a label"), self._find, hint=_("an item, a pack or a shelf"))
        self.fields = LabelFields(session)
        self._add = button(_("Put them on the sheet"), self.add, icon="plus")
        self._trouble = Trouble()
        self._said = label("", "label", wrap=True)
        self._clear = button(_("Begin again with none"), self.drop, "link")
        self.sheet = ChoiceField(_("Label sheet"), [(name, sheet_words(name)) for name in LABEL_SHEETS])
        self.start = NumberField(
            _("Begin at label"),
            _("1 is the first of a new sheet; count from the upper left, row by row."),
            least=1,
        )
        self.start.set_value(1)
        lines = column(self, spacing=12)
        for part in (
            self.what, self.fields, self._add, self._trouble, self._said, self._clear, self.sheet, self.start,
        ):  # fmt: skip
            lines.addWidget(part)
        self.what.picked.connect(lambda key: self.fields.show_thing(self._known.get(key)))
        self.sheet.left.connect(self.answered)
        self.start.left.connect(self.answered)
        self.show_gathered()

    def show_gathered(self) -> None:
        """Say what is gathered, as the book knows it now."""
        self._known = {each.key: each for each in labelled(self._session.book)}
        self._said.setText(gathered_words(self.gathered, self._known) if self.gathered else "")
        for part in (self._said, self._clear):
            part.setVisible(bool(self.gathered))

    def choose(self, said: str) -> None:
        """Gather what another page asks for, as `thing_of` writes it."""
        try:
            self.gathered = msgspec.json.decode(said, type=list[LabelsOf])
        except msgspec.MsgspecError:
            return
        self.show_gathered()

    def add(self) -> None:
        """Put the labels of what is picked on the sheet."""
        wanted = self._trouble.tried(self._wanted)
        if wanted is None:
            if not self.what.text():
                self.what.setFocus()
            return
        self.gathered.append(wanted)
        self.what.show_value(None)
        self.fields.show_thing(None)
        self.show_gathered()
        self.what.setFocus()
        self.answered.emit()

    def _wanted(self) -> LabelsOf | None:
        key = self.what.checked()
        if key and self.fields.thing() != key:  # typed whole, and not picked
            self.fields.show_thing(self._known.get(key))
        return self.fields.checked() if key else None

    def drop(self) -> None:
        """Gather from the beginning."""
        self.gathered.clear()
        self.show_gathered()
        self.what.setFocus()
        self.answered.emit()

    def paper(self) -> PaperName:
        """Return the paper of the label sheet."""
        return LABEL_SHEETS[self.sheet.value()].paper

    def goods(self) -> Goods:
        """Return what is answered."""
        try:
            start = self.start.value() or 1
        except BadInput:
            start = 1
        return Goods(labels=tuple(self.gathered), label_sheet=self.sheet.value(), start=int(start))

    def keep(self) -> dict[str, object]:
        """Return the answers, for the same questions in another language."""
        goods = self.goods()
        return {"gathered": thing_of(goods.labels), "sheet": goods.label_sheet, "start": goods.start}

    def take(self, kept: Mapping[str, object]) -> None:
        """Take back what `keep` returned."""
        self.choose(str(kept.get("gathered")))
        sheet, start = kept.get("sheet"), kept.get("start")
        if sheet in LABEL_SHEETS:
            self.sheet.set_value(str(sheet))
        self.start.set_value(start if isinstance(start, int) else 1)

    def _find(self, text: str) -> Sequence[Hit]:
        return among(((each.key, each.words()) for each in self._known.values()), text)[:_ALIKE]


def thing_of(labels: Sequence[LabelsOf]) -> str:
    """Return labels as the page of the sheets is asked for them."""
    return json.dumps([asdict(each) for each in labels])
