"""What the people of many households said, read together, for lists of a day."""

import json
from dataclasses import dataclass, field

from aidbook.domain.declare import Id
from aidbook.store import same
from aidbook.store.book import Book

Details = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], str | None]


def household_details(book: Book, households: list[Id], linked: dict[Id, Id]) -> dict[Id, Details]:
    """Return {household: (diet, allergens, languages, names, contact's family name)} of members who have not left.

    `linked` is {household: the one it is shown as}; linked people are named once.
    """
    shown_as = same.one_of(book, "member", site=book.identity.site)
    rows = book.connection.execute(
        "SELECT m.household, m.name, m.diet, m.allergens, m.languages, m.id = h.contact, m.family_name, m.id FROM member m "
        "JOIN household h ON h.id = m.household WHERE m.kept = 1 AND coalesce(m.left, '') IN ('', 'paused') "
        "ORDER BY m.name COLLATE NOCASE"
    )
    found = {household: _Given() for household in households}
    for own, name, diet, allergens, languages, is_contact, family_name, id_ in rows:
        household = linked.get(own, own)
        if household not in found:
            continue
        given = found[household]
        for kept, cell in zip(
            (given.diet, given.allergens, given.languages), (diet, allergens, languages), strict=True
        ):
            kept.update(dict.fromkeys(json.loads(cell or "[]")))
        person = shown_as.get(id_, id_)
        if person == id_ or person not in given.people:
            given.people[person] = name
        if is_contact:
            given.contact = person
            given.family_name = family_name if own == household else given.family_name or family_name
    return {household: given.details() for household, given in found.items()}


@dataclass(slots=True)
class _Given:
    """What the people of a household said, while it is read."""

    diet: dict[str, None] = field(default_factory=dict)
    allergens: dict[str, None] = field(default_factory=dict)
    languages: dict[str, None] = field(default_factory=dict)
    people: dict[Id, str] = field(default_factory=dict)
    contact: Id | None = None
    family_name: str | None = None

    def details(self) -> Details:
        names = [name for person, name in self.people.items() if person != self.contact]
        if self.contact in self.people:
            names.insert(0, self.people[self.contact])
        return tuple(self.diet), tuple(self.allergens), tuple(self.languages), tuple(names), self.family_name


def linked_with(linked: dict[Id, Id]) -> dict[Id, tuple[Id, ...]]:
    """Return {household: itself and those shown as it} of those that others are shown as."""
    found: dict[Id, tuple[Id, ...]] = {}
    for own, shown in linked.items():
        found[shown] = (*found.get(shown, (shown,)), *((own,) if own != shown else ()))
    return found
