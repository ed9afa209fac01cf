"""What history calls the fields about members, consents, proxies and profiles, and how their values read."""

from collections.abc import Callable, Mapping
from typing import Any

from aidbook.domain.closed_lists import ACCESS_NEEDS, LANGUAGES, SKILLS, shown_words
from aidbook.domain.consents import purpose_words
from aidbook.domain.profiles import BUILT_IN, FIELDS, Profile, field_label
from aidbook.i18n import N_, _, ngettext
from aidbook.store.book import Book
from aidbook.store.history import ever

PEOPLE_KINDS = {
    "private_note": N_("Private note"),
    "consent": N_("What they agreed to"),
    "proxy": N_("Who may pick up"),
    "profile": N_("What is asked"),
    "clearing": N_("Kept long enough"),
}

PEOPLE_FIELDS = {
    "other_phones": N_("Other phones"),
    "reach_by": N_("Best reached by"),
    "reach_note": N_("When, or through whom"),
    "reads": N_("Languages read"),
    "access_needs": N_("Access needs"),
    "skills": N_("Skills"),
    "may_drive": N_("Drives"),
    "left_on": N_("Left on"),
    "household_since": N_("In this household since"),
    "old_numbers": N_("Numbers of lost cards"),
    "basis": N_("Basis for a programme"),
    "member": N_("Member"),
    "purpose": N_("What for"),
    "given": N_("Agreed"),
    "until": N_("Until"),
    "witness": N_("Who heard it"),
    "profile": N_("What is asked"),
    "fields": N_("Fields"),
    "why": N_("Reasons"),
    "members": N_("Members and households"),
    "values": N_("Answers"),
}

PEOPLE_DATES = {"left_on", "household_since", "until"}


def _listed(known: Mapping[str, str]) -> Callable[[Book, Any], str]:
    return lambda _book, value: ", ".join(shown_words(value, known))


def _profile(book: Book, value: Any) -> str:  # noqa: ANN401 - a key or an id
    if value in BUILT_IN:
        return _(BUILT_IN[value].name)
    found = ever(book, Profile, str(value))
    return found.name if found else _("no longer in the book")


def _asked(_book: Book, value: dict[str, int]) -> str:
    said = []
    for key in (key for key in FIELDS if key in value):
        months = ngettext("{n} month", "{n} months", value[key]).format(n=value[key]) if value[key] else ""
        said.append(f"{field_label(key)} ({months})" if months else field_label(key))
    return ", ".join(said)


PEOPLE_SAID: dict[str, Callable[[Book, Any], str]] = {
    "reads": _listed(LANGUAGES),
    "access_needs": _listed(ACCESS_NEEDS),
    "skills": _listed(SKILLS),
    "purpose": lambda _book, value: purpose_words(str(value)),
    "profile": _profile,
    "fields": _asked,
}
