"""Clearing what was kept long enough: one action for all of it, one undo."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from aidbook.domain.consents import Consent
from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.members import Household, Member, PrivateNote, Proxy, private_note_id
from aidbook.domain.profiles import FIELDS, Clearing
from aidbook.domain.writes import change, take_back
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import keeping as query
from aidbook.store.book import Book
from aidbook.store.consents import written_consents
from aidbook.store.keeping import Outlived


def clear(book: Book, outlived: Iterable[Outlived]) -> Done:
    """Clear these fields; who loses their name is called by their number. `id` is the clearing's.

    Raises UserError where nothing of it is there any more.
    """
    with book.transaction():
        every = list(outlived)
        writes = [
            write
            for one in every
            for write in (_of_household(book, one) if one.household else _of_member(book, one))
        ]
        if not writes:
            raise UserError(_("Nothing of this is there any more."), _("Look at the list again."))
        about = {one.household or one.member for one in every}
        cleared = Clearing(id=new_id(), members=len(about), values=len(every))
        return book.record(*_together(writes), cleared, made=cleared.id)


def _of_member(book: Book, one: Outlived) -> list[Any]:
    record = book.get(Member, one.member)
    if record is None:
        return []
    if one.field == "name":
        return [change(Member, record.id, name=record.number)] if record.number else []
    if one.field == "consents":
        given = [take_back(Consent, consent.id) for consent in written_consents(book, [record.id])]
        return [*given, change(Member, record.id, may_share=None, may_share_on=None)]
    if one.field == "private_note":
        return [change(PrivateNote, private_note_id(record.id), note=None)]
    return [change(Member, record.id, **_nothing(Member, one.field))]


def _of_household(book: Book, one: Outlived) -> list[Any]:
    record = book.get(Household, one.household)
    if record is None:
        return []
    if one.proxy:
        return [take_back(Proxy, one.proxy)] if book.get(Proxy, one.proxy) else []
    if one.field == "proxies":
        return [take_back(Proxy, proxy.id) for proxy in query.proxies_of(book, [record.id])]
    return [change(Household, record.id, **_nothing(Household, one.field))]


def _nothing(cls: type, key: str) -> dict[str, Any]:
    """Return what the fields of a key are when nothing was ever asked."""
    blank = Member(id="", name="") if cls is Member else Household(id="")
    return {name: getattr(blank, name) for name in FIELDS[key].of}


def _together(writes: Iterable[Any]) -> list[object]:
    """Return one write for each record, with all the fields that are cleared."""
    found: dict[tuple[str, Id], Any] = {}
    for write in writes:
        before = found.get((write.kind, write.id))
        fields = {**before.fields, **write.fields} if before else write.fields
        found[write.kind, write.id] = dataclasses.replace(write, fields=fields)
    return list(found.values())
