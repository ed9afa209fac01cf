"""Entries from other books: staged, held against what their origin signed, and only then taken.

Nothing here decides whom to trust: that an origin is of a known site was settled before. What comes is a run of
entries that ends where its origin signed. It is placed after whichever entry that is here makes its chain end in that
head: then it is what the origin wrote. Until there is one it waits; what can never be, is refused.
"""

import hashlib
import secrets
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Chapter, Id
from aidbook.domain.entries import Header, next_head
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import forks
from aidbook.store.authors import Authors
from aidbook.store.body import decode
from aidbook.store.connection import Connection
from aidbook.store.erased import withheld
from aidbook.store.fold import Named
from aidbook.store.ledger import Ledger, Line, Origin, SignedHead


class Refused(UserError):  # noqa: N818 - errors name the situation
    """What came cannot be taken; nothing of it was."""


class ChainBroken(Refused):
    """The entries do not add up to what their writer signed."""

    def __init__(self) -> None:
        super().__init__(
            _("Entries in this bundle are not those that their writer signed."),
            _("Nothing was read in. Ask the site that packed it for another bundle, and tell them."),
        )


@dataclass(slots=True)
class Taken:
    """What came of one run: bodies to fold, how many entries are new or only got their body, what was here.

    Of the new ones some may be without body, some not readable by this program, some another site's in truth, and some
    the second branch of a fork.
    """

    named: list[Named] = field(default_factory=list)
    entries: int = 0
    filled: int = 0
    bodiless: int = 0
    unreadable: int = 0
    strange: int = 0
    forked: int = 0
    here: set[tuple[str, Id]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Run:
    """Entries that wait: `n` names them; they end in `signed`."""

    n: int
    first: int
    signed: SignedHead


class Incoming:
    """Takes runs of entries on one connection, inside the caller's transaction, which a refusal must undo."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.ledger = Ledger(connection)
        self.authors = Authors(connection)

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
        taken = Taken()
        new = self._bodies_again(lines, first, taken)
        if signed is None:
            deque(new, maxlen=0)  # there is nothing new in it: all has been taken once it is read
            return taken
        run = self._stage(origin, chapter, first, new, signed)
        self._advance(origin, chapter, run, taken)
        return taken

    def _bodies_again(self, lines: Iterable[Line], first: int, taken: Taken) -> Iterator[Line]:
        """Take bodies for stubs, wherever they stand, and yield the rest."""
        for line in lines:
            if line.header.seq >= first:
                yield line
            elif line.body is not None:
                self._fill(line.hash, line.body, taken)

    def _fill(self, name: bytes, raw: bytes, taken: Taken) -> None:
        found = list(self.authors.offer(name, raw))
        taken.named += found
        taken.filled += len(found)
        if not found and (body := decode(raw)):
            taken.here.add((body.kind, body.subject))

    # Staging

    def _stage(
        self, origin: Origin, chapter: Chapter, first: int, lines: Iterable[Line], signed: SignedHead
    ) -> _Run:
        """Let a run wait; one that waits already only gets the bodies that it lacks."""
        n = self._connection.execute(
            "INSERT INTO waiting_run (origin, chapter, first, last, head, signature, digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self.ledger.number_of(origin.id), chapter, first, signed.header.seq, signed.head, signed.signature,
             secrets.token_bytes(32)),
        ).lastrowid  # fmt: skip
        digest = hashlib.blake2b(digest_size=16)
        for line in lines:
            digest.update(line.hash)
            self._connection.execute(
                "INSERT INTO waiting (run, seq, hash, bytes) VALUES (?, ?, ?, ?)",
                (n, line.header.seq, line.hash, withheld(self._connection, chapter, line.body)),
            )
        return _Run(self._one_of_its_kind(n, digest.digest()), first, signed)

    def _one_of_its_kind(self, n: int, digest: bytes) -> int:
        """Join a run with the same one that waits already; return the number of what is left."""
        row = self._connection.execute(
            "SELECT o.n FROM waiting_run r JOIN waiting_run o USING (origin, chapter, first, last, head)"
            " WHERE r.n = ? AND o.digest = ?",
            (n, digest),
        ).fetchone()
        if row is None:
            self._connection.execute("UPDATE waiting_run SET digest = ? WHERE n = ?", (digest, n))
            return n
        self._connection.execute(
            "UPDATE waiting SET bytes = (SELECT w.bytes FROM waiting w WHERE w.run = ?1 AND w.seq = waiting.seq)"
            " WHERE run = ?2 AND bytes IS NULL",
            (n, row[0]),
        )
        self._drop(n)
        kept: int = row[0]
        return kept

    def _drop(self, n: int) -> None:
        self._connection.execute("DELETE FROM waiting WHERE run = ?", (n,))
        self._connection.execute("DELETE FROM waiting_run WHERE n = ?", (n,))

    # Placing

    def _advance(self, origin: Origin, chapter: Chapter, came: _Run, taken: Taken) -> None:
        """Place every run of a stream that has found what it follows. The one that just came must be possible."""
        again = True
        while again:
            again = False
            for run in self._runs(origin, chapter):
                before = self._place_of(run)
                if before is not None:
                    self._place(origin, run, before, taken)
                    again = True
                elif not self._may_yet_come(run):
                    if run.n == came.n:
                        raise ChainBroken
                    self._drop(run.n)

    def _runs(self, origin: Origin, chapter: Chapter) -> list[_Run]:
        rows = self._connection.execute(
            "SELECT n, first, last, head, signature FROM waiting_run WHERE origin ="
            " (SELECT n FROM origin WHERE id = ?) AND chapter = ? ORDER BY first, n",
            (origin.id, chapter),
        )
        return [
            _Run(n, first, SignedHead(Header(origin.id, chapter, last), head, signature))
            for n, first, last, head, signature in rows
        ]

    def _place_of(self, run: _Run) -> bytes | None:
        """Return the head after which a run's chain ends as its origin signed; None where none is here."""
        at = run.signed.header
        for before in forks.heads_at(self._connection, Header(at.origin, at.chapter, run.first - 1)):
            head = before
            for seq, name, _raw in self._lines(run):
                head = next_head(head, Header(at.origin, at.chapter, seq), name)
            if head == run.signed.head:
                return before
        return None

    def _lines(self, run: _Run) -> Iterator[tuple[int, bytes, bytes | None]]:
        yield from self._connection.execute(
            "SELECT seq, hash, bytes FROM waiting WHERE run = ? ORDER BY seq", (run.n,)
        )

    def _may_yet_come(self, run: _Run) -> bool:
        """Tell whether what a run follows may still come: not where it follows nothing, or its head is known."""
        return run.first > 1 and run.signed.head not in forks.heads_at(self._connection, run.signed.header)

    def _place(self, origin: Origin, run: _Run, before: bytes, taken: Taken) -> None:
        """Put a run where it belongs: after the last entry, beside those that another copy wrote, or where it is."""
        at = run.signed.header
        previous = Header(at.origin, at.chapter, run.first - 1)
        here = run.first == 1 or self.ledger.head_at(previous) == before
        tip, _head = self.ledger.tip(at.origin, at.chapter)
        n = self.ledger.number_of(origin.id)
        for seq, name, raw in self._lines(run):
            header = Header(at.origin, at.chapter, seq)
            head = next_head(before, header, name)
            known = self.ledger.head_at(header) if here and seq <= tip else None
            here = here and known in (None, head)
            if here and known is None:
                self.ledger.put(n, header, name, before)
                new = True
            else:
                new = not here and self._put_aside(n, header, head, before, name)
            self._take_body(origin, name, raw, taken, new=new)
            taken.forked += new and not here
            before = head
        if here:
            self.ledger.keep_signature(run.signed)
        else:
            self._connection.execute(
                "INSERT OR IGNORE INTO forked_head (origin, chapter, seq, head, signature) VALUES (?, ?, ?, ?, ?)",
                (n, at.chapter, at.seq, run.signed.head, run.signed.signature),
            )
        self._drop(run.n)

    def _put_aside(self, n: int, header: Header, head: bytes, before: bytes, name: bytes) -> bool:
        """Keep an entry of a second branch; tell whether it is new."""
        added = self._connection.execute(
            "INSERT OR IGNORE INTO forked (origin, chapter, seq, head, before, hash) VALUES (?, ?, ?, ?, ?, ?)",
            (n, header.chapter, header.seq, head, before, name),
        )
        return bool(added.rowcount)

    def _take_body(self, origin: Origin, name: bytes, raw: bytes | None, taken: Taken, *, new: bool) -> None:
        if not new:
            if raw is not None:
                self._fill(name, raw, taken)
            return
        taken.entries += 1
        taken.named += (found := list(self.authors.stands(name, raw, origin.site)))
        body = found[0].body if found else None
        if body is None and raw is not None:
            body = decode(raw)
            taken.unreadable += body is None
        taken.strange += body is not None and body.site not in ("", origin.site)
        taken.bodiless += raw is None and not self._has_body(name)

    def _has_body(self, name: bytes) -> bool:
        return self._connection.execute("SELECT 1 FROM body WHERE hash = ?", (name,)).fetchone() is not None
