"""A disk that remembers every write, so that a power cut can be played at any moment; and plain SQLite on it.

The real store runs on it: its schema, its settings, its statements. Only SQLCipher is left out, so that what stands in
the files can be read without it. SQLite asks this disk for what it asks any other; every write, every wish that it be
made durable, and every moment in which an action was confirmed goes into one list.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: a write, a cut to a length, a sync, a removal of a file; or an action confirmed."""

    what: str
    file: str = ""
    offset: int = 0
    data: bytes = b""


class Disk(apsw.VFS):
    """Passes everything on to the system's own, and writes down what lasts."""

    def __init__(self, name: str) -> None:
        self.name, self.events = name, list[Event]()
        super().__init__(name, "")

    def confirmed(self, action: str) -> None:
        """Take note that an action was confirmed to a person."""
        self.events.append(Event("confirmed", action))

    def xOpen(self, name: Any, flags: list[int]) -> "_File":  # noqa: ANN401, N802 - SQLite's
        return _File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001, N802 - SQLite's
        super().xDelete(filename, syncdir)
        if kind := _kind(filename):
            self.events.append(Event("removed", kind))


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:  # noqa: ANN401 - SQLite's
        self._disk = disk
        self._kind = _kind(name.filename() if isinstance(name, apsw.URIFilename) else name or "")
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's
        super().xWrite(data, offset)
        self._note(Event("write", self._kind, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's
        super().xTruncate(newsize)
        self._note(Event("cut", self._kind, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's
        super().xSync(flags)
        self._note(Event("sync", self._kind))

    def _note(self, event: Event) -> None:
        if self._kind:
            self._disk.events.append(event)


def _kind(name: str) -> str:
    """Return which file of the book this is: "db" or "wal"; "" for what does not last."""
    return (
        {"": "db", "-wal": "wal"}.get(name[name.rfind(".aidbook") + len(".aidbook") :], "")
        if ".aidbook" in name
        else ""
    )


class Replay:
    """Plays events one after another, and can be asked at any moment what a power cut would leave."""

    def __init__(self) -> None:
        self._synced: dict[str, bytearray] = {"db": bytearray(), "wal": bytearray()}
        self._waiting: dict[str, list[Event]] = {"db": [], "wal": []}
        self.confirmed: list[str] = []

    def play(self, event: Event) -> None:
        """Let one more event have happened."""
        if event.what == "confirmed":
            self.confirmed.append(event.file)
        elif event.what == "sync":
            for one in self._waiting[event.file]:
                _apply(self._synced[event.file], one)
            self._waiting[event.file].clear()
        else:
            self._waiting[event.file].append(event)

    def power_cut(self, dice: random.Random) -> dict[str, bytes]:
        """Return what the files hold then: all that was synced; the rest is there, or not, or torn, each for itself."""
        left = {}
        for name, synced in self._synced.items():
            content = bytearray(synced)
            for one in self._waiting[name]:
                fate = dice.random()
                if fate < 1 / 3:
                    _apply(content, one)
                elif fate < 2 / 3 and one.what == "write":
                    _tear(content, one, dice)
            left[name] = bytes(content)
        return left


def _apply(content: bytearray, event: Event) -> None:
    if event.what == "write":
        if len(content) < event.offset:
            content.extend(bytes(event.offset - len(content)))
        content[event.offset : event.offset + len(event.data)] = event.data
    else:
        del content[event.offset :]


def _tear(content: bytearray, event: Event, dice: random.Random) -> None:
    """Let some of a write's sectors reach the disk and others not."""
    for start in range(0, len(event.data), SECTOR):
        if dice.random() < 1 / 2:
            _apply(
                content, Event("write", event.file, event.offset + start, event.data[start : start + SECTOR])
            )


class Connection:
    """Plain SQLite on a disk, with as much of a connection's manners as the store uses."""

    def __init__(self, path: Path, disk: Disk | None, adjust: Callable[[str], str] = str) -> None:
        self._connection = apsw.Connection(str(path), vfs=disk.name if disk else None)
        self._adjust = adjust
        if disk is None:  # only looked at: what it would write as it closes is wanted by nobody
            self._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)

    def execute(self, sql: str, values: Any = ()) -> "_Cursor":  # noqa: ANN401 - as sqlite3 has it
        return _Cursor(self._connection, self._adjust(sql), values)

    def executemany(self, sql: str, many: Any) -> None:  # noqa: ANN401 - as sqlite3 has it
        self._connection.executemany(sql, many)

    isolation_level = None

    @property
    def in_transaction(self) -> bool:
        return not self._connection.get_autocommit()

    def close(self) -> None:
        self._connection.close()


class _Cursor:
    def __init__(self, connection: apsw.Connection, sql: str, values: Any) -> None:  # noqa: ANN401 - as sqlite3 has it
        before = connection.total_changes()
        self.description: Any = None
        cursor = connection.cursor()
        cursor.exec_trace = self._begin
        self._rows = list(cursor.execute(sql, values))
        self.rowcount = connection.total_changes() - before
        self.lastrowid = connection.last_insert_rowid()
        self._next = 0

    def _begin(self, cursor: apsw.Cursor, _sql: str, _values: Any) -> bool:  # noqa: ANN401 - as apsw has it
        self.description = cursor.get_description() or None
        return True

    def __iter__(self) -> "_Cursor":
        return self

    def __next__(self) -> Any:  # noqa: ANN401 - a row
        row = self.fetchone()
        if row is None:
            raise StopIteration
        return row

    def fetchone(self) -> Any:  # noqa: ANN401 - a row
        self._next += 1
        return self._rows[self._next - 1] if self._next <= len(self._rows) else None

    def fetchall(self) -> list[Any]:
        rest, self._next = self._rows[self._next :], len(self._rows)
        return rest
