"""What a form says of itself when what was typed into it is refused; the typing stays."""

from collections.abc import Callable
from typing import TypeVar

from aidbook.errors import UserError
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.notice import Notice

_T = TypeVar("_T")


class Trouble(Notice):
    """Hidden until something is refused."""

    def __init__(self) -> None:
        super().__init__("", "stop")
        self.hide()

    def tried(self, deed: Callable[[], _T]) -> _T | None:
        """Do it and return what it gives; where it is refused say why and return None.

        A field that cannot be read says so itself.
        """
        try:
            done = deed()
        except BadInput:
            return None
        except UserError as error:
            self.refuse(str(error))
            return None
        self.hide()
        return done

    def refuse(self, text: str) -> None:
        """Say what is wrong."""
        self.say(text, "stop")
        self.show()
