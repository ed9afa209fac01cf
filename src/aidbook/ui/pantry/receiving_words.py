"""What the lines of a delivery say: what came, how much of it, which date is on it."""

from aidbook import clock
from aidbook.actions.delivery_desk import Desk
from aidbook.actions.receiving import Line
from aidbook.domain.weights import weight_word
from aidbook.i18n import _, format_date, format_number
from aidbook.ui.pantry.words import quantity
from aidbook.ui.session import Session
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.list_table import Column


def columns(desk: Desk) -> list[Column[tuple[int, Line]]]:
    """Return the columns of the lines."""
    return [
        Column(_("Item"), lambda row: item_name(desk, row[1]), tone=lambda row: _unnamed(row[1])),
        Column(_("How many"), lambda row: amount(desk, row[1]), 208, "right"),
        Column(_("Date"), lambda row: dated(row[1]), 144),
        Column(_("Place"), lambda row: row[1].place or desk.head.place or "", 96),
    ]


def how_many(name: str, line: Line) -> str:
    """Return the question how many packs or units came."""
    if line.each == 1:
        return _("{item}: how many?").format(item=name)
    return _("{item}: how many packs of {n}?").format(item=name, n=format_number(line.each))


def _unnamed(line: Line) -> Tone | None:
    return "heed" if line.item is None else None


def item_name(desk: Desk, line: Line) -> str:
    """Return what an item is called; a code that is not known is told as one."""
    item = desk.item(line)
    return item.name if item else _("{code}, not known").format(code=line.code or "")


def amount(desk: Desk, line: Line) -> str:
    """Return how many came: "20 × 24 = 480 cans"."""
    item = desk.item(line)
    units = quantity(line.units, item.unit if item else "pcs")
    if line.each == 1:
        return units
    return f"{format_number(line.number)} × {format_number(line.each)} = {units}"


def dated(line: Line) -> str:
    """Return the date on a line, as short as can be told."""
    if not line.best_before:
        return ""
    return format_date(line.best_before, "short" if line.best_before[:4] == clock.today()[:4] else "long")


def totals(session: Session, desk: Desk) -> str:
    """Return what was only weighed so far."""
    mg = sum(desk.head.weights.values())
    if not mg:
        return ""
    return _("{weight} only weighed").format(weight=weight_word(mg, session.book.settings.weight_unit))
