"""The banner at the foot of the window: what just happened, with Undo on it, or what could not be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame

from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.ui import theme
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.basics import button, icon_button, label, row
from aidbook.ui.widgets.notice import ToneIcon, announce


class Banner(QFrame):
    """Stays until the next thing happens or it is closed."""

    undo_wanted = Signal()
    redo_wanted = Signal()
    why_wanted = Signal()
    """Somebody wants to see why something could not be done."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._icon = ToneIcon("good")
        self._words = label(wrap=True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._undo = button("", self.undo_wanted.emit, icon="undo-2")
        self._redo = button("", self.redo_wanted.emit, icon="redo-2")
        self._why = button("", self.why_wanted.emit, icon="chevron-right")
        self._close = icon_button("x", "", self.close_it)
        for each in (self._undo, self._redo, self._why):
            # A click takes nobody out of the field they are in: what they type there is not what is taken back.
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        line = row(self)
        line.setContentsMargins(12, 6, 8, 6)
        line.addWidget(self._icon)
        line.addWidget(self._words, 1)
        for part in (self._undo, self._redo, self._why, self._close):
            line.addWidget(part)
        self.setMinimumHeight(52)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Say the buttons' words in the language in use; what happened was said in the language of then."""
        # The shortcuts are the window's; the buttons only say them.
        keys = QKeySequence("Ctrl+Z").toString(QKeySequence.SequenceFormat.NativeText)
        self._undo.setText(f"{_('Undo')}  {keys}")
        self._undo.setAccessibleName(_("Undo"))
        self._redo.setText(_("Do it again"))
        self._redo.setAccessibleName(_("Do it again"))
        self._why.setText(_("See why"))
        self._why.setAccessibleName(_("See why"))
        self._close.setAccessibleName(_("Close this message"))
        self._close.setToolTip(_("Close this message"))

    def tell(self, text: str, *, can_undo: bool, can_redo: bool = False) -> None:
        """Say what happened."""
        self._show(f"<b>{_escaped(text)}</b>", text, "good" if can_undo or can_redo else "plain")
        self._undo.setVisible(can_undo)
        self._redo.setVisible(can_redo and not can_undo)
        self._why.hide()

    def refuse(self, error: UserError, *, explained: bool = False) -> None:
        """Say what could not be done, and what to do now; `explained`: there is somewhere to see why."""
        self._show(f"<b>{_escaped(error.what)}</b> {_escaped(error.remedy)}", str(error), "stop")
        self._undo.hide()
        self._redo.hide()
        self._why.setVisible(explained)

    def text(self) -> str:
        """Return what it says, without marks."""
        return self.accessibleName()

    def close_it(self) -> None:
        """Hide until something happens."""
        self.hide()
        self.closed.emit()

    def _show(self, rich: str, plain: str, tone: Tone) -> None:
        self._words.setText(rich)
        self._icon.show_tone(tone)
        theme.give(self, tone=tone)
        theme.give(self._words, tone=tone)
        self.setAccessibleName(plain)
        self.show()
        announce(self, plain)


def _escaped(text: str) -> str:
    from html import escape

    return escape(text, quote=False)
