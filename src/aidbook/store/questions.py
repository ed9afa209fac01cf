"""Questions: fields that two people changed without seeing each other, and that somebody must settle."""

import json
from dataclasses import dataclass
from typing import Any

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.store import claims
from aidbook.store.body import decode, hash_in
from aidbook.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Question:
    """A field of a record with more than one value; `values` with the one that shows for now last."""

    kind: str
    subject: Id
    field: str
    values: tuple[Any, ...]


def open_questions(connection: Connection) -> list[Question]:
    """Return every open question. One is open only when everything behind its values is here with its body."""
    disputed = connection.execute(
        "SELECT kind, subject, field FROM disputed ORDER BY kind, subject, field"
    ).fetchall()
    questions = (question_of(connection, *each) for each in disputed)
    return [question for question in questions if question is not None]


def question_of(connection: Connection, kind: str, subject: Id, field: str) -> Question | None:
    """Return the open question over one field of a record, or None where there is none."""
    heads = heads_of(connection, kind, subject, field)
    agreed = len({value for _name, value in heads}) < 2  # noqa: PLR2004 - one value is no question
    if agreed or not _all_here(connection, [name for name, _value in heads], field):
        return None
    return Question(kind, subject, field, tuple(json.loads(value) for _name, value in heads))


def heads_of(connection: Connection, kind: str, subject: Id, field: str) -> list[tuple[bytes, str]]:
    """Return what is said of a field and nothing replaced, as (hash, value's text), the one that shows last."""
    if field == "stands" and kind in KINDS:
        return claims.differing(connection, KINDS[kind], subject)
    heads: list[tuple[bytes, str]] = connection.execute(
        "SELECT hash, value FROM setting WHERE subject = ? AND field = ? AND kind = ? ORDER BY written, hash",
        (subject, field, kind),
    ).fetchall()
    return heads


def _all_here(connection: Connection, heads: list[bytes], field: str) -> bool:
    """Tell whether all that the heads replaced, and all that those replaced, is here with its body."""
    seen, ahead = set(heads), list(heads)
    while ahead:
        row = connection.execute("SELECT bytes FROM body WHERE hash = ?", (ahead.pop(),)).fetchone()
        body = decode(row[0]) if row else None
        if body is None:
            return False
        behind = {hash_in(text) for text in (body.over or {}).get(field, [])} - seen
        seen |= behind
        ahead += behind
    return True
