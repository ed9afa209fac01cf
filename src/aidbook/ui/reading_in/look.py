"""The third step: what reading the file in would do, sort by sort, and what somebody must decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from aidbook.actions.imports import Decision, Line, Preview
from aidbook.domain.imports import Wrong
from aidbook.i18n import _, format_number, ngettext
from aidbook.tabular.mapping import label as field_label
from aidbook.ui.reading_in.deciding import Deciding
from aidbook.ui.reading_in.flow import Flow
from aidbook.ui.reading_in.state import Reading
from aidbook.ui.widgets.basics import Button, button, column, label
from aidbook.ui.widgets.list_table import Column, ListTable
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import ListAndPanel, into_sight

Sort = Literal["new", "same", "changed", "decide", "wrong"]
SORTS: tuple[Sort, ...] = ("new", "changed", "decide", "wrong", "same")
_WITH_PANEL = frozenset({"decide", "changed", "wrong"})
_BEGIN: tuple[Sort, ...] = ("decide", "new", "changed", "wrong", "same")


_About = Decision | Line | Wrong
"""What a line of one of the lists is about: a question, what a row does, or a wrong cell."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of one of the lists as it is shown: the file's row, its column if that matters, and the sentence."""

    row: int
    column: str
    what: str


class LookStep(QWidget):
    """Shows how many rows are new, already there, changed, to decide and wrong; each list can be looked at."""

    decided = Signal()
    """Somebody decided about a row."""
    again_wanted = Signal()
    """The same delivery note is to be read in again."""

    def __init__(self) -> None:
        super().__init__()
        self._reading: Reading | None = None
        self.sort: Sort = "new"
        self._group = QButtonGroup(self)
        self._counts = {sort: self._count_button(at, sort) for at, sort in enumerate(SORTS)}
        self._said = label("", wrap=True)
        self._off = Notice("", "plain")
        self._off.hide()
        self._trouble = Notice("", "stop")
        self._again = self._trouble.add_button(_("Read it in again"), self.again_wanted.emit)
        self._trouble.hide()
        self.list: ListTable[_Row] = ListTable(
            _("Rows of the file"), _columns(with_column=False), self._fetch
        )
        self.wrong: ListTable[_Row] = ListTable(_("What is wrong"), _columns(with_column=True), self._fetch)
        self.deciding = Deciding()
        self.deciding.decided.connect(self._on_decided)
        self._both = ListAndPanel(self._lists(), self.deciding)
        self._both.left_panel.connect(self._focus_list)
        self._rows: list[_About] = []  # thousands: what is shown of them is made when it is seen
        self._lay_out()

    def show_reading(self, reading: Reading) -> None:
        """Show what was found; begin with what wants somebody."""
        self._reading = reading
        self._trouble.hide()
        off = reading.preview.off if reading.preview else ()
        self._off.setVisible(bool(off))
        self._off.say(off_words(off), "plain")
        self._show_counts()
        first = next((sort for sort in _BEGIN if self.count(sort)), SORTS[0])
        self.choose(first)
        self._counts[first].setFocus()

    def refresh(self) -> None:
        """Show what is found now: somebody decided."""
        self._show_counts()
        if self.sort != "decide":
            self.choose(self.sort)

    def count(self, sort: str) -> int:
        """Return how many rows are of a sort."""
        preview = self._preview()
        if sort == "decide":
            return len(self._reading.undecided()) if self._reading else 0
        counts = {
            "new": preview.new,
            "same": preview.same,
            "changed": preview.changed,
            "wrong": len(preview.wrong),
        }
        return counts[sort]

    def choose(self, sort: Sort) -> None:
        """Show the rows of one sort."""
        self.sort = sort
        self._counts[sort].setChecked(True)
        self._rows = self._rows_of(sort)
        shown = self.wrong if sort == "wrong" else self.list
        shown.show_ids([str(number) for number in range(len(self._rows))])
        self._stack.setCurrentWidget(shown if self._rows else self._nothing)
        self._said.setText(_sort_words(sort, self._reading.kind if self._reading else "members"))
        self.deciding.setVisible(sort in _WITH_PANEL and bool(self._rows))
        if sort == "decide" and self._rows:
            self.list.choose(self._next_undecided(0))
        elif sort in _WITH_PANEL and self._rows:
            shown.choose("0")
        if sort in _WITH_PANEL:
            self._show_beside(shown.current_id())

    def refuse(self, text: str, *, again: bool) -> None:
        """Say why it could not be read in; with `again`, offer to do so all the same."""
        self._trouble.say(text, "heed" if again else "stop")
        self._again.setVisible(again)
        self._trouble.show()

    def trouble(self) -> str:
        """Return what it says is wrong, or ""."""
        return "" if self._trouble.isHidden() else self._trouble.text()

    def back(self) -> bool:
        """Go back from the panel to the list; say whether that was a step."""
        if self._both.back():
            return True
        if self.deciding.isAncestorOf(self.focusWidget() or self):
            self._focus_list()
            return True
        return False

    # Parts

    def _focus_list(self) -> None:
        (self.wrong if self.sort == "wrong" else self.list).setFocus()

    def _preview(self) -> Preview:
        found = self._reading.preview if self._reading else None
        return found or Preview((), (), ())

    def _rows_of(self, sort: Sort) -> list[_About]:
        preview = self._preview()
        if sort == "wrong":
            return list(preview.wrong)
        if sort == "decide":
            asked = self._reading.asked.values() if self._reading else ()
            return sorted(asked, key=lambda one: (one.row, str(one.key)))
        return [line for line in preview.lines if line.state == sort]

    def _shown(self, about: _About) -> _Row:
        if isinstance(about, Wrong):
            return _Row(about.row, about.column, about.why)
        words = self._decided_words(about) if isinstance(about, Decision) else line_words(about)
        return _Row(about.row, "", words)

    def _decided_words(self, asked: Decision) -> str:
        answer = dict(asked.choices).get((self._reading.answer(asked.key) if self._reading else None) or "")
        return _("{question} {answer}.").format(question=asked.what, answer=answer) if answer else asked.what

    def _next_undecided(self, begin: int) -> str:
        """Return the first row from there on that nobody decided about, and then from the top."""
        undecided = set(self._reading.undecided()) if self._reading else set()
        open_ones = [
            at
            for at, about in enumerate(self._rows)
            if isinstance(about, Decision) and about.key in undecided
        ]
        return str(next((at for at in open_ones if at >= begin), open_ones[0] if open_ones else 0))

    def _fetch(self, ids: Sequence[str]) -> list[_Row]:
        return [self._shown(self._rows[int(id_)]) for id_ in ids]

    def _show_counts(self) -> None:
        for sort, made in self._counts.items():
            words = _count_words(sort, self.count(sort))
            made.setText(words)
            made.setAccessibleName(words)
            made.setVisible(sort != "decide" or bool(self._reading and self._reading.asked))

    def _show_beside(self, id_: str) -> None:
        """Show the question about a row, or what it changes."""
        about = self._rows[int(id_)] if id_ and self._reading else None
        if isinstance(about, Decision) and self._reading is not None:
            self.deciding.show_decision(self._reading, self._reading.asked[about.key])
        elif isinstance(about, Wrong):
            self.deciding.show_wrong(about)
        elif isinstance(about, Line) and self.sort == "changed":
            self.deciding.show_line(about)

    def _on_decided(self) -> None:
        kept = self.list.current_id()
        self._rows = self._rows_of("decide")
        self.list.reload()
        left = bool(self._reading and self._reading.undecided())
        self.list.choose(self._next_undecided(int(kept or 0)) if left else kept)
        self._show_beside(self.list.current_id())
        self._show_counts()
        self.decided.emit()

    def _count_button(self, at: int, sort: Sort) -> Button:
        made = button("", lambda: self._pick(sort), keys=f"Ctrl+{at + 1}")
        made.setCheckable(True)
        self._group.addButton(made, at)
        return made

    def _pick(self, sort: Sort) -> None:
        """Show the list of a sort; in a narrow window the panel of another one may stand there."""
        self._both.back()
        self.choose(sort)
        self._counts[sort].setFocus()
        into_sight(self._counts[sort])

    def _enter(self, id_: str) -> None:
        if self.sort in _WITH_PANEL:
            self._show_beside(id_)
            self._both.show_panel()
            self.deciding.focus_first(alone=self._stack.isHidden())

    def _lists(self) -> QWidget:
        self._stack = QStackedWidget()
        self._nothing = label(_("No row of this sort."), "soft")
        for widget in (self.list, self.wrong, self._nothing):
            self._stack.addWidget(widget)
        for listing in (self.list, self.wrong):
            listing.chosen.connect(self._show_beside)
            listing.opened.connect(self._enter)
        return self._stack

    def _lay_out(self) -> None:
        lines = column(self, spacing=12)
        lines.addWidget(self._trouble)
        lines.addWidget(self._off)
        lines.addWidget(Flow(list(self._counts.values())))
        lines.addWidget(self._said)
        lines.addWidget(self._both, 1)


