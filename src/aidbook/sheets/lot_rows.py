"""What sheets of the shelves share: a row for each lot at its place, and how many items and lots there are."""

from aidbook.domain.goods_words import unit_name
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.sheets.pen import MM
from aidbook.sheets.table import Column
from aidbook.sheets.values import Look
from aidbook.store.pantry import StockLine

ROW = 7.5 * MM
"""The height of a row that is only read."""


def lot_columns(look: Look) -> tuple[Column, ...]:
    """Return the columns of lots."""
    return (
        Column(look.say(lambda: _("Item")), share=3),
        Column(look.say(lambda: _("On hand")), kind="right", least=20 * MM),
        Column(look.say(lambda: _("Unit"))),
        Column(look.say(lambda: _("Best before")), least=30 * MM),
        Column(look.say(lambda: _("Place")), share=1.5),
        Column(look.say(lambda: _("Source, lot")), share=2),
    )


def lot_cells(line: StockLine) -> tuple[str, ...]:
    """Return a lot in those columns, in the language in use."""
    day = format_date(line.best_before, "long") if line.best_before else ""
    whence = " · ".join(part for part in (line.source, line.lot_code) if part)
    return line.item, format_number(line.quantity), unit_name(line.unit), day, line.place, whence


def items_and_lots(items: int, lots: int) -> str:
    """Return "12 items · 31 lots" in the language in use."""
    said = (
        ngettext("{n} item", "{n} items", items).format(n=format_number(items)),
        ngettext("{n} lot", "{n} lots", lots).format(n=format_number(lots)),
    )
    return " · ".join(said)
