"""Copies found out and forks kept: second branches, runs that wait, claims with heads, bodies nobody vouches for yet."""

import hashlib

from aidbook.store.connection import Connection

NAME = "0003 origins"

FORKS = """
CREATE TABLE forked (
  origin INTEGER NOT NULL REFERENCES origin(n), chapter TEXT NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL,
  before BLOB NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (origin, chapter, seq, head)
) STRICT, WITHOUT ROWID;
CREATE INDEX forked_by_hash ON forked (hash);
CREATE TABLE forked_head (
  origin INTEGER NOT NULL REFERENCES origin(n), chapter TEXT NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL,
  signature BLOB NOT NULL, PRIMARY KEY (origin, chapter, seq, head)
) STRICT, WITHOUT ROWID;
CREATE VIEW standing AS
  SELECT origin, chapter, seq, hash, head FROM entry UNION ALL SELECT origin, chapter, seq, hash, head FROM forked;
"""

LOCAL = """
CREATE TABLE waiting_run (
  n INTEGER PRIMARY KEY, origin INTEGER NOT NULL REFERENCES origin(n), chapter TEXT NOT NULL, first INTEGER NOT NULL,
  last INTEGER NOT NULL, head BLOB NOT NULL, signature BLOB NOT NULL, digest BLOB NOT NULL,
  UNIQUE (origin, chapter, first, last, head, digest)
) STRICT;
CREATE TABLE waiting (
  run INTEGER NOT NULL REFERENCES waiting_run(n), seq INTEGER NOT NULL, hash BLOB NOT NULL, bytes BLOB,
  PRIMARY KEY (run, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE unclaimed (hash BLOB PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE acknowledged (
  site TEXT NOT NULL, origin BLOB NOT NULL, chapter TEXT NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL,
  PRIMARY KEY (site, origin, chapter, seq, head)
) STRICT, WITHOUT ROWID;
CREATE TABLE origin_note (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL, entries INTEGER NOT NULL)
  STRICT;
"""


def apply(connection: Connection) -> None:
    """Make the tables, and bring over what waited and what others said they have."""
    lines = _waiting(connection)
    said = connection.execute("SELECT site, origin, chapter, seq FROM acknowledged").fetchall()
    for table in ("waiting", "waiting_head", "acknowledged"):
        connection.execute(f"DROP TABLE {table}")
    for statement in (s for part in (FORKS, LOCAL) for s in part.split(";\n") if s.strip()):
        connection.execute(statement)
    for claim in said:
        connection.execute("INSERT INTO acknowledged VALUES (?, ?, ?, ?, zeroblob(0))", claim)
    for stream, heads, rows in lines:
        _stage(connection, stream, heads, rows)


_Stream = tuple[int, str]
_Heads = list[tuple[int, bytes, bytes]]
_Rows = list[tuple[int, bytes, bytes | None]]


def _waiting(connection: Connection) -> list[tuple[_Stream, _Heads, _Rows]]:
    found = []
    streams = connection.execute("SELECT DISTINCT origin, chapter FROM waiting_head").fetchall()
    for stream in streams:
        here = "WHERE origin = ? AND chapter = ? ORDER BY seq"
        heads = connection.execute(f"SELECT seq, head, signature FROM waiting_head {here}", stream).fetchall()
        rows = connection.execute(f"SELECT seq, hash, bytes FROM waiting {here}", stream).fetchall()
        found.append((stream, heads, rows))
    return found


def _stage(connection: Connection, stream: _Stream, heads: _Heads, rows: _Rows) -> None:
    """Make one run of what stands without a gap below each signed head; the rest comes again, nobody claimed it."""
    by_seq, after = {row[0]: row for row in rows}, 0
    for last, head, signature in heads:
        first = last
        while first - 1 > after and first - 1 in by_seq:
            first -= 1
        if last not in by_seq:
            continue
        run = [by_seq[seq] for seq in range(first, last + 1)]
        digest = hashlib.blake2b(b"".join(name for _seq, name, _raw in run), digest_size=16).digest()
        n = connection.execute(
            "INSERT INTO waiting_run (origin, chapter, first, last, head, signature, digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*stream, first, last, head, signature, digest),
        ).lastrowid
        for row in run:
            connection.execute("INSERT INTO waiting VALUES (?, ?, ?, ?)", (n, *row))
        after = last
