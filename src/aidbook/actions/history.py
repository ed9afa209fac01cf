"""Taking actions back and bringing them back. Undo is one more action; nothing is ever removed."""

from collections.abc import Iterable
from typing import Any

from aidbook.actions.sentences import kind_word, name_of, sentence
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.sites import Undo
from aidbook.domain.writes import Change, take_back
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import history as query
from aidbook.store.body import Body
from aidbook.store.book import Book
from aidbook.store.fold import Named

__all__ = ["LASTING", "redo", "sentence", "undo"]


def undo(book: Book, action: Id) -> Done:
    """Take an action back, whole; `id` is the action. Raises UserError where it was already, or something builds on it."""
    with book.transaction():
        if query.undo_of(book, action):
            raise UserError(_("This was taken back already."), _("Redo brings it back."))
        named = query.bodies_of(book, action)
        if not named or any(n.body.kind in LASTING for n in named):
            raise UserError(_("This cannot be taken back."), _("Nothing was changed."))
        writes = [write for n in named for write in _reversal(book, n)]
        undone = next((n.body for n in named if n.body.kind == "undo"), None)
        mark = [] if undone else [Undo(id=new_id(), undone=action)]
        return book.record(*writes, *mark, made=action)


LASTING = {"user", "sent", "received", "printed"}
"""Kinds whose actions stay: what left the house has left it."""


def _reversal(book: Book, named: Named) -> Iterable[Change]:
    body = named.body
    kind = KINDS.get(body.kind)
    if kind is None:
        raise UserError(_("A newer AidBook wrote this."), _("Take it back there."))
    if body.fact is not None:
        yield take_back(kind.type, body.subject)
    elif body.set is not None and not _came_along(book, body):
        yield Change(body.kind, body.subject, _fields_before(book, named, body))


_COME_ALONG = {"lot", "place", "source", "pack"}


def _came_along(book: Book, body: Body) -> bool:
    """Tell whether an entry made something in passing that others use by now: it stays, and shows nowhere alone."""
    return (
        body.kind in _COME_ALONG and query.built_upon(book, body.kind, body.subject, body.action) is not None
    )


def _fields_before(book: Book, named: Named, body: Body) -> dict[str, Any]:
    changed = [field for field in body.set or {} if not query.is_head(book, named, field)]
    created = (body.set or {}).get("kept") is True and "kept" not in (body.over or {})
    if not created and changed:
        raise UserError(
            _("{name} was changed again since.").format(name=name_of(book, body)),
            _("Take back the later change first; History shows it."),
        )
    if (body.set or {}).get("kept") is True:
        _must_bear_nothing(book, body)
    if created:
        return {"kept": False}
    return {
        field: query.previous_value(book, (body.over or {}).get(field, []), field) for field in body.set or {}
    }


def _must_bear_nothing(book: Book, body: Body) -> None:
    built = query.built_upon(book, body.kind, body.subject, body.action)
    if built:
        raise UserError(
            _("Something later needs {name}: {what}.").format(
                name=name_of(book, body), what=kind_word(built)
            ),
            _("Take that back first; History shows it."),
        )


def redo(book: Book, action: Id) -> Done:
    """Bring back an action that was taken back. Raises UserError where it was not."""
    mark = query.undo_of(book, action)
    if mark is None:
        raise UserError(_("This was not taken back."), _("There is nothing to bring back."))
    with book.transaction():
        done = undo(book, query.action_of_fact(book, "undo", mark.id))
        return Done(done.action, done.kinds, action)
