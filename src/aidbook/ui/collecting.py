"""Lets Python throw away what nobody holds any more on the window's thread alone.

By itself it does so on whichever thread happens to make the next object. What it throws away there may be a widget, and
Qt ends the program when one goes on another thread than its own.
"""

import gc

from PySide6.QtCore import QObject, QTimerEvent

EVERY_MS = 1000


class Collector(QObject):
    """Looks now and then whether there is enough to throw away; nobody else does while the program runs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self.startTimer(EVERY_MS)

    def timerEvent(self, event: QTimerEvent) -> None:
        """Throw away the newest, and the older ones as often as Python would."""
        super().timerEvent(event)
        due = [
            age
            for age, (made, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if made > most
        ]
        if due:
            gc.collect(max(due))
