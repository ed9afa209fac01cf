"""Who may, what is erased, what is not known yet, what was taken back: told apart in the views."""

from aidbook.store.connection import Connection

NAME = "0002 trusted merge"

_FACT = (
    "id TEXT PRIMARY KEY, hash BLOB NOT NULL, at INTEGER NOT NULL, written INTEGER NOT NULL, action TEXT NOT NULL,"
    " site TEXT NOT NULL, stands INTEGER NOT NULL"
)
_SAME = "id TEXT PRIMARY KEY, home TEXT, kept INTEGER, a TEXT, b TEXT, same INTEGER"

VIEWS = f"""
DROP TABLE replaced;
CREATE TABLE replaced (
  subject TEXT NOT NULL, kind TEXT NOT NULL, field TEXT NOT NULL, hash BLOB NOT NULL,
  PRIMARY KEY (subject, kind, field, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE claim (
  kind TEXT NOT NULL, field TEXT NOT NULL, subject TEXT NOT NULL, hash BLOB NOT NULL, written INTEGER NOT NULL,
  site TEXT NOT NULL, value TEXT NOT NULL, over TEXT NOT NULL, alone INTEGER NOT NULL,
  PRIMARY KEY (kind, field, subject, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE disputed (
  kind TEXT NOT NULL, subject TEXT NOT NULL, field TEXT NOT NULL, PRIMARY KEY (kind, subject, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE uncounted (
  kind TEXT NOT NULL, subject TEXT NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (kind, subject, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE unfolded (
  hash BLOB PRIMARY KEY, kind TEXT NOT NULL, v INTEGER NOT NULL, subject TEXT NOT NULL, fact INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX unfolded_by_subject ON unfolded (subject);
CREATE TABLE erasing (
  hash BLOB PRIMARY KEY, id TEXT NOT NULL, about TEXT NOT NULL, of TEXT NOT NULL, site TEXT NOT NULL,
  written INTEGER NOT NULL, made TEXT NOT NULL, bound INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX erasing_by_of ON erasing (of);
CREATE INDEX erasing_unbound ON erasing (of) WHERE bound = 0;
CREATE TABLE erased (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE erasure ({_FACT}, about TEXT, of TEXT, made TEXT) STRICT;
CREATE INDEX erasure_by_of ON erasure (of);
CREATE TABLE same_member ({_SAME}) STRICT;
CREATE INDEX same_member_by_a ON same_member (a);
CREATE INDEX same_member_by_b ON same_member (b);
CREATE TABLE same_item ({_SAME}) STRICT;
CREATE INDEX same_item_by_a ON same_item (a);
CREATE INDEX same_item_by_b ON same_item (b);
CREATE TABLE same_source ({_SAME}) STRICT;
CREATE INDEX same_source_by_a ON same_source (a);
CREATE INDEX same_source_by_b ON same_source (b);
"""

LOCAL = """
CREATE TABLE erased_here (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE held_back (
  origin INTEGER NOT NULL REFERENCES origin(n), chapter TEXT NOT NULL, after INTEGER NOT NULL,
  PRIMARY KEY (origin, chapter)
) STRICT, WITHOUT ROWID;
CREATE TABLE arrival (
  action TEXT NOT NULL, origin INTEGER NOT NULL REFERENCES origin(n), chapter TEXT NOT NULL, before INTEGER NOT NULL,
  upto INTEGER NOT NULL, PRIMARY KEY (action, origin, chapter)
) STRICT, WITHOUT ROWID;
CREATE INDEX body_unread ON body (n) WHERE kind = '';
"""

STATEMENTS = tuple(s for part in (VIEWS, LOCAL) for s in part.split(";\n") if s.strip())


def apply(connection: Connection) -> None:
    """Make the tables; the views are folded again after the last step."""
    for statement in STATEMENTS:
        connection.execute(statement)
