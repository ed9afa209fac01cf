"""Reading known barcodes in: which item and pack each means. No stock."""

from aidbook.actions.imports.items import Items
from aidbook.actions.imports.preview import LEAVE_OUT, Reading, State
from aidbook.domain.declare import Id, derived_id
from aidbook.domain.folding import fold
from aidbook.domain.imports import CodeRow
from aidbook.domain.pantry import Barcode, Pack
from aidbook.domain.writes import change
from aidbook.i18n import _, ngettext
from aidbook.store import imports as query
from aidbook.store.book import Book

REPLACE = "replace"


def read(book: Book, rows: list[CodeRow], reading: Reading) -> None:
    """Compare the rows with the codes that are known; add the lines and writes to `reading`."""
    items = Items(book, reading)
    known, packs = query.all_barcodes(book), query.all_pack_ids(book)
    for row in rows:
        item = items.item(row.row, row.item, row.unit, None, row.category)
        if item is None:
            continue
        pack = _pack(row, item, packs, reading)
        if not row.code:  # its code is wrong; the item and its pack are known all the same
            state: State = "new" if items.is_new(item) else "same"
            reading.say(row.row, state, _("{item}, without its code").format(item=row.item))
            continue
        present = known.get(row.code)
        if present is None:
            barcode = Barcode(id=derived_id("barcode", row.code), code=row.code, item=item, pack=pack)
            known[row.code] = barcode
            reading.writes.append(barcode)
            reading.say(row.row, "new", _("{code} is {item}").format(code=row.code, item=row.item))
        elif (present.item, present.pack) == (item, pack):
            reading.say(row.row, "same", _("{code} is known").format(code=row.code))
        else:
            _ask_which(reading, row, present, item, pack)


def _pack(row: CodeRow, item: Id, packs: set[Id], reading: Reading) -> Id | None:
    if row.units <= 1:
        return None
    pack = derived_id("pack", item, str(row.units))
    if pack not in packs:
        packs.add(pack)
        name = ngettext("pack of {n}", "pack of {n}", row.units).format(n=row.units)
        reading.writes.append(Pack(id=pack, item=item, name=name, units=row.units))
    return pack


def _ask_which(reading: Reading, row: CodeRow, present: Barcode, item: Id, pack: Id | None) -> None:
    choices = (
        (REPLACE, _("From now on it means {item}, {n} in a pack").format(item=row.item, n=row.units)),
        (LEAVE_OUT, _("Leave it as it is")),
    )
    what = _("{code} means something else in the book.").format(code=row.code)
    answer = reading.ask_line(row.row, what, choices, "code", row.code, fold(row.item), str(row.units))
    if answer == REPLACE:
        reading.writes.append(change(Barcode, present.id, item=item, pack=pack))
        reading.say(row.row, "changed", _("{code} becomes {item}").format(code=row.code, item=row.item))
    elif answer == LEAVE_OUT:
        reading.say(row.row, "same", _("{code} stays as it is").format(code=row.code))
