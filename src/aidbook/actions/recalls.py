"""Recalls: hold lots everywhere, write down who was told, end it."""

from collections.abc import Sequence

from aidbook import clock
from aidbook.actions.scanned import read_scan
from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.members import tie_household
from aidbook.domain.recalls import Recall
from aidbook.domain.writes import change
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.recalls import lots_of_recall


def recall(
    book: Book,
    why: str,
    *,
    lots: Sequence[Id] = (),
    item: Id | None = None,
    codes: Sequence[str] = (),
    lot_codes: Sequence[str] = (),
    on: str | None = None,
) -> Done:
    """Recall lots, or what is told by an item, its codes and the maker's lot codes; they are held from now on.

    A scanned code may say the maker's lot itself. `id` is the recall's. Raises UserError without a reason, or where it
    says nothing of which lots are meant.
    """
    reason = " ".join(why.split())
    if not reason:
        raise UserError(
            _("Say what is recalled and why."), _("Type what the notice says, such as “metal in the cans”.")
        )
    known, batches = _read(codes)
    made = Recall(
        id=new_id(),
        why=reason,
        on=on or clock.today(),
        lots=tuple(lots),
        item=item,
        codes=known,
        lot_codes=tuple(dict.fromkeys([*(code.strip() for code in lot_codes if code.strip()), *batches])),
    )
    if not (made.lots or made.item or made.codes or made.lot_codes):
        raise UserError(
            _("Nothing says yet which lots are recalled."), _("Choose lots, an item, or scan a code.")
        )
    return book.record(made, made=made.id)


def _read(codes: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return the numbers that typed or scanned codes may stand under, and the makers' lots that they name."""
    numbers: list[str] = []
    batches: list[str] = []
    for code in codes:
        text = code.strip()
        scanned = read_scan(text) if text else None
        numbers += scanned.codes if scanned else [text] if text else []
        batches += [scanned.batch] if scanned and scanned.batch else []
    return tuple(dict.fromkeys(numbers)), batches


def fits(book: Book, recalled: Id) -> list[Id]:
    """Return the lots that a recall holds."""
    return lots_of_recall(book, _must_have(book, recalled))


def end_recall(book: Book, recalled: Id, why: str) -> Done:
    """End a recall: what it held may be given again, unless something else holds it. Raises UserError without a reason."""
    found = _must_have(book, recalled)
    reason = why.strip()
    if not reason:
        raise UserError(_("Say why the recall is over."), _("Type who said so."))
    if found.ended_on:
        raise UserError(_("This recall is over already."), _("Recall the lots again if they must be held."))
    return book.record(change(Recall, recalled, ended_on=clock.today(), ended_why=reason), made=recalled)


def tell(book: Book, recalled: Id, household: Id) -> Done:
    """Write that a household was told of a recall."""
    _must_have(book, recalled)
    return book.record(tie_household("recall", recalled, household), made=recalled)


def _must_have(book: Book, recalled: Id) -> Recall:
    found = book.get(Recall, recalled)
    if found is None:
        raise UserError(_("This recall is not in the book."), _("Choose one of the list."))
    return found
