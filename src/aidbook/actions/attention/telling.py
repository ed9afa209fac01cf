"""What telling of a concern gives: its sentences and what can be done about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.store.attention.values import Concern
from aidbook.store.book import Book
from aidbook.store.progress import Progress

Tone = Literal["stop", "heed", "plain"]


@dataclass(frozen=True, slots=True)
class Where:
    """Where something is done: a page by its noun, a thing there, a command of it."""

    page: str
    thing: Id = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing to do about a concern. `do` does it on the spot, `work` too and takes a while, `go` says where it is done.

    `rests` marks the one that lets the concern be; `confirm` says what cannot be taken back, and is asked first.
    """

    words: str
    do: Callable[[Book], Done] | None = None
    work: Callable[[Book, Progress], str] | None = None
    go: Where | None = None
    rests: bool = False
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """What is said of one kind of concern: whom or what it is about, a sentence, what happened, what it means."""

    about: str
    sentence: str
    happened: tuple[str, ...]
    means: str
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A concern in words: a word and whom or what it is about for a list, a sentence, what happened, what it means.

    `leads`: the first remedy is the usual one; where it is not, somebody has to think first.
    """

    concern: Concern
    tone: Tone
    word: str
    about: str
    sentence: str
    happened: tuple[str, ...]
    means: str
    remedies: tuple[Remedy, ...]
    leads: bool = True


@dataclass(frozen=True, slots=True)
class Speech:
    """How fields and their values read: a window knows more words for them than the command line."""

    field: Callable[[str], str]
    value: Callable[[Book, str, str, object], str]
