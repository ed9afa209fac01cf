"""What an empty page shows: what belongs here, the one button to begin, and a way to see it with pretend people."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QWidget

from aidbook.i18n import _
from aidbook.ui import icons
from aidbook.ui.widgets.basics import button, card, column, in_the_middle, label

_ICON = 48


class EmptyState(QWidget):
    """Teaches a page while there is nothing on it."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str,
        begin: str = "",
        on_begin: Callable[[], object] | None = None,
        *,
        also: Sequence[QAction] = (),
        practice: Callable[[], object] | None = None,
    ) -> None:
        """Make one; `also` are other ways to begin; `practice` is `session.open_practice`, or None in a practice book."""
        super().__init__()
        inner = card()
        lines = column(inner, margin=32, spacing=16)
        lines.addWidget(_picture(icon), 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(label(title, "section", wrap=True))
        lines.addWidget(label(text, wrap=True))
        if on_begin is not None:
            self.begin = button(begin, on_begin, "main", "plus")
            lines.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        for action in also:
            lines.addWidget(
                button(action.text(), action.trigger, icon=action.data() or ""), 0, Qt.AlignmentFlag.AlignLeft
            )
        if practice is not None:
            lines.addWidget(
                button(_("See it with pretend people"), practice, "link"), 0, Qt.AlignmentFlag.AlignLeft
            )
        outer = column(self)
        outer.addStretch(1)
        outer.addLayout(in_the_middle(inner, 560))
        outer.addStretch(2)


def _picture(name: str) -> QLabel:
    made = QLabel()
    made.setPixmap(icons.icon(name, "accent").pixmap(QSize(_ICON, _ICON), made.devicePixelRatioF()))
    return made
