"""Members as rows of a spreadsheet that may come home: changed there, it is read back as differences."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from aidbook import clock
from aidbook.actions.cell_words import cell_words
from aidbook.domain.declare import Id
from aidbook.domain.imports import OUR_SEPARATOR, is_asked
from aidbook.domain.members import BANDS, GONE, NOT_ASKED, Household, Member, Proxy, band_of
from aidbook.i18n import _
from aidbook.store import imports as query
from aidbook.store.book import Book
from aidbook.store.private_notes import private_notes
from aidbook.store.profiles import fields_on
from aidbook.store.rows import things

MEMBER_FIELDS = (
    "own_number", "name", "family_name", "other_names", "pronouns", "phone", "other_phones", "email", "reach_by", "reach_note",
    "address", "zone", "household", "contact", "household_size", "children", "adults", "seniors", "household_note", "basis",
    "proxies", "birth", "age", "languages", "reads", "diet", "allergens", "access_needs", "skills", "may_drive", "since", "left",
    "left_on", "other_number", "note", "private_note",
)  # fmt: skip
_COUNTED = dict(zip(("children", "adults", "seniors"), (name for name, _low, _high in BANDS), strict=True))
_GROWN = "18-59"
_OF_HOUSEHOLD = {"address": "address", "zone": "zone", "household_note": "note", "basis": "basis"}

Row = dict[str, str | int]


def member_fields(book: Book) -> tuple[str, ...]:
    """Return the fields of the spreadsheet: those that this site asks of its members."""
    on = fields_on(book)
    return tuple(name for name in MEMBER_FIELDS if is_asked(name, on))


def member_rows(book: Book, ids: Collection[Id] | None = None) -> Iterator[Row]:
    """Yield {field: what its cell says} for each member of the site, or of these, those of one household together."""
    members = query.all_members(book)
    households = {one.id: one for one in query.all_households(book)}
    fields, proxies, notes = member_fields(book), _proxies(book, members), private_notes(book)
    together: dict[Id, list[Member]] = defaultdict(list)
    for member in members:
        together[member.household or member.id].append(member)
    wanted = None if ids is None else frozenset(ids)
    for key, people in sorted(together.items(), key=lambda one: (_first_name(one[1]), one[0])):
        for member, row in _household_rows(households.get(key), people, proxies.get(key, ()), wanted):
            if wanted is None or member.id in wanted:
                row["private_note"] = cell_words("private_note", notes.get(member.id))
                yield {name: row[name] for name in fields if row.get(name, "") != ""}


def _first_name(people: list[Member]) -> str:
    return min(member.name.casefold() for member in people)


def _proxies(book: Book, members: Sequence[Member]) -> dict[Id, list[str]]:
    """Return {household: names of who may pick up for it}."""
    names = {member.id: member.name for member in members}
    found: dict[Id, list[str]] = defaultdict(list)
    for proxy in things(book, Proxy):
        name = names.get(proxy.member or "") or proxy.name
        if name:
            found[proxy.household].append(name)
    return found


def _household_rows(
    household: Household | None, people: list[Member], proxies: Sequence[str], wanted: frozenset[Id] | None
) -> Iterator[tuple[Member, Row]]:
    """Yield the rows of a household; its figures stand on one of them, where all who are in it are wanted."""
    contact = household.contact if household else None
    people = sorted(people, key=lambda one: (one.id != contact, one.name.casefold(), one.id))
    here = [member for member in people if member.left not in GONE]
    key = next((member.number for member in here if member.number), "") or ""
    for member in people:
        row = _own(member)
        if household is not None and member in here:
            row |= {"household": key, "contact": _("yes") if member.id == contact else ""}
            row |= {
                name: cell_words(name, getattr(household, field)) for name, field in _OF_HOUSEHOLD.items()
            }
            if member is here[0]:
                row["proxies"] = OUR_SEPARATOR.join(proxies)
                if wanted is None or wanted.issuperset(one.id for one in here):
                    row |= _sizes(household, here)
        yield member, row


def _own(member: Member) -> Row:
    said: Row = {
        name: cell_words(name, getattr(member, name))
        for name in MEMBER_FIELDS
        if name != "household" and hasattr(member, name)
    }
    return said | {
        "own_number": member.number or "",
        "age": "" if member.birth else cell_words("age", member.age_band),
    }


def _sizes(household: Household, here: list[Member]) -> Row:
    """Return a household's figures with the named among them, one of no known age as a grown-up."""
    bands = {band: household.counted.get(band, 0) for band in _COUNTED.values()}
    for member in here:
        band = band_of(member, clock.today())
        bands[band if band in bands else _GROWN] += 1
    everybody = sum(bands.values()) + household.counted.get(NOT_ASKED, 0)
    return {"household_size": everybody, **{field: bands[band] for field, band in _COUNTED.items()}}
