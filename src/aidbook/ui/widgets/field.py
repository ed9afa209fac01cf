"""What all fields of a form are: a label, what one types in under it, why it is asked, and what is wrong beside it.

A field is saved when it is left: `field.saves(lambda value: session.attempt(edit_member, id, name=value))`. What the
action refuses is said beside the field, and the typing stays.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from aidbook.errors import UserError
from aidbook.ui import theme
from aidbook.ui.widgets.basics import column, label, row
from aidbook.ui.widgets.notice import announce

V = TypeVar("V")


class BadInput(UserError):  # noqa: N818 - errors name the situation
    """What was typed is not a value of this field."""


class Field(QWidget, Generic[V]):
    """The base of all fields. `value()` is what is typed, read; it raises `BadInput` where it cannot be."""

    left = Signal()
    """The field was left or chosen in, with something else in it than before, and it can be read."""
    typed = Signal()
    """Something was typed or chosen."""

    def __init__(self, title: str, editor: QWidget, why: str = "") -> None:
        super().__init__()
        self._editor = editor
        self._shown: V | None = None
        self._was_set = False
        self._save: Callable[[V], object] | None = None
        self._title = label(title, "label")
        self._title.setBuddy(editor)
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self.line: QHBoxLayout = row()
        self.line.addWidget(editor, 1)
        self._lay_out(why)
        editor.setAccessibleName(title)
        editor.setAccessibleDescription(why)
        editor.installEventFilter(self)
        self.setFocusProxy(editor)

    def _lay_out(self, why: str) -> None:
        lines = self._lines = column(self, spacing=4)
        lines.addWidget(self._title)
        lines.addLayout(self.line)
        lines.addWidget(self._error)
        if why:
            lines.addWidget(label(why, "small", wrap=True))

    def add_line(self, widget: QWidget) -> None:
        """Add something under the field that belongs to it, such as what is thought of what is typed."""
        self._lines.addWidget(widget)

    # What a kind of field says of itself

    def value(self) -> V:
        """Return what is typed; raises BadInput."""
        raise NotImplementedError

    def show_value(self, value: V) -> None:
        """Show a value in the editor."""
        raise NotImplementedError

    # What pages use

    def title(self) -> str:
        """Return its label's words."""
        return self._title.text()

    def label(self) -> QLabel:
        """Return the label itself."""
        return self._title

    def set_value(self, value: V) -> None:
        """Show a value as the one that is kept."""
        self._shown, self._was_set = value, True
        self.show_value(value)
        self.show_error("")

    def update_value(self, value: V) -> None:
        """Show what is kept now, unless somebody is typing here: what refreshes a page uses this."""
        if self._was_set and self.is_changed():
            self._shown = value
        else:
            self.set_value(value)

    def saves(self, save: Callable[[V], object]) -> None:
        """Save with this function whenever the field is left with something new; its UserError is said here."""
        self._save = save

    def is_changed(self) -> bool:
        """Say whether something else is typed than was shown."""
        try:
            return self.value() != self._shown
        except BadInput:
            return True

    def show_error(self, text: str) -> None:
        """Say what is wrong, beside the field; "" says nothing is."""
        self._error.setText(text)
        self._error.setVisible(bool(text))
        theme.give(self._editor, bad=bool(text))
        if text:
            announce(self._editor, f"{self.title()}: {text}")

    def error(self) -> str:
        """Return what it says is wrong."""
        return self._error.text()

    def checked(self) -> V:
        """Return the value; where there is none say so beside the field, go there, and raise BadInput."""
        try:
            value = self.value()
        except BadInput as error:
            self.show_error(str(error))
            self.setFocus()
            raise
        self.show_error("")
        return value

    def leave(self) -> None:
        """Save what is typed, if it is new and can be read."""
        try:
            value = self.value()
            if value == self._shown:
                self.show_error("")
                return
            if self._save is not None:
                self._save(value)
        except UserError as error:
            self.show_error(str(error))
            return
        self.set_value(value)
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the field is left."""
        if event.type() == QEvent.Type.FocusOut and getattr(event, "reason", lambda: None)() not in _STAYS:
            self.leave()
        return super().eventFilter(watched, event)


_STAYS = (
    Qt.FocusReason.PopupFocusReason,  # a menu over the field
    Qt.FocusReason.MenuBarFocusReason,
)


class Form(QWidget):
    """One column of fields. It holds its fields; it knows nothing of what they mean."""

    def __init__(self, *fields: Field[object] | QWidget) -> None:
        super().__init__()
        self._lines: QVBoxLayout = column(self, spacing=16)
        for field in fields:
            self.add(field)

    def add(self, field: QWidget) -> None:
        """Add a field, a notice, a label or a row of buttons."""
        self._lines.addWidget(field)
