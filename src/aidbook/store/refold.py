"""Folding again: a few subjects, the whole ledger, or what this program has learned to read since."""

from collections.abc import Iterator
from dataclasses import dataclass

from aidbook.domain.declare import Chapter
from aidbook.store import unfolded
from aidbook.store.body import Named, decode
from aidbook.store.connection import Connection, transaction
from aidbook.store.fold import empty_views, fold_whole, refold, refold_actions
from aidbook.store.progress import Progress, silent

__all__ = ["catch_up", "fold_all", "incomplete", "refold", "refold_actions"]


def incomplete(connection: Connection) -> set[Chapter]:
    """Return the chapters whose figures lack something that this program does not know or cannot read."""
    return unfolded.incomplete(connection)


@dataclass(frozen=True, slots=True)
class _Everything:
    """Every readable body of the ledger, in the order of storing, read as it is wanted."""

    connection: Connection

    def __len__(self) -> int:
        count: int = self.connection.execute("SELECT count(*) FROM body").fetchone()[0]
        return count

    def __iter__(self) -> Iterator[Named]:
        for name, raw, site in self.connection.execute("SELECT hash, bytes, site FROM body ORDER BY n"):
            body = decode(raw)
            if body is not None:
                yield Named(name, body, site)


def fold_all(connection: Connection, progress: Progress = silent) -> None:
    """Fold the whole ledger again, in the caller's transaction; what `progress` raises leaves it as it was."""
    empty_views(connection)
    fold_whole(connection, _Everything(connection), progress)
    unfolded.remember_kinds(connection)


def catch_up(connection: Connection) -> None:
    """Fold what a newer program wrote and this one understands by now; nothing is read where none was learned."""
    if not unfolded.learned(connection):
        return
    with transaction(connection):
        refold(connection, unfolded.subjects(connection))
        unfolded.remember_kinds(connection)
