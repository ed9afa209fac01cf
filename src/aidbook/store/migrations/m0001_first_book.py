"""The first book: the ledger, what a machine keeps to itself, and every view."""

from aidbook.store.connection import Connection

NAME = "0001 first book"

LEDGER = """
CREATE TABLE origin (
  n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, key BLOB NOT NULL, site TEXT NOT NULL, certificate BLOB NOT NULL
) STRICT;
CREATE TABLE entry (
  origin INTEGER NOT NULL REFERENCES origin(n), chapter TEXT NOT NULL, seq INTEGER NOT NULL,
  hash BLOB NOT NULL, head BLOB NOT NULL, PRIMARY KEY (origin, chapter, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_by_hash ON entry (hash);
CREATE TABLE body (
  n INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
  action TEXT NOT NULL, written INTEGER NOT NULL, site TEXT NOT NULL
) STRICT;
CREATE INDEX body_by_action ON body (action);
CREATE INDEX body_by_subject ON body (subject);
CREATE TABLE signed (
  origin INTEGER NOT NULL REFERENCES origin(n), chapter TEXT NOT NULL, seq INTEGER NOT NULL,
  head BLOB NOT NULL, signature BLOB NOT NULL, PRIMARY KEY (origin, chapter)
) STRICT, WITHOUT ROWID;
"""

LOCAL = """
CREATE TABLE local (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE waiting (
  origin INTEGER NOT NULL REFERENCES origin(n), chapter TEXT NOT NULL, seq INTEGER NOT NULL,
  hash BLOB NOT NULL, bytes BLOB, PRIMARY KEY (origin, chapter, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE waiting_head (
  origin INTEGER NOT NULL REFERENCES origin(n), chapter TEXT NOT NULL, seq INTEGER NOT NULL,
  head BLOB NOT NULL, signature BLOB NOT NULL, PRIMARY KEY (origin, chapter, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE acknowledged (
  site TEXT NOT NULL, origin BLOB NOT NULL, chapter TEXT NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (site, origin, chapter)
) STRICT, WITHOUT ROWID;
CREATE TABLE lacking (
  site TEXT NOT NULL, origin BLOB NOT NULL, chapter TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY (site, origin, chapter, first)
) STRICT, WITHOUT ROWID;
CREATE TABLE import_memory (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key))
  STRICT, WITHOUT ROWID;
"""

HEADS = """
CREATE TABLE setting (
  subject TEXT NOT NULL, field TEXT NOT NULL, hash BLOB NOT NULL, kind TEXT NOT NULL, written INTEGER NOT NULL,
  value TEXT NOT NULL, PRIMARY KEY (subject, field, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE replaced (
  hash BLOB NOT NULL, field TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL,
  PRIMARY KEY (hash, field, subject, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE action (id TEXT PRIMARY KEY, written INTEGER NOT NULL, by_user TEXT NOT NULL, site TEXT NOT NULL)
  STRICT, WITHOUT ROWID;
CREATE INDEX action_by_time ON action (written, id);
CREATE TABLE stock (
  site TEXT NOT NULL, lot TEXT NOT NULL, place TEXT NOT NULL, units INTEGER NOT NULL, counted_at INTEGER,
  PRIMARY KEY (site, lot, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX stock_by_lot ON stock (lot);
CREATE TABLE search_row (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, home TEXT NOT NULL, UNIQUE (id, kind)
) STRICT;
CREATE VIRTUAL TABLE search USING fts5(text, tokenize = "unicode61 remove_diacritics 0", prefix = '1 2 3');
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
"""

_RECORD = "id TEXT PRIMARY KEY, home TEXT, kept INTEGER"
_FACT = (
    "id TEXT PRIMARY KEY, hash BLOB NOT NULL, at INTEGER NOT NULL, written INTEGER NOT NULL, action TEXT NOT NULL,"
    " site TEXT NOT NULL, stands INTEGER NOT NULL"
)

