"""Lending tools, to a member or to nobody named; back, or lost."""

from aidbook.actions.places import Units, moved, must_have_lot, outside
from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.loans import Loan, LoanReturn
from aidbook.domain.members import tie_member
from aidbook.domain.pantry import LENT, SHELF, WASTE, special_place
from aidbook.errors import UserError
from aidbook.i18n import _, ngettext
from aidbook.store.book import Book
from aidbook.store.places import lots_out


def lend(
    book: Book,
    line: Units,
    *,
    member: Id | None = None,
    due: str | None = None,
    note: str | None = None,
    at: int | None = None,
) -> Done:
    """Write that units are lent, wanted back by an ISO date if one is given. `id` is the loan's."""
    with book.transaction():
        lot, made = must_have_lot(book, line.lot), list[object]()
        loan = Loan(id=new_id(), item=lot.item, units=line.units, due=due, note=(note or "").strip() or None)
        out = moved(book, line, outside(book, LENT, made), "lent", loan.id, item=lot.item)
        ties = [tie_member("loan", loan.id, member)] if member else []
        return book.record(*made, loan, out, *ties, at=at, made=loan.id)


def come_back(
    book: Book, loan: Id, units: int, *, lost: int = 0, to: Id | None = None, at: int | None = None
) -> Done:
    """Write that units of a loan came back, to the first shelf without `to`, and that `lost` will not.

    Raises UserError for nothing at all, or for more than are out.
    """
    with book.transaction():
        out = lots_out(book, loan)
        total = sum(n for _lot, n in out)
        if units < 0 or lost < 0 or units + lost < 1:
            raise UserError(_("Nothing is typed yet."), _("Type how many came back."))
        if units + lost > total:
            raise UserError(
                ngettext("Only {n} of these is out.", "Only {n} of these are out.", total).format(n=total),
                _("Type as many as came back."),
            )
        site = book.identity.site
        fact = LoanReturn(id=new_id(), loan=loan, units=units, lost=lost)
        ways = [
            ("brought back", to or special_place(site, SHELF), units),
            ("lost", special_place(site, WASTE), lost),
        ]
        movements = []
        for reason, place, wanted in ways:
            for lot, n in _taken(out, wanted):
                movements.append(
                    moved(book, Units(lot, special_place(site, LENT), n), place, reason, fact.id)
                )
        return book.record(fact, *movements, at=at, made=loan)


def _taken(out: list[tuple[Id, int]], wanted: int) -> list[tuple[Id, int]]:
    """Return (lot, units) that give so many, and take them off `out`."""
    taken = []
    while wanted > 0 and out:
        lot, there = out.pop(0)
        n = min(there, wanted)
        taken.append((lot, n))
        wanted -= n
        if there > n:
            out.insert(0, (lot, there - n))
    return taken
