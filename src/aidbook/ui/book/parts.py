"""What the cards of this page share: a card that shows a form in place of what it says."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.ui.jobs import run_quietly
from aidbook.ui.session import Session
from aidbook.ui.stick.parts import Card, bring_into_sight
from aidbook.ui.widgets.basics import Button, button, column, row
from aidbook.ui.widgets.field import BadInput


class FormCard(Card):
    """A card whose content gives way to a form while one is filled in. What came of it stands under both."""

    def __init__(self, session: Session, title: str) -> None:
        super().__init__(title)
        self.session = session
        self.shown, self.form = QWidget(), QWidget()
        self.content = column(self.shown, spacing=12)
        self.fields = column(self.form, spacing=16)
        self.form.hide()
        for part in (self.shown, self.form, self.outcome):
            self.lines.addWidget(part)
        self._go: Button | None = None

    def is_asking(self) -> bool:
        """Tell whether the form is in sight."""
        return not self.form.isHidden()

    def ask(self, first: QWidget) -> None:
        """Show the form, the keyboard in its first field."""
        self.say_nothing()
        self.shown.hide()
        self.form.show()
        first.setFocus()
        bring_into_sight(first)

    def back(self) -> bool:
        """Leave the form; say whether it was in sight. What is typed in it is forgotten: it may be a passphrase."""
        if not self.is_asking() or (self._go is not None and not self._go.isEnabled()):
            return False
        self.clear()
        self.form.hide()
        self.shown.show()
        return True

    def clear(self) -> None:
        """Forget what is typed in the form."""

    def foot(self, word: str, do: Callable[[], object], icon: str = "") -> Button:
        """Add the row of buttons under the form's fields, and return the one that does it."""
        line = row()
        line.addWidget(button(_("Back"), self.back, icon="arrow-left"))
        line.addStretch(1)
        self._go = button(word, partial(self._checked, do), icon=icon)
        line.addWidget(self._go)
        self.fields.addLayout(line)
        return self._go

    def work(
        self, work: Callable[[], object], done: Callable[[object], None], wrong: Callable[[UserError], None]
    ) -> None:
        """Do what takes a second, off the window's thread, with the form waiting."""
        if self._go is not None:
            self._go.setEnabled(False)
        run_quietly(lambda _progress: work(), partial(self._ended, done), partial(self._failed, wrong))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.is_asking() and self._go is not None:
            self._go.click()
        else:
            super().keyPressEvent(event)

    def _checked(self, do: Callable[[], object]) -> None:
        try:
            do()
        except BadInput:
            return

    def _ended(self, done: Callable[[object], None], result: object) -> None:
        if self._go is not None:
            self._go.setEnabled(True)
        done(result)

    def _failed(self, wrong: Callable[[UserError], None], error: Exception) -> None:
        if self._go is not None:
            self._go.setEnabled(True)
        if not isinstance(error, UserError):
            raise error
        wrong(error)
