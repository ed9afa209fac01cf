"""Units that leave the shelves and go to no member: waste with its reason, found again, back to where they came from."""

from collections.abc import Sequence

from aidbook.actions.places import Units, moved, must_be_something, must_have_lot
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.pantry import HANDED_OUT, OUTSIDE, WASTE, special_place
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.book import Book

WASTE_REASONS = ("expired", "spoiled", "damaged", "recalled", "lost", "given without record")


def waste(book: Book, lines: Sequence[Units], reason: str, *, at: int | None = None) -> Done:
    """Take units off the shelves for good, with a reason of `WASTE_REASONS`. Raises UserError for any other."""
    if reason not in WASTE_REASONS:
        raise UserError(_("Say why these units go."), _("Choose one of the reasons."))
    return _all_to(book, lines, WASTE, reason, at)


def find_again(book: Book, line: Units, *, at: int | None = None) -> Done:
    """Write that units turned up at `line.place` which had been given up."""
    back = Units(line.lot, special_place(book.identity.site, WASTE), line.units)
    return book.record(moved(book, back, line.place, "found"), at=at, made=line.lot)


def send_back(book: Book, lines: Sequence[Units], *, at: int | None = None) -> Done:
    """Write that units went back to where they came from."""
    return _all_to(book, lines, OUTSIDE, "sent back", at)


def bring_back(book: Book, line: Units, *, visit: Id | None = None, at: int | None = None) -> Done:
    """Write that units which had been handed out came back to `line.place`; of which visit, if that is known."""
    lot = must_have_lot(book, line.lot)
    out = Units(line.lot, special_place(book.identity.site, HANDED_OUT), line.units)
    movement = moved(book, out, line.place, "brought back", visit, item=lot.item)
    return book.record(movement, at=at, made=line.lot)


def _all_to(book: Book, lines: Sequence[Units], role: str, reason: str, at: int | None) -> Done:
    with book.transaction():
        to = special_place(book.identity.site, role)
        movements = [moved(book, line, to, reason) for line in lines]
        must_be_something(movements)
        return book.record(*movements, at=at, made=lines[0].lot)