VIEWS = f"""
CREATE TABLE site ({_RECORD}, name TEXT, code TEXT, sign_key TEXT, lock_key TEXT, practice INTEGER) STRICT;
CREATE TABLE settings ({_RECORD}, language TEXT, currency TEXT, weight_unit TEXT) STRICT;
CREATE TABLE user ({_RECORD}, label TEXT, role TEXT) STRICT;
CREATE TABLE member (
  {_RECORD}, name TEXT, number TEXT, household TEXT, family_name TEXT, other_names TEXT, pronouns TEXT, birth TEXT,
  age_band TEXT, phone TEXT, email TEXT, languages TEXT, diet TEXT, allergens TEXT, note TEXT, since TEXT, left TEXT,
  other_number TEXT, may_share INTEGER, may_share_on TEXT
) STRICT;
CREATE INDEX member_by_household ON member (household);
CREATE INDEX member_by_number ON member (number);
CREATE TABLE household (
  {_RECORD}, name TEXT, contact TEXT, counted TEXT, counted_on TEXT, address TEXT, zone TEXT, note TEXT
) STRICT;
CREATE INDEX household_by_contact ON household (contact);
CREATE TABLE tie ({_RECORD}, about TEXT, of TEXT, member TEXT, household TEXT) STRICT;
CREATE INDEX tie_by_of ON tie (of);
CREATE INDEX tie_by_member ON tie (member);
CREATE INDEX tie_by_household ON tie (household);
CREATE TABLE item ({_RECORD}, name TEXT, unit TEXT, category TEXT, code TEXT, note TEXT) STRICT;
CREATE TABLE pack ({_RECORD}, item TEXT, name TEXT, units INTEGER) STRICT;
CREATE INDEX pack_by_item ON pack (item);
CREATE TABLE barcode ({_RECORD}, code TEXT, item TEXT, pack TEXT) STRICT;
CREATE INDEX barcode_by_item ON barcode (item);
CREATE TABLE source ({_RECORD}, name TEXT) STRICT;
CREATE TABLE place ({_RECORD}, name TEXT, role TEXT) STRICT;
CREATE TABLE lot ({_RECORD}, item TEXT, best_before TEXT, source TEXT, code TEXT) STRICT;
CREATE INDEX lot_by_item ON lot (item);
CREATE TABLE box (
  {_RECORD}, name TEXT, contents TEXT, by_size TEXT, agreed_by TEXT, agreed_on TEXT
) STRICT;
CREATE TABLE distribution (
  {_RECORD}, "on" TEXT, title TEXT, "where" TEXT, box TEXT, everyone INTEGER, slots TEXT, wanted INTEGER, bring TEXT
) STRICT;
CREATE TABLE sign_up ({_RECORD}, distribution TEXT, people INTEGER, slot TEXT, waiting INTEGER) STRICT;
CREATE INDEX sign_up_by_distribution ON sign_up (distribution);
CREATE TABLE movement (
  {_FACT}, item TEXT, lot TEXT, from_place TEXT, to_place TEXT, units INTEGER, reason TEXT, of TEXT, pack TEXT,
  pack_units INTEGER
) STRICT;
CREATE INDEX movement_by_lot ON movement (lot, at);
CREATE INDEX movement_by_of ON movement (of);
CREATE INDEX movement_by_item ON movement (item, at);
CREATE TABLE count ({_FACT}, item TEXT, lot TEXT, place TEXT, units INTEGER) STRICT;
CREATE INDEX count_by_lot ON count (lot, place, at);
CREATE TABLE delivery ({_FACT}, source TEXT, note_digest TEXT, lines INTEGER) STRICT;
CREATE TABLE visit (
  {_FACT}, distribution TEXT, people INTEGER, by_age TEXT, boxes INTEGER, party TEXT, walk_in INTEGER, reason TEXT
) STRICT;
CREATE INDEX visit_by_distribution ON visit (distribution);
CREATE INDEX visit_by_action ON visit (action);
CREATE TABLE closing (
  {_FACT}, distribution TEXT, expected INTEGER, households INTEGER, people INTEGER, boxes INTEGER, no_shows INTEGER, walk_ins INTEGER
) STRICT;
CREATE INDEX closing_by_distribution ON closing (distribution);
CREATE TABLE gift (
  {_FACT}, what TEXT, minutes INTEGER, cents INTEGER, currency TEXT, item TEXT, units INTEGER, note TEXT,
  distribution TEXT
) STRICT;
CREATE INDEX gift_by_distribution ON gift (distribution);
CREATE TABLE undo ({_FACT}, undone TEXT) STRICT;
CREATE INDEX undo_by_undone ON undo (undone);
CREATE TABLE import ({_FACT}, what TEXT, digest TEXT, rows INTEGER, new INTEGER, changed INTEGER) STRICT;
CREATE TABLE sent ({_FACT}, "to" TEXT, number INTEGER, entries INTEGER, shared TEXT) STRICT;
CREATE TABLE received ({_FACT}, sender TEXT, number INTEGER, entries INTEGER, digest TEXT) STRICT;
CREATE TABLE printed ({_FACT}, sheet TEXT, about TEXT, number INTEGER, position INTEGER) STRICT;
"""


STATEMENTS = tuple(s for part in (LEDGER, LOCAL, HEADS, VIEWS) for s in part.split(";\n") if s.strip())


def apply(connection: Connection) -> None:
    """Make every table."""
    for statement in STATEMENTS:
        connection.execute(statement)
