"""What people did about members, in words: agreed, moved, left; who may pick up; what is asked; what was cleared."""

from collections.abc import Callable, Sequence
from typing import Any

from aidbook.domain.consents import PHOTO, REMINDERS, SHARE, Consent
from aidbook.domain.declare import PREFERS_NOT
from aidbook.domain.members import Household, Member, Proxy
from aidbook.domain.profiles import BUILT_IN, Profile
from aidbook.i18n import _, format_number, ngettext
from aidbook.store import history as query
from aidbook.store.body import Body
from aidbook.store.book import Book

Bodies = Sequence[Body]


def people_words() -> dict[str, str]:
    """Return what one thing of each of these kinds is called."""
    return {
        "consent": _("what a member agreed to"),
        "private_note": _("a private note"),
        "proxy": _("somebody who may pick up"),
        "profile": _("a profile of what is asked"),
        "clearing": _("what was kept long enough"),
    }


def _name(book: Book, id_: object) -> str:
    member = query.ever(book, Member, str(id_)) if id_ else None
    return (member.name if member else "") or _("somebody no longer in the book")


def _consent(book: Book, own: Bodies, _all: Bodies) -> str:
    said = own[0].set or {}
    record = query.ever(book, Consent, own[0].subject)
    name = _name(book, said.get("member") or (record and record.member))
    what = _purpose(str(said.get("purpose") or (record.purpose if record else "")))
    given: Any = said.get("given", ...)
    if said.get("kept") is False or given is ... or given is None:
        return _("Changed what {name} agreed to: {what}").format(name=name, what=what)
    if given == PREFERS_NOT:
        return _("{name} would rather not say: {what}").format(name=name, what=what)
    if given:
        return _("{name} agreed: {what}").format(name=name, what=what)
    if (own[0].over or {}).get("given"):
        return _("{name} took it back: {what}").format(name=name, what=what)
    return _("{name} said no: {what}").format(name=name, what=what)


def _purpose(purpose: str) -> str:
    words = {SHARE: _("other sites may know them"), REMINDERS: _("reminders"), PHOTO: _("photos")}
    return words.get(purpose, purpose)


def _proxy(book: Book, own: Bodies, _all: Bodies) -> str:
    said = own[0].set or {}
    record = query.ever(book, Proxy, own[0].subject)
    of = query.ever(book, Household, str(said.get("household") or (record.household if record else "")))
    home = _name(book, of.contact) if of and of.contact else _("a household no longer in the book")
    who = (record.name or (_name(book, record.member) if record.member else "")) if record else ""
    who = who or _("somebody")
    if said.get("kept") is True:
        return _("{who} may pick up for {name}’s household").format(who=who, name=home)
    if said.get("kept") is False:
        return _("{who} may no longer pick up for {name}’s household").format(who=who, name=home)
    return _("Changed how {who} may pick up for {name}’s household").format(who=who, name=home)


def _profile(book: Book, own: Bodies, _all: Bodies) -> str:
    record = query.ever(book, Profile, own[0].subject)
    name = str((own[0].set or {}).get("name") or (record.name if record else ""))
    if (own[0].set or {}).get("kept") is True:
        return _("Made the profile {name}").format(name=name)
    if (own[0].set or {}).get("kept") is False:
        return _("Gave up the profile {name}").format(name=name)
    return _("Changed what the profile {name} asks").format(name=name)


def _clearing(_book: Book, own: Bodies, _all: Bodies) -> str:
    fact = own[0].fact
    if fact is None:
        return _("Brought back what was cleared")
    members = int(fact.get("members") or 0)
    return ngettext(
        "Cleared what was kept long enough about {n} member",
        "Cleared what was kept long enough about {n} members",
        members,
    ).format(n=format_number(members))


def said_of_settings(book: Book, own: Bodies) -> str | None:
    """Return what a change of the settings did where it chose a profile, or None."""
    key = (own[0].set or {}).get("profile", ...)
    if key is ... or (own[0].set or {}).get("kept") is True:
        return None
    if key in BUILT_IN:
        return _("Chose what is asked: {profile}").format(profile=_(BUILT_IN[str(key)].name))
    record = query.ever(book, Profile, str(key)) if key else None
    return _("Chose what is asked: {profile}").format(profile=record.name if record else _("everything"))


def said_of_member(book: Book, own: Bodies) -> str | None:
    """Return what a change of one member did where it is more than a correction: moved, left, came back; or None."""
    said, over = own[0].set or {}, own[0].over or {}
    if len(own) > 1 or "kept" in said:
        return None
    name = _name(book, own[0].subject)
    if "household" in said and over.get("household"):
        return _("Moved {name} to another household").format(name=name)
    if "left" in said:
        return _left(str(said["left"] or "")).format(name=name)
    return None


def _left(left: str) -> str:
    words = {
        "left": _("{name} left the group"),
        "died": _("{name} died"),
        "paused": _("{name} is away for a while"),
    }
    return words.get(left, _("{name} is back in the group"))


def _private_note(book: Book, own: Bodies, _all: Bodies) -> str:
    name = _name(book, (own[0].set or {}).get("member"))
    return _("Changed the private note on {name}").format(name=name)


NOTE_SENTENCES: dict[str, Callable[[Book, Bodies, Bodies], str]] = {"private_note": _private_note}
"""Sentences that go after that of the member."""

PEOPLE_SENTENCES: dict[str, Callable[[Book, Bodies, Bodies], str]] = {
    "clearing": _clearing,
    "consent": _consent,
    "proxy": _proxy,
    "profile": _profile,
}
"""Sentences that go before that of the member, the household or the settings they change too."""


__all__ = ["NOTE_SENTENCES", "PEOPLE_SENTENCES", "people_words", "said_of_member", "said_of_settings"]
