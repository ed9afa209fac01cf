"""Whose entries in `people` may leave for another site: those of members who agreed, and nobody else's.

A consent to share that was withdrawn, or is past its end, is none. A private note is for the site's own coordinators and
never goes, whatever its member agreed to. Whoever may pick up for a household travels as a
member who agreed; one who is only named was never asked, and stays.
"""

from aidbook import clock
from aidbook.domain.consents import SHARE
from aidbook.domain.declare import Id
from aidbook.store.body import Body, hash_in, only_hands_over
from aidbook.store.connection import Connection
from aidbook.store.ledger import Ledger

_CONSENT = {"may_share", "may_share_on"}
_TAKEN_BACK = {"member", "given", "on"}


class Consent:
    """What members agreed to as this book knows it now. One of two answers being no is a no.

    With `ids_alone` nothing of anybody may go, only who is erased and what belongs to whom.
    """

    def __init__(self, connection: Connection, *, ids_alone: bool = False) -> None:
        self._connection = connection
        self._ids_alone = ids_alone
        self._ledger = Ledger(connection)
        self._members = _agreed_members(connection)
        self._households = _agreed_households(connection, self._members)

    def lets_go(self, body: Body) -> bool:
        """Tell whether a body of the `people` chapter may be read by another site."""
        if body.kind == "erasure" or only_hands_over(body):
            return True  # ids alone, and whoever was given the page must learn of it
        return not self._ids_alone and self._agreed_to(body)

    def _agreed_to(self, body: Body) -> bool:
        said = body.set or {}
        if body.kind == "member":
            return body.subject in self._members or self._withdraws(body)
        if body.kind == "household":
            return body.subject in self._households
        if body.kind == "same_member":
            return {str(said.get(field)) for field in ("a", "b")} <= self._members
        if body.kind == "consent":
            return said.get("member") in self._members or self._takes_back(body)
        if body.kind == "proxy":
            return said.get("household") in self._households and said.get("member") in self._members
        return body.kind == "tie" and self._lets_tie_go(body)

    def _takes_back(self, body: Body) -> bool:
        """Tell whether a body only takes a yes back that was given to share."""
        said, before = body.set or {}, (body.over or {}).get("given", [])
        return (
            set(said) <= _TAKEN_BACK and said.get("given", True) is not True and any(map(self._gives, before))
        )

    def _gives(self, name: str) -> bool:
        body = self._ledger.body(hash_in(name))
        said = (body.set if body else None) or {}
        return said.get("purpose") == SHARE and said.get("given") is True

    def _withdraws(self, body: Body) -> bool:
        """Tell whether a body only takes a yes back: whoever was given the member's page must learn that."""
        said, before = body.set or {}, (body.over or {}).get("may_share", [])
        return set(said) <= _CONSENT and "may_share" in said and any(map(self._agrees, before))

    def _agrees(self, name: str) -> bool:
        body = self._ledger.body(hash_in(name))
        return body is not None and (body.set or {}).get("may_share") is True

    def _lets_tie_go(self, body: Body) -> bool:
        """Tell it of a tie: everyone it names, or ever showed, must have agreed, and it must name someone."""
        now = self._connection.execute(
            "SELECT member, household FROM tie WHERE id = ?", (body.subject,)
        ).fetchone()
        said = body.set or {}
        members = {str(who) for who in (said.get("member"), now and now[0]) if who is not None}
        households = {str(who) for who in (said.get("household"), now and now[1]) if who is not None}
        return bool(members or households) and members <= self._members and households <= self._households


def must_hear_of_the_erased(connection: Connection, site: Id) -> bool:
    """Tell whether a site was ever given pages of people, and somebody was erased: then it hears of that with any bundle."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM erasing) AND EXISTS (SELECT 1 FROM acknowledged WHERE site = ?"
        " AND chapter = 'people')",
        (site,),
    ).fetchone()
    return bool(row[0])


def _agreed_members(connection: Connection) -> set[Id]:
    rows = connection.execute(
        "SELECT subject FROM setting WHERE kind = 'member' AND field = 'may_share'"
        " GROUP BY subject HAVING min(value = 'true') = 1"
    )
    return {subject for (subject,) in rows} - _no_longer_agreed(connection)


def _no_longer_agreed(connection: Connection) -> set[Id]:
    """Return the members of whose consent to share some answer is no, or is past its end."""
    rows = connection.execute(
        "SELECT c.member FROM consent c JOIN setting s ON s.subject = c.id AND s.kind = 'consent' WHERE c.kept = 1"
        " AND c.purpose = ?1 AND ((s.field = 'given' AND s.value <> 'true')"
        " OR (s.field = 'until' AND s.value <> 'null' AND json_extract(s.value, '$') < ?2))",
        (SHARE, clock.today()),
    )
    return {member for (member,) in rows}


def _agreed_households(connection: Connection, agreed: set[Id]) -> set[Id]:
    """Return the households of which every kept named member agreed; one of only counted people cannot."""
    named: dict[Id, set[Id]] = {}
    rows = connection.execute(
        "SELECT household, id FROM member WHERE kept = 1 AND household IS NOT NULL UNION"
        " SELECT id, contact FROM household WHERE contact IS NOT NULL AND contact NOT IN (SELECT id FROM erased)"
    )
    for household, member in rows:
        named.setdefault(household, set()).add(member)
    return {household for household, members in named.items() if members <= agreed}


def agreed_count(connection: Connection) -> int:
    """Return how many members who are kept agreed to be shared with other sites."""
    kept = {id_ for (id_,) in connection.execute("SELECT id FROM member WHERE kept = 1")}
    return len(kept & _agreed_members(connection))
