"""One item: what is on hand, its lots by date and place, and the packs and codes it is known by."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QWidget

from aidbook.domain.closed_lists import ALLERGENS, DIETS, shown_words
from aidbook.domain.declare import Id
from aidbook.domain.goods_words import category_word, storage_word
from aidbook.domain.holding import Hold
from aidbook.domain.pantry import Item
from aidbook.domain.weights import weight_word
from aidbook.i18n import _, ngettext
from aidbook.store.pantry import StockLine, codes_of, packs_of, stock_lines
from aidbook.store.places import holds
from aidbook.store.stock_card import below_zero
from aidbook.ui import theme
from aidbook.ui.linked import LinkedPart
from aidbook.ui.pantry.below_words import below_words
from aidbook.ui.pantry.hold_words import hold_word
from aidbook.ui.pantry.item_packs import ShownPicture
from aidbook.ui.pantry.picking import find_items
from aidbook.ui.pantry.words import code_words, due_tone, due_words, quantity
from aidbook.ui.reading_in.flow import Flow
from aidbook.ui.session import Session
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.basics import button, column, empty, label, row, rule
from aidbook.ui.widgets.notice import Notice, ToneIcon

_MOST_CODES = 12


class ItemView(QWidget):
    """The page of one item; `refresh` reads it again."""

    def __init__(self, session: Session, commands: dict[str, QAction]) -> None:
        """Make the page; `commands` are receive, count, aside and edit."""
        super().__init__()
        self._session = session
        self.item: Id = ""
        self._holds: dict[Id, Hold] = {}
        self._name = label("", "section", wrap=True)
        self._known = label("", "soft", wrap=True)
        self._on_hand = label("", "label", wrap=True)
        self._past, self.below = Notice("", "stop"), Notice("", "heed")
        self._note = label("", wrap=True)
        self.picture = ShownPicture(session)
        self._edit = button(_("Edit"), commands["edit"].trigger, icon="pencil")
        doing = (
            ("receive", "package-plus"),
            ("count", "list-checks"),
            ("aside", "package-minus"),
            ("card", "history"),
        )
        self._do = [button(commands[name].text(), commands[name].trigger, icon=icon) for name, icon in doing]
        self._lots, self._codes = column(spacing=8), column(spacing=4)
        self.linked = LinkedPart(
            session,
            "item",
            find_items(session.book),
            _("Link with another record of the same item"),
            _("a name, or scan the barcode"),
        )
        self._lay_out()

    def show_item(self, item: Id) -> None:
        """Show an item."""
        self.item = item
        self.refresh()

    def refresh(self) -> None:
        """Read the item again."""
        record = self._session.book.get(Item, self.item)
        if record is None:
            return
        lines = stock_lines(self._session.book, item=record.id)
        self._holds = holds(self._session.book, item=record.id)
        self._name.setText(record.name)
        weighing = self._session.book.settings.weight_unit
        known = " · ".join(part for part in (*_known(record, weighing), record.code) if part)
        self._known.setText(known)
        self._known.setVisible(bool(known))
        self._note.setText(record.note or "")
        self._note.setVisible(bool(record.note))
        self.picture.show_item(record.id)
        total = sum(line.quantity for line in lines)
        self._on_hand.setText(_("{units} on hand").format(units=quantity(total, record.unit)))
        self._show_notices(lines, record.unit)
        self._do[2].setVisible(any(line.quantity > 0 for line in lines))
        self._show_lots(lines)
        self._show_codes(record.id)
        self.linked.show_thing(record.id)

    def focus_first(self) -> None:
        """Go to the first thing that can be done."""
        self._do[0].setFocus()

    def lots(self) -> list[str]:
        """Return what the lots say, from the top."""
        return [each.accessibleName() for each in self._shown(self._lots) if each.accessibleName()]

    def _show_notices(self, lines: list[StockLine], unit: str) -> None:
        past = sum(line.quantity for line in lines if line.quantity > 0 and line.lot in self._past_lots())
        self._past.setVisible(past > 0)
        if past > 0:
            text = ngettext(
                "{units} past the date: it is handed out to nobody.",
                "{units} past their date: they are handed out to nobody.",
                past,
            )
            self._past.say(text.format(units=quantity(past, unit)), "stop")
        self.below.setVisible(any(line.quantity < 0 for line in lines))
        if not self.below.isHidden():
            self.below.say(below_words(below_zero(self._session.book, self.item), unit), "heed")

    def _past_lots(self) -> set[Id]:
        return {lot for lot, why in self._holds.items() if why in ("past use-by", "past best-before")}

    def _show_lots(self, lines: list[StockLine]) -> None:
        empty(self._lots)
        for number, line in enumerate(lines):
            if number:
                self._lots.addWidget(rule())
            self._lots.addWidget(_lot(line, self._holds.get(line.lot)))
        if not lines:
            self._lots.addWidget(label(_("Nothing on the shelves."), "soft", wrap=True))

    def _show_codes(self, item: Id) -> None:
        empty(self._codes)
        packs = {pack.id: pack.name for pack in packs_of(self._session.book, item)}
        codes = codes_of(self._session.book, item)
        meant = {code.pack for code in codes}
        said = [code_words(code, packs) for code in codes]
        said += [name for id_, name in packs.items() if id_ not in meant]
        for text in said[:_MOST_CODES]:
            self._codes.addWidget(label(text, wrap=True))
        if len(said) > _MOST_CODES:
            more = len(said) - _MOST_CODES
            self._codes.addWidget(
                label(ngettext("and {n} more", "and {n} more", more).format(n=more), "soft")
            )
        if not said:
            self._codes.addWidget(label(_("None known yet."), "soft"))

    def _shown(self, lines: QLayout) -> list[QWidget]:
        items = (lines.itemAt(at) for at in range(lines.count()))
        return [widget for item in items if item is not None and (widget := item.widget()) is not None]

    def _lay_out(self) -> None:
        lines = column(self, margin=16, spacing=12)
        head = row()
        head.addWidget(self._name, 1)
        head.addWidget(self._edit)
        lines.addLayout(head)
        for part in (self._known, self._on_hand, self._past, self.below, self._note):
            lines.addWidget(part)
        lines.addWidget(self.picture)
        lines.addWidget(Flow(self._do))
        lines.addWidget(label(_("Lots"), "section"))
        lines.addLayout(self._lots)
        lines.addWidget(label(_("Codes and packs"), "section"))
        lines.addLayout(self._codes)
        lines.addWidget(self.linked)
        lines.addStretch(1)


def _lot(line: StockLine, why: Hold | None) -> QWidget:
    """Return a lot: how many, its date with the word that goes with its tone, where it is, whence, whether it is held."""
    made = QWidget()
    lines = column(made, spacing=2)
    many = quantity(line.quantity, line.unit)
    tone: Tone | None = due_tone(line.best_before) if line.quantity > 0 else None
    due = due_words(line.best_before) if tone else _plain_due(line)
    if line.quantity < 0:
        many, tone = _("{units}, below zero").format(units=many), "heed"
    elif line.quantity == 0:
        many = _("{units}, counted as none").format(units=many)
    head = row()
    head.addWidget(label(many, "label", wrap=True), 1)
    head.addLayout(_toned(due, tone))
    lines.addLayout(head)
    where = [line.place, _("from {source}").format(source=line.source) if line.source else "", _maker(line)]
    rest = " · ".join(part for part in where if part)
    lines.addWidget(label(rest, "soft", wrap=True))
    if why in ("held", "recalled"):
        lines.addLayout(_toned(hold_word(why), "stop"))
        rest = f"{rest} · {hold_word(why)}"
    made.setAccessibleName(f"{many} · {due} · {rest}")
    return made


def _known(item: Item, weighing: str) -> list[str]:
    """Return what is known of an item besides its names and numbers."""
    return [
        category_word(item.category),
        weight_word(item.weight_mg, weighing) if item.weight_mg else "",
        storage_word(item.storage),
        _("infant formula") if item.formula else "",
        *(_("has {what}").format(what=word) for word in shown_words(item.allergens, ALLERGENS)),
        *shown_words(item.diet, DIETS),
    ]


def _plain_due(line: StockLine) -> str:
    # What is not there is not past its date either.
    return due_words(line.best_before, plain=True) or _("no date")


def _maker(line: StockLine) -> str:
    return _("lot {code}").format(code=line.lot_code) if line.lot_code else ""


def _toned(text: str, tone: Tone | None) -> QHBoxLayout:
    line = row(spacing=4)
    words: QLabel = label(text)
    if tone:
        line.addWidget(ToneIcon(tone), 0, Qt.AlignmentFlag.AlignVCenter)
        theme.give(words, tone=tone)
    line.addWidget(words)
    return line
