"""Forks: one origin, two branches, because a book was copied and both copies went on. Both are kept, neither is lost.

What came first stands in `entry`, every other branch in `forked`, entry by entry; the bodies of all are folded alike.
A branch is healed once its entries stand under another origin of the same site as well: then nobody need hear of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from aidbook.domain.declare import Chapter, Id
from aidbook.domain.entries import NO_HEAD, Header
from aidbook.store.connection import Connection
from aidbook.store.ledger import Ledger, Line, SignedHead

Stream = tuple[bytes, Chapter]
"""One origin's entries in one chapter."""


@dataclass(frozen=True, slots=True)
class Node:
    """An entry of a branch, after the one whose head is `before`."""

    seq: int
    head: bytes
    before: bytes
    hash: bytes


@dataclass(slots=True)
class Tree:
    """The branches of one stream beside what stands in `entry`, by the heads of their entries."""

    stream: Stream
    nodes: dict[bytes, Node] = field(default_factory=dict)
    leaves: list[SignedHead] = field(default_factory=list)

    def path(self, head: bytes) -> list[Node]:
        """Return the entries up to a head, from the first that does not stand in `entry`."""
        found: list[Node] = []
        while node := self.nodes.get(head):
            found.append(node)
            head = node.before
        return found[::-1]

    def fork_of(self, head: bytes) -> int:
        """Return the number of the last entry that a branch has in common with what stands in `entry`."""
        return self.path(head)[0].seq - 1

    @property
    def lowest(self) -> int:
        """Return the number of the last entry that all branches have in common."""
        return min(node.seq for node in self.nodes.values()) - 1


def trees(connection: Connection) -> dict[Stream, Tree]:
    """Return every stream that has more than one branch."""
    found: dict[Stream, Tree] = {}
    for origin, chapter, *node in connection.execute(
        "SELECT o.id, f.chapter, f.seq, f.head, f.before, f.hash FROM forked f JOIN origin o ON o.n = f.origin"
        " ORDER BY o.id, f.chapter, f.seq, f.head"
    ):
        tree = found.setdefault((origin, chapter), Tree((origin, chapter)))
        tree.nodes[node[1]] = Node(*node)
    for origin, chapter, seq, head, signature in connection.execute(
        "SELECT o.id, h.chapter, h.seq, h.head, h.signature FROM forked_head h JOIN origin o ON o.n = h.origin"
        " WHERE NOT EXISTS (SELECT 1 FROM forked f WHERE f.origin = h.origin AND f.chapter = h.chapter"
        " AND f.seq = h.seq + 1 AND f.before = h.head) ORDER BY o.id, h.chapter, h.seq, h.head"
    ):
        found[origin, chapter].leaves.append(SignedHead(Header(origin, chapter, seq), head, signature))
    return found


def heads_at(connection: Connection, header: Header) -> list[bytes]:
    """Return every head that a stream has at a number, on any branch; before the first there is one for all."""
    if header.seq == 0:
        return [NO_HEAD]
    rows = connection.execute(
        "SELECT head FROM standing WHERE origin = (SELECT n FROM origin WHERE id = ?) AND chapter = ? AND seq = ?",
        (header.origin, header.chapter, header.seq),
    )
    return [head for (head,) in rows]


def lines(connection: Connection, tree: Tree, leaf: SignedHead) -> Iterator[Line]:
    """Yield the entries of a branch, from the first that does not stand in `entry`."""
    origin, chapter = tree.stream
    for node in tree.path(leaf.head):
        row = connection.execute(
            "SELECT b.bytes FROM body b JOIN origin o ON o.site = b.site WHERE b.hash = ? AND o.id = ?",
            (node.hash, origin),
        ).fetchone()
        yield Line(Header(origin, chapter, node.seq), node.hash, row[0] if row else None)


def is_healed(connection: Connection, stream: Stream, names: list[bytes]) -> bool:
    """Tell whether entries stand under another origin of the same site as well."""
    return not unhealed(connection, stream, names)


