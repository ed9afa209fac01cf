"""Two members, items or sources are one, or are two after all. Nothing is merged away."""

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.pantry import Item
from aidbook.domain.same import SAME, same_of
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import same as query
from aidbook.store.book import Book


def link(book: Book, kind: str, one: Id, other: Id) -> Done:
    """Show two members, items or sources (`kind`) as one. Raises UserError where one is not here, or both are one."""
    with book.transaction():
        _must_be_here(book, kind, one, other)
        if other in query.same_as(book.connection, kind, one):
            raise UserError(
                _("These two are linked already; they are shown as one."), _("Nothing was changed.")
            )
        if kind == "item":
            _must_be_counted_alike(book, one, other)
        return book.record(same_of(kind, one, other, same=True), made=one)


def unlink(book: Book, kind: str, one: Id, *with_it: Id) -> Done:
    """Show one of several again by itself, or together `with_it`: every yes to the others becomes a no.

    Raises UserError where nothing is shown as one with it.
    """
    with book.transaction():
        _must_be_here(book, kind, one)
        group = query.same_as(book.connection, kind, one)
        side = {one, *with_it}
        between = [
            (a, b) for a, b in query.links_among(book.connection, kind, group) if (a in side) != (b in side)
        ]
        if not between:
            raise UserError(_("Nothing is linked and shown as one with this."), _("Nothing was changed."))
        return book.record(*(same_of(kind, a, b, same=False) for a, b in between), made=one)


def _must_be_counted_alike(book: Book, *items: Id) -> None:
    units = [item.unit for id_ in items if (item := book.get(Item, id_))]
    if len({unit.casefold() for unit in units}) > 1:
        raise UserError(
            _("These two are not counted in the same unit: {units}.").format(units=", ".join(units)),
            _("Link items of one unit only; their units are added up."),
        )


def _must_be_here(book: Book, kind: str, *ids: Id) -> None:
    if kind not in SAME or any(book.get(KINDS[kind].type, id_) is None for id_ in ids):
        raise UserError(_("One of these is no longer in the book."), _("Look for it again in the list."))
