"""Starting a new origin: for a book that was copied or restored, or that finds another writing under its name."""

from dataclasses import dataclass
from typing import Literal

from aidbook import clock
from aidbook.domain.declare import CHAPTERS, Chapter
from aidbook.i18n import _, ngettext
from aidbook.store import forks, identity, local
from aidbook.store.connection import Connection, transaction
from aidbook.store.identity import Identity
from aidbook.store.ledger import Ledger

What = Literal["copied", "behind", "twice", "open", "unwritable", "healed"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that happened to this copy of the book alone: `n` names it, `at` is when, in ms, the rest says what."""

    n: int
    at: int
    what: str
    sentence: str
    remedy: str


def begin(connection: Connection, who: Identity, what: What) -> Identity:
    """Give the file a new origin, note why, and return who it is now.

    What the old origin wrote and never signed is known to nobody else: it moves to the new one. The old origin stays
    where it was signed, as one more laptop of the site; one without a single entry goes.
    """
    with transaction(connection):
        old = who.origin
        now = identity.new_origin(connection, who.site, who.secrets)
        _move_unsigned(connection, old, now.origin)
        _drop_if_empty(connection, old)
        local.drop(connection, local.LAST_NUMBER)
        note(connection, what)
    return now


def _move_unsigned(connection: Connection, old: bytes, new: bytes) -> None:
    ledger, branches = Ledger(connection), forks.trees(connection)
    signed = {s.header.chapter: s.header.seq for s in ledger.signed_heads() if s.header.origin == old}
    for chapter in CHAPTERS:
        tree = branches.get((old, chapter))
        shared = max((tree.fork_of(leaf.head) for leaf in tree.leaves), default=0) if tree else 0
        after = max(
            signed.get(chapter, 0), shared
        )  # a branch's signature covers what it has in common with this
        names = names_after(connection, old, chapter, after)
        connection.execute(
            "DELETE FROM entry WHERE origin = ? AND chapter = ? AND seq > ?",
            (ledger.number_of(old), chapter, after),
        )
        ledger.append_names(new, ((chapter, name) for name in names))


def names_after(connection: Connection, origin: bytes, chapter: Chapter, after: int) -> list[bytes]:
    """Return the names of an origin's entries above a number."""
    rows = connection.execute(
        "SELECT hash FROM entry WHERE origin = ? AND chapter = ? AND seq > ? ORDER BY seq",
        (Ledger(connection).number_of(origin), chapter, after),
    )
    return [name for (name,) in rows]


def _drop_if_empty(connection: Connection, origin: bytes) -> None:
    n = Ledger(connection).number_of(origin)
    for table in ("entry", "forked", "waiting_run"):
        if connection.execute(f"SELECT 1 FROM {table} WHERE origin = ? LIMIT 1", (n,)).fetchone():
            return
    connection.execute("DELETE FROM origin WHERE n = ?", (n,))


# Another copy has written under the same name


def heal(connection: Connection, who: Identity, *, others_wrote: bool) -> tuple[Identity, int]:
    """Bring the branches of this file's own origins together; return who it is now, and how many entries moved.

    `others_wrote`: entries of its present origin came that it has not written. It gives that origin up, and writes what
    stood above the fork again under its new one, the same bodies; the other copy's entries take their place.
    """
    if others_wrote:
        who = begin(connection, who, "twice")
    moved, own = 0, identity.written_here(connection)
    for (origin, chapter), tree in forks.trees(connection).items():
        leaves = forks.open_leaves(connection, tree) if origin in own else []
        if leaves:
            fork = min(tree.fork_of(leaf.head) for leaf in leaves)
            names = names_after(connection, origin, chapter, fork)
            mine = forks.unhealed(connection, (origin, chapter), names)
            Ledger(connection).append_names(who.origin, ((chapter, name) for name in mine))
            moved += len(mine)
    if moved:
        note(connection, "healed", moved)
    forks.mend(connection)
    return who, moved


# What is told of it


def note(connection: Connection, what: What, entries: int = 0) -> None:
    """Note for the attention page what happened; a disk that takes no note is noted once."""
    if what == "unwritable":
        connection.execute("DELETE FROM origin_note WHERE what = ?", (what,))
    connection.execute(
        "INSERT INTO origin_note (at, what, entries) VALUES (?, ?, ?)", (clock.now_ms(), what, entries)
    )


def notes(connection: Connection) -> list[Note]:
    """Return what happened to this copy of the book, the latest first."""
    rows = connection.execute("SELECT n, at, what, entries FROM origin_note ORDER BY n DESC")
    return [Note(n, at, what, sentence(what, entries), remedy(what)) for n, at, what, entries in rows]


def sentence(what: str, entries: int = 0) -> str:
    """Return what happened, in words."""
    if what == "healed":
        return ngettext(
            "Another copy of this book had written under the same numbers. {n} entry of this copy was written again"
            " under numbers of its own; nothing is lost.",
            "Another copy of this book had written under the same numbers. {n} entries of this copy were written again"
            " under numbers of their own; nothing is lost.",
            entries,
        ).format(n=entries)
    return {
        "copied": _("This book was copied or moved to this computer. It goes on as a laptop of its own."),
        "behind": _(
            "This book is older than what was last written with it on this computer: it was restored, or is an older"
            " copy. It goes on as a laptop of its own."
        ),
        "twice": _(
            "Another copy of this book was worked in on this computer. This one goes on as a laptop of its own."
        ),
        "open": _(
            "Another copy of this book is open on this computer. This one goes on as a laptop of its own."
        ),
        "unwritable": _(
            "AidBook cannot note on this computer how far this book has come, and so takes it for a new copy each time"
            " it is opened."
        ),
    }.get(what, what)


def remedy(what: str) -> str:
    """Return what to do about it, in words."""
    return {
        "healed": _("There is nothing to do. If one of the copies is not needed, stop using it."),
        "copied": _(
            "If the book is still used on the other computer too, bring both together with bundles. New members' cards"
            " here have higher numbers."
        ),
        "behind": _(
            "Write a bundle for your other laptops and for each site: it tells them what is missing here, and their next"
            " one brings it back."
        ),
        "twice": _("Keep one of the copies, or bring both together with bundles."),
        "open": _("Keep one of the copies, or bring both together with bundles."),
        "unwritable": _("See that the disk is not full and that your own folders may be written to."),
    }.get(what, "")
