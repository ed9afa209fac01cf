"""Handing a record over: from then on it belongs to another site, which lists it, corrects it and may erase it."""

from aidbook import clock
from aidbook.domain.catalog import KINDS
from aidbook.domain.consents import SHARE, stands
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.members import Household, Member
from aidbook.domain.sites import Site
from aidbook.domain.writes import Change
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import claims, erasure
from aidbook.store.book import Book
from aidbook.store.consents import consent
from aidbook.store.rows import things

CAN_BE_HANDED_OVER = ("member", "household", "item", "source")
"""Places stay: what was counted there was counted by the site whose they are."""


def hand_over(book: Book, kind: str, id_: Id, to: Id) -> Done:
    """Let a member, household, item or source belong to a paired site from now on.

    A household goes with everybody in it, and a member who is alone with theirs. Raises UserError where it is not
    ours to give, the site is not paired, or somebody has not agreed to be shared with it.
    """
    with book.transaction():
        site = _must_be_another(book, to)
        going = _what_goes(book, kind, id_)
        for each in going:
            _must_be_ours(book, *each)
            _must_be_free_to_go(book, site, *each)
        return book.record(*(Change(name, each, {"home": to}) for name, each in going), made=id_)


def _must_be_another(book: Book, to: Id) -> Site:
    site = book.get(Site, to)
    if site is None or to == book.identity.site:
        raise UserError(_("This book is not paired with that site."), _("Read in that site's card first."))
    return site


def _what_goes(book: Book, kind: str, id_: Id) -> list[tuple[str, Id]]:
    if kind not in CAN_BE_HANDED_OVER or book.get(KINDS[kind].type, id_) is None:
        raise UserError(_("This cannot be handed over."), _("Nothing was changed."))
    member = book.get(Member, id_) if kind == "member" else None
    household = id_ if kind == "household" else member.household if member else None
    together = things(book, Member, "household = ?", (household,)) if household else []
    if household is None or book.get(Household, household) is None:
        return [(kind, id_)]
    if member is not None and {one.id for one in together} != {id_}:
        return [(kind, id_)]
    return [("household", household), *(("member", one.id) for one in together)]


def _must_be_ours(book: Book, kind: str, id_: Id) -> None:
    if claims.home_of(book.connection, kind, id_) != book.identity.site:
        raise UserError(_("This belongs to another site."), _("Only that site can hand it over."))


def _must_be_free_to_go(book: Book, site: Site, kind: str, id_: Id) -> None:
    member = book.get(Member, id_) if kind == "member" else None
    if member is not None and not (member.may_share is True and _agrees_still(book, id_)):
        raise UserError(
            _("{name} has not agreed to be shared with other sites.").format(name=member.name),
            _("Ask them first, and note the answer on their page."),
        )
    if any(asked.of == id_ and asked.site == site.id for asked in erasure.erasures_asked(book.connection)):
        raise UserError(
            _("{site} asked to erase what you hand over, and could do so from then on.").format(
                site=site.name
            ),
            _("Erase it here, or settle with {site} first.").format(site=site.name),
        )


def _agrees_still(book: Book, member: Id) -> bool:
    return stands(consent(book, member, SHARE), clock.today())
