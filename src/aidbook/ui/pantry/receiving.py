"""Taking a delivery in with the scanner alone: scan, number, scan, number. All of it is kept as it is said."""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QWidget

from aidbook.actions.delivery_desk import Desk, Heard
from aidbook.actions.receiving import Line
from aidbook.domain.declare import Id
from aidbook.domain.weights import read_weight
from aidbook.errors import UserError
from aidbook.i18n import _, format_number, ngettext
from aidbook.store.pantry import items_found, packs_of
from aidbook.ui import theme
from aidbook.ui.pantry.fields import read_units
from aidbook.ui.pantry.receiving_forms import CodeForm, HeadForm, LineForm, NewHere
from aidbook.ui.pantry.receiving_words import amount, columns, dated, how_many, item_name, totals
from aidbook.ui.scanning import Deeds, ScanKeys
from aidbook.ui.session import Session
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.basics import LineEdit, button, column, label, row
from aidbook.ui.widgets.half_typed import left_in, put_into
from aidbook.ui.widgets.list_table import ListTable
from aidbook.ui.widgets.notice import announce
from aidbook.ui.widgets.panel import ListAndPanel, Panel

_PLACE = 3
_WIDE = 560
_MOST_HITS = 5


def _monotonic_ms() -> float:
    return monotonic() * 1000


