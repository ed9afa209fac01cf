"""The scribe turns what an action asks for into bodies: which fields are set, and whose values they replace."""

import json
import secrets
from collections.abc import Iterable, Iterator
from typing import Any

from aidbook import clock
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Chapter, Id, Kind, kind_of, new_id
from aidbook.domain.members import WHOSE
from aidbook.domain.writes import Change, Dated
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import claims
from aidbook.store.body import Body
from aidbook.store.connection import Connection

Heads = dict[str, list[tuple[bytes, Any]]]


class Scribe:
    """Writes the bodies of one action, all with the same moment and writer."""

    def __init__(self, connection: Connection, site: Id, user: Id, at: int | None) -> None:
        self.action = new_id()
        self._connection = connection
        self._site = site
        self._user = user
        self._written = self._next_moment()
        self._at = at

    def _next_moment(self) -> int:
        """Return now, or just after the last action where this clock is behind it a little.

        An action from much later was written by a wrong clock: time goes on from now all the same. What is written
        replaces what was there by naming it, not by being later.
        """
        now = clock.now_ms()
        (last,) = self._connection.execute(
            "SELECT max(written) FROM action WHERE written <= ?", (now + MAX_DRIFT_MS,)
        ).fetchone()
        return max(now, (last or 0) + 1)

    def bodies(self, write: object) -> Iterator[tuple[Chapter, Body]]:
        """Yield the body of a write; nothing where it would change nothing."""
        at = self._written if self._at is None else self._at
        if isinstance(write, Dated):
            at, write = write.at, write.fact
        if isinstance(write, Change):
            kind, id_, wanted = KINDS[write.kind], write.id, write.fields
        else:
            kind, id_ = kind_of(write), write.id  # type: ignore[attr-defined] # every declared kind has an id
            wanted = {field.name: getattr(write, field.name) for field in kind.fields}
            if kind.shape == "fact":
                said = {name: value for name, value in wanted.items() if value is not None}
                yield kind.chapter, self._body(kind, id_, fact=said, at=at)
                return
            wanted["kept"] = True
        whose = WHOSE.get(kind.name, ())
        heads = self._heads(kind, id_, [*wanted, *whose] if isinstance(write, Change) else [*wanted, "home"])
        if isinstance(write, Change):
            self._must_be_ours(kind, id_, wanted)
        elif not heads.get("home"):
            wanted["home"] = self._site
        changed = {name: value for name, value in wanted.items() if _differs(heads.get(name), value)}
        if changed:
            changed |= {name: heads[name][-1][1] for name in whose if heads.get(name) and name not in changed}
            over = {name: [h.hex() for h, _value in heads[name]] for name in changed if heads.get(name)}
            yield kind.chapter, self._body(kind, id_, set=changed, over=over or None)

    def _body(self, kind: Kind, id_: Id, **content: Any) -> Body:
        return Body(
            salt=secrets.token_hex(16),
            kind=kind.name,
            v=kind.version,
            subject=id_,
            action=self.action,
            by=self._user,
            written=self._written,
            site=self._site,
            **content,
        )

    def _must_be_ours(self, kind: Kind, id_: Id, wanted: dict[str, Any]) -> None:
        """Raise UserError where a record would be handed over that belongs to another site: it would not count."""
        if "home" in wanted and claims.home_of(self._connection, kind.name, id_) != self._site:
            raise UserError(
                _("This belongs to another site by now."), _("Ask the people there to hand it back.")
            )

    def _heads(self, kind: Kind, id_: Id, fields: Iterable[str]) -> Heads:
        """Return the present values of these fields: taking back thousands of records asks for one field of each."""
        heads: Heads = {}
        plain = [field for field in fields if field not in claims.FIELDS]
        for field, name, value in self._connection.execute(
            f"SELECT field, hash, value FROM setting WHERE subject = ? AND field IN ({', '.join('?' * len(plain))}) "
            "AND kind = ?",
            (id_, *plain, kind.name),
        ):
            heads.setdefault(field, []).append((name, json.loads(value)))
        for field in claims.FIELDS & set(fields):
            if found := claims.heads(self._connection, kind, id_, field):
                heads[field] = found
        return heads


MAX_DRIFT_MS = 3_600_000
"""A last moment further ahead than this was a wrong clock; time goes on from the present one."""


def _differs(heads: list[tuple[bytes, Any]] | None, value: object) -> bool:
    if not heads:
        return value not in (None, (), {}, "")
    plain = list(value) if isinstance(value, tuple) else value
    return any(head != plain for _name, head in heads)
