"""Goods from a table: stock lists, delivery notes, known barcodes."""

from aidbook.domain.folding import fold
from aidbook.domain.imports import CodeRow, StockRow
from aidbook.i18n import _
from aidbook.tabular.cells import Cells
from aidbook.tabular.errors import Unreadable
from aidbook.tabular.quantities import Quantity, in_packs, pack_of_unit, read_quantity, read_whole
from aidbook.tabular.units import clean_unit, is_unit
from aidbook.tabular.values import even, loose_code, read_code

_TOTALS = frozenset(
    {
        "total",
        "totals",
        "grand total",
        "sum",
        "subtotal",
        "sub total",
        "suma",
        "total general",
        "somme",
        "sous total",
    }
)


def stock_rows(cells: Cells) -> list[StockRow]:
    """Return a row for each line with an item and a quantity; a line with a wrong cell is left out whole.

    Units without the date that stood beside them would look good for ever.
    """
    return [row for _number in cells.rows() if (row := _stock_row(cells))]


def _stock_row(cells: Cells) -> StockRow | None:
    item = _item(cells)
    if fold(item) in _TOTALS:
        return None
    try:
        field = "units"
        quantity = _quantity(cells)
        field = "best_before"
        best_before = cells.day("best_before", "last", past=False)
    except Unreadable as error:
        cells.complain(field, str(error))
        return None
    if not item:
        cells.complain("item", _("There is no item."))
        return None
    code = cells.text("code")
    return StockRow(
        row=cells.row,
        item=item,
        units=quantity.units,
        unit=quantity.unit or "pcs",
        pack=quantity.pack,
        pack_units=quantity.pack_units,
        code=loose_code(code) if code else None,
        category=cells.same("category"),
        place=cells.same("place"),
        lot=cells.text("lot"),
        best_before=best_before,
        source=cells.same("source"),
    )


def _item(cells: Cells) -> str:
    """Return an item's name: brand, name and size, as far as the file has them apart."""
    return even(" ".join(filter(None, (cells.text("brand"), cells.plain("item"), cells.text("size")))))


def _quantity(cells: Cells) -> Quantity:
    """Return a line's units; where the cell, the unit or a column of its own names a pack, its units in all."""
    quantity = cells.read("units", read_quantity)
    if quantity is None:
        raise Unreadable(_("The quantity is missing."))
    unit = cells.text("unit")
    pack = cells.read("unit", pack_of_unit)
    each = cells.read("pack_units", read_whole)
    if quantity.pack:
        return quantity._replace(unit=clean_unit(unit) if unit and not pack else quantity.unit)
    if pack:
        return in_packs(quantity.units, pack[1], pack[0], None)
    name = clean_unit(unit) if unit else quantity.unit or _unit_above(cells)
    return (
        quantity._replace(unit=name)
        if each is None or each == 1
        else in_packs(quantity.units, each, name, None)
    )


def _unit_above(cells: Cells) -> str | None:
    """Return the unit that a column of quantities is titled with: "Cases", "Cajas"."""
    title = cells.title(cells.mapping.columns["units"])
    return clean_unit(title) if is_unit(title) else None


def code_rows(cells: Cells) -> list[CodeRow]:
    """Return a row for each item with its barcode. Where the barcode is wrong the item is known all the same: code ""."""
    return [row for _number in cells.rows() if (row := _code_row(cells))]


def _code_row(cells: Cells) -> CodeRow | None:
    item = _item(cells)
    if not item:
        cells.complain("item", _("There is no item."))
        return None
    unit = cells.text("unit")
    try:
        units = _pack_size(cells)
    except Unreadable as error:
        cells.complain("units", str(error))
        return None
    code = cells.leave_out("code", lambda: _code(cells))
    return CodeRow(
        row=cells.row,
        code=code or "",
        item=item,
        units=units.units,
        category=cells.same("category"),
        unit=clean_unit(unit) if unit else "pcs",
    )


def _pack_size(cells: Cells) -> Quantity:
    return in_packs(1, (cells.read("units", read_quantity) or Quantity(1)).units, None, None)


def _code(cells: Cells) -> str:
    code = cells.read("code", read_code)
    if code is None:
        raise Unreadable(_("There is no code."))
    return code
