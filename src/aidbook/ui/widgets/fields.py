"""Fields one types in: text, days, numbers."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from aidbook import clock
from aidbook.domain.declare import PREFERS_NOT
from aidbook.i18n import _, format_date, parse_date
from aidbook.ui.widgets.basics import LineEdit, icon_button, label
from aidbook.ui.widgets.field import BadInput, Field


def _answers_button(title: str, over: QWidget, answer: Callable[[str | None], None]) -> QWidget:
    """Return the button of a field whose menu has the answers that are none of its values."""

    def open_menu() -> None:
        from PySide6.QtWidgets import QMenu

        menu = QMenu(over)
        menu.addAction(_("Not asked"), lambda: answer(None))
        menu.addAction(_("Prefers not to say"), lambda: answer(PREFERS_NOT))
        menu.popup(over.mapToGlobal(over.rect().bottomLeft()))

    return icon_button("ellipsis", _("Other answers: {title}").format(title=title), open_menu)


def _unanswered(*, prefers_not: bool) -> str:
    """Return what stands in an empty field."""
    return _("prefers not to say") if prefers_not else _("not asked")


class TextField(Field[str | None]):
    """A line of text; None where it is empty. With `answers`, "prefers not to say" can be chosen and is kept apart."""

    def __init__(self, title: str, why: str = "", *, answers: bool = False, needed: str = "") -> None:
        """Make a field; `needed` is what to say where it may not be empty."""
        self._edit = LineEdit()
        super().__init__(title, self._edit, why)
        self._needed = needed
        self._prefers_not = False
        self._answerable = answers
        self._edit.textEdited.connect(self._on_typed)
        self._edit.returnPressed.connect(self.leave)
        if answers:
            self._edit.setPlaceholderText(_unanswered(prefers_not=False))
            self.line.addWidget(_answers_button(title, self, self._answer))

    def value(self) -> str | None:
        """Return what is typed, without blanks around it."""
        text = self._edit.text().strip()
        if not text and self._needed:
            raise BadInput(self._needed)
        return text or (PREFERS_NOT if self._prefers_not else None)

    def show_value(self, value: str | None) -> None:
        """Show a text or an answer."""
        self._prefers_not = value == PREFERS_NOT
        text = "" if value in (None, PREFERS_NOT) else str(value)
        if self._edit.text() != text:
            self._edit.setText(text)
        if self._answerable:
            self._edit.setPlaceholderText(_unanswered(prefers_not=self._prefers_not))

    def edit(self) -> LineEdit:
        """Return the line itself."""
        return self._edit

    def _on_typed(self, _text: str) -> None:
        self.typed.emit()

    def _answer(self, value: str | None) -> None:
        self.show_value(value)
        self.typed.emit()
        self.leave()


class LongTextField(Field[str | None]):
    """Some lines of text; None where there are none. Tab goes on to the next field. With `answers` as a line of text."""

    def __init__(self, title: str, why: str = "", *, lines: int = 3, answers: bool = False) -> None:
        self._edit = QPlainTextEdit()
        self._edit.setTabChangesFocus(True)
        self._edit.setFixedHeight(self._edit.fontMetrics().lineSpacing() * lines + 20)
        super().__init__(title, self._edit, why)
        self._edit.textChanged.connect(self.typed)
        self._prefers_not = False
        self._answerable = answers
        if answers:
            self._edit.setPlaceholderText(_unanswered(prefers_not=False))
            self.line.addWidget(_answers_button(title, self, self._answer), 0, Qt.AlignmentFlag.AlignTop)

    def value(self) -> str | None:
        """Return what is typed."""
        return self._edit.toPlainText().strip() or (PREFERS_NOT if self._prefers_not else None)

    def show_value(self, value: str | None) -> None:
        """Show a text or an answer."""
        self._prefers_not = self._answerable and value == PREFERS_NOT
        text = "" if self._prefers_not else value or ""
        if self._edit.toPlainText() != text:
            self._edit.setPlainText(text)
        if self._answerable:
            self._edit.setPlaceholderText(_unanswered(prefers_not=self._prefers_not))

    def _answer(self, value: str | None) -> None:
        self.show_value(value)
        self.typed.emit()
        self.leave()


class DateField(Field[str | None]):
    """A day, typed in any usual way ("sat", "28/3", "tomorrow"), kept as ISO and shown in full.

    With `answers`, "prefers not to say" can be chosen.
    """

    def __init__(self, title: str, why: str = "", *, needed: str = "", answers: bool = False) -> None:
        self._edit = LineEdit()
        super().__init__(title, self._edit, why)
        self._needed = needed
        self._edit.textEdited.connect(lambda _text: self.typed.emit())
        self._edit.returnPressed.connect(self.leave)
        self._prefers_not = False
        self._answerable = answers
        self._edit.setPlaceholderText(_("such as 28/3, sat, tomorrow"))
        if answers:
            self._edit.setPlaceholderText(_unanswered(prefers_not=False))
            self.line.addWidget(_answers_button(title, self, self._answer))

    def value(self) -> str | None:
        """Return the ISO date that is typed, or None where nothing is."""
        text = self._edit.text().strip()
        if not text and self._needed:
            raise BadInput(self._needed)
        if not text:
            return PREFERS_NOT if self._prefers_not else None
        if self._shown and text == _day_words(self._shown):
            return self._shown
        read = parse_date(text, clock.today())
        if read is None:
            raise BadInput(
                _("This is not a day that can be read."), _("Type it like 2026-03-28 or 28 March.")
            )
        return read

    def show_value(self, value: str | None) -> None:
        """Show a day as the language writes it, or an answer."""
        self._prefers_not = self._answerable and value == PREFERS_NOT
        self._edit.setText("" if self._prefers_not or not value else _day_words(value))
        if self._answerable:
            self._edit.setPlaceholderText(_unanswered(prefers_not=self._prefers_not))

    def edit(self) -> LineEdit:
        """Return the line itself."""
        return self._edit

    def _answer(self, value: str | None) -> None:
        self.show_value(value)
        self.typed.emit()
        self.leave()


def _day_words(day: str) -> str:
    """Write a day; what is none, as it may come from elsewhere, is shown as it stands."""
    try:
        return format_date(day)
    except ValueError:
        return day


class NumberField(Field[int | None]):
    """A whole number, or with `decimals` an amount kept in its smallest unit (12.50 is 1250). None where empty."""

    def __init__(
        self,
        title: str,
        why: str = "",
        *,
        least: int = 0,
        most: int = 999_999_999,
        decimals: int = 0,
        unit: str = "",
        needed: str = "",
    ) -> None:
        self._edit = LineEdit()
        super().__init__(title, self._edit, why)
        self._least, self._most, self._decimals, self._needed = least, most, decimals, needed
        self._edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._edit.setMaximumWidth(160)
        self._edit.textEdited.connect(lambda _text: self.typed.emit())
        self._edit.returnPressed.connect(self.leave)
        self.line.addWidget(label(unit, "soft"))
        self.line.addStretch(1)

    def value(self) -> int | None:
        """Return the number that is typed."""
        text = self._edit.text().strip()
        if not text and self._needed:
            raise BadInput(self._needed)
        number = read_number(text, self._decimals) if text else None
        if text and (number is None or not self._least <= number <= self._most):
            raise BadInput(
                _("This is not a number that fits here."),
                _("It is from {least} to {most}.").format(
                    least=self._written(self._least), most=self._written(self._most)
                ),
            )
        return number

    def show_value(self, value: int | None) -> None:
        """Show a number."""
        self._edit.setText("" if value is None else self._written(value))

    def edit(self) -> LineEdit:
        """Return the line itself."""
        return self._edit

    def _written(self, value: int) -> str:
        if not self._decimals:
            return str(value)
        return f"{value / 10**self._decimals:.{self._decimals}f}"


def read_number(text: str, decimals: int = 0) -> int | None:
    """Read a number with any usual marks ("1 200", "1,200", "12.50", "12,50") in units of its last decimal."""
    bare = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("'", "")
    cut = max(bare.rfind("."), bare.rfind(","))
    decimal_follows = decimals and cut >= 0 and len(bare) - cut - 1 <= decimals
    whole, part = (bare[:cut], bare[cut + 1 :]) if decimal_follows else (bare, "")
    whole = whole.replace(",", "").replace(".", "")
    digits = whole.removeprefix("-") + part
    if not (digits.isascii() and digits.isdigit()):
        return None
    return int((whole or "0") + part.ljust(decimals, "0"))
