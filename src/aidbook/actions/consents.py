"""What people do with consents: a member agrees to a purpose, says no, takes it back; with the day, a witness, an end."""

from typing import Any

from aidbook import clock
from aidbook.domain.consents import SHARE, Consent, consent_id
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.members import Member
from aidbook.domain.writes import change
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import consents as query
from aidbook.store.book import Book


def give(
    book: Book,
    member: Id,
    purpose: str,
    *,
    on: str | None = None,
    until: str | None = None,
    witness: str | None = None,
) -> Done:
    """Write that a member agreed, `on` a day (today), until a day at most, before a witness. `id` is the consent's.

    Raises UserError for nobody, for no purpose, and for an end before its day.
    """
    return answer(book, member, purpose, given=True, on=on or clock.today(), until=until, witness=witness)


def withdraw(book: Book, member: Id, purpose: str, *, on: str | None = None) -> Done:
    """Write that a member said no, or takes a yes back. `id` is the consent's. Raises UserError for nobody."""
    return answer(book, member, purpose, given=False, on=on or clock.today())


def answer(book: Book, member: Id, purpose: str, **fields: Any) -> Done:
    """Set fields of a member's consent: given, on, until, witness. `id` is the consent's.

    Raises UserError for nobody, for no purpose, and for an end before its day.
    """
    with book.transaction():
        _must_be_here(book, member)
        purpose = " ".join(purpose.split())
        if not purpose:
            raise UserError(_("It is not said what they agreed to."), _("Write it in a few words."))
        return book.record(*_writes(book, member, purpose, fields), made=consent_id(member, purpose))


def _writes(book: Book, member: Id, purpose: str, fields: dict[str, Any]) -> list[object]:
    now = query.consent(book, member, purpose)
    said = {name: getattr(now, name) for name in ("given", "on", "until", "witness")} | fields
    if said["on"] and said["until"] and said["until"] < said["on"]:
        raise UserError(_("It would end before it begins."), _("Look at both days again."))
    if book.get(Consent, now.id) is None:
        writes: list[object] = [Consent(id=now.id, member=member, purpose=purpose, **said)]
    else:
        writes = [change(Consent, now.id, **fields)]
    if purpose == SHARE:
        writes.append(change(Member, member, may_share=said["given"], may_share_on=said["on"]))
    return writes


def written_along(book: Book, member: Id, fields: dict[str, Any]) -> list[object]:
    """Return what keeps the consent to share in step where a member's `may_share` is set as a field."""
    id_ = consent_id(member, SHARE)
    if "may_share" not in fields or book.get(Consent, id_) is None:
        return []
    given = fields["may_share"]
    on = fields.get("may_share_on") or (None if given is None else clock.today())
    return [change(Consent, id_, given=given, on=on)]


def _must_be_here(book: Book, member: Id) -> None:
    if book.get(Member, member) is None:
        raise UserError(
            _("This member is not in the book."), _("Find the person again in the list of members.")
        )
