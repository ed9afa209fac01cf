"""What erasing leaves around the ledger: the list of the erased beside the book, a clean log, and forgetting anew.

`erased.py` says what binds and what goes; the fold does it.
"""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.homes import tells_its_site
from aidbook.domain.members import Erasure
from aidbook.store import claims, durable, erased
from aidbook.store.body import decode
from aidbook.store.connection import Connection, transaction
from aidbook.store.erased import ErasureAsked, erased_ids, erasures_asked, is_erased
from aidbook.store.fold import fold, let_go
from aidbook.store.scribe import Scribe

if TYPE_CHECKING:
    from aidbook.store.book import Book

__all__ = [
    "SUFFIX", "ErasureAsked", "apply_erased", "erased_ids", "erasure_of", "erasures_asked", "finish", "households_left_empty",
    "households_of", "is_erased", "name_of", "settle", "visits_of",
]  # fmt: skip

SUFFIX = ".erased"
_ID = re.compile(r"[0-9a-f]{32}")


def erasure_of(connection: Connection, about: str, of: Id) -> Erasure:
    """Return the fact that erases a member or a household, with the entries that made it as far as they are known."""
    made = tuple(name.hex() for name in claims.makers_of(connection, about, of))
    return Erasure(id=new_id(), about=about, of=of, made=made)


def households_left_empty(connection: Connection, *members: Id) -> list[Id]:
    """Return the households that members were ever in or spoke for and that name nobody else who is kept."""
    them = json.dumps(members)
    rows = connection.execute(
        "SELECT bytes FROM body WHERE kind = 'member' AND subject IN (SELECT value FROM json_each(?))",
        (them,),
    )
    bodies = [decode(raw) for (raw,) in rows]
    ever = {body.set.get("household") for body in bodies if body and body.set}
    spoke = connection.execute(
        "SELECT id FROM household WHERE contact IN (SELECT value FROM json_each(?))", (them,)
    )
    ever |= {id_ for (id_,) in spoke}
    return sorted(str(id_) for id_ in ever if id_ and _is_left_empty(connection, str(id_), them))


def _is_left_empty(connection: Connection, household: Id, them: str) -> bool:
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM body WHERE subject = ?1 AND kind = 'household') AND NOT EXISTS"
        " (SELECT 1 FROM member WHERE household = ?1 AND kept = 1 AND id NOT IN (SELECT value FROM json_each(?2)))",
        (household, them),
    ).fetchone()
    return bool(row[0])


def households_of(connection: Connection, *members: Id) -> list[tuple[Id, Id | None]]:
    """Return the households of which members are the contact persons, each with who else may be it."""
    rows = connection.execute(
        "SELECT h.id, (SELECT m.id FROM member m WHERE m.household = h.id AND m.kept = 1"
        " AND m.id NOT IN (SELECT value FROM json_each(?1))"
        " AND coalesce(m.left, '') IN ('', 'paused') ORDER BY m.name, m.id LIMIT 1)"
        " FROM household h WHERE h.contact IN (SELECT value FROM json_each(?1)) AND h.kept = 1 ORDER BY h.id",
        (json.dumps(members),),
    )
    return [(household, other) for household, other in rows]


def name_of(connection: Connection, member: Id) -> str | None:
    """Return what a member is called, kept or not, or None for one who is not here."""
    row = connection.execute("SELECT coalesce(name, '') FROM member WHERE id = ?", (member,)).fetchone()
    return row[0] if row and not is_erased(connection, member) else None


def visits_of(connection: Connection, member: Id, households: Iterable[Id]) -> int:
    """Return how many visits are tied to a member or to one of these households."""
    who = (member, *households)
    found = {
        of
        for id_ in who
        for (of,) in connection.execute(
            "SELECT of FROM tie WHERE (member = ?1 OR household = ?1) AND about = 'visit' AND kept = 1",
            (id_,),
        )
    }
    return len(found)


# Afterwards


def finish(book: "Book") -> None:
    """Clean up after a commit that may have erased somebody: the log holds nothing of them, the list beside has them.

    The list is written last: as long as it lacks somebody, the next opening does all of this again.
    """
    path = _beside(book)
    ids = erased_ids(book.connection)
    if path is None or book.connection.in_transaction or ids <= (listed := _listed(path)):
        return
    book.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with suppress(durable.CannotWrite):  # what is erased is erased; the next opening tries again
        durable.write_bytes(path, "".join(f"{id_}\n" for id_ in sorted(ids | listed)).encode())


def settle(book: "Book") -> None:
    """Bring a book and the list beside it together when it is opened: a book put back from a copy forgets again."""
    path = _beside(book)
    if path is not None:
        apply_erased(book, _listed(path))
        finish(book)


def _beside(book: "Book") -> Path | None:
    return None if str(book.path) == ":memory:" else book.path.with_name(book.path.name + SUFFIX)


def _listed(path: Path) -> set[Id]:
    with suppress(OSError):
        return set(_ID.findall(path.read_text("ascii", errors="replace")))
    return set()


def apply_erased(book: "Book", ids: Iterable[Id]) -> Done | None:
    """Erase again whoever of these a book put back still holds or may yet get; None where it knows of all of them.

    All of it is said again in new entries, so that it travels on: the word may have been this file's alone. Where it
    was another site's word, saying it again changes nothing.
    """
    connection, site = book.connection, book.identity.site
    new = sorted(set(ids) - erased_ids(connection))
    if not new:
        return None
    with transaction(connection):
        writes = [
            erasure_of(connection, about, id_) for id_ in new for about in _kinds_of(connection, id_, site)
        ]
        connection.executemany("INSERT OR IGNORE INTO erased_here (id) VALUES (?)", [(id_,) for id_ in new])
        let_go(connection, set(new))
        return _write(book, writes)


def _write(book: "Book", writes: list[Erasure]) -> Done:
    """Write what nobody asked for just now: it does not hang on the role of who opens the book."""
    scribe = Scribe(book.connection, book.identity.site, book.user, None)
    bodies = [pair for write in writes for pair in scribe.bodies(write)]
    kinds = fold(book.connection, book.ledger.append(book.identity.origin, bodies))
    return Done(scribe.action, frozenset(kinds))


def _kinds_of(connection: Connection, id_: Id, site: Id) -> tuple[str, ...]:
    """Return what somebody is here; what they may be, where nothing of them is. An id that tells its site binds as any."""
    here = tuple(about for about in erased.ABOUT if claims.home_of(connection, about, id_))
    return here or ((erased.ABOUT[-1],) if tells_its_site("member", id_, site) else erased.ABOUT)
