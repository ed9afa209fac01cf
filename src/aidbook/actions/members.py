"""What people do with members and households: add, correct, move, find the one that was meant."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from typing import Any

from aidbook import clock
from aidbook.actions.cards import must_be_in_use
from aidbook.actions.consents import written_along
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.homes import new_id_at
from aidbook.domain.members import (
    GONE,
    NOT_ASKED,
    Household,
    Member,
    PrivateNote,
    Proxy,
    member_number,
    parse_member_number,
    private_note_id,
    told,
)
from aidbook.domain.writes import Change, change, take_back
from aidbook.errors import NeedsDecision, UserError
from aidbook.i18n import _, ngettext
from aidbook.store import members as query
from aidbook.store.book import Book
from aidbook.store.proxies import proxies
from aidbook.store.rows import things


def add_member(
    book: Book,
    name: str,
    *,
    household: Id | None = None,
    counted: dict[str, int] | None = None,
    home: dict[str, Any] | None = None,
    **fields: Any,
) -> Done:
    """Add a member; in a household of its own with `counted` people and the fields `home` unless one is named.

    `id` is the member's. Raises UserError without a name.
    """
    with book.transaction():
        member, writes = new_member(book, name, household=household, counted=counted, home=home, **fields)
        return book.record(*writes, made=member.id)


def new_member(
    book: Book,
    name: str,
    *,
    household: Id | None = None,
    counted: dict[str, int] | None = None,
    home: dict[str, Any] | None = None,
    private_note: str | None = None,
    **fields: Any,
) -> tuple[Member, list[object]]:
    """Return a new member with the next number, and what an action writes to add them; see `add_member`."""
    called = _must_have_name(name)
    number = member_number(book.site.code, query.take_numbers(book, 1))
    member = Member(id=new_id_at(book.identity.site), name=called, number=number, **fields)
    writes: list[object] = []
    if household is None:
        household = new_id_at(book.identity.site)
        writes.append(replace(_household_of(household, member.id, counted or {}), **(home or {})))
    elif book.get(Household, household) is None:
        raise _unknown_household()
    member = replace(member, household=household)
    return member, [*writes, member, *noted(book, member.id, private_note)]


def add_households(book: Book, households: Iterable[query.HouseholdPage]) -> Done:
    """Add households with their members in one action, as a list is moved in; the first member is the contact person.

    Raises UserError for a member without a name.
    """
    writes: list[object] = []
    for page in households:
        contact = page.contact.id if page.contact else None
        writes.append(replace(page.household, contact=contact))
        writes += [
            replace(member, name=_must_have_name(member.name), household=page.household.id)
            for member in page.members
        ]
    with book.transaction():
        return book.record(*numbered(book, writes))


def numbered(book: Book, writes: list[object]) -> list[object]:
    """Return `writes` with a member number for each new member that has none; part of the caller's transaction."""
    without = sum(isinstance(write, Member) and write.number is None for write in writes)
    numbers = count(query.take_numbers(book, without)) if without else count()
    code = book.site.code
    return [
        replace(write, number=member_number(code, next(numbers)))
        if isinstance(write, Member) and write.number is None
        else write
        for write in writes
    ]


def _household_of(household: Id, contact: Id, counted: dict[str, int]) -> Household:
    people = told(counted)
    return Household(
        id=household, contact=contact, counted=people, counted_on=clock.today() if people else None
    )


def edit_member(book: Book, member: Id, **fields: Any) -> Done:
    """Set fields of a member, or the `private_note` on them; whoever leaves or died does so today unless `left_on` says when.

    Another of the household is spoken to from then on. Raises UserError for an empty name or an unknown member.
    """
    if "name" in fields:
        fields["name"] = _must_have_name(fields["name"])
    with book.transaction():
        record = book.get(Member, member)
        if record is None:
            raise _unknown_member()
        writes = written_along(book, member, fields)
        if "private_note" in fields:
            writes += noted(book, member, fields.pop("private_note"))
        if "left" in fields:
            fields.setdefault("left_on", clock.today() if fields["left"] else None)
            if fields["left"] in GONE:
                writes += _contact_passed_on(book, record, stays=True)
        return book.record(change(Member, member, **fields), *writes, made=member)


def noted(book: Book, member: Id, note: str | None) -> list[object]:
    """Return what writes the private note on a member, or takes it away."""
    id_ = private_note_id(member)
    if book.get(PrivateNote, id_) is not None:
        return [change(PrivateNote, id_, note=note)]
    return [PrivateNote(id=id_, member=member, note=note)] if note else []


def edit_household(book: Book, household: Id, **fields: Any) -> Done:
    """Set fields of a household; `counted` is dated today. Raises UserError for impossible counts."""
    if book.get(Household, household) is None:
        raise _unknown_household()
    if "counted" in fields:
        if any(people < 0 for people in fields["counted"].values()):
            raise UserError(_("A household cannot have fewer than no people."), _("Type 0 or more."))
        fields["counted"] = told(fields["counted"])
        fields.setdefault("counted_on", clock.today())
    return book.record(change(Household, household, **fields), made=household)