class ReceivingPage(QWidget):
    """The delivery that is being taken in: an entry that scans and digits go to, its lines, and the rest beside them."""

    left = Signal()
    """Somebody goes back to the shelves; the delivery stays as it is."""
    booked = Signal(str)
    """The delivery that was written."""
    receipt_wanted = Signal(str)
    """Somebody wants the receipt of the delivery that was written."""
    turned = Signal()
    """It says something else above it."""

    def __init__(self, session: Session, now_ms: Callable[[], float] = _monotonic_ms) -> None:
        super().__init__()
        self._session = session
        self.desk = Desk(session.book)
        self.entry = LineEdit()
        self.asks, self._more = label("", "section", wrap=True), label("", "soft", wrap=True)
        self._hits = QLabel()
        self._found: list[tuple[Id, str]] = []
        self._at = 0
        self._is_ending = False
        self.list: ListTable[tuple[int, Line]] = ListTable(_("What came"), columns(self.desk), self._fetch)
        self.head = HeadForm(session, self.desk)
        self.line: LineForm | None = None
        self.code: CodeForm | NewHere | None = None
        self._side = QStackedWidget()
        self._panels = {name: Panel() for name in ("head", "line", "code", "done")}
        self._keys = ScanKeys(
            self,
            self.entry,
            Deeds(
                self.scanned, self.entered, self.step_back, self.undo, lambda: self.desk.can_undo, self._step
            ),
            now_ms,
        )
        self._lay_out()
        self._listen()
        self.refresh()

    # What the pantry's page asks

    def title(self) -> str:
        """Return what the page is called; whom it came from stands beside it, for titles are seen by who passes."""
        return _("Take in")

    def count(self) -> str:
        """Return whom it came from, and what it has come to so far: "Food bank · 12 lines"."""
        return " · ".join(filter(None, (self.head.source_name(), self.lines())))

    def lines(self) -> str:
        """Return what it has come to so far: "12 lines"."""
        n = len(self.desk.lines)
        return ngettext("{n} line", "{n} lines", n).format(n=format_number(n)) if n else ""

    def begin(self, item: Id = "") -> None:
        """Begin, or go on where one was; with an item that somebody wants to take in."""
        if item:
            self._heard(self.desk.pick(item))
        self.refresh()
        self.entry.setFocus()

    def refresh(self) -> None:
        """Show what is known now."""
        self.list.show_ids([str(number) for number in sorted(self.desk.lines, reverse=True)])
        self._show_columns()
        if self.desk.current:
            self.list.choose(str(self.desk.current))
        self._show_asked()
        self.head.refresh()
        if self.line is not None and self.line.line in self.desk.lines:
            self.line.refresh()
        self.turned.emit()

    def book(self) -> None:
        """Write the delivery, or say what is missing; a form that waits for its end is finished first."""
        if self.code is not None:
            self.code.write()
            return
        self.head.leave()
        if error := self.head.error():
            self._refuse(error)
            return
        if unnamed := self.desk.unnamed():
            self._ask_code(self.desk.lines[unnamed[0]].code or "")
            self._refuse(_("Say what this code is first; then the delivery is whole."))
            return
        try:
            done = self._session.attempt(self.desk.ending())
        except UserError as error:
            self._refuse(str(error))
            return
        said = self.lines()
        self.desk.reset()
        self._show_done(done.id)
        self.refresh()
        self._say(_("Booked: {lines}.").format(lines=said or _("what was weighed")), "good")
        self.entry.setFocus()
        self.booked.emit(done.id)

    def forget(self) -> None:
        """Throw away what is not booked."""
        self.desk.forget()
        self._show_panel("head")
        self.refresh()

    # Half typed

    def kept(self) -> dict[str, Any]:
        """Return at which line one is, what is waited for, and what is half typed; the lines are in the book already."""
        kept: dict[str, Any] = {"entry": self.entry.text(), "at": self.desk.current, "waits": self.desk.waits}
        if self.line is not None:
            kept |= {"line": self.line.line, "half": left_in(self.line)}
        elif self.code is not None:
            asks = self.code.code if isinstance(self.code, CodeForm) else None
            kept |= {"code": asks, "half": left_in(self.code)}
        return kept

    def take(self, kept: dict[str, Any]) -> None:
        """Take back what `kept` returned."""
        self.desk.go_to(kept["at"])
        self.desk.waits = kept["waits"]
        self.refresh()
        if "line" in kept:
            self.open_line(str(kept["line"]))
        elif "code" in kept:
            if kept["code"] is None:
                self._ask_item("")
            else:
                self._ask_code(kept["code"])
        form = self.line or self.code
        if form is not None and "half" in kept:
            put_into(form, kept["half"])
        self.entry.setText(kept["entry"])
        self._show_hits(kept["entry"].strip())

    # What is said

    def scanned(self, text: str) -> None:
        """Take a scan, wherever the focus is."""
        self.entry.setText("")
        self._show_hits("")
        if isinstance(self.code, CodeForm) and self.code.is_answered_by(text):
            return
        self._try(lambda: self.desk.scan(text))

    def entered(self) -> None:
        """Take what is typed in the entry: a number, a date, a weight, a name, a code."""
        text = self.entry.text().strip()
        if self._found:
            self._pick(self._found[self._at][0])
            return
        self.entry.setText("")
        if not text and not self.desk.waits and self.desk.is_begun:
            self._end()
            return
        if not text or (text.isascii() and text.isdigit()):
            self._try(lambda: self.desk.enter(text))
        else:
            self._try(lambda: self._said(text))

    def _end(self) -> None:
        """Book with the second Enter after nothing is waited for; the first says what will be booked."""
        if self._is_ending:
            self._is_ending = False
            self.book()
            return
        self._is_ending = True
        self._say(_("{lines}: Enter once more books them.").format(lines=self.lines()), "plain")
        self._more.setText(_("Or scan the next."))

    def undo(self) -> bool:
        """Take back what was said last; say whether there was something."""
        if not self.desk.undo():
            return False
        self.entry.setText("")
        self._show_panel("head" if self.line is not None and self.line.line not in self.desk.lines else "")
        self.refresh()
        self._say(_("Taken back."), "plain")
        return True

    def step_back(self) -> bool:
        """Go back one step: out of what is typed, out of a form, out of here."""
        if self.entry.text():
            self.entry.setText("")
            self._show_hits("")
        elif self._side.currentWidget() is not self._panels["head"]:
            self._show_panel("head")
            self.entry.setFocus()
        elif not self._both.back():
            self.left.emit()
        return True

    def _said(self, text: str) -> Heard:
        """Take words: a quantity or a weight of the current line."""
        line = self.desk.line
        item = self.desk.item(line) if line else None
        if text[0].isdigit() and line is not None:
            mg = read_weight(text, None)
            if mg is not None:
                return self.desk.say_weight(mg)
            if item is not None:
                return self.desk.say_units(read_units(text, item.unit, packs_of(self._session.book, item.id)))
        self._ask_item(text)
        return Heard(0, kind="kept")

    def _try(self, say: Callable[[], Heard]) -> None:
        try:
            heard = say()
        except UserError as error:
            self._refuse(str(error))
            return
        self._heard(heard)

    def _heard(self, heard: Heard) -> None:
        if not heard.line and self.code is not None:
            return
        self._show_panel("head")
        self.refresh()
        line = self.desk.lines.get(heard.line)
        if heard.kind == "removed":
            self._say(_("Taken out."), "plain")
        elif heard.kind == "number" and heard.was is not None and line and heard.was != line.number:
            self._say(f"{self.asks.text()} · {_('was {n}').format(n=format_number(heard.was))}", "plain")

    def _refuse(self, text: str) -> None:
        self._is_ending = False
        self._say(text, "stop")
        QApplication.beep()

    def _say(self, text: str, tone: Tone) -> None:
        self.asks.setText(text)
        theme.give(self.asks, tone=tone)
        announce(self.entry, text)

    def _show_asked(self) -> None:
        """Say what is waited for, and what the line is so far."""
        self._is_ending = False
        line = self.desk.line
        if line is None:
            said, more = _("Scan what came, or type its name."), totals(self._session, self.desk)
        else:
            name, so_far = item_name(self.desk, line), amount(self.desk, line)
            if self.desk.waits == "number":
                said, more = how_many(name, line), so_far
            elif self.desk.waits == "date":
                said = _("{item}: the date on it?").format(item=so_far + " · " + name)
                more = _("Such as 0327 for March 2027. Or scan the next.")
            else:
                said, more = f"{so_far} · {name}", _("Scan the next.")
            more = " · ".join(filter(None, (more, dated(line) if line.best_before else "")))
        self._say(said, "heed" if line is not None and line.item is None else "plain")
        self._more.setText(more)

    # Found by name

    def _typed(self, text: str) -> None:
        self._show_hits(text.strip())

    def _show_hits(self, text: str) -> None:
        wanted = text and not text[0].isdigit()
        found = items_found(self._session.book, text)[:_MOST_HITS] if wanted else []
        self._found, self._at = [(item.id, item.name) for item in found], 0
        self._mark_hit()

    def _step(self, by: int) -> bool:
        if self._found:
            self._at = (self._at + by) % len(self._found)
            self._mark_hit()
        return bool(self._found)

    def _mark_hit(self) -> None:
        said = [f"{'▸' if n == self._at else '  '} {name}" for n, (_id, name) in enumerate(self._found)]
        self._hits.setText("\n".join(said))
        self._hits.setVisible(bool(said))
        if self._found:
            announce(self.entry, self._found[self._at][1])

    def _pick(self, item: Id) -> None:
        self.entry.setText("")
        self._show_hits("")
        self._try(lambda: self.desk.pick(item))

    # Beside the lines

    def _show_panel(self, name: str) -> None:
        if not name:
            return
        if name != "line":
            self.line = None
        if name != "code":
            self.code = None
        self._side.setCurrentWidget(self._panels[name])

    def open_line(self, number: str) -> None:
        """Show a line to be put right; one without a name asks for it."""
        line = self.desk.lines.get(int(number or 0))
        if line is None:
            return
        if line.item is None:
            self._ask_code(line.code or "")
            return
        self.line = LineForm(self._session, self.desk, int(number))
        self.line.said.connect(self.refresh)
        self.line.closed.connect(self._line_done)
        self._panels["line"].show_widget(self.line)
        self._panels["line"].fill_foot(*self.line.foot())
        self._show_panel("line")
        self._both.show_panel()
        self.line.number.setFocus()

    def _line_done(self) -> None:
        self._show_panel("head")
        self._both.back()
        self.refresh()
        self.entry.setFocus()

    def _ask_code(self, code: str) -> None:
        form = CodeForm(self._session, self.desk, code)
        form.done.connect(lambda _item: self._named())
        self._ask(form)

    def _ask_item(self, name: str) -> None:
        form = NewHere(self._session, name)
        form.done.connect(self._came)
        self._ask(form)

    def _ask(self, form: CodeForm | NewHere) -> None:
        self.code = form
        form.closed.connect(self._line_done)
        self._panels["code"].show_widget(form)
        self._panels["code"].fill_foot(*form.foot())
        self._show_panel("code")
        self._both.show_panel()
        form.first().setFocus()

    def _came(self, item: Id) -> None:
        self._line_done()
        self._pick(item)

    def _named(self) -> None:
        rest = self.desk.unnamed()
        if rest:
            self.refresh()
            self._ask_code(self.desk.lines[rest[0]].code or "")
        else:
            self._line_done()

    def _chosen(self, number: str) -> None:
        if number and int(number) != self.desk.current:
            self.desk.go_to(int(number))
            self._show_asked()

    def _fetch(self, ids: Sequence[Id]) -> list[tuple[int, Line] | None]:
        return [(int(n), line) if (line := self.desk.lines.get(int(n))) else None for n in ids]

    # Parts

    def _listen(self) -> None:
        self.entry.textEdited.connect(self._typed)
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self.open_line)
        self.head.said.connect(self.turned)

    def _lay_out(self) -> None:
        self.entry.setAccessibleName(_("Scan, or type a name, a number or a date"))
        self.entry.setPlaceholderText(_("scan, or type a name; then how many"))
        self._hits.setAccessibleName(_("What fits"))
        self._hits.hide()
        listing = QWidget()
        lines = column(listing, spacing=theme.GRID)
        lines.addWidget(self.entry)
        for part in (self.asks, self._more, self._hits):
            lines.addWidget(part)
        lines.addWidget(self.list, 1)
        foot = row()
        foot.addWidget(button(_("Back"), self.left.emit, "quiet", "arrow-left"))
        foot.addWidget(button(_("Take back"), self.undo, "quiet", "undo-2"))
        foot.addStretch(1)
        foot.addWidget(button(_("About this delivery"), self._show_head, "quiet", "pencil"))
        lines.addLayout(foot)
        for panel in self._panels.values():
            self._side.addWidget(panel)
        self._panels["head"].show_widget(self.head)
        self._both = ListAndPanel(listing, self._side)
        column(self).addWidget(self._both)

    def _show_done(self, delivery: Id) -> None:
        """Offer the receipt of what was booked, until the next delivery begins."""
        inside = QWidget()
        lines = column(inside, margin=16, spacing=12)
        lines.addWidget(label(_("The delivery is booked"), "section", wrap=True))
        lines.addWidget(label(_("The next scan begins another one."), "soft", wrap=True))
        make = button(_("Its receipt"), lambda: self.receipt_wanted.emit(delivery), icon="printer")
        lines.addWidget(make)
        lines.addStretch(1)
        self._panels["done"].show_widget(inside)
        self._show_panel("done")

    def _show_head(self) -> None:
        self._show_panel("head")
        self._both.show_panel()
        self.head.source.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to watch for scans."""
        super().showEvent(event)
        self._keys.watch()

    def hideEvent(self, event: QHideEvent) -> None:
        """Watch for scans no more."""
        self._keys.rest()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give a narrow window's room to the names."""
        super().resizeEvent(event)
        self._show_columns()

    def _show_columns(self) -> None:
        apart = any(line.place for line in self.desk.lines.values())
        self.list.setColumnHidden(_PLACE, not apart or self._both.listing.width() < _WIDE)
