"""Entries from other books: staged, held against what their origin signed, and only then taken.

Nothing here decides whom to trust: that an origin is of a known site was settled before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Chapter, Id
from aidbook.domain.entries import Header, next_head
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.body import decode
from aidbook.store.connection import Connection
from aidbook.store.fold import Named
from aidbook.store.ledger import Ledger, Line, Origin, SignedHead


class Refused(UserError):  # noqa: N818 - errors name the situation
    """What came cannot be taken; nothing of it was."""


class Forked(Refused):
    """One number, two entries: a book was copied or restored and both copies went on."""

    def __init__(self) -> None:
        super().__init__(
            _("This bundle and this book hold different entries under the same number: a book was copied or restored, and"
              " both copies went on."),
            _("Nothing was read in. Find out which laptop was restored or copied, and keep working in one of the two."),
        )  # fmt: skip


class ChainBroken(Refused):
    """The entries do not add up to what their writer signed."""

    def __init__(self) -> None:
        super().__init__(
            _("Entries in this bundle are not those that their writer signed."),
            _("Nothing was read in. Ask the site that packed it for another bundle, and tell them."),
        )


class Copied(Refused):
    """Somebody passes off an entry of another site as their own."""

    def __init__(self) -> None:
        super().__init__(
            _("This bundle repeats entries of one site as if another had written them."),
            _("Nothing was read in. Tell the site that packed it."),
        )


@dataclass(slots=True)
class Taken:
    """What came of one run: bodies to fold, how many entries are new or only got their body, what was here.

    Of the new ones some may be without body, and some bodies not readable by this program.
    """

    named: list[Named] = field(default_factory=list)
    entries: int = 0
    filled: int = 0
    bodiless: int = 0
    unreadable: int = 0
    here: set[tuple[str, Id]] = field(default_factory=set)


class Incoming:
    """Takes runs of entries on one connection, inside the caller's transaction, which a refusal must undo."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.ledger = Ledger(connection)  # its own: origins known here may be undone with the transaction

    def is_here(self, kind: str, subject: Id) -> bool:
        """Tell whether anything is known of a record or fact of a declared kind."""
        if kind not in KINDS:
            return False
        found = self._connection.execute(f'SELECT 1 FROM "{kind}" WHERE id = ?', (subject,)).fetchone()
        return found is not None

    def waiting(self) -> int:
        """Return how many entries wait for others before them."""
        count: int = self._connection.execute("SELECT count(*) FROM waiting").fetchone()[0]
        return count

    def take(
        self, origin: Origin, chapter: Chapter, first: int, lines: Iterable[Line], signed: SignedHead | None
    ) -> Taken:
        """Take the run of an origin's entries that begins at `first` and ends where `signed` stands.

        Lines before `first` bring bodies for stubs. A run that begins above a gap waits. Raises Refused.
        """
        tip, _head = self.ledger.tip(origin.id, chapter)
        taken = Taken()
        for line in lines:
            if line.header.seq <= tip:
                self._meet(line, taken)
            else:
                self.ledger.wait(line)
        if signed is not None and signed.header.seq <= tip:
            self._must_agree(signed)
        elif signed is not None:
            self._wait_head(signed)
        joins = signed is not None and first <= tip + 1
        self._vet(origin, chapter, signed.header.seq if joins and signed else 0)
        taken.named += self.ledger.take_run(origin, chapter)
        self._count_new(origin, chapter, tip, taken)
        return taken

    def _count_new(self, origin: Origin, chapter: Chapter, tip: int, taken: Taken) -> None:
        taken.entries, taken.bodiless, taken.unreadable = self._connection.execute(
            "SELECT count(*), coalesce(sum(b.n IS NULL), 0), coalesce(sum(b.kind = ''), 0) FROM entry e"
            " LEFT JOIN body b ON b.hash = e.hash WHERE e.origin = (SELECT n FROM origin WHERE id = ?)"
            " AND e.chapter = ? AND e.seq > ?",
            (origin.id, chapter, tip),
        ).fetchone()

    def _meet(self, line: Line, taken: Taken) -> None:
        """Let a line meet the entry that has its number here."""
        header = line.header
        row = self._connection.execute(
            "SELECT e.hash, b.n FROM entry e LEFT JOIN body b ON b.hash = e.hash WHERE e.origin ="
            " (SELECT n FROM origin WHERE id = ?) AND e.chapter = ? AND e.seq = ?",
            (header.origin, header.chapter, header.seq),
        ).fetchone()
        if row is None or row[0] != line.hash:
            raise Forked
        if line.body is None:
            return
        if row[1] is None:
            taken.named += self.ledger.fill_stub(line)
            taken.filled += 1
        elif body := decode(line.body):
            taken.here.add((body.kind, body.subject))

    def _must_agree(self, signed: SignedHead) -> None:
        if self.ledger.head_at(signed.header) != signed.head:
            raise Forked

    def _wait_head(self, signed: SignedHead) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO waiting_head (origin, chapter, seq, head, signature)"
            " SELECT n, ?, ?, ?, ? FROM origin WHERE id = ?",
            (signed.header.chapter, signed.header.seq, signed.head, signed.signature, signed.header.origin),
        )

    def _vet(self, origin: Origin, chapter: Chapter, must: int) -> None:
        """Leave waiting next in line only what reproduces a signed head; up to `must` it has to.

        What waited longer and does not is dropped: it was never acknowledged, so it comes again.
        """
        tip, head = self.ledger.tip(origin.id, chapter)
        signed = {s.header.seq: s for s in self._waiting_heads(origin, chapter)}
        at, good = tip, None
        for seq, name, copied in self._next_in_line(origin, chapter, tip):
            if copied and seq <= must:
                raise Copied
            if seq != at + 1 or copied:
                break
            at, head = seq, next_head(head, Header(origin.id, chapter, seq), name)
            if seq in signed and signed[seq].head == head:
                good = signed[seq]
        reached = good.header.seq if good else tip
        if reached < must:
            raise ChainBroken
        self._drop(origin, chapter, reached, at + 1 if at > tip else tip)
        if good is not None:
            self.ledger.keep_signature(good)

    def _next_in_line(self, origin: Origin, chapter: Chapter, tip: int) -> list[tuple[int, bytes, int]]:
        rows: list[tuple[int, bytes, int]] = self._connection.execute(
            "SELECT w.seq, w.hash, EXISTS (SELECT 1 FROM entry e JOIN origin o ON o.n = e.origin"
            " WHERE e.hash = w.hash AND o.site <> ?1) FROM waiting w WHERE w.origin ="
            " (SELECT n FROM origin WHERE id = ?2) AND w.chapter = ?3 AND w.seq > ?4 ORDER BY w.seq",
            (origin.site, origin.id, chapter, tip),
        ).fetchall()
        return rows if rows and rows[0][0] == tip + 1 else []

    def _waiting_heads(self, origin: Origin, chapter: Chapter) -> list[SignedHead]:
        rows = self._connection.execute(
            "SELECT seq, head, signature FROM waiting_head WHERE origin = (SELECT n FROM origin WHERE id = ?)"
            " AND chapter = ?",
            (origin.id, chapter),
        )
        return [SignedHead(Header(origin.id, chapter, seq), head, sig) for seq, head, sig in rows]

    def _drop(self, origin: Origin, chapter: Chapter, after: int, upto: int) -> None:
        """Forget what waits with after < seq <= upto, and every signature up to there."""
        here = "origin = (SELECT n FROM origin WHERE id = ?) AND chapter = ?"
        self._connection.execute(
            f"DELETE FROM waiting WHERE {here} AND seq > ? AND seq <= ?", (origin.id, chapter, after, upto)
        )
        self._connection.execute(
            f"DELETE FROM waiting_head WHERE {here} AND seq <= ?", (origin.id, chapter, upto)
        )