def line_words(line: Line) -> str:
    """Return what a row does, and of which fields."""
    if not line.cells:
        return line.what
    fields = ", ".join(dict.fromkeys(field_label(cell.field) for cell in line.cells))
    return _("{what}: {fields}").format(what=line.what, fields=fields)


def off_words(off: Sequence[str]) -> str:
    """Return that these fields of the file stay outside."""
    return _("Not read in, because this site does not ask it: {fields}.").format(fields=", ".join(off))


def _columns(*, with_column: bool) -> list[Column[_Row]]:
    columns = [Column[_Row](_("Row"), lambda line: str(line.row), 72, "right")]
    if with_column:
        columns.append(Column(_("Column"), lambda line: line.column, 180))
    return [
        *columns,
        Column(_("What is wrong") if with_column else _("What it does"), lambda line: line.what),
    ]


def _count_words(sort: str, n: int) -> str:
    words = {
        "new": ngettext("{n} new", "{n} new", n),
        "same": ngettext("{n} already there", "{n} already there", n),
        "changed": ngettext("{n} changed", "{n} changed", n),
        "decide": ngettext("{n} to decide", "{n} to decide", n),
        "wrong": ngettext("{n} wrong", "{n} wrong", n),
    }
    return words[sort].format(n=format_number(n))


def _sort_words(sort: str, kind: str) -> str:
    words = {
        "new": _("These are not in the book yet; they are added."),
        "same": _("These are in the book as the file has them; nothing happens."),
        "changed": _("These are in the book; the file says something else, and the book will say that too."),
        "decide": _("These can be read in two ways. What nobody decides is left out."),
        "wrong": _(
            "These cells cannot be read. Mend them in the file and read it in again, or go on without."
        ),
    }
    if sort == "new" and kind == "delivery":
        return _("These are added to the shelves.")
    return words[sort]
