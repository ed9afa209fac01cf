"""What Ctrl+K finds: things of every page, and every command, each with the way there."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from aidbook.ui.finder import Finder, Hit
from aidbook.ui.page import Page
from aidbook.ui.shortcuts import shown_keys

if TYPE_CHECKING:
    from aidbook.ui.frame import Frame

_FEW = 5  # things of each page


def find_everything(frame: "Frame") -> None:
    """Open the line that searches everything and runs commands; pages that nobody was on yet are made meanwhile."""
    Finder(frame, partial(command_hits, frame), partial(things_page_by_page, frame), _making(frame)).open()


def _making(frame: "Frame") -> Iterator[None]:
    for key in frame.page_keys():
        frame.page(key)
        yield


def named(page: Page) -> list[QAction]:
    """Return the commands of a page."""
    return [action for action in page.actions() if action.objectName()]


def thing_hits(frame: "Frame", text: str) -> list[Hit]:
    """Return what the pages find, in their order."""
    return [hit for hits in things_page_by_page(frame, text) for hit in hits]


def things_page_by_page(frame: "Frame", text: str) -> Iterator[list[Hit]]:
    """Yield what each page finds, in their order."""
    for key in frame.page_keys():
        found = frame.page(key).find_things(text)[:_FEW]
        yield [
            Hit(frame.icon_of(key), one.title, one.detail, partial(frame.go, key, one.thing, ""))
            for one in found
        ]


def command_hits(frame: "Frame") -> list[Hit]:
    """Return every command that can be done now, of the pages made so far: those of the page in sight first, each once.

    Today offers again what other pages do, so the same words mean the same command.
    """
    here = [_hit(action) for action in named(frame.current())]
    elsewhere = [
        Hit(action.icon(), action.text(), shown_keys(action), partial(frame.go, key, "", action.objectName()))
        for key in frame.made_keys()
        for action in named(frame.page(key))
        if key != frame.current_key() and action.isEnabled()
    ]
    once: dict[str, Hit] = {}
    for hit in [*here, *elsewhere, *(_hit(action) for action in frame.commands.all() if action.isEnabled())]:
        once.setdefault(hit.title, hit)
    return list(once.values())


def _hit(action: QAction) -> Hit:
    return Hit(action.icon(), action.text(), shown_keys(action), action.trigger)
