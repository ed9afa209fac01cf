"""The book's movements and money as a plain-text accounting journal, as hledger and its kin read one.

Each item is a commodity, each lot at each place an account. Nobody's name is in it: who it was stands in ties, and
these stay in the book.
"""

import heapq
from collections.abc import Iterable, Iterator
from itertools import chain

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.gifts import Gift
from aidbook.domain.pantry import HANDED_OUT, LENT, OUTSIDE, REPACKED, SHELF, TRANSIT, WASTE
from aidbook.domain.roles import must_see
from aidbook.store import journal as query
from aidbook.store.book import Book
from aidbook.store.journal import CameOn, Happened, Moved, Paid, Spot, Weighed

_ROLES = {
    OUTSIDE: "came in",
    HANDED_OUT: "handed out",
    WASTE: "wasted",
    TRANSIT: "on the way",
    LENT: "lent",
    REPACKED: "repacked",
    query.COUNTED: "found or missing in counts",
}
_UNFIT = str.maketrans({'"': "'", ";": ",", ":": " ", "\n": " ", "\r": " ", "\t": " ", "|": "/"})
_LABEL_DIGITS = 8


def journal_lines(book: Book) -> Iterator[str]:
    """Give the lines of the journal, the earliest first; a book of any length is never in memory as a whole."""
    must_see(book.role, "pantry")
    names = _Names(book)
    yield f"; {names.site(book.identity.site)}, {clock.today()}, ledger position {book.position}"
    yield "; Made by AidBook from its ledger. Units are whole; each item is a commodity, each lot at each place an account."
    yield "decimal-mark ."
    yield from (f'commodity 1. "{name}"' for name in names.commodities())
    happened: Iterable[Happened] = heapq.merge(
        query.movements(book),
        query.counted(book),
        query.money(book) if book.sees(Gift) else (),
        query.weighed(book),
        query.days_put_right(book),
        key=lambda one: one.at,
    )
    yield from chain.from_iterable(_transaction(names, one) for one in happened)


def _transaction(names: "_Names", one: Happened) -> list[str]:
    day = clock.day_of(one.at)
    if isinstance(one, Moved):
        head = [names.text(one.source or ""), one.reason or "counted"]
        lines = ["", f"{day} {' | '.join(names.text(part) for part in head if part)}"]
        lines += [
            f"    ; {what}: {cents / 100:.2f}"
            for what, cents in (("cost", one.cost), ("value", one.value))
            if cents
        ]
        return lines + _posted(
            names.moved_from(one), names.moved_to(one), f'{one.units} "{names.item(one.item)}"'
        )
    if isinstance(one, CameOn):
        return [
            "",
            f"{day} put right",
            f"    ; the delivery of {names.text(one.first)} came on {names.text(one.on)}",
        ]
    if isinstance(one, Paid):
        amount = f"{one.cents / 100:.2f} {names.text(one.currency)}"
        return ["", f"{day} {'gift' if one.gift else 'paid for goods'}", *_posted(*names.money(one), amount)]
    return ["", f"{day} {names.text(one.source or 'weighed')}", *names.weighed(one)]


def _posted(source: str, target: str, amount: str) -> list[str]:
    """Return both sides of one amount; one below zero goes the other way."""
    if amount.startswith("-"):
        return _posted(target, source, amount[1:])
    return [f"    {source}  -{amount}", f"    {target}  {amount}"]


class _Names:
    """What things are called in the journal: every name once, and nothing in it that a journal reads otherwise."""

    def __init__(self, book: Book) -> None:
        self._items = _told_apart(
            {id_: f"{name} ({unit})" if unit else name for id_, (name, unit) in query.items(book).items()}
        )
        self._lots = query.lots(book)
        self._sites = _told_apart(query.sites(book))

    def commodities(self) -> list[str]:
        """Return the names of all items."""
        return sorted(self._items.values())

    def text(self, text: str) -> str:
        """Return a text as a journal may hold it."""
        return _plain(text)

    def item(self, item: Id) -> str:
        """Return the commodity of an item."""
        return self._items.get(item) or _label(item)

    def site(self, site: Id) -> str:
        """Return the account that holds all of a site's."""
        return self._sites.get(site) or _label(site)

    def lot(self, lot: Id) -> str:
        """Return the name of a lot: its date, and what tells it apart."""
        return f"{_plain(self._lots.get(lot) or 'no date')} {_label(lot)}"

    def moved_from(self, one: Moved) -> str:
        """Return the account that units leave."""
        return self._account(one, one.from_spot, one.to_spot)

    def moved_to(self, one: Moved) -> str:
        """Return the account that units come to."""
        return self._account(one, one.to_spot, one.from_spot)

    def _account(self, one: Moved, spot: Spot | None, other: Spot | None) -> str:
        lot = self.lot(one.lot)
        if spot is None:
            return f"{self.site(other.site) if other else 'nowhere'}:not counted here:{lot}"
        if spot.role == SHELF:
            return f"{self.site(spot.site)}:on hand:{_plain(spot.name)} {_label(spot.place)}:{lot}"
        role = _ROLES.get(spot.role) or _plain(spot.role)
        why = f":{_plain(one.reason)}" if spot.role == WASTE and one.reason else ""
        return f"{self.site(spot.site)}:{role}{why}:{lot}"

    def money(self, one: Paid) -> tuple[str, str]:
        """Return the accounts that money leaves and comes to."""
        site = self.site(one.site)
        return (f"{site}:gifts", f"{site}:money") if one.gift else (f"{site}:money", f"{site}:goods paid for")

    def weighed(self, one: Weighed) -> list[str]:
        """Return the postings of what was only weighed, in milligrams."""
        site = self.site(one.site)
        return [
            line
            for category, mg in one.weights.items()
            for line in _posted(
                f"{site}:came in:weighed", f"{site}:weighed only:{_plain(category)}", f"{mg} mg"
            )
        ]


def _plain(text: str) -> str:
    """Return a text without what ends a name, begins a comment or splits an account."""
    printable = "".join(c for c in text.translate(_UNFIT) if c.isprintable())
    return " ".join(printable.split()).lstrip("*!( ") or "-"


def _label(id_: Id) -> str:
    """Return what tells apart two things of one name."""
    return f"#{id_[-_LABEL_DIGITS:]}"


def _told_apart(named: dict[Id, str]) -> dict[Id, str]:
    """Return the names, those that several have with a label."""
    plain = {id_: _plain(name) for id_, name in named.items()}
    once: dict[str, int] = {}
    for name in plain.values():
        once[name] = once.get(name, 0) + 1
    return {id_: name if once[name] == 1 else f"{name} {_label(id_)}" for id_, name in plain.items()}
