"""What reading a file in would do, row by row, before anything is written."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from aidbook.domain.imports import Wrong

State = Literal["new", "same", "changed", "decide"]
LEAVE_OUT = "leave out"


@dataclass(frozen=True, slots=True)
class Line:
    """What one row of the file would do, in a sentence."""

    row: int
    state: State
    what: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A row that can be read in two ways. `choices` are (key, sentence); without a choice it is left out."""

    row: int
    what: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """All that reading a file in would do. Rows to decide and wrong ones are left out unless decided or mended."""

    lines: tuple[Line, ...]
    decide: tuple[Decision, ...]
    wrong: tuple[Wrong, ...]

    @property
    def new(self) -> int:
        """Return how many rows are new to the book."""
        return self._count("new")

    @property
    def same(self) -> int:
        """Return how many rows are in the book already, as they are."""
        return self._count("same")

    @property
    def changed(self) -> int:
        """Return how many rows change something in the book."""
        return self._count("changed")

    def _count(self, state: State) -> int:
        return Counter(line.state for line in self.lines)[state]


@dataclass(slots=True)
class Reading:
    """A reading under way: the preview's lines and the writes that would make it true."""

    decisions: dict[int, str]
    lines: list[Line] = field(default_factory=list)
    decide: list[Decision] = field(default_factory=list)
    writes: list[object] = field(default_factory=list)

    def say(self, row: int, state: State, what: str) -> None:
        """Note what a row does."""
        self.lines.append(Line(row, state, what))

    def ask(self, row: int, what: str, choices: tuple[tuple[str, str], ...]) -> str | None:
        """Return what was decided about a row; None while nobody did, and then it is left out."""
        decided = self.decisions.get(row)
        if decided is None:
            self.decide.append(Decision(row, what, choices))
            self.lines.append(Line(row, "decide", what))
        return decided
