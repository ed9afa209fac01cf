"""Putting a ledger together again, entry by entry, from what a damaged book's pages still hold.

A chain is taken up as far as it adds up, its heads reckoned anew. Where an entry's place is lost on both pages that
hold it, its body may still prove it; where nothing does, what this site wrote behind the gap is written again under
the new origin, and what others wrote waits until a bundle of theirs closes the gap.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import cast

from nacl.signing import SigningKey
from sqlcipher3 import dbapi2

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import CHAPTERS, Chapter
from aidbook.domain.entries import HASH_BYTES, NO_HEAD, Header, next_head
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import identity, local, remains
from aidbook.store.body import decode
from aidbook.store.connection import Connection
from aidbook.store.fold import VIEW_TABLES
from aidbook.store.identity import Identity, SiteSecrets
from aidbook.store.ledger import Ledger, Origin, SignedHead, is_certified
from aidbook.store.pages import PageFile
from aidbook.store.progress import Progress
from aidbook.store.refold import fold_all
from aidbook.store.remains import FoundBody, FoundEntry, Remains, Small
from aidbook.store.salvaged import Salvaged

_NOT_AS_THEY_ARE = {*remains.LEDGER, *VIEW_TABLES, remains.MASTER, "_sqlite_migrations"}
"""What is put together anew, or made by the program: its rows are not copied."""
_OF_THE_OLD_FILE = {"token kept", "last check", "kinds", local.LAST_NUMBER}
_WRITTEN = "origins written"
_Candidate = tuple[bytes, bytes | None, int]
"""What may stand at a place: a name, the head kept with it, and whether it lay on a whole page."""


class NothingReadable(UserError):  # noqa: N818 - errors name the situation
    """Not even what the book hangs on can be read, or nothing but that (`whose`)."""

    def __init__(self, name: str, *, whose: bool = False) -> None:
        what = (
            _("Too much of {name} is damaged: whose book it is can be read, and not one entry.")
            if whose
            else _("Too much of {name} is damaged: not even whose book it is can be read.")
        )
        super().__init__(
            what.format(name=name),
            _("Nothing was written. Keep the file, and restore the last good backup."),
        )


class Rejoining:
    """One salvage, in the caller's transaction on the new book."""

    def __init__(self, connection: Connection, pages: PageFile, progress: Progress) -> None:
        self._connection, self._pages, self._progress = connection, pages, progress
        self._ledger = Ledger(connection)
        self._done = Salvaged()
        self._small = Small()

    def run(self) -> Salvaged:
        """Read the pages, write the ledger and all that hangs on it, fold it; return what came of it."""
        self._stage()
        who = self._who()
        for number, origin in self._small.origins.items():
            self._take_origin(number, origin)
        local.put(self._connection, _WRITTEN, self._local(_WRITTEN) or self._local("origin") or b"")
        own = identity.settle(self._connection, who[0], who[1])
        for number, origin in self._small.origins.items():
            for chapter in CHAPTERS:
                self._take_chain(number, origin, chapter)
        self._take_branches()
        self._place_bodies()
        self._sign()
        self._write_again(own)
        self._set_waiting(own)
        for name in self._small.local.keys() - _OF_THE_OLD_FILE:
            if local.get(self._connection, name) is None:
                local.put(self._connection, name, self._small.local[name][0])
        self._connection.execute("PRAGMA defer_foreign_keys = ON")
        self._keep_small_tables()
        self._keep_whole_runs()
        self._count()
        if not self._done.entries and not self._done.waiting:
            raise NothingReadable(self._pages.name, whose=True)
        for table in ("found", "known"):
            self._connection.execute(f"DROP TABLE temp.{table}")
        fold_all(self._connection, self._second_half)
        return self._done

    # Reading

    def _stage(self) -> None:
        """Put bodies where they belong, and entries aside until their chains are put together."""
        self._connection.execute(
            "CREATE TEMP TABLE found (origin INTEGER, chapter TEXT, seq INTEGER, hash BLOB, head BLOB, whole INTEGER)"
        )
        self._connection.execute("CREATE TEMP TABLE known (hash BLOB PRIMARY KEY) WITHOUT ROWID")
        what_is_left = Remains(self._pages, self._is_local)
        for one in what_is_left.read(lambda done, total: self._progress(done, 2 * total)):
            if isinstance(one, FoundEntry):
                self._connection.execute(
                    "INSERT INTO temp.found VALUES (?, ?, ?, ?, ?, ?)",
                    (one.origin, one.chapter, one.seq, one.hash, one.head, one.whole),
                )
            elif isinstance(one, FoundBody):
                self._put_body(one)
            else:
                self._connection.execute("INSERT OR IGNORE INTO temp.known VALUES (?)", (one,))
        self._connection.execute("CREATE INDEX temp.found_there ON found (origin, chapter, seq)")
        self._connection.execute("CREATE INDEX temp.found_named ON found (hash)")
        self._small = what_is_left.small
        self._done.pages, self._done.unread = tuple(self._pages.damaged), len(self._pages.lost)

    def _is_local(self, table: str) -> bool:
        if table in _NOT_AS_THEY_ARE or table.startswith(("search", "sqlite_")):
            return False
        return bool(
            self._connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
        )  # fmt: skip

    def _put_body(self, found: FoundBody) -> None:
        said = decode(found.bytes)
        filed = (said.kind, said.subject, said.action, said.written) if said else ("", "", "", 0)
        for number in (found.number, None):
            added = self._connection.execute(
                "INSERT OR IGNORE INTO body (n, hash, bytes, kind, subject, action, written, site)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (number, found.hash, found.bytes, *filed, found.site or ""),
            ).rowcount
            if added or self._has_body(found.hash):
                return

    def _has_body(self, name: bytes) -> bool:
        row = self._connection.execute("SELECT 1 FROM body WHERE hash = ?", (name,)).fetchone()
        return row is not None

    def _who(self) -> tuple[str, SiteSecrets]:
        """Return the site and its secrets: the seed is the one that its origins are certified with."""
        site, lock = self._local("site"), self._local("site lock identity")
        seed = next(
            (one for one in self._small.local.get("site sign seed", []) if self._certifies(one)), None
        )
        if not (site and seed and lock):
            raise NothingReadable(self._pages.name)
        return site.decode(), SiteSecrets(seed, lock.decode())

    def _local(self, name: str) -> bytes | None:
        return next(iter(self._small.local.get(name, [])), None)

    def _certifies(self, seed: bytes) -> bool:
        if len(seed) != HASH_BYTES:
            return False
        key = SigningKey(seed).verify_key.encode()
        return any(is_certified(origin, key) for origin in self._small.origins.values())

    # The chains

    def _take_origin(self, number: int, origin: Origin) -> None:
        self._connection.execute(
            "INSERT OR IGNORE INTO origin (n, id, key, site, certificate) VALUES (?, ?, ?, ?, ?)",
            (number, origin.id, origin.key, origin.site, origin.certificate),
        )

    def _take_chain(self, number: int, origin: Origin, chapter: Chapter) -> None:
        """Put an origin's entries in a chapter together, as far as they prove themselves without a gap."""
        at, head = 0, NO_HEAD
        rows = self._connection.execute(
            "SELECT seq, hash, head, whole FROM temp.found WHERE origin = ? AND chapter = ? ORDER BY seq, head IS NULL",
            (number, chapter),
        ).fetchall()
        for seq, group in groupby(rows, key=lambda row: row[0]):
            candidates = [(name, kept, whole) for _seq, name, kept, whole in group]
            if seq > at + 1:
                at, head = self._bridge(number, origin, chapter, at, head, seq, candidates)
            name = _choose(candidates, head, Header(origin.id, chapter, seq)) if seq == at + 1 else None
            if name is None:
                return
            at, head = seq, self._put(number, Header(origin.id, chapter, seq), name, head)

    def _put(self, number: int, header: Header, name: bytes, head: bytes) -> bytes:
        head = next_head(head, header, name)
        self._connection.execute(
            "INSERT INTO entry (origin, chapter, seq, hash, head) VALUES (?, ?, ?, ?, ?)",
            (number, header.chapter, header.seq, name, head),
        )
        return head

    def _bridge(
        self,
        number: int,
        origin: Origin,
        chapter: Chapter,
        at: int,
        head: bytes,
        seq: int,
        beyond: list[_Candidate],
    ) -> tuple[int, bytes]:
        """Close a gap with bodies that have lost their place, where the head behind it proves them."""
        strays, wide = self._strays(origin, chapter), seq - at - 1
        for start in range(len(strays) - wide + 1):
            tried = head
            for step, name in enumerate(strays[start : start + wide], at + 1):
                tried = next_head(tried, Header(origin.id, chapter, step), name)
            if _choose([one for one in beyond if one[1]], tried, Header(origin.id, chapter, seq)):
                for step, name in enumerate(strays[start : start + wide], at + 1):
                    head = self._put(number, Header(origin.id, chapter, step), name, head)
                return seq - 1, head
        return at, head

    def _strays(self, origin: Origin, chapter: Chapter) -> list[bytes]:
        kinds = [kind.name for kind in KINDS.values() if kind.chapter == chapter]
        rows = self._connection.execute(
            f"SELECT hash FROM body WHERE site IN (?, '') AND kind IN ({', '.join('?' * len(kinds))})"
            " AND hash NOT IN (SELECT hash FROM temp.found) AND hash NOT IN (SELECT hash FROM entry) ORDER BY n",
            (origin.site, *kinds),
        )
        return [name for (name,) in rows]

    def _take_branches(self) -> None:
        """Take the second branches of forks, those entries that grow from something that is here."""
        for origin, chapter, seq, head, before, name in sorted(self._small.forked, key=lambda one: one[2]):
            place = self._small.origins.get(origin)
            if (
                place is None
                or next_head(before, Header(place.id, cast("Chapter", chapter), seq), name) != head
            ):
                continue
            grows = (
                seq == 1
                or self._connection.execute(
                    "SELECT 1 FROM standing WHERE origin = ? AND chapter = ? AND seq = ? AND head = ?",
                    (origin, chapter, seq - 1, before),
                ).fetchone()
            )
            if grows:
                self._connection.execute(
                    "INSERT OR IGNORE INTO forked (origin, chapter, seq, head, before, hash) VALUES (?, ?, ?, ?, ?, ?)",
                    (origin, chapter, seq, head, before, name),
                )
        self._connection.executemany(
            "INSERT OR IGNORE INTO forked_head (origin, chapter, seq, head, signature) SELECT ?1, ?2, ?3, ?4, ?5"
            " WHERE EXISTS (SELECT 1 FROM forked WHERE origin = ?1 AND chapter = ?2 AND seq = ?3 AND head = ?4)",
            sorted(self._small.forked_heads),
        )

    def _place_bodies(self) -> None:
        """Let every body be of the site whose origin wrote it, where its own row could not say."""
        of_entry = "FROM standing e JOIN origin o ON o.n = e.origin WHERE e.hash = body.hash"
        self._connection.execute(
            f"UPDATE body SET site = (SELECT o.site {of_entry} ORDER BY o.n LIMIT 1) WHERE site = ''"
            f" AND EXISTS (SELECT 1 {of_entry})"
        )

    # Signatures

    def _sign(self) -> None:
        """Keep every signature that fits what is here; sign once more for the origin that ends with this file."""
        for number, word in self._small.signed:
            origin = self._small.origins.get(number)
            if origin is None:
                continue
            whole = SignedHead(
                Header(origin.id, word.header.chapter, word.header.seq), word.head, word.signature
            )
            if whole.is_by(origin.key) and self._ledger.head_at(whole.header) == whole.head:
                self._ledger.keep_signature(whole)
        last, seed = self._local("origin"), self._local("origin seed")
        if last and seed and any(origin.id == last for origin in self._small.origins.values()):
            self._ledger.sign_heads(last, SigningKey(seed))

    # What stands behind a gap

    def _write_again(self, own: Identity) -> None:
        """Write this site's entries behind a gap, and bodies without a place, once more: same bodies, new origin."""
        strays = self._connection.execute(
            "SELECT hash, kind FROM body WHERE site IN (?, '') AND hash NOT IN (SELECT hash FROM standing) ORDER BY n",
            (own.site,),
        ).fetchall()
        (number,) = self._connection.execute("SELECT n FROM origin WHERE id = ?", (own.origin,)).fetchone()
        for name, kind in strays:
            chapter = self._chapter_of(name, kind)
            if chapter is None:
                continue
            seq, head = self._ledger.tip(own.origin, chapter)
            self._put(number, Header(own.origin, chapter, seq + 1), name, head)
            self._connection.execute("UPDATE body SET site = ? WHERE hash = ?", (own.site, name))
            self._done.rewritten += 1

    def _chapter_of(self, name: bytes, kind: str) -> Chapter | None:
        row = self._connection.execute("SELECT chapter FROM temp.found WHERE hash = ?", (name,)).fetchone()
        if row:
            return cast("Chapter", row[0])
        return KINDS[kind].chapter if kind in KINDS else None

    def _set_waiting(self, own: Identity) -> None:
        """Let other sites' bodies that have no place wait until a bundle says where they belong."""
        without = "site <> ? AND hash NOT IN (SELECT hash FROM standing)"
        self._done.waiting = self._connection.execute(
            f"INSERT OR IGNORE INTO unclaimed (hash, bytes) SELECT hash, bytes FROM body WHERE {without}",
            (own.site,),
        ).rowcount
        self._connection.execute(f"DELETE FROM body WHERE {without}", (own.site,))

    # What the laptop kept to itself

    def _keep_whole_runs(self) -> None:
        """Let go of what waits as a part of something whose other parts are lost: it comes again."""
        self._connection.execute(
            "DELETE FROM waiting_run WHERE origin NOT IN (SELECT n FROM origin) OR last - first + 1 <>"
            " (SELECT count(*) FROM waiting WHERE run = waiting_run.n)"
        )
        self._connection.execute("DELETE FROM waiting WHERE run NOT IN (SELECT n FROM waiting_run)")
        for table in ("held_back", "arrival"):
            self._connection.execute(f"DELETE FROM {table} WHERE origin NOT IN (SELECT n FROM origin)")

    def _keep_small_tables(self) -> None:
        """Copy the rows of every other table from whole pages: acknowledgements, memories, notices let be."""
        shapes = dbapi2.connect(":memory:")
        columns = {
            table: _columns(shapes, sql) for table, sql in self._small.tables.items() if self._is_local(table)
        }
        shapes.close()
        for table, row in self._small.kept:
            stored, number_is = columns.get(table, ([], None))
            values = dict(zip(stored, row.values, strict=False))
            if number_is:
                values[number_is] = row.number
            here = {one[1] for one in self._connection.execute(f'PRAGMA table_info("{table}")')}
            names = [name for name in values if name in here]
            quoted, asked = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
            self._connection.execute(
                f'INSERT OR IGNORE INTO "{table}" ({quoted}) VALUES ({asked})',
                [values[name] for name in names],
            )

    # What came of it

    def _count(self) -> None:
        """Count what is here and what is lost: bodies once known without their bytes, places nobody closed."""
        (self._done.entries,) = self._connection.execute("SELECT count(*) FROM body").fetchone()
        rows = self._connection.execute(
            "SELECT e.chapter, e.origin, e.seq FROM entry e JOIN temp.known k ON k.hash = e.hash"
            " WHERE NOT EXISTS (SELECT 1 FROM body b WHERE b.hash = e.hash)"
        ).fetchall()
        for chapter, origin, seq in rows:
            self._done.lost[chapter] = self._done.lost.get(chapter, 0) + 1
            near = self._connection.execute(
                "SELECT b.written FROM entry e JOIN body b ON b.hash = e.hash WHERE e.origin = ? AND e.chapter = ?"
                " ORDER BY abs(e.seq - ?) LIMIT 1",
                (origin, chapter, seq),
            ).fetchone()
            self._done.around += near or ()

    def _second_half(self, done: int, total: int) -> None:
        self._progress(total + done, 2 * total)


def _choose(candidates: Sequence[_Candidate], head: bytes, header: Header) -> bytes | None:
    """Return the name that an entry's own head proves; without one, what a whole page says alone."""
    for name, kept, _whole in candidates:
        if kept is not None and next_head(head, header, name) == kept:
            return name
    said = {name for name, kept, whole in candidates if whole and kept is None}
    contradicted = any(whole and kept is not None for _name, kept, whole in candidates)
    return said.pop() if len(said) == 1 and not contradicted else None


def _columns(shapes: Connection, sql: str) -> tuple[list[str], str | None]:
    """Return a table's columns in the order in which its rows are stored, and the one that is the row's number."""
    shapes.execute(sql)
    (table,) = shapes.execute("SELECT name FROM sqlite_master ORDER BY rowid DESC LIMIT 1").fetchone()
    info = shapes.execute(f'PRAGMA table_info("{table}")').fetchall()
    names = [one[1] for one in info]
    keys = [one[1] for one in sorted((one for one in info if one[5]), key=lambda one: one[5])]
    if "WITHOUT ROWID" in sql.upper():
        return [*keys, *(name for name in names if name not in keys)], None
    return names, keys[0] if keys and next(one for one in info if one[1] == keys[0])[2] == "INTEGER" else None
