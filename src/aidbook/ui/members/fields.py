"""Fields that only a member has: words in a list, a birth date that may be a year, a consent with its date."""

from PySide6.QtWidgets import QMenu

from aidbook import clock
from aidbook.domain.declare import PREFERS_NOT
from aidbook.i18n import _, parse_date
from aidbook.ui.members.words import birth_words, read_words, shown_words
from aidbook.ui.widgets.basics import LineEdit, icon_button
from aidbook.ui.widgets.field import BadInput, Field
from aidbook.ui.widgets.fields import TextField

_FIRST_YEAR = 1880
_OFFERED = 20


class WordsField(Field[tuple[str, ...]]):
    """A few words between commas; the usual ones are in its menu, any other can be typed."""

    def __init__(self, title: str, known: dict[str, str], why: str = "") -> None:
        """Make a field; `known` is {what is kept: the word in English}."""
        self._edit = LineEdit()
        super().__init__(title, self._edit, why)
        self._known = known
        self._prefers_not = False
        self._shown = ()
        self._edit.setPlaceholderText(_("not asked"))
        self._edit.textEdited.connect(lambda _text: self.typed.emit())
        self._edit.returnPressed.connect(self.leave)
        name = _("Choose: {title}").format(title=title)
        if not known:
            name = _("Other answers: {title}").format(title=title)
        self.line.addWidget(icon_button("ellipsis", name, self._open_menu))

    def value(self) -> tuple[str, ...]:
        """Return what is typed, known words by what is kept of them."""
        words = read_words(self._edit.text(), self._known)
        return words or ((PREFERS_NOT,) if self._prefers_not else ())

    def show_value(self, value: tuple[str, ...]) -> None:
        """Show words in the language in use."""
        self._prefers_not = PREFERS_NOT in value
        text = ", ".join(shown_words([word for word in value if word != PREFERS_NOT], self._known))
        if self._edit.text() != text:
            self._edit.setText(text)
        self._edit.setPlaceholderText(_("prefers not to say") if self._prefers_not else _("not asked"))

    def edit(self) -> LineEdit:
        """Return the line itself."""
        return self._edit

    def _open_menu(self) -> None:
        menu = QMenu(self)
        now = self.value()
        for key in list(self._known)[:_OFFERED]:
            action = menu.addAction(shown_words([key], self._known)[0])
            action.setCheckable(True)
            action.setChecked(key in now)
            action.triggered.connect(lambda *_, key=key: self._turn(key))
        if self._known:
            menu.addSeparator()
        menu.addAction(_("Not asked"), lambda: self._answer(()))
        menu.addAction(_("Prefers not to say"), lambda: self._answer((PREFERS_NOT,)))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _turn(self, key: str) -> None:
        now = tuple(word for word in self.value() if word != PREFERS_NOT)
        self._answer(tuple(word for word in now if word != key) if key in now else (*now, key))

    def _answer(self, value: tuple[str, ...]) -> None:
        self.show_value(value)
        self.typed.emit()
        self.leave()


class BirthField(TextField):
    """A birth date, or only its month or year, typed in any usual way."""

    def __init__(self, why: str = "") -> None:
        super().__init__(_("Born (a year is enough)"), why, answers=True)

    def value(self) -> str | None:
        """Return "1980-03-04", "1980-03", "1980", an answer, or None."""
        text = super().value()
        if text is None or text == PREFERS_NOT:
            return text
        if self._shown and text == birth_words(self._shown):
            return self._shown
        read = read_birth(text)
        if read is None:
            raise BadInput(_("This is not a birth date."), _("Type it like 1980, March 1980 or 1980-03-04."))
        return read

    def show_value(self, value: str | None) -> None:
        """Show a birth date as the language writes it."""
        super().show_value(birth_words(value) if value and value != PREFERS_NOT else value)


def read_birth(text: str) -> str | None:
    """Read a day, a month or a year that has been; None for anything else."""
    today = clock.today()
    if text.isascii() and text.isdigit() and len(text) == 4:  # noqa: PLR2004 - a year
        return text if str(_FIRST_YEAR) <= text <= today[:4] else None
    day = parse_date(text, today)
    month = None if day else parse_date(f"1 {text}", today)
    if month is None and day is None and text[:4].isdigit() and text[4:5] == "-":
        month = parse_date(f"{text}-01", today)
    found = day or month
    if found is None or not str(_FIRST_YEAR) <= found <= today or not any(c.isdigit() for c in text):
        return None
    return found if day else found[:7]
