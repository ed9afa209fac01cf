"""Which schema a file has, and bringing it to the one this program knows."""

from collections.abc import Callable

from sqlite_utils import Database, Migrations

from aidbook.errors import NewerBook
from aidbook.store import authors, claims
from aidbook.store.connection import Connection, transaction
from aidbook.store.migrations import (
    m0001_first_book,
    m0002_trusted_merge,
    m0003_origins,
    m0005_backups,
    m0006_attention,
    m0007_history,
    m0008_finding,
    m0009_second_copies,
    m0010_stock_by_place,
    m0011_members,
    m0012_pantry,
    m0013_goods,
    m0014_shown_as_one,
    m0015_erased_again,
    m0017_reports,
    m0018_likeness,
    m0019_moving_in,
    m0020_pairs,
    m0021_private_notes,
    m0022_who_came,
)
from aidbook.store.refold import catch_up, fold_all

_STEPS = (
    m0001_first_book,
    m0002_trusted_merge,
    m0003_origins,
    m0005_backups,
    m0006_attention,
    m0007_history,
    m0008_finding,
    m0009_second_copies,
    m0010_stock_by_place,
    m0011_members,
    m0012_pantry,
    m0013_goods,
    m0015_erased_again,
    m0014_shown_as_one,
    m0017_reports,
    m0018_likeness,
    m0019_moving_in,
    m0020_pairs,
    m0021_private_notes,
    m0022_who_came,
)
"""Every migration, in order: each module has a NAME, never changed, and `apply(connection)`.

They change tables only; after them a book that had entries is folded again, once, with every table there.
Later, what a newer program wrote is folded as soon as this one knows it.
"""


def _migrations() -> Migrations:
    steps = Migrations("aidbook")
    for step in _STEPS:
        steps(name=step.NAME)(_applied(step.apply))
    return steps


def _applied(apply: Callable[[Connection], None]) -> Callable[[Database], None]:
    return lambda db: apply(db.conn)


def bring_up_to_date(connection: Connection, before: Callable[[], None] = lambda: None) -> None:
    """Apply what is missing; `before` runs first where a book has something to lose.

    Raises UserError if the file was written by a newer program.
    """
    db, steps = Database(connection), _migrations()
    applied = [step.name for step in steps.applied(db)]
    if not set(applied) <= {step.NAME for step in _STEPS}:
        raise NewerBook
    if len(applied) == len(_STEPS):
        catch_up(connection)
        return
    if applied:
        before()
    with transaction(connection):
        steps.apply(db)
        if applied:
            fold_all(connection)
            if m0017_reports.NAME not in applied:
                claims.note_makers(connection)
                authors.settle(connection)
        else:
            catch_up(connection)
