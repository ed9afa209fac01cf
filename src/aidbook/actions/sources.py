"""What people do with sources: add them, say which sort they are, and what a pound of goods is held to be worth."""

from datetime import date
from typing import Any

from aidbook.domain.declare import Id, derived_id, new_id
from aidbook.domain.done import Done
from aidbook.domain.members import tie_member
from aidbook.domain.pantry import SOURCE_KINDS, FairValue, Source
from aidbook.domain.sites import Settings
from aidbook.domain.writes import change, take_back
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.pantry import sources

MEMBER = "member"
_MOST_CENTS = 100_000


def add_source(book: Book, name: str, **fields: Any) -> Done:
    """Add a source. Raises UserError without a name, or for one that is there already."""
    called = " ".join(name.split())
    _must_have_name(called)
    _must_be_a_kind(fields)
    if any(source.name.casefold() == called.casefold() for source in sources(book)):
        raise UserError(
            _("{name} is among the sources already.").format(name=called), _("Open it in the list instead.")
        )
    made = Source(id=new_id(), name=called, **fields)
    return book.record(made, made=made.id)


def add_member_source(book: Book, member: Id) -> Done:
    """Let a member be a source. Who it is stands in a tie alone, so that the figures stay when they are erased."""
    made = Source(id=new_id(), name=_("a member"), kind=MEMBER)
    return book.record(made, tie_member("source", made.id, member), made=made.id)


def edit_source(book: Book, source: Id, **fields: Any) -> Done:
    """Set fields of a source."""
    if "name" in fields:
        _must_have_name(str(fields["name"] or ""))
    _must_be_a_kind(fields)
    return book.record(change(Source, source, **fields), made=source)


def _must_have_name(name: str) -> None:
    if not name.strip():
        raise UserError(_("A source needs a name."), _("Type who gives: a shop, a food bank, a person."))


def _must_be_a_kind(fields: dict[str, Any]) -> None:
    if fields.get("kind") not in (None, *SOURCE_KINDS):
        raise UserError(_("There is no such sort of source."), _("Choose one from the list."))


# What a pound is worth


def set_fair_value(book: Book, from_on: str, cents_per_lb: int, *, why: str | None = None) -> Done:
    """Hold a pound of donated goods to be worth so much from an ISO date on; what was before stays as it was."""
    try:
        date.fromisoformat(from_on)
    except ValueError:
        raise UserError(
            _("This is not a day that can be read."), _("Type it like 2026-03-28 or 28 March.")
        ) from None
    if not 0 < cents_per_lb <= _MOST_CENTS:
        raise UserError(_("A pound is worth something."), _("Type it like 1.93."))
    id_ = derived_id("fair_value", book.identity.site, from_on)
    return book.record(FairValue(id=id_, from_on=from_on, cents_per_lb=cents_per_lb, why=why), made=id_)


def drop_fair_value(book: Book, from_on: str) -> Done:
    """Keep what a pound is worth from a day on no longer."""
    return book.record(take_back(FairValue, derived_id("fair_value", book.identity.site, from_on)))


def set_pantry_settings(book: Book, **fields: Any) -> Done:
    """Set how the site weighs (`weight_unit`) and whether items have pictures (`pictures`)."""
    return book.record(change(Settings, derived_id("settings", book.identity.site), **fields))
