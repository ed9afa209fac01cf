"""Which backups are this copy's: two copies of one book on a computer keep theirs in one folder.

A copy writes under its own origin from when it was found out; what was made under an older one of its before that
moment is its too. All others are another copy's: they count for that one, and none pushes the other's out.
"""

from collections.abc import Callable, Iterable

from aidbook.store import identity
from aidbook.store.backup_file import BackupFile
from aidbook.store.connection import Connection, OperationalError

_BEGUN = ("copied", "behind", "twice", "open")
"""What makes a file begin a new origin, as its notes have it."""


def whether_ours(connection: Connection) -> Callable[[BackupFile], bool]:
    """Return what tells whether a backup was made of this very file, or of what it came from."""
    was = [origin.hex() for origin in identity.origins_written(connection)]
    present, begun = was[:1], _begun(connection)

    def ours(one: BackupFile) -> bool:
        return one.whole and (one.origin in present or (one.origin in was and one.made <= begun))

    return ours


def by_copy(connection: Connection, found: Iterable[BackupFile]) -> list[list[BackupFile]]:
    """Return good backups of one site's book in groups, one for each copy of it."""
    ours, groups = whether_ours(connection), dict[str, list[BackupFile]]()
    for one in found:
        groups.setdefault("" if ours(one) else one.origin, []).append(one)
    return list(groups.values())


def _begun(connection: Connection) -> int:
    """Return when the file began its present origin, in ms; 0 where nothing tells, as of its first."""
    said = identity.origin_begun(connection)
    if said is not None:
        return said
    try:
        row = connection.execute(
            f"SELECT max(at) FROM origin_note WHERE what IN ({', '.join('?' * len(_BEGUN))})", _BEGUN
        ).fetchone()
    except OperationalError:  # about to be migrated from before there were copies to tell apart
        return 0
    return row[0] or 0