def unhealed(connection: Connection, stream: Stream, names: list[bytes]) -> list[bytes]:
    """Return which of some entries stand under no other origin of the same site."""
    return [
        name
        for name in names
        if connection.execute(
            "SELECT 1 FROM entry e JOIN origin o ON o.n = e.origin JOIN origin this ON this.id = ?2"
            " WHERE e.hash = ?1 AND o.site = this.site AND o.id <> this.id",
            (name, stream[0]),
        ).fetchone()
        is None
    ]


def open_leaves(connection: Connection, tree: Tree) -> list[SignedHead]:
    """Return the ends of the branches that are not healed."""
    return [
        leaf
        for leaf in tree.leaves
        if not is_healed(connection, tree.stream, [node.hash for node in tree.path(leaf.head)])
    ]


def mend(connection: Connection) -> None:
    """Let an open branch take the place of what is healed, wherever that stands in `entry`."""
    for tree in trees(connection).values():
        for leaf in open_leaves(connection, tree):
            fork = tree.fork_of(leaf.head)
            if is_healed(connection, tree.stream, _names_above(connection, tree.stream, fork)):
                _swap(connection, tree, leaf, fork)
                break


def _names_above(connection: Connection, stream: Stream, seq: int) -> list[bytes]:
    rows = connection.execute(
        "SELECT hash FROM entry WHERE origin = (SELECT n FROM origin WHERE id = ?) AND chapter = ? AND seq > ?",
        (*stream, seq),
    )
    return [name for (name,) in rows]


def _swap(connection: Connection, tree: Tree, leaf: SignedHead, fork: int) -> None:
    """Put a branch in `entry`, and what stands there above the fork among the branches."""
    origin, chapter = tree.stream
    n = Ledger(connection).number_of(origin)
    path = tree.path(leaf.head)
    before = path[0].before
    rows = connection.execute(
        "SELECT seq, head, hash FROM entry WHERE origin = ? AND chapter = ? AND seq > ? ORDER BY seq",
        (n, chapter, fork),
    ).fetchall()
    for seq, head, name in rows:
        connection.execute(
            "INSERT INTO forked (origin, chapter, seq, head, before, hash) VALUES (?, ?, ?, ?, ?, ?)",
            (n, chapter, seq, head, before, name),
        )
        before = head
    connection.execute(
        "INSERT OR IGNORE INTO forked_head SELECT origin, chapter, seq, head, signature FROM signed"
        " WHERE origin = ? AND chapter = ? AND seq > ?",
        (n, chapter, fork),
    )
    connection.execute("DELETE FROM entry WHERE origin = ? AND chapter = ? AND seq > ?", (n, chapter, fork))
    connection.execute("DELETE FROM signed WHERE origin = ? AND chapter = ?", (n, chapter))
    for node in path:
        connection.execute(
            "INSERT INTO entry (origin, chapter, seq, hash, head) VALUES (?, ?, ?, ?, ?)",
            (n, chapter, node.seq, node.hash, node.head),
        )
        for table in ("forked", "forked_head"):
            connection.execute(
                f"DELETE FROM {table} WHERE origin = ? AND chapter = ? AND seq = ? AND head = ?",
                (n, chapter, node.seq, node.head),
            )
    Ledger(connection).keep_signature(leaf)


@dataclass(frozen=True, slots=True)
class Fork:
    """An origin of which two branches are here and not yet brought together: whose it is, and how many entries."""

    origin: bytes
    site: Id
    entries: int


def forks(connection: Connection) -> list[Fork]:
    """Return every fork that is not healed."""
    found: dict[bytes, int] = {}
    for tree in trees(connection).values():
        for leaf in open_leaves(connection, tree):
            found[tree.stream[0]] = found.get(tree.stream[0], 0) + len(tree.path(leaf.head))
    sites = {origin.id: origin.site for origin in Ledger(connection).origins()}
    return [Fork(origin, sites[origin], n) for origin, n in found.items()]
