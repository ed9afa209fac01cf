"""Writing down what people gave."""

from aidbook import clock
from aidbook.actions.pantry import Shelf
from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.gifts import Gift, GiftWhat
from aidbook.domain.members import tie_member
from aidbook.domain.pantry import OUTSIDE, Movement
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import distributions
from aidbook.store.book import Book


def add_gift(  # noqa: PLR0913 - what a gift can say, by name
    book: Book,
    what: GiftWhat,
    *,
    member: Id | None = None,
    minutes: int | None = None,
    cents: int | None = None,
    item: Id | None = None,
    units: int | None = None,
    note: str | None = None,
    on: str | None = None,
    distribution: Id | None = None,
    extra: tuple[object, ...] = (),
) -> Done:
    """Write a gift by a member, or by nobody named. Goods go on the first shelf. `id` is the gift's.

    On the date of the one distribution it counts with that day. Raises UserError where the amount is missing.
    """
    _must_have_amount(what, minutes, cents, item, units)
    on = on or clock.today()
    with book.transaction():
        gift = Gift(
            id=new_id(),
            what=what,
            minutes=minutes,
            cents=cents,
            currency=book.settings.currency if cents is not None else None,
            item=item,
            units=units,
            note=(note or "").strip() or None,
            distribution=distribution or _day_of(book, on),
        )
        shelf = Shelf(book)
        writes: list[object] = [gift]
        if member:
            writes.append(tie_member("gift", gift.id, member))
        if item and units:
            writes.append(_onto_shelf(shelf, item, units, gift.id))
        at = None if on == clock.today() else clock.noon_ms(on)
        return book.record(*extra, *shelf.made, *writes, at=at, made=gift.id)


def _onto_shelf(shelf: Shelf, item: Id, units: int, gift: Id) -> Movement:
    return Movement(
        id=new_id(),
        item=item,
        lot=shelf.lot(item),
        from_place=shelf.outside(OUTSIDE),
        to_place=shelf.first,
        units=units,
        reason="given",
        of=gift,
    )


def _day_of(book: Book, on: str) -> Id | None:
    days = distributions.distributions_on(book, on)
    return days[0].id if len(days) == 1 else None


def _must_have_amount(
    what: GiftWhat, minutes: int | None, cents: int | None, item: Id | None, units: int | None
) -> None:
    if what == "hours" and not (minutes and minutes > 0):
        raise UserError(_("How many hours were given is missing."), _("Type the hours, such as 3 or 1.5."))
    if what == "money" and not (cents and cents > 0):
        raise UserError(_("How much money was given is missing."), _("Type the amount, such as 20 or 12.50."))
    if what == "goods" and not (item and units and units > 0):
        raise UserError(_("What goods were given is missing."), _("Choose the item and type how many."))
