"""Goods between sites: send, receive with the differences said, and say at the sender's where the rest is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aidbook.actions.places import Units, moved, must_be_something
from aidbook.actions.wasting import WASTE_REASONS
from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.pantry import SHELF, TRANSIT, WASTE, Movement, special_place
from aidbook.domain.transfers import Transfer, TransferReceipt
from aidbook.errors import UserError
from aidbook.i18n import _, ngettext
from aidbook.store.book import Book
from aidbook.store.sites import known_sites
from aidbook.store.transfers import TransferLine, TransferPage, transfer_page

NOT_SENT = "not sent"
SETTLED_BECAUSE = (*WASTE_REASONS, NOT_SENT)
"""What can have become of units that were sent and did not come: the last one, they never left."""


def send_goods(
    book: Book, to: Id, lines: Sequence[Units], *, note: str | None = None, at: int | None = None
) -> Done:
    """Send units to a paired site: they are on the way, and this site's, until its receipt is here. `id` is the transfer's.

    Raises UserError for a site that is not paired, or for nothing.
    """
    if to not in {site.id for site in known_sites(book)}:
        raise UserError(
            _("This site is not paired with the book."), _("Pair with it on the USB stick page first.")
        )
    with book.transaction():
        fact = Transfer(id=new_id(), to=to, lines=len(lines), note=(note or "").strip() or None)
        way = special_place(book.identity.site, TRANSIT)
        movements = [moved(book, line, way, "sent", fact.id) for line in lines]
        must_be_something(movements)
        return book.record(fact, *movements, at=at, made=fact.id)


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a lot, where it was put (the first shelf without `place`), and why it is not what was sent."""

    units: int
    place: Id | None = None
    why: str | None = None


def receive_goods(
    book: Book,
    transfer: Id,
    came: Mapping[Id, Came],
    *,
    more: Sequence[Units] = (),
    note: str | None = None,
    at: int | None = None,
) -> Done:
    """Write what came of a transfer: of each lot that was sent, how many units. `id` is the receipt's.

    What differs is said here, and booked by nobody but the sender. `more` are units that came, and where they are, of
    lots that were not written down. Raises UserError for a transfer that is not for this site, was received already,
    or where a lot is not spoken of.
    """
    with book.transaction():
        page = _must_be_for_us(book, transfer)
        _must_speak_of_each(page, came)
        short = {line.lot: line.sent - came[line.lot].units for line in page.lines}
        receipt = TransferReceipt(
            id=new_id(),
            transfer=transfer,
            lines=sum(1 for each in came.values() if each.units) + len(more),
            short={lot: units for lot, units in short.items() if units},
            why=tuple(f"{lot} {each.why}" for lot, each in came.items() if each.why and short.get(lot)),
            note=(note or "").strip() or None,
        )
        movements = [
            _arrived(book, page, line, came[line.lot], receipt.id)
            for line in page.lines
            if came[line.lot].units > 0
        ]
        way = special_place(page.site, TRANSIT)
        movements += [
            moved(book, Units(each.lot, way, each.units), each.place, "received", receipt.id) for each in more
        ]
        return book.record(receipt, *movements, at=at, made=receipt.id)


def _arrived(book: Book, page: TransferPage, line: TransferLine, came: Came, receipt: Id) -> Movement:
    there = Units(line.lot, special_place(page.site, TRANSIT), came.units)
    to = came.place or special_place(book.identity.site, SHELF)
    return moved(book, there, to, "received", receipt, item=line.item)


def _must_be_for_us(book: Book, transfer: Id) -> TransferPage:
    page = transfer_page(book, transfer)
    if page is None or page.to != book.identity.site:
        raise UserError(
            _("These goods were not sent to this site."),
            _("Take them in as a delivery from that site instead."),
        )
    if page.receipt is not None:
        raise UserError(
            _("These goods are received already."), _("If that was wrong, take the receipt back in History.")
        )
    return page


def _must_speak_of_each(page: TransferPage, came: Mapping[Id, Came]) -> None:
    silent = [line.name for line in page.lines if line.lot not in came]
    if silent:
        raise UserError(
            _("Nothing is said of {items} yet.").format(items=", ".join(dict.fromkeys(silent))),
            _("Type how many came; 0 where none did."),
        )
    if any(each.units < 0 for each in came.values()):
        raise UserError(_("A count cannot be less than nothing."), _("Type 0 or more."))


def settle(
    book: Book,
    transfer: Id,
    lot: Id,
    units: int,
    reason: str,
    *,
    place: Id | None = None,
    at: int | None = None,
) -> Done:
    """Say at the sender's what became of units that are still on the way: a reason for waste, or that they never left.

    Raises UserError for more than are on the way, for another reason, or where the transfer is another site's.
    """
    with book.transaction():
        line = _must_be_ours(book, transfer, lot)
        if reason not in SETTLED_BECAUSE:
            raise UserError(_("Say what became of these units."), _("Choose one of the reasons."))
        if not 0 < units <= line.way:
            n = max(line.way, 0)
            raise UserError(
                ngettext("Only {n} of these is on the way.", "Only {n} of these are on the way.", n).format(
                    n=n
                ),
                _("Type as many, or fewer."),
            )
        site = book.identity.site
        to = special_place(site, WASTE) if reason != NOT_SENT else place or special_place(site, SHELF)
        there = Units(lot, special_place(site, TRANSIT), units)
        return book.record(moved(book, there, to, reason, transfer, item=line.item), at=at, made=transfer)


def add_sent(book: Book, transfer: Id, lot: Id, units: int, place: Id, *, at: int | None = None) -> Done:
    """Say at the sender's that more had left a place than was written down, as the receiver found.

    Raises UserError for more than came beyond what was sent, or where the transfer is another site's.
    """
    with book.transaction():
        line = _must_be_ours(book, transfer, lot)
        if not 0 < units <= -line.way:
            raise UserError(
                _("Not so many came beyond what was sent."),
                _("Type how many more came than were written down."),
            )
        out = Units(lot, place, units)
        way = special_place(book.identity.site, TRANSIT)
        return book.record(moved(book, out, way, "sent", transfer, item=line.item), at=at, made=transfer)


def _must_be_ours(book: Book, transfer: Id, lot: Id) -> TransferLine:
    page = transfer_page(book, transfer)
    if page is None or page.site != book.identity.site:
        raise UserError(
            _("Only the site that sent goods can say where they are."), _("Ask the people there.")
        )
    line = next((each for each in page.lines if each.lot == lot), None)
    if line is None:
        raise UserError(_("This lot was not sent with these goods."), _("Choose one of the list."))
    return line
