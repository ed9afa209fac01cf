"""For whom a bundle can be, and what goes along to them, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aidbook.domain.sites import Site
from aidbook.i18n import _, format_number, ngettext
from aidbook.store.book import Book
from aidbook.store.members import member_count
from aidbook.store.prints import printable_days
from aidbook.store.sharing import agreed_count
from aidbook.store.sites import known_sites

Whom = Literal["site", "stranger", "laptop", "new laptop"]


@dataclass(frozen=True, slots=True)
class Reader:
    """One that a bundle is for: a paired site, whoever has the passphrase, or a laptop of our own."""

    whom: Whom
    site: Site | None = None

    @property
    def needs_passphrase(self) -> bool:
        """Tell whether there is no key yet that only this reader has."""
        return self.site is None

    @property
    def is_own(self) -> bool:
        """Tell whether it gets the whole book."""
        return self.whom in {"laptop", "new laptop"}


def readers(book: Book) -> list[tuple[Reader, str]]:
    """Return for whom a bundle can be, with their words; the paired sites first."""
    paired = [(Reader("site", site), site.name) for site in known_sites(book)]
    return [
        *paired,
        (Reader("stranger"), _("A first trip: whoever has the passphrase")),
        (Reader("laptop", book.site), _("Our other laptop, which has this book already")),
        (Reader("new laptop"), _("A new laptop of ours, under a passphrase")),
    ]


@dataclass(frozen=True, slots=True)
class Along:
    """What there is to go along."""

    days: int
    members: int
    agreed: int


def along(book: Book) -> Along:
    """Count what could go along."""
    return Along(len(printable_days(book)), member_count(book), agreed_count(book.connection))


def goes_along(reader: Reader, there: Along, *, people: bool) -> Iterator[str]:
    """Yield in words what a bundle carries."""
    if reader.is_own:
        yield _("The whole book goes along: members, stock, days, gifts and settings.")
        if reader.needs_passphrase:
            yield _("The keys of our site go along too. Give it to nobody else.")
        return
    yield _("The pantry goes along: items, stock, deliveries and counts.")
    if there.days:
        yield ngettext(
            "{n} distribution goes along, with how many households and people came and what they got.",
            "{n} distributions go along, with how many households and people came and what they got.",
            there.days,
        ).format(n=format_number(there.days))
    yield _people_words(there) if people else _("Nobody's name goes along.")
    if reader.whom == "site":
        yield _("Only what they have not confirmed yet is written; a lost stick heals with the next one.")


def _people_words(there: Along) -> str:
    return ngettext(
        "{n} member who agreed goes along; nobody else is named.",
        "{n} members who agreed go along; nobody else is named.",
        there.agreed,
    ).format(n=format_number(there.agreed))


def agreed_words(there: Along) -> str:
    """Return how many of the members agreed."""
    if not there.agreed:
        return _("No member has agreed yet to be shared with other sites. Their pages ask for it.")
    return _("{n} of {all} members agreed to be shared with other sites.").format(
        n=format_number(there.agreed), all=format_number(there.members)
    )
