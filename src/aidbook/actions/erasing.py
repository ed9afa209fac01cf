"""Erasing a person: what goes, what stays, said in words before it is done. No undo brings it back."""

from dataclasses import dataclass

from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.members import Household
from aidbook.domain.sites import Site
from aidbook.domain.writes import change
from aidbook.errors import UserError
from aidbook.i18n import _, ngettext
from aidbook.store import claims, erasure
from aidbook.store.book import Book
from aidbook.store.sites import known_sites


@dataclass(frozen=True, slots=True)
class Erasing:
    """What erasing somebody would do, in sentences. `asks`: the site that is asked, where they belong to another."""

    name: str
    goes: tuple[str, ...]
    stays: tuple[str, ...]
    asks: str | None = None


def what_erasing_does(book: Book, member: Id) -> Erasing:
    """Return what erasing a member would do. Raises UserError for nobody."""
    name = _must_be_here(book, member)
    households = erasure.households_left_empty(book.connection, member)
    asked = _asked(book, member)
    if asked is not None:
        goes: tuple[str, ...] = (
            _("{name} belongs to {site}: only they can erase. They are asked with the next bundle.").format(
                name=name, site=asked
            ),
        )
        return Erasing(name, goes, (_("Until they do, everything stays as it is."),), asked)
    return Erasing(name, tuple(_going(book, name, households)), tuple(_staying(book, member, households)))


def _going(book: Book, name: str, households: list[Id]) -> list[str]:
    words = [_("Everything written about {name}: name, number, phone, birth, notes.").format(name=name)]
    if households:
        words.append(_("Their household, with its address and the people only counted in it."))
    if known_sites(book):
        words.append(_("The same at every site and on every laptop, as soon as a bundle reaches it."))
    return [*words, _("This cannot be undone.")]


def _staying(book: Book, member: Id, households: list[Id]) -> list[str]:
    visits = erasure.visits_of(book.connection, member, households)
    words = []
    if visits:
        words.append(
            ngettext(
                "{n} visit with its figures, of nobody in particular: no past total changes.",
                "{n} visits with their figures, of nobody in particular: no past total changes.",
                visits,
            ).format(n=visits)
        )
    return [
        *words,
        _(
            "Backups made before hold them until they are deleted; when one is restored, they are erased again."
        ),
        _("What was printed, and what others wrote about them in notes of their own."),
    ]


def erase(book: Book, member: Id) -> Done:
    """Erase a member, and every household left empty by that; where they belong to another site, ask it to.

    `id` is the member's. Raises UserError for nobody.
    """
    with book.transaction():
        _must_be_here(book, member)
        asks = _asked(book, member) is not None
        things = [("member", member)]
        if not asks:
            things += [("household", h) for h in erasure.households_left_empty(book.connection, member)]
        writes: list[object] = [erasure.erasure_of(book.connection, about, of) for about, of in things]
        writes += [] if asks else _contact_passed_on(book, member, {of for _about, of in things})
        done = book.record(*writes, made=member)
    erasure.finish(book)
    return done


def _contact_passed_on(book: Book, member: Id, erased: set[Id]) -> list[object]:
    """Return what lets somebody else be spoken to in a household that others stay in."""
    found = erasure.household_of(book.connection, member)
    if found is None or found[0] in erased:
        return []
    return [change(Household, found[0], contact=found[1])]


def agree_to_erase(book: Book, asked: erasure.ErasureAsked) -> Done:
    """Erase whom another site asked to erase."""
    if asked.about == "member":
        return erase(book, asked.of)
    with book.transaction():
        done = book.record(erasure.erasure_of(book.connection, asked.about, asked.of), made=asked.of)
    erasure.finish(book)
    return done


def _must_be_here(book: Book, member: Id) -> str:
    name = erasure.name_of(book.connection, member)
    if name is None:
        raise UserError(
            _("This member is not in the book."), _("Find the person again in the list of members.")
        )
    return name


def _asked(book: Book, member: Id) -> str | None:
    """Return the name of the site that has to be asked, or None where this site may erase."""
    home = claims.home_of(book.connection, "member", member)
    if home == book.identity.site:
        return None
    if home is None:
        raise UserError(
            _(
                "It is not known here to which site this member belongs: the entry that added them has not arrived."
            ),
            _("Read in the next bundle of that site first."),
        )
    site = book.get(Site, home)
    return site.name if site else _("another site")
