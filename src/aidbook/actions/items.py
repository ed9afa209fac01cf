"""What people do with items: their fields, packs, codes, labels of their own, pictures."""

import base64
from typing import Any

from aidbook.actions.scanned import read_scan
from aidbook.domain.declare import Id, derived_id
from aidbook.domain.done import Done
from aidbook.domain.goods_words import category_of, quantity
from aidbook.domain.pantry import Barcode, Item, Pack, Picture
from aidbook.domain.writes import take_back
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import items as query
from aidbook.store.book import Book
from aidbook.store.pantry import codes_of

_MOST_PICTURE = 60_000
OWN_CODE = "9"
"""What a label of our own begins with; it has ten digits, which no shop's code has."""
_OWN_LENGTH = 10


def checked_fields(book: Book, item: Id | None, fields: dict[str, Any]) -> dict[str, Any]:
    """Return an item's fields as they may be written.

    Raises UserError for no name, for a number below zero, and for another base unit once units have moved.
    """
    if "name" in fields and not str(fields["name"] or "").strip():
        raise UserError(_("An item needs a name."), _("Type what is written on it."))
    if "category" in fields:
        fields = {**fields, "category": category_of(fields["category"])}
    for name in ("weight_mg", "least", "supply_days", "grace_days"):
        if (fields.get(name) or 0) < 0:
            raise UserError(_("This cannot be less than nothing."), _("Type 0 or more, or leave it empty."))
    if item is not None and "unit" in fields:
        _must_keep_unit(book, item, fields["unit"])
    return fields


def _must_keep_unit(book: Book, item: Id, unit: str) -> None:
    record = book.get(Item, item)
    if record is not None and record.unit != unit and query.has_moved(book, item):
        raise UserError(
            _("{name} has moved already: its numbers are in {units}.").format(
                name=record.name, units=quantity(2, record.unit).removeprefix("2").strip()
            ),
            _("Add another item that is counted otherwise."),
        )


# Packs and codes


def add_pack(
    book: Book, item: Id, name: str, units: int, *, code: str | None = None, weight_mg: int | None = None
) -> Done:
    """Add a pack of an item, with its code where it has one. `id` is the pack's.

    Raises UserError without a name, for less than two units, and for a code that means something else.
    """
    called = " ".join(name.split())
    if not called:
        raise UserError(_("A pack needs a name."), _("Call it what people call it: case, flat, pallet."))
    if units < 2:  # noqa: PLR2004 - a pack is several
        raise UserError(_("A pack holds two units or more."), _("Type how many single ones are in the pack."))
    with book.transaction():
        pack = Pack(
            id=derived_id("pack", item, str(units)), item=item, name=called, units=units, weight_mg=weight_mg
        )
        codes = [learnt(book, code, item, pack.id)] if code and code.strip() else []
        return book.record(pack, *codes, made=pack.id)


def drop_pack(book: Book, pack: Id) -> Done:
    """Keep a pack no longer, nor the codes that mean it; what came in it stays as it was written."""
    with book.transaction():
        record = book.get(Pack, pack)
        codes = [code for code in codes_of(book, record.item) if code.pack == pack] if record else []
        return book.record(take_back(Pack, pack), *(take_back(Barcode, code.id) for code in codes))


def learn_code(book: Book, code: str, item: Id, *, pack: Id | None = None) -> Done:
    """Let a code mean an item, or a pack of it, from now on. Raises UserError where it means another item."""
    with book.transaction():
        return book.record(learnt(book, code, item, pack), made=item)


def learnt(book: Book, code: str, item: Id, pack: Id | None) -> Barcode:
    """Return what writes that a code means this, from what was scanned or typed.

    Raises UserError where it means another item.
    """
    plain = plain_code(code)
    other = next((m for m in query.meant_by(book, codes_in(code)) if m.item.id != item), None)
    if other is not None:
        raise UserError(
            _("{code} means {name} already.").format(code=plain, name=other.item.name),
            _("Open that item to take the code off it."),
        )
    return Barcode(id=derived_id("barcode", plain), code=plain, item=item, pack=pack)


def forget_code(book: Book, code: str) -> Done:
    """Let a code mean nothing any more."""
    return book.record(take_back(Barcode, derived_id("barcode", code)))


def codes_in(text: str) -> tuple[str, ...]:
    """Return every way in which the number of a scan may stand in the book. Raises UserError for one misread."""
    bare = text.strip()
    scanned = read_scan(bare)
    return (*(() if scanned is None else scanned.codes), bare)


def plain_code(text: str) -> str:
    """Return the number that is kept for a scan: its item's alone, without dates or counts."""
    scanned = read_scan(text.strip())
    return scanned.codes[0] if scanned is not None else text.strip()


# Labels of one's own


def own_code(book: Book, item: Id, *, pack: Id | None = None) -> Done:
    """Give an item or a pack that has no code one of its own, for a label. One that has such a code keeps it."""
    with book.transaction():
        there = own_code_of(book, item, pack)
        if there:
            return Done("", frozenset(), there)
        code = _free_code(book, item, pack)
        made = Barcode(id=derived_id("barcode", code), code=code, item=item, pack=pack)
        return book.record(made, made=code)


def own_code_of(book: Book, item: Id, pack: Id | None = None) -> str | None:
    """Return the code of our own that an item or a pack has, or None."""
    codes = (code.code for code in codes_of(book, item) if code.pack == pack)
    return next((code for code in codes if is_own_code(code)), None)


def is_own_code(code: str) -> bool:
    """Tell whether a code is one of our own labels'."""
    from stdnum import luhn

    ours = len(code) == _OWN_LENGTH and code.startswith(OWN_CODE) and code.isdigit()
    return ours and bool(luhn.is_valid(code))


def _free_code(book: Book, item: Id, pack: Id | None) -> str:
    """Return a code that nothing has yet; two laptops that give one to the same item give the same."""
    from stdnum import luhn

    for attempt in range(1000):
        seed = derived_id("label", book.identity.site, item, pack or "", str(attempt))
        digits = f"{OWN_CODE}{int(seed, 16) % 10 ** (_OWN_LENGTH - 2):0{_OWN_LENGTH - 2}d}"
        code = digits + luhn.calc_check_digit(digits)
        if not query.meant_by(book, (code,)):
            return code
    raise UserError(_("There is no free code left."), _("Take codes off items that are gone."))


# Pictures


def set_picture(book: Book, item: Id, jpeg: bytes | None) -> Done:
    """Set an item's picture, a small JPEG, or take it away. Raises UserError for one that is too large."""
    id_ = derived_id("picture", item)
    if jpeg is None:
        return book.record(take_back(Picture, id_), made=item)
    if len(jpeg) > _MOST_PICTURE:
        raise UserError(_("This picture is too large."), _("Choose a smaller one."))
    coded = base64.b64encode(jpeg).decode()
    return book.record(Picture(id=id_, item=item, jpeg=coded), made=item)


def picture_bytes(book: Book, item: Id) -> bytes | None:
    """Return an item's picture, or None where there is none that can be read."""
    picture = query.picture_of(book, item)
    try:
        return base64.b64decode(picture.jpeg, validate=True) if picture else None
    except ValueError:
        return None
