"""Who of the book, or of the file's earlier rows, a row that nothing else finds may be: as duplicates are found anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aidbook.domain.imports import MemberRow, RowKey
from aidbook.domain.members import Member
from aidbook.store import duplicates
from aidbook.store.book import Book
from aidbook.store.duplicates import Crowd, Described, who
from aidbook.store.progress import Progress, silent

_MOST = 3
_FEW_ROWS = 40
"""So few rows are asked of the search index one by one; more are compared with everybody at once."""
_ROW = "row "


@dataclass(frozen=True, slots=True)
class Chance:
    """Somebody whom a row may be: a member, or another row; and why, in keys that `actions.duplicates` words."""

    who: Member | MemberRow
    why: tuple[str, ...]


def chances(
    book: Book, rows: Sequence[MemberRow], everybody: Mapping[str, Member], progress: Progress = silent
) -> dict[RowKey, list[Chance]]:
    """Return whom each of these rows may be, the likeliest first; a row is compared with the rows before it."""
    described = [who(f"{_ROW}{at}", _described(row)) for at, row in enumerate(rows)]
    found: dict[RowKey, list[Chance]] = {}
    few = len(rows) <= _FEW_ROWS
    crowd = (
        described
        if few
        else [*(one for one in duplicates.everybody(book) if one.id in everybody), *described]
    )
    for pair in Crowd(crowd, progress).pairs(progress):
        _note(found, rows, everybody, pair.a, pair.b, pair.why)
    if few and everybody:
        for row in rows:
            for likely in duplicates.like(book, _described(row), most=_MOST):
                if likely.member in everybody:
                    found.setdefault(row.key, []).append(Chance(everybody[likely.member], likely.why))
    return {key: _best(some) for key, some in found.items()}


def _note(
    found: dict[RowKey, list[Chance]],
    rows: Sequence[MemberRow],
    everybody: Mapping[str, Member],
    *pair: object,
) -> None:
    a, b, why = str(pair[0]), str(pair[1]), pair[2]
    assert isinstance(why, tuple)  # noqa: S101 - the reasons of a Pair
    if a.startswith(_ROW) and b.startswith(_ROW):
        first, second = sorted((int(a[len(_ROW) :]), int(b[len(_ROW) :])))
        found.setdefault(rows[second].key, []).append(Chance(rows[first], why))
    elif a.startswith(_ROW) or b.startswith(_ROW):
        row, member = (a, b) if a.startswith(_ROW) else (b, a)
        found.setdefault(rows[int(row[len(_ROW) :])].key, []).append(Chance(everybody[member], why))


def _best(some: list[Chance]) -> list[Chance]:
    """Return a few, members before rows, each once."""
    members = [one for one in some if isinstance(one.who, Member)]
    rows = [one for one in some if isinstance(one.who, MemberRow)]
    return [*members, *rows][:_MOST]


def _described(row: MemberRow) -> Described:
    return Described(
        name=row.name,
        family_name=row.family_name,
        other_names=row.other_names,
        birth=row.birth,
        phones=(row.phone, *row.other_phones),
        email=row.email,
        address=row.address,
        household=row.household_key or None,
    )