def move_member(book: Book, member: Id, household: Id | None, *, on: str | None = None) -> Done:
    """Move a member to another household, or with None to a new one of their own, on an ISO date (today).

    What was picked up before stays with the old household. Raises UserError for an unknown member or household, and
    where they are in it already.
    """
    with book.transaction():
        record = book.get(Member, member)
        if record is None:
            raise _unknown_member()
        if household is not None and household == record.household:
            raise UserError(_("They are in this household already."), _("Pick another one."))
        writes: list[object] = _contact_passed_on(book, record)
        if household is None:
            household = new_id_at(book.identity.site)
            writes.append(_household_of(household, member, {}))
        elif book.get(Household, household) is None:
            raise _unknown_household()
        moved = change(Member, member, household=household, household_since=on or clock.today())
        return book.record(*writes, moved, made=member)


def _contact_passed_on(book: Book, member: Member, *, stays: bool = False) -> list[object]:
    """Return the writes that give a household another contact person than one who goes, or end it where it is empty.

    One who `stays` in it (left, or died) leaves it where they may come back to.
    """
    page = query.household_page(book, member.household) if member.household else None
    if page is None:
        return []
    others = [other for other in page.members if other.id != member.id]
    if stays and not others:
        return []
    if (
        not others
        and not any(page.household.counted.values())
        and not _anybody_else(book, page.household.id, member.id)
    ):
        return [Change("household", page.household.id, {"kept": False})]
    if page.household.contact == member.id:
        return [change(Household, page.household.id, contact=others[0].id if others else None)]
    return []


def _anybody_else(book: Book, household: Id, member: Id) -> bool:
    """Tell whether a household has others, who left or died: they stay where they can be found."""
    return bool(things(book, Member, "household = ? AND id <> ?", (household, member)))


# Who may pick up for a household


def add_proxy(
    book: Book,
    household: Id,
    *,
    member: Id | None = None,
    name: str | None = None,
    phone: str | None = None,
    until: str | None = None,
    note: str | None = None,
) -> Done:
    """Let a member, or somebody with a name alone, pick up for a household, until an ISO date at most.

    `id` is the proxy's. Raises UserError for an unknown household, for nobody, and for one who may do so already.
    """
    with book.transaction():
        if book.get(Household, household) is None:
            raise _unknown_household()
        called = " ".join((name or "").split()) or None
        if member is None and called is None:
            raise UserError(_("It is not said who may pick up."), _("Pick a member, or write a name."))
        if member is not None and book.get(Member, member) is None:
            raise _unknown_member()
        if member is not None and any(one.member == member for one in proxies(book, household)):
            raise UserError(_("They may pick up for this household already."), _("Nothing was changed."))
        proxy = Proxy(
            id=new_id_at(book.identity.site),
            household=household,
            member=member,
            name=None if member else called,
            phone=phone,
            until=until,
            note=note,
        )
        return book.record(proxy, made=proxy.id)


def edit_proxy(book: Book, proxy: Id, **fields: Any) -> Done:
    """Set the name, phone, last day or note of somebody who may pick up. Raises UserError for nobody."""
    with book.transaction():
        record = _must_be_proxy(book, proxy)
        if record.member is None and "name" in fields and not (fields["name"] or "").strip():
            raise UserError(_("It is not said who may pick up."), _("Write a name, or take them off."))
        return book.record(change(Proxy, proxy, **fields), made=proxy)


def remove_proxy(book: Book, proxy: Id) -> Done:
    """Let somebody no longer pick up for a household. Raises UserError for nobody."""
    with book.transaction():
        _must_be_proxy(book, proxy)
        return book.record(take_back(Proxy, proxy), made=proxy)


def _must_be_proxy(book: Book, proxy: Id) -> Proxy:
    record = book.get(Proxy, proxy)
    if record is None:
        raise UserError(_("They may not pick up any more."), _("Look at the household again."))
    return record


# Finding who is meant


def find_member(book: Book, who: str) -> Member:
    """Return the one member that a number or a name means. Raises UserError for none or a lost card, NeedsDecision for several."""
    number = parse_member_number(who)
    found = query.members_by_number(book, number) if number else query.members_by_name(book, who)
    if number and not found:
        must_be_in_use(book, number)
    if not found:
        raise UserError(
            _("Nobody called {who} is in the book.").format(who=who),
            _("Look at the spelling, or add them as a member."),
        )
    if len(found) > 1:
        choices = tuple(f"{member.name} {member.number or ''}".strip() for member in found)
        raise NeedsDecision(
            ngettext("{n} member fits {who}.", "{n} members fit {who}.", len(found)).format(
                n=len(found), who=who
            ),
            _("Say which one by the member number: {choices}.").format(choices="; ".join(choices[:10])),
            choices,
        )
    return found[0]


def household_of(book: Book, member: Member) -> Id:
    """Return the household of a member. Raises UserError where it is not in this book."""
    if member.household is None or book.get(Household, member.household) is None:
        raise _unknown_household()
    return member.household


def unasked(people: int) -> dict[str, int]:
    """Return the counted people of a household of which one is named and `people` in all pick up together."""
    return {NOT_ASKED: people - 1} if people > 1 else {}


def _must_have_name(name: str) -> str:
    called = " ".join(name.split())
    if not called:
        raise UserError(
            _("A member needs a name to call them by."), _("Any name will do; it can be changed later.")
        )
    return called


def _unknown_member() -> UserError:
    return UserError(_("This member is not in the book."), _("Find the person again in the list of members."))


def _unknown_household() -> UserError:
    return UserError(_("This household is not in the book."), _("Find it again in the list, or add it."))
