"""Queries on what this site asks of members: the profile that was chosen, and the fields that are on."""

from dataclasses import dataclass

from aidbook.domain.profiles import ALWAYS, BUILT_IN, EVERYTHING, FIELDS, Profile, field_label, own_reasons
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.rows import things


@dataclass(frozen=True, slots=True)
class Chosen:
    """The profile in use. `key` is a key of BUILT_IN or the id of an own one; `decided` whether somebody chose it."""

    key: str
    name: str
    about: str
    fields: dict[str, int]
    why: dict[str, str]
    own: Profile | None = None
    decided: bool = True


def chosen(book: Book) -> Chosen:
    """Return the profile in use: everything, as long as nobody chose one."""
    return profile(book, book.settings.profile or "") or _built_in(EVERYTHING, decided=False)


def profile(book: Book, key: str) -> Chosen | None:
    """Return a profile by its key or id, or None where there is none."""
    if key in BUILT_IN:
        return _built_in(key)
    own = book.get(Profile, key) if key else None
    if own is None:
        return None
    fields = {name: months for name, months in own.fields.items() if name in FIELDS}
    return Chosen(key, own.name, "", {**dict.fromkeys(ALWAYS, 0), **fields}, own_reasons(own), own)


def own_profiles(book: Book) -> list[Profile]:
    """Return the group's own profiles, by name."""
    return things(book, Profile, order="name COLLATE NOCASE, id")


def fields_on(book: Book) -> frozenset[str]:
    """Return the keys of the fields that this site asks, prints and imports; see `domain.profiles.is_on`."""
    return frozenset(chosen(book).fields)


def reason(profile: Chosen, key: str) -> str:
    """Return why a field is asked: in the group's own words, or else in AidBook's."""
    return profile.why.get(key) or _(FIELDS[key].why)


def _built_in(key: str, *, decided: bool = True) -> Chosen:
    known = BUILT_IN[key]
    return Chosen(key, _(known.name), _(known.about), dict(known.fields), {}, None, decided)


__all__ = ["Chosen", "chosen", "field_label", "fields_on", "own_profiles", "profile", "reason"]
