"""The second step: which column is which, with the file's first rows beside."""

from collections.abc import Sequence
from operator import itemgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from aidbook.domain.imports import ImportKind
from aidbook.i18n import _, format_number, ngettext
from aidbook.tabular.days import DATE_ORDERS, DateOrder
from aidbook.tabular.mapping import Question, kind_label
from aidbook.tabular.mapping import label as field_label
from aidbook.ui.reading_in.look import off_words
from aidbook.ui.reading_in.state import Reading
from aidbook.ui.reading_in.words import kind_words
from aidbook.ui.widgets.basics import button, column, label, row
from aidbook.ui.widgets.choice_fields import CheckField, ChoiceField
from aidbook.ui.widgets.list_table import Column, ListTable
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import Panel

_FIRST_ROWS = 50
_SAMPLES = 3
_SAMPLE_LETTERS = 40
_FORM_WIDTH = 420
_SIDE_BY_SIDE_FROM = 760

Row = tuple[str, ...]


class ColumnsStep(QWidget):
    """Shows what was proposed; every field can be given another column, or none."""

    otherwise = Signal(object)
    """The file is to be read otherwise: {"kind": …}, {"sheet": …} or {"titled": …}."""
    mapped = Signal()
    """A field has another column now."""

    def __init__(self, kinds: Sequence[ImportKind]) -> None:
        super().__init__()
        self._kinds = kinds
        self._reading: Reading | None = None
        self._more = False
        self.fields: dict[str, ChoiceField[int | None]] = {}
        self._samples: dict[str, QLabel] = {}
        self._form = Panel()
        self._table: QWidget | None = None
        self._line = row(self, spacing=16)
        self._line.addWidget(self._form)

    def show_reading(self, reading: Reading) -> None:
        """Show a file and its proposed columns."""
        self._reading = reading
        self._more = False
        self._show_form()
        self._show_rows(reading)
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.setFocus()

    # The form

    def _show_form(self) -> None:
        reading = self._must_read()
        inside = QWidget()
        lines = column(inside, margin=16, spacing=12)
        self._add_file(lines, reading)
        for question in reading.mapping.questions:
            lines.addWidget(self._question(question))
        self._add_fields(lines, reading)
        lines.addStretch(1)
        self._form.show_widget(inside)

    def _add_file(self, lines: QVBoxLayout, reading: Reading) -> None:
        count = len(reading.table.rows)
        said = ngettext("{file}: {n} row", "{file}: {n} rows", count)
        lines.addWidget(
            label(said.format(file=reading.source.name, n=format_number(count)), "section", wrap=True)
        )
        if reading.mapping.suggests:
            text = _("This file is {kind}.").format(kind=kind_label(reading.mapping.suggests))
            lines.addWidget(Notice(text, "heed"))
        elif reading.mapping.layout:
            text = _("A file of a sort that is known: {name}.").format(name=reading.mapping.layout)
            lines.addWidget(Notice(text, "good"))
        if reading.is_remembered:
            lines.addWidget(Notice(_("Its columns are read as those of the last such file."), "good"))
        if reading.mapping.off:
            lines.addWidget(Notice(off_words(reading.mapping.off), "plain"))
        if len(self._kinds) > 1:
            kind: ChoiceField[str] = ChoiceField(_("What is it?"), [(k, kind_words(k)) for k in self._kinds])
            kind.set_value(reading.kind)
            kind.saves(lambda value: self.otherwise.emit({"kind": value}))
            lines.addWidget(kind)
        if len(reading.table.sheets) > 1:
            sheet: ChoiceField[str] = ChoiceField(_("Which sheet?"), [(s, s) for s in reading.table.sheets])
            sheet.set_value(reading.table.sheet or "")
            sheet.saves(lambda value: self.otherwise.emit({"sheet": value}))
            lines.addWidget(sheet)
        titled = CheckField(_("Its first row holds the titles of the columns"))
        titled.set_value(reading.table.titles is not None)
        titled.saves(lambda value: self.otherwise.emit({"titled": value}))
        lines.addWidget(titled)

    def _add_fields(self, lines: QVBoxLayout, reading: Reading) -> None:
        self.fields.clear()
        missing = reading.mapping.missing
        known = [name for name, _words in reading.mapping.fields()]
        shown = [name for name in known if name in reading.mapping.columns]
        others = [name for name in known if name not in shown and name not in missing]
        for name in (*missing, *shown, *(others if self._more else ())):
            lines.addWidget(self._field(name, reading))
        if others and not self._more:
            text = ngettext("Show {n} more field", "Show {n} more fields", len(others))
            more = button(text.format(n=len(others)), self._show_more, "link")
            lines.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _field(self, name: str, reading: Reading) -> QWidget:
        choices: list[tuple[int | None, str]] = [(None, _("not in this file"))]
        choices += list(enumerate(reading.mapping.names))
        field: ChoiceField[int | None] = ChoiceField(field_label(name), choices)
        field.set_value(reading.mapping.columns.get(name))
        sample = label(_samples(reading, reading.mapping.columns.get(name)), "small", wrap=True)
        field.add_line(sample)
        self._samples[name] = sample
        field.saves(lambda index: self._map(name, index))
        if name in reading.mapping.missing:
            field.show_error(_("Say which column this is."))
        self.fields[name] = field
        return field

    def _question(self, question: Question) -> QWidget:
        choices: list[tuple[DateOrder, str]] = [(order, _(DATE_ORDERS[order])) for order in question.choices]
        field: ChoiceField[DateOrder] = ChoiceField(question.text, choices)
        field.label().setWordWrap(True)
        field.set_value(question.assumed)
        field.saves(lambda order: self._answer(question.field, order))
        return field

    def _show_more(self) -> None:
        self._more = True
        shown = set(self.fields)
        self._show_form()
        first = next((field for name, field in self.fields.items() if name not in shown), None)
        if first is not None:
            first.setFocus()

    def _map(self, name: str, index: int | None) -> None:
        reading = self._must_read()
        reading.mapping = reading.mapping.with_column(name, index)
        reading.forget_looks()
        self._samples[name].setText(_samples(reading, index))
        field = self.fields[name]
        field.show_error(_("Say which column this is.") if name in reading.mapping.missing else "")
        self.mapped.emit()

    def _answer(self, name: str, order: DateOrder) -> None:
        reading = self._must_read()
        reading.mapping = reading.mapping.with_date_order(name, order)
        reading.forget_looks()
        self.mapped.emit()

    def _must_read(self) -> Reading:
        assert self._reading is not None  # noqa: S101 - the step is shown with a file only
        return self._reading

    # The first rows

    def _show_rows(self, reading: Reading) -> None:
        if self._table is not None:
            self._line.removeWidget(self._table)
            self._table.deleteLater()
        columns = [Column[Row](title, itemgetter(at), 140) for at, title in enumerate(reading.mapping.names)]
        rows = reading.table.rows[:_FIRST_ROWS]
        table: ListTable[Row] = ListTable(
            _("The first rows of the file"), columns, lambda ids: [rows[int(id_)] for id_ in ids]
        )
        table.show_ids([str(number) for number in range(len(rows))])
        self._table = table
        self._line.addWidget(table, 1)
        self._share_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the first rows where there is room for them."""
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        wide = self.width() >= _SIDE_BY_SIDE_FROM
        if self._table is not None:
            self._table.setVisible(wide)
        self._form.setMaximumWidth(_FORM_WIDTH if wide else 16777215)
        self._form.setMinimumWidth(_FORM_WIDTH if wide else 0)


def _samples(reading: Reading, index: int | None) -> str:
    if index is None:
        return ""
    found = dict.fromkeys(cell for cells in reading.table.rows[:_FIRST_ROWS] if (cell := cells[index]))
    return _("such as {samples}").format(
        samples=", ".join(text[:_SAMPLE_LETTERS] for text in list(found)[:_SAMPLES])
    )
