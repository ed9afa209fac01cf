"""Households that are shown as one, because their contact persons are linked; and those that only share somebody."""

import json
from collections.abc import Collection, Iterable, Sequence

from aidbook.domain.declare import Id
from aidbook.store.book import Book
from aidbook.store.same import any_linked


def one_of(book: Book, households: Iterable[Id] | None = None) -> dict[Id, Id]:
    """Return {household: the one it is shown as} of those whose contact persons are linked; own ones stand first.

    With `households`, only of these and what is one with them.
    """
    if not any_linked(book, "member"):
        return {}
    some = (
        " AND s.shown IN (SELECT c.shown FROM household g CROSS JOIN shown_as c ON c.kind = 'member'"
        " AND c.id = g.contact WHERE g.id IN (SELECT value FROM json_each(?2)))"
    )
    rows = book.connection.execute(
        "SELECT s.shown, h.id FROM shown_as s JOIN household h ON h.contact = s.id AND h.kept = 1"
        f" WHERE s.kind = 'member'{'' if households is None else some} ORDER BY s.shown, h.home <> ?1, s.rank, h.id",
        (book.identity.site, *(() if households is None else (json.dumps(list(households)),))),
    ).fetchall()
    groups: dict[Id, list[Id]] = {}
    for contact, household in rows:
        groups.setdefault(contact, []).append(household)
    return {household: group[0] for group in groups.values() if len(group) > 1 for household in group}


_FEW = 1_000


def as_one(book: Book, households: Sequence[Id]) -> list[Id]:
    """Return the households in their order, each once: those that are linked as the one they are shown as."""
    of = one_of(book, households) if len(households) < _FEW else one_of(book)
    return list(dict.fromkeys(of.get(household, household) for household in households))


def group_of(book: Book, household: Id) -> list[Id]:
    """Return every household that is shown as one with a household, the one it is shown as first; itself too."""
    rows = book.connection.execute(
        "SELECT other.id FROM household h JOIN shown_as s ON s.kind = 'member' AND s.id = h.contact"
        " JOIN shown_as o ON o.kind = s.kind AND o.shown = s.shown"
        " JOIN household other ON other.contact = o.id AND other.kept = 1"
        " WHERE h.id = ? AND h.kept = 1 ORDER BY other.home <> ?, o.rank, other.id",
        (household, book.identity.site),
    )
    return [other for (other,) in rows] or [household]


def sharing(book: Book, household: Id) -> list[Id]:
    """Return the households that have somebody of this one under a linked record, and are not shown as one with it."""
    if not any_linked(book, "member"):
        return []
    group = group_of(book, household)
    rows = book.connection.execute(
        "SELECT DISTINCT x.household FROM member m CROSS JOIN shown_as s ON s.kind = 'member' AND s.id = m.id"
        " JOIN shown_as o ON o.kind = s.kind AND o.shown = s.shown JOIN member x ON x.id = o.id"
        " WHERE m.household IN (SELECT value FROM json_each(?)) AND x.household IS NOT NULL ORDER BY x.household",
        (json.dumps(group),),
    )
    return [other for (other,) in rows if other not in group]


def sizes(book: Book, households: Collection[Id] | None = None) -> dict[Id, int]:
    """Return {household: people} of those, among `households` or all, whose size a link changes or may change.

    Linked people count once; of the people only counted, so many as one of the households has at most.
    """
    if not any_linked(book, "member"):
        return {}
    wanted = _of_linked_people(book, households)
    of = one_of(book, wanted) if wanted else {}
    shown = {of.get(id_, id_) for id_ in wanted}
    everybody = [*wanted, *(id_ for id_, first in of.items() if first in shown)]
    people = _people(book, everybody, of)
    counted = _counted(book, everybody, of)
    return {
        id_: len(people.get(of.get(id_, id_), ())) + sum(counted.get(of.get(id_, id_), {}).values())
        for id_ in wanted
    }


def _of_linked_people(book: Book, households: Collection[Id] | None) -> set[Id]:
    if households is None:
        rows = book.connection.execute(
            "SELECT m.household FROM shown_as s JOIN member m ON m.id = s.id WHERE s.kind = 'member'"
        )
    else:
        rows = book.connection.execute(
            "SELECT m.household FROM member m CROSS JOIN shown_as s ON s.kind = 'member' AND s.id = m.id"
            " WHERE m.household IN (SELECT value FROM json_each(?))",
            (json.dumps(list(households)),),
        )
    return {household for (household,) in rows if household}


def _people(book: Book, households: Iterable[Id], of: dict[Id, Id]) -> dict[Id, set[Id]]:
    rows = book.connection.execute(
        "SELECT m.household, coalesce(s.shown, m.id) FROM member m LEFT JOIN shown_as s"
        " ON s.kind = 'member' AND s.id = m.id WHERE m.household IN (SELECT value FROM json_each(?))"
        " AND m.kept = 1 AND coalesce(m.left, '') IN ('', 'paused')",
        (json.dumps(list(households)),),
    )
    found: dict[Id, set[Id]] = {}
    for household, person in rows:
        found.setdefault(of.get(household, household), set()).add(person)
    return found


def _counted(book: Book, households: Iterable[Id], of: dict[Id, Id]) -> dict[Id, dict[str, int]]:
    rows = book.connection.execute(
        "SELECT id, counted FROM household WHERE id IN (SELECT value FROM json_each(?)) AND counted IS NOT NULL",
        (json.dumps(list(households)),),
    )
    found: dict[Id, dict[str, int]] = {}
    for household, counted in rows:
        first = of.get(household, household)
        found[first] = most([found.get(first, {}), json.loads(counted)])
    return found


def most(counted: Iterable[dict[str, int]]) -> dict[str, int]:
    """Return of each age band the most that any of these counts has: people counted twice are the same people."""
    found: dict[str, int] = {}
    for bands in counted:
        for band, people in bands.items():
            found[band] = max(found.get(band, 0), people)
    return found
