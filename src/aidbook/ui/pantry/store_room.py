"""The store room: places, counts, boxes made ahead, what is lent, goods between sites, recalls; one face at a time."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from aidbook.domain.declare import Id
from aidbook.ui.pantry.between_sites import SitesRoom
from aidbook.ui.pantry.counting import CountingRoom, CountsRoom
from aidbook.ui.pantry.deliveries import DeliveriesRoom
from aidbook.ui.pantry.differences import DifferencesRoom
from aidbook.ui.pantry.labels import LabelsRoom
from aidbook.ui.pantry.lending import LendingRoom
from aidbook.ui.pantry.making import BoxesRoom
from aidbook.ui.pantry.places import PlacesRoom
from aidbook.ui.pantry.recall import RecallRoom
from aidbook.ui.pantry.rooms import Room
from aidbook.ui.pantry.sources import SourcesRoom
from aidbook.ui.session import Session

_ROOMS: dict[str, Callable[[Session], Room[Any]]] = {
    "places": PlacesRoom,
    "count_places": CountsRoom,
    "counting": CountingRoom,
    "differences": DifferencesRoom,
    "boxes": BoxesRoom,
    "lend": LendingRoom,
    "sites": SitesRoom,
    "recall": RecallRoom,
    "sources": SourcesRoom,
    "deliveries": DeliveriesRoom,
    "labels": LabelsRoom,
}


class StoreRoom(QStackedWidget):
    """Shows one face; each is made when it is first wanted."""

    left = Signal()
    """Somebody wants the shelves again."""
    turned = Signal()
    """It shows something else now."""
    filled = Signal()
    """What a face lists was read."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._rooms: dict[str, Room[Any]] = {}

    def open(self, name: str, item: Id = "") -> None:
        """Show what a command leads to; an item that is chosen is what its form begins with."""
        self.show_room({"move": "places", "repack": "boxes"}.get(name, name))
        room = self.current()
        if name == "move" and isinstance(room, PlacesRoom):
            room.ask_move(item)
        elif name == "repack" and isinstance(room, BoxesRoom):
            room.ask_repack(item)
        elif name == "labels" and item:
            self.show_room("labels", item)

    def show_room(self, name: str, thing: Id = "") -> None:
        """Show a face with a thing in it."""
        room = self.room(name)
        self.setCurrentWidget(room)
        room.begin(thing)
        self.turned.emit()

    def room(self, name: str) -> Room[Any]:
        """Return a face."""
        if name not in self._rooms:
            made = self._rooms[name] = _ROOMS[name](self._session)
            made.left.connect(self.left)
            made.filled.connect(self.filled)
            made.went.connect(self.show_room)
            self.addWidget(made)
        return self._rooms[name]

    def current(self) -> Room[Any] | None:
        """Return the face that is shown."""
        shown = self.currentWidget()
        return shown if isinstance(shown, Room) else None

    def kept(self) -> dict[str, Any]:
        """Return which face is shown, where one is in it, and what is half typed there."""
        name = next((name for name, room in self._rooms.items() if room is self.currentWidget()), "")
        room = self.current()
        return {"name": name, "room": room.kept()} if room is not None and name else {}

    def take(self, kept: dict[str, Any]) -> None:
        """Take back what `kept` returned."""
        self.show_room(kept["name"], kept["room"]["thing"])
        if room := self.current():
            room.take(kept["room"])

    def title(self) -> str:
        """Return what the page is called meanwhile."""
        room = self.current()
        return room.title() if room else ""

    def counted(self) -> str:
        """Return how many things are listed."""
        room = self.current()
        return room.count() if room else ""

    def refresh(self) -> None:
        """Read again what is shown."""
        if room := self.current():
            room.refresh()

    def back(self) -> None:
        """Go back one step: in the face, to the face behind it, to the shelves."""
        room = self.current()
        if room is None or room.back():
            return
        if room.behind:
            self.show_room(room.behind, room.thing)
        else:
            self.left.emit()
