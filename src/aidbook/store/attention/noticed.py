"""What may need attention, found in what was stored since somebody looked last: the book is never read whole twice.

Candidates only: whoever asks looks at each as it is now. `noticed` is this file's own and no part of the fold; emptied,
it fills again. A watermark says up to which body it knows.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.domain.distributions import sign_up_id
from aidbook.store import local
from aidbook.store.connection import Connection, transaction
from aidbook.store.progress import Progress, silent
from aidbook.store.same import same_as

_NAME = "attention upto"
_VERSION = 2
_CHUNK = 2_000
_KEEP_FROM = 500

Row = tuple[str, Id, int]
"""What may be the matter, with what, and the number of the body that told so."""


@dataclass(slots=True)
class Found:
    """Candidates: {what: {subject: number of the body}}."""

    rows: dict[str, dict[Id, int]] = field(default_factory=dict)

    def add(self, rows: Iterable[Row]) -> None:
        """Take more of them."""
        for what, subject, n in rows:
            self.rows.setdefault(what, {})[subject] = n

    def of(self, what: str) -> dict[Id, int]:
        """Return the candidates of one concern."""
        return self.rows.get(what, {})


def candidates(connection: Connection) -> Found:
    """Return every candidate there is now: those kept, and those of the bodies that came since."""
    found = Found()
    found.add(connection.execute("SELECT what, subject, n FROM noticed").fetchall())
    _gather(connection, found, _upto(connection), _last(connection))
    return found


def behind(connection: Connection) -> int:
    """Return how many bodies were stored since candidates were kept last."""
    return _last(connection) - _upto(connection)


def keep_up(connection: Connection, progress: Progress = silent) -> None:
    """Keep the candidates of what came since, where that is much; in steps that let others write between them."""
    last = _last(connection)
    if last - _upto(connection) < _KEEP_FROM:
        return
    begun = low = _upto(connection)
    if low == 0:
        forget_all(connection)
    while low < last:
        high = min(low + _CHUNK, last)
        with transaction(connection):
            _keep(connection, low, high)
        low = high
        progress(low - begun, last - begun)


def forget_all(connection: Connection) -> None:
    """Empty all, so that it fills again."""
    with transaction(connection):
        for table in ("noticed", "report_looked"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("DELETE FROM local WHERE name = ?", (_NAME,))


# Where it stands


def _last(connection: Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(n), 0) FROM body").fetchone()[0])


def _upto(connection: Connection) -> int:
    """Return up to which body candidates are kept; 0 where the program or the end of the bodies is another since."""
    said = (local.get(connection, _NAME) or b"").decode().split()
    if len(said) != 3 or said[0] != _meaning():  # noqa: PLR2004 - meaning, number, hash
        return 0
    row = connection.execute("SELECT hash FROM body WHERE n = ?", (int(said[1]),)).fetchone()
    return int(said[1]) if row and row[0].hex() == said[2] else 0


def _meaning() -> str:
    """Return a digest of what this program understands: a newer one looks at older entries again."""
    known = sorted((kind.name, kind.version) for kind in KINDS.values())
    return hashlib.blake2b(repr((_VERSION, known)).encode(), digest_size=8).hexdigest()


def _keep(connection: Connection, low: int, high: int) -> None:
    found = Found()
    _gather(connection, found, low, high)
    connection.executemany(
        "INSERT INTO noticed (what, subject, n) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = excluded.n",
        [(what, subject, n) for what, rows in found.rows.items() for subject, n in rows.items()],
    )
    row = connection.execute(
        "SELECT n, hash FROM body WHERE n <= ? ORDER BY n DESC LIMIT 1", (high,)
    ).fetchone()
    if row:
        local.put(connection, _NAME, f"{_meaning()} {row[0]} {row[1].hex()}".encode())


def _gather(connection: Connection, found: Found, low: int, high: int) -> None:
    """Add the candidates among the bodies with low < n <= high."""
    if low >= high:
        return
    found.add(_visits_again(connection, low, high))
    found.add(_days_touched(connection, low, high))
    found.add(_numbers_taken(connection, low, high))


# What is looked for


def _visits_again(connection: Connection, low: int, high: int) -> Iterator[Row]:
    """Yield visits of a household that another visit on the day was of, neither with a reason."""
    rows = connection.execute(
        "SELECT DISTINCT v.id FROM body b JOIN visit v ON v.id = b.subject WHERE b.n > ? AND b.n <= ? AND b.kind = 'visit'"
        " AND v.stands = 1 AND v.reason IS NULL AND EXISTS (SELECT 1 FROM visit o WHERE o.party = v.party"
        " AND o.id <> v.id AND o.stands = 1 AND o.reason IS NULL)",
        (low, high),
    )
    yield from (("visit", visit, high) for (visit,) in rows.fetchall())
    others = Others(connection)
    if not others:
        return
    rows = connection.execute(
        "SELECT DISTINCT v.id, v.distribution, t.household, v.party FROM body b JOIN visit v ON v.id = b.subject"
        " JOIN tie t ON t.of = v.id AND t.kept = 1 WHERE b.n > ?1 AND b.n <= ?2 AND b.kind = 'visit'"
        " UNION SELECT v.id, v.distribution, t.household, v.party FROM body b JOIN same_member s ON s.id = b.subject"
        " JOIN member m ON m.id IN (s.a, s.b) JOIN tie t ON t.household = m.household AND t.kept = 1"
        " JOIN visit v ON v.id = t.of WHERE b.n > ?1 AND b.n <= ?2 AND b.kind = 'same_member'",
        (low, high),
    )
    for visit, day, household, party in rows.fetchall():
        parties = others.parties(day, household, party) - {party}
        if any(_standing(connection, each) for each in parties):
            yield "visit", visit, high


class Others:
    """What else may be the same household on the same day: days of other sites, households of linked members."""

    def __init__(self, connection: Connection) -> None:
        self._days = _twin_days(connection)
        self._households = _linked_households(connection)

    def __bool__(self) -> bool:
        """Tell whether there is anything of the kind at all."""
        return bool(self._days or self._households)

    def parties(self, day: Id, household: Id | None, party: Id) -> set[Id]:
        """Return every `party` that a visit of this household on this date may have."""
        if household is None:
            return {party}
        days = [day, *self._days.get(day, [])]
        households = [household, *self._households.get(household, [])]
        return {party} | {sign_up_id(each, one) for each in days for one in households}


def _twin_days(connection: Connection) -> dict[Id, list[Id]]:
    """Return {distribution: those of other sites on the same date}."""
    rows = connection.execute(
        'SELECT d.id, o.id FROM distribution d JOIN distribution o ON o."on" = d."on" AND o.home <> d.home'
        " WHERE d.kept = 1 AND o.kept = 1"
    )
    twins: dict[Id, list[Id]] = {}
    for day, other in rows.fetchall():
        twins.setdefault(day, []).append(other)
    return twins


def _linked_households(connection: Connection) -> dict[Id, set[Id]]:
    """Return {household: other households of whom some member is shown as one with one of theirs}."""
    rows = connection.execute("SELECT a FROM same_member WHERE same = 1 AND kept = 1").fetchall()
    linked: dict[Id, set[Id]] = {}
    for (member,) in rows:
        group = list(same_as(connection, "member", member))
        found = connection.execute(
            f"SELECT DISTINCT household FROM member WHERE id IN ({', '.join('?' * len(group))}) AND household IS NOT NULL",
            group,
        )
        households = {row[0] for row in found.fetchall()}
        for household in households:
            linked.setdefault(household, set()).update(households - {household})
    return {household: others for household, others in linked.items() if others}


def _standing(connection: Connection, party: Id) -> bool:
    found = connection.execute(
        "SELECT 1 FROM visit WHERE party = ? AND stands = 1 AND reason IS NULL", (party,)
    ).fetchone()
    return found is not None


def _days_touched(connection: Connection, low: int, high: int) -> Iterator[Row]:
    """Yield the days of which something came."""
    span = "b.n > ?1 AND b.n <= ?2"
    rows = connection.execute(
        "SELECT x.distribution, max(x.n) FROM ("
        f"SELECT v.distribution, b.n FROM body b JOIN visit v ON v.id = b.subject WHERE b.kind = 'visit' AND {span}"
        " UNION ALL SELECT v.distribution, b.n FROM body b JOIN movement m ON m.id = b.subject"
        f" JOIN visit v ON v.id = m.of WHERE b.kind = 'movement' AND {span}"
        f" UNION ALL SELECT g.distribution, b.n FROM body b JOIN gift g ON g.id = b.subject WHERE b.kind = 'gift' AND {span}"
        " UNION ALL SELECT c.distribution, b.n FROM body b JOIN closing c ON c.id = b.subject"
        f" WHERE b.kind = 'closing' AND {span}"
        " UNION ALL SELECT s.distribution, b.n FROM body b JOIN sign_up s ON s.id = b.subject"
        f" WHERE b.kind = 'sign_up' AND {span}"
        " UNION ALL SELECT c.distribution, b.n FROM body b JOIN correction c ON c.id = b.subject"
        f" WHERE b.kind = 'correction' AND {span}"
        ") x WHERE x.distribution IS NOT NULL GROUP BY x.distribution",
        (low, high),
    )
    yield from (("day", day, n) for day, n in rows.fetchall())


def _numbers_taken(connection: Connection, low: int, high: int) -> Iterator[Row]:
    """Yield the members whose printed number another member has too."""
    rows = connection.execute(
        "SELECT m.id FROM member m WHERE m.kept = 1 AND m.number IS NOT NULL AND m.id IN (SELECT subject FROM body"
        " WHERE n > ? AND n <= ? AND kind = 'member') AND EXISTS (SELECT 1 FROM member o WHERE o.number = m.number"
        " AND o.id <> m.id AND o.kept = 1)",
        (low, high),
    )
    yield from (("number", member, high) for (member,) in rows.fetchall())
