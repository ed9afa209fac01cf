"""What other sites said they have, and so need not be sent again.

They name the last entry of each stream and its head. A head that is known here tells how far they are on which branch;
one that is not known is further along, or on a branch that has not arrived: then all of the stream goes, once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from aidbook.domain.declare import Id
from aidbook.domain.entries import Header
from aidbook.store import identity
from aidbook.store.book import Book
from aidbook.store.connection import Connection
from aidbook.store.forks import Stream, Tree, trees
from aidbook.store.ledger import Ledger, SignedHead

Claim = tuple[int, bytes]
"""An entry that somebody says they have, with all before it: its number and head, b"" where the head is not said."""
Claims = Mapping[Stream, Collection[Claim]]
Ranges = list[tuple[int, int]]
"""Runs of entries by number, both ends included, ascending and apart."""


class Acknowledged:
    """What a site said it has, held against what is here now."""

    def __init__(self, connection: Connection, site: Id | None) -> None:
        self._connection = connection
        self._ledger = Ledger(connection)
        self._claims = claims_of(connection, site) if site else {}
        self._trees = trees(connection)
        self._own = identity.written_here(connection)

    def upto(self, stream: Stream) -> int:
        """Return up to which of the entries in `entry` the site has a stream."""
        claims = self._claims.get(stream, ())
        return max((self._reaches(stream, claim, alone=len(claims) == 1) for claim in claims), default=0)

    def _reaches(self, stream: Stream, claim: Claim, *, alone: bool) -> int:
        (seq, head), tree = claim, self._trees.get(stream)
        tip, _head = self._ledger.tip(*stream)
        if not head:
            return min(seq, tree.lowest if tree else tip)
        if tree and head in tree.nodes:
            return tree.fork_of(head)
        if seq > tip:  # of our own streams nobody has more: what they have is on another branch
            return tip if alone and not tree and stream[0] not in self._own else 0
        return seq if self._ledger.head_at(Header(*stream, seq)) == head else 0

    def has_branch(self, tree: Tree, leaf: SignedHead) -> bool:
        """Tell whether the site has all of a branch."""
        heads = {head for _seq, head in self._claims.get(tree.stream, ())}
        return any(leaf.head in {node.head for node in tree.path(head)} for head in heads)


def claims_of(connection: Connection, site: Id) -> dict[Stream, set[Claim]]:
    """Return what a site said it has."""
    found: dict[Stream, set[Claim]] = {}
    for origin, chapter, seq, head in connection.execute(
        "SELECT origin, chapter, seq, head FROM acknowledged WHERE site = ?", (site,)
    ):
        found.setdefault((origin, chapter), set()).add((seq, head))
    return found


def claims_here(connection: Connection) -> dict[Stream, tuple[Claim, list[Claim]]]:
    """Return what this book has of each stream: the last entry that all branches have, and where each of them ends.

    Where there is one branch alone, the list is empty. A fork at the very beginning leaves nothing in common: number 0.
    """
    ledger, branches = Ledger(connection), trees(connection)
    found: dict[Stream, tuple[Claim, list[Claim]]] = {}
    for stream, tip in ledger.tips().items():
        tree = branches.get(stream)
        if tree is None:
            found[stream] = (tip, [])
            continue
        common = ledger.head_at(Header(*stream, tree.lowest)) or b""
        ends = [tip, *((leaf.header.seq, leaf.head) for leaf in tree.leaves)]
        found[stream] = ((tree.lowest, common), ends)
    return found


def lacking(book: Book, site: Id) -> dict[Stream, Ranges]:
    """Return which entries a site said it holds without their bodies."""
    rows = book.connection.execute(
        "SELECT origin, chapter, first, last FROM lacking WHERE site = ? ORDER BY origin, chapter, first",
        (site,),
    )
    found: dict[Stream, Ranges] = {}
    for origin, chapter, first, last in rows:
        found.setdefault((origin, chapter), []).append((first, last))
    return found


def acknowledge(book: Book, site: Id, has: Claims, lacks: Mapping[Stream, Ranges]) -> None:
    """Take the place of all that a site said before."""
    for table in ("acknowledged", "lacking"):
        book.connection.execute(f"DELETE FROM {table} WHERE site = ?", (site,))
    _put(book.connection, site, has, lacks)


def acknowledge_less(book: Book, site: Id, has: Claims, lacks: Mapping[Stream, Ranges]) -> None:
    """Take the lesser of what a site says and what it said before: an old bundle, or one of its other laptops.

    What is sent twice does no harm; what is left out does.
    """
    known, forked = claims_of(book.connection, site), trees(book.connection)
    least = {
        stream: _lesser(claims, has.get(stream, ()), forked=stream in forked)
        for stream, claims in known.items()
    }
    book.connection.execute("DELETE FROM acknowledged WHERE site = ?", (site,))
    _put(book.connection, site, least if known else has, lacks)


def _lesser(one: Collection[Claim], other: Collection[Claim], *, forked: bool) -> Collection[Claim]:
    both = set(one) & set(other)
    if both or forked:
        return both
    return min(one, other, key=lambda claims: max((seq for seq, _head in claims), default=0))


def _put(
    connection: Connection, site: Id, has: Claims, lacks: Mapping[Stream, Iterable[tuple[int, int]]]
) -> None:
    for (origin, chapter), claims in has.items():
        for seq, head in claims:
            connection.execute(
                "INSERT OR IGNORE INTO acknowledged VALUES (?, ?, ?, ?, ?)",
                (site, origin, chapter, seq, head),
            )
    for (origin, chapter), ranges in lacks.items():
        for first, last in ranges:
            connection.execute(
                "INSERT OR REPLACE INTO lacking VALUES (?, ?, ?, ?, ?)", (site, origin, chapter, first, last)
            )


def bodiless(connection: Connection) -> dict[Stream, Ranges]:
    """Return which entries are here without their bodies."""
    rows = connection.execute(
        "SELECT o.id, e.chapter, e.seq FROM entry e JOIN origin o ON o.n = e.origin"
        " LEFT JOIN body b ON b.hash = e.hash WHERE b.n IS NULL ORDER BY e.origin, e.chapter, e.seq"
    )
    found: dict[Stream, Ranges] = {}
    for origin, chapter, seq in rows:
        extend(found.setdefault((origin, chapter), []), seq)
    return found


def extend(ranges: Ranges, seq: int) -> None:
    """Add the next number to ascending ranges."""
    if ranges and ranges[-1][1] == seq - 1:
        ranges[-1] = (ranges[-1][0], seq)
    else:
        ranges.append((seq, seq))


def numbers_of(ranges: Sequence[tuple[int, int]]) -> int:
    """Return how many numbers are in ranges."""
    return sum(last - first + 1 for first, last in ranges)
