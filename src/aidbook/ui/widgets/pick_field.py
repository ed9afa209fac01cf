"""A field in which one types a few letters and picks a thing of the book."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter

from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.i18n import _
from aidbook.ui.widgets.basics import LineEdit
from aidbook.ui.widgets.field import BadInput, Field

Hit = tuple[Id, str]
"""A thing and what to call it."""

_MOST = 8


def among(things: Iterable[Hit], text: str) -> list[Hit]:
    """Return the things in whose names every typed word begins a word; none where nothing is typed."""
    words = fold(text).split()
    return [
        (id_, name)
        for id_, name in things
        if words and all(any(part.startswith(word) for part in fold(name).split()) for word in words)
    ]


class PickField(Field[Id | None]):
    """One thing out of many, found by `find(text)` while one types; None where nothing is typed.

    Enter takes the one that is marked in the list under the field, or the first.
    """

    picked = Signal(str)
    """A thing was picked."""

    offers_for_digits = True
    """Whether digits alone open the list. Where a scanner types codes it would be in the way of what comes after."""

    def __init__(
        self,
        title: str,
        find: Callable[[str], Sequence[Hit]],
        why: str = "",
        *,
        needed: str = "",
        hint: str = "",
    ) -> None:
        """Make a field; `needed` is what to say where it may not be empty."""
        self._edit = LineEdit()
        super().__init__(title, self._edit, why)
        self._find, self._needed = find, needed
        self._hits: Sequence[Hit] = ()
        self._words = QStringListModel(self)
        self._chosen: Hit | None = None
        self._completer = QCompleter(self._words, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setMaxVisibleItems(_MOST)
        self._edit.setCompleter(self._completer)
        self._edit.setPlaceholderText(hint)
        self._edit.textEdited.connect(self._on_typed)
        self._edit.returnPressed.connect(self.take_first)
        self._completer.activated.connect(self._activated)

    def value(self) -> Id | None:
        """Return the id of what is picked, or of the one thing that is called as typed."""
        text = self._edit.text().strip()
        if not text:
            if self._needed:
                raise BadInput(self._needed)
            return None
        if self._chosen and self._chosen[1] == text:
            return self._chosen[0]
        alike = [hit for hit in self._find(text) if fold(hit[1]) == fold(text)]
        if len(alike) != 1:
            raise BadInput(_("Pick one from the list that opens while you type."))
        return alike[0][0]

    def show_value(self, value: Id | None) -> None:
        """Show nothing; a thing is shown with `show_hit`."""
        if value is None:
            self._chosen = None
            self._edit.clear()

    def show_hit(self, hit: Hit) -> None:
        """Show a thing as picked."""
        if popup := self._completer.popup():
            popup.hide()  # or what is typed next would still go there
        self._chosen = hit
        self._edit.setText(hit[1])
        self.show_error("")

    def text(self) -> str:
        """Return what is typed."""
        return self._edit.text().strip()

    def edit(self) -> LineEdit:
        """Return the line itself."""
        return self._edit

    def leave(self) -> None:
        """Say at once where what is typed is nothing of the book; keep the typing."""
        if self.text():
            try:
                self.value()
            except BadInput as error:
                self.show_error(str(error))
                return
        self.show_error("")

    def take_first(self) -> None:
        """Take the first thing that fits, if nothing is picked yet."""
        if self._chosen and self._chosen[1] == self.text():
            return
        hits = self._find(self.text()) if self.text() else ()
        if hits:
            self._pick(hits[0])

    def _on_typed(self, text: str) -> None:
        self._hits = self._find(text.strip())[:_MOST] if text.strip() else ()
        offered = self._hits if self.offers_for_digits or not text.strip().isdigit() else ()
        self._words.setStringList([words for _id, words in offered])
        self.show_error("")
        self.typed.emit()

    def _activated(self, words: str) -> None:
        hit = next((hit for hit in self._hits if hit[1] == words), None)
        if hit:
            self._pick(hit)

    def _pick(self, hit: Hit) -> None:
        self.show_hit(hit)
        self.typed.emit()
        self.picked.emit(hit[0])
