"""What reading a file in would do, row by row, before anything is written."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Literal

from aidbook.actions.imports.remembered import LEAVE_OUT, Memory
from aidbook.domain.imports import RowKey, Wrong

State = Literal["new", "same", "changed", "decide"]
Choices = tuple[tuple[str, str], ...]

__all__ = ["LEAVE_OUT", "Cell", "Choices", "Decision", "Line", "Preview", "Reading", "State"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a row: what the book says, "" for nothing, and what the file says. `field` is a field of files."""

    field: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one row of the file would do, in a sentence; where it changes something, cell by cell."""

    row: int
    state: State
    what: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A row that can be read in two ways. `choices` are (key, sentence); without a choice it is left out.

    `key` names it in the decisions that are given back; `kept` is what was decided about it the last time, which holds
    until somebody decides otherwise. `beside` holds what the book and the file say of each field; or what two rows of the
    file say, the `other_row` first.
    """

    row: int
    what: str
    choices: Choices
    key: RowKey = 0
    kept: str | None = None
    beside: tuple[Cell, ...] = ()
    other_row: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """All that reading a file in would do. Rows to decide and wrong ones are left out unless decided or mended.

    `kept` are decisions about rows of an earlier file that hold again, `answers` how many of now would be kept, `off` the
    fields that the file has and this site does not ask.
    """

    lines: tuple[Line, ...]
    decide: tuple[Decision, ...]
    wrong: tuple[Wrong, ...]
    kept: tuple[Decision, ...] = ()
    answers: int = 0
    off: tuple[str, ...] = ()

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
    """A reading under way: the preview's lines and the writes that would make it true.

    A `look` wants no writes, and the thousands of new records are not made for it.
    """

    decisions: dict[RowKey, str]
    memory: Memory
    look: bool = False
    lines: list[Line] = field(default_factory=list)
    decide: list[Decision] = field(default_factory=list)
    kept: list[Decision] = field(default_factory=list)
    writes: list[object] = field(default_factory=list)

    def say(self, row: int, state: State, what: str, cells: tuple[Cell, ...] = ()) -> None:
        """Note what a row does."""
        self.lines.append(Line(row, state, what, cells))

    def ask(self, decision: Decision, kept: str | None) -> str | None:
        """Return what was decided about a row, now or the last time; None while nobody did, and then it is left out."""
        decided = self.decisions.get(decision.key)
        if decided is not None:
            return decided
        if kept is not None and any(kept == key for key, _words in decision.choices):
            self.kept.append(replace(decision, kept=kept))
            return kept
        self.decide.append(decision)
        self.lines.append(Line(decision.row, "decide", decision.what))
        return None

    def ask_line(self, row: int, what: str, choices: Choices, *names: str) -> str | None:
        """Return what was decided about a line of goods, which `names` name in next month's file too."""
        mark = self.memory.mark(*names)
        kept = self.memory.kept(mark)
        answer = self.ask(Decision(row, what, choices, row), kept.answer if kept else None)
        if answer is not None:
            self.memory.note(mark, answer)
        return answer

    def preview(self, wrong: tuple[Wrong, ...], off: tuple[str, ...]) -> Preview:
        """Return what was found."""
        answers = self.memory.answers()
        return Preview(tuple(self.lines), tuple(self.decide), wrong, tuple(self.kept), answers, off)
