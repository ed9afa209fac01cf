"""Narrowing the list of members: a form beside it, and what is asked for in words above it, each with a way to clear it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.domain.closed_lists import ALLERGENS, DIETS, LANGUAGES, SKILLS, shown_words
from aidbook.i18n import _
from aidbook.store.narrowing import CAME, Narrowing, Offered, offered
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import Button, button, column, empty, label, row
from aidbook.ui.widgets.choice_fields import ChoiceField

_KNOWN: dict[str, Mapping[str, str]] = {
    "language": LANGUAGES,
    "diet": DIETS,
    "allergen": ALLERGENS,
    "skill": SKILLS,
    "zone": {},
}


class FilterForm(QWidget):
    """A field for each thing that members can be narrowed by; the list follows as soon as one is chosen."""

    changed = Signal()
    closed = Signal()

    def __init__(self, session: Session, now: Narrowing) -> None:
        super().__init__()
        self._now = now
        self._said = label(_("Looking for what members have in common …"), "soft", wrap=True)
        self.fields: dict[str, ChoiceField[Any]] = {
            name: ChoiceField(title, [(None, _("any"))]) for name, title in _titles().items()
        }
        self._clear = button(_("Show everybody"), self.clear, icon="x")
        self._back = button(_("Done"), self.closed.emit, "main")
        lines = column(self, margin=16, spacing=16)
        lines.addWidget(label(_("Filter the list"), "section"))
        lines.addWidget(self._said)
        for name, field in self.fields.items():
            lines.addWidget(field)
            field.hide()
            field.left.connect(lambda name=name: self._chose(name))
        lines.addStretch(1)
        session.read(self, offered, self.show_offered)

    def first(self) -> QWidget:
        """Return where to begin."""
        return next((field for field in self.fields.values() if not field.isHidden()), self._back)

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under the form."""
        return self._clear, self._back

    def narrowing(self) -> Narrowing:
        """Return what is asked for."""
        return self._now

    def show_narrowing(self, now: Narrowing) -> None:
        """Show what is asked for now: somebody cleared a part of it above the list."""
        self._now = now
        for name, field in self.fields.items():
            field.set_value(getattr(now, name))

    def clear(self) -> None:
        """Ask for everybody."""
        self.show_narrowing(Narrowing())
        self.changed.emit()

    def show_offered(self, there: Offered) -> None:
        """Offer what members have; what nobody has cannot be asked for."""
        for name, words in there.words.items():
            now = getattr(self._now, name)
            keys = words if now is None or now in words else (*words, now)
            said = [(key, shown_words([key], _KNOWN[name])[0]) for key in keys]
            self._offer(name, [(None, _("any")), *said])
        if there.came:
            self._offer("came", [(None, _("any")), *((came, came_words(came)) for came in CAME)])
        self._said.setText(
            _("The list follows what you choose.")
            if there.words or there.came
            else _("There is nothing to tell members apart by yet.")
        )
        if self.window().focusWidget() is self._back:  # nobody has gone anywhere else meanwhile
            self.first().setFocus()

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        self.fields[name].set_choices(choices)
        self.fields[name].set_value(getattr(self._now, name))
        self.fields[name].show()

    def _chose(self, name: str) -> None:
        self._now = replace(self._now, **{name: self.fields[name].value()})
        self.changed.emit()


class FilterWords(QWidget):
    """What the list is narrowed to, in words above it; each part is a button that clears it."""

    cleared = Signal(str)
    """The part that somebody does not want any more; "" for all of them."""

    def __init__(self) -> None:
        super().__init__()
        self._line = row(self, spacing=4)
        self._line.setContentsMargins(0, 0, 0, 8)
        self.hide()

    def show_narrowing(self, now: Narrowing) -> None:
        """Say what is asked for; stay away where nothing is."""
        empty(self._line)
        parts = words_of(now)
        for name, words in parts.items():
            self._add(words, _("Clear: {words}").format(words=words), self._clearing(name))
        if len(parts) > 1:
            self._add(_("Clear all"), _("Show everybody"), self._clearing(""))
        self._line.addStretch(1)
        self.setVisible(bool(parts))

    def buttons(self) -> list[Button]:
        """Return the buttons in sight."""
        found = (self._line.itemAt(at) for at in range(self._line.count()))
        return [widget for item in found if item and isinstance(widget := item.widget(), Button)]

    def _clearing(self, name: str) -> Callable[[], None]:
        return lambda: self.cleared.emit(name)

    def _add(self, words: str, what: str, do: Callable[[], None]) -> None:
        made = button(words, do, "quiet", "x")
        made.setAccessibleName(what)
        made.setToolTip(what)
        self._line.addWidget(made)


def words_of(now: Narrowing) -> dict[str, str]:
    """Return {what members are narrowed by: in words}, without what asks nothing."""
    titles = _titles()
    said: dict[str, str] = {}
    for name, known in _KNOWN.items():
        value = getattr(now, name)
        if value is not None:
            word = shown_words([value], known)[0]
            said[name] = _("{field}: {values}").format(field=titles[name], values=word)
    if now.came is not None:
        said["came"] = came_words(now.came)
    return {name: said[name] for name in titles if name in said}


def came_words(came: str) -> str:
    """Return when a household last picked up, in words."""
    words = {
        "month": _("picked up in the last month"),
        "quarter": _("picked up in the last three months"),
        "not quarter": _("not for three months"),
        "not year": _("not for a year"),
        "never": _("never picked up"),
    }
    return words[came]


def _titles() -> dict[str, str]:
    return {
        "zone": _("Zone"),
        "language": _("Language"),
        "diet": _("Food"),
        "allergen": _("Allergic to"),
        "skill": _("Skill"),
        "came": _("Last visit"),
    }
