"""What a book knows of a member, field by field, as far as the site's profile asks it; for the page and for paper."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from aidbook.domain.closed_lists import (
    ACCESS_NEEDS,
    ALLERGENS,
    DIETS,
    LANGUAGES,
    SKILLS,
    shown_words,
)
from aidbook.domain.consents import PURPOSES, Consent
from aidbook.domain.member_words import band_word, bands_words, birth_words, dated, said
from aidbook.domain.members import Household, Member
from aidbook.domain.profiles import FIELDS, field_label
from aidbook.i18n import N_, _
from aidbook.store.book import Book
from aidbook.store.consents import consents
from aidbook.store.private_notes import private_note
from aidbook.store.profiles import fields_on
from aidbook.store.proxies import proxies

_LISTS: dict[str, Mapping[str, str]] = {
    "languages": LANGUAGES,
    "reads": LANGUAGES,
    "diet": DIETS,
    "allergens": ALLERGENS,
    "access_needs": ACCESS_NEEDS,
    "skills": SKILLS,
    "other_names": {},
}
_REACHED = {
    "call": N_("by a call"),
    "text": N_("by a text (SMS)"),
    "message": N_("by another message"),
    "email": N_("by email"),
    "in person": N_("in person"),
    "through someone": N_("through somebody"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """A field that was answered: `key` is one of `profiles.FIELDS`, `values` what was answered, as it is kept."""

    key: str
    values: tuple[object, ...]

    @property
    def label(self) -> str:
        """Return what the field is called, in the present language."""
        return field_label(self.key)

    @property
    def words(self) -> str:
        """Return what was answered, in the present language."""
        return _words(self.key, self.values)


def known_of(book: Book, member: Member, *, private: bool = False) -> list[Known]:
    """Return what was asked of a member and their household and answered, in the order of forms.

    The name stands elsewhere; a `private` note is for coordinators, not for paper.
    """
    on = fields_on(book)
    household = book.get(Household, member.household) if member.household else None
    keys = [key for key in FIELDS if key in on and key != "name" and (private or key != "private_note")]
    found = (Known(key, _values(book, key, member, household)) for key in keys)
    return [known for known in found if known.values]


def _values(book: Book, key: str, member: Member, household: Household | None) -> tuple[object, ...]:
    if key == "consents":
        return tuple(one for one in consents(book, member.id) if one.given is not None)
    if key == "private_note":
        return tuple(filter(None, (private_note(book, member.id),)))
    if key == "proxies":
        return tuple((one.name, one.until) for one in proxies(book, household.id)) if household else ()
    asked = FIELDS[key]
    record = household if asked.kind == "household" else member
    values = [getattr(record, name) for name in asked.of] if record else []
    if key == "family_name" and values[0] and member.name.endswith(values[0]):
        return ()
    if key == "counted" and not (household and household.counted):
        return ()
    flat = [one for value in values for one in (value if isinstance(value, tuple) else (value,))]
    return tuple(_hashable(one) for one in flat if one not in (None, ""))


def _hashable(value: object) -> object:
    return tuple(sorted(value.items())) if isinstance(value, dict) else value


# In words


def _words(key: str, values: tuple[object, ...]) -> str:
    if key in _SAID:
        return _SAID[key](values)
    if key in _LISTS:
        return ", ".join(shown_words([str(value) for value in values], _LISTS[key]))
    return " · ".join(said(str(value)) for value in values)


def _reach(values: tuple[object, ...]) -> str:
    return " · ".join(_(_REACHED[str(value)]) if value in _REACHED else said(str(value)) for value in values)


def _yes_or_no(values: tuple[object, ...]) -> str:
    if isinstance(values[0], str):
        return said(values[0])
    return _("yes") if values[0] else _("no")


def _counted(values: tuple[object, ...]) -> str:
    people = bands_words(dict(values[0]) if isinstance(values[0], tuple) else {})
    if len(values) > 1:
        return _("{people} (as of {date})").format(people=people, date=dated(str(values[1])))
    return people


def _proxies(values: tuple[object, ...]) -> str:
    return ", ".join(_proxy(*one) for one in values if isinstance(one, tuple))


def _proxy(name: str, until: str | None) -> str:
    return _("{name} until {date}").format(name=name, date=dated(until)) if until else name


def _consents(values: tuple[object, ...]) -> str:
    return "; ".join(_consent(one) for one in values if isinstance(one, Consent))


def _consent(one: Consent) -> str:
    purpose = _(PURPOSES[one.purpose]) if one.purpose in PURPOSES else one.purpose
    return " ".join(_consent_parts(one, purpose))


def _consent_parts(one: Consent, purpose: str) -> Iterator[str]:
    yield f"{purpose} {_yes_or_no((one.given,))}"
    if one.on:
        yield _("(said on {date})").format(date=dated(one.on))
    if one.given is True and one.until:
        yield _("until {date}").format(date=dated(one.until))


_SAID: dict[str, Callable[[tuple[object, ...]], str]] = {
    "reach": _reach,
    "birth": lambda values: birth_words(str(values[0])),
    "age_band": lambda values: band_word(str(values[0])),
    "since": lambda values: dated(str(values[0])),
    "may_drive": _yes_or_no,
    "counted": _counted,
    "proxies": _proxies,
    "consents": _consents,
}
