"""The first step: what is read in, and which file."""

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtWidgets import QWidget

from aidbook.domain.imports import ImportKind
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.ui.reading_in.flow import Flow
from aidbook.ui.reading_in.words import kind_words, teaching_words
from aidbook.ui.widgets.basics import button, card, column, label
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import scrolling


class ChooseStep(QWidget):
    """Says what happens, and asks for the file."""

    def __init__(
        self, kinds: Sequence[ImportKind], choose: Callable[[], object], paste: Callable[[], object]
    ) -> None:
        super().__init__()
        self.kind: ChoiceField[str] = ChoiceField(
            _("What is it?"), [(kind, kind_words(kind)) for kind in kinds]
        )
        self.kind.typed.connect(self._teach)
        self._teaching = label("", wrap=True)
        self._trouble = Notice("", "stop")
        self._trouble.hide()
        self.choose = button(_("Choose a file"), choose, icon="folder-open")
        inner = card()
        lines = column(inner, margin=24, spacing=16)
        lines.addWidget(self.kind)
        self.kind.setVisible(len(kinds) > 1)
        lines.addWidget(self._teaching)
        lines.addWidget(self._trouble)
        self.paste = button(_("Paste cells"), paste, icon="clipboard-list", keys="Ctrl+V")
        lines.addWidget(Flow([self.choose, self.paste]))
        text = _(
            "Spreadsheets (.xlsx, .ods) and .csv files; a file can also be dropped here, or cells pasted that you "
            "copied in your spreadsheet program. You see what it would do before anything is written, and one Undo "
            "takes it all back."
        )
        lines.addWidget(label(text, "small", wrap=True))
        inner.setMaximumWidth(640)
        inside = QWidget()
        outer = column(inside)
        outer.addWidget(inner)
        outer.addStretch(1)
        column(self).addWidget(scrolling(inside))
        self._teach()

    def chosen_kind(self) -> ImportKind:
        """Return what the file is said to be."""
        return cast("ImportKind", self.kind.value())

    def begin(self, kind: ImportKind) -> None:
        """Ask for a file of a kind."""
        self.kind.set_value(kind)
        self._trouble.hide()
        self._teach()
        self.choose.setFocus()

    def refuse(self, error: UserError) -> None:
        """Say why a file could not be read."""
        self._trouble.say(str(error), "stop")
        self._trouble.show()
        self.choose.setFocus()

    def trouble(self) -> str:
        """Return what it says is wrong, or ""."""
        return "" if self._trouble.isHidden() else self._trouble.text()

    def _teach(self) -> None:
        self._teaching.setText(teaching_words(self.chosen_kind()))
