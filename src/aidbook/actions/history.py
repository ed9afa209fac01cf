"""Taking actions back and bringing them back. Undo is one more action; nothing is ever removed."""

from collections.abc import Sequence

from aidbook.actions.reversing import Obstacle, reversal
from aidbook.actions.sentences import sentence, sentences
from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.sites import Undo
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import history as query
from aidbook.store import taking_back
from aidbook.store.body import Named, only_hands_over
from aidbook.store.book import Book
from aidbook.store.history import LASTING
from aidbook.store.progress import Progress, silent

__all__ = [
    "LASTING", "InTheWay", "Obstacle", "is_long", "is_over", "is_taken_back", "redo", "sentence", "sentences", "stays",
    "undo",
]  # fmt: skip

_LONG = 300
"""An action of so many entries is taken back as long work."""


class InTheWay(UserError):  # noqa: N818 - errors name the situation
    """An action cannot be taken back alone. `obstacles` say why, each with the actions to take back first."""

    def __init__(self, action: Id, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(
            obstacles[0].words,
            _("Take back the later change first, or put it right as of today; History shows both."),
        )
        self.action = action
        self.obstacles = tuple(obstacles)


def is_long(book: Book, action: Id) -> bool:
    """Tell whether taking an action back, or bringing it back, is long work: an import of thousands of rows."""
    if "received" in query.kinds_of(book, [action])[action]:
        return True
    mark = query.undo_of(book, action)
    marked = query.action_of_fact(book, "undo", mark.id) if mark else ""
    return max(query.size(book, action), query.size(book, marked)) > _LONG


def is_taken_back(book: Book, action: Id) -> bool:
    """Tell whether an action was taken back, and not brought back since."""
    return query.is_out(book, action)


def is_over(book: Book, action: Id) -> bool:
    """Tell whether there is nothing to take back any more: it was taken back, or put right."""
    return is_taken_back(book, action) or query.correction_of(book, action) is not None


def undo(book: Book, action: Id, *, progress: Progress = silent) -> Done:
    """Take an action back, whole; `id` is the action.

    Raises InTheWay where something builds on it, UserError where it was taken back already or stays for good.
    """
    if taking_back.can_take_back(book.connection, action):
        return _take_back_bundle(book, action)
    if bundle := query.bundle_put_out_by(book, action):
        return redo(book, bundle, progress=progress)
    with book.transaction():
        named = must_be_undoable(book, action)
        found = reversal(book, action, named)
        if found.obstacles:
            raise InTheWay(action, found.obstacles)
        is_undo = any(each.body.kind == "undo" for each in named)
        mark = [] if is_undo else [Undo(id=new_id(), undone=action)]
        return book.record(*found.writes, *mark, made=action, progress=progress)


def _take_back_bundle(book: Book, action: Id) -> Done:
    try:
        return taking_back.take_back_bundle(book, action)
    except taking_back.BuiltUpon as error:
        raise InTheWay(action, [Obstacle("built", error.what, error.actions)]) from None


def stays(book: Book, action: Id) -> bool:
    """Tell whether an action stays for good: what left the house, and what was handed over, is not taken back here."""
    kinds = query.kinds_of(book, [action])[action]
    if "received" in kinds:
        return not (
            taking_back.can_take_back(book.connection, action)
            or taking_back.is_taken_back(book.connection, action)
        )
    return bool(kinds & LASTING) or not kinds or _hands_over(book, action)


def _hands_over(book: Book, action: Id) -> bool:
    first, _all = query.first_bodies(book, action, 1)
    return any(only_hands_over(each.body) for each in first)


def must_be_undoable(book: Book, action: Id) -> list[Named]:
    """Return what an action wrote. Raises UserError where it was taken back or put right, or stays for good."""
    if query.is_out(book, action):
        raise UserError(_("This was taken back already."), _("Redo brings it back."))
    if query.correction_of(book, action):
        raise UserError(
            _("This was put right already."), _("Take back the correction first; History shows it.")
        )
    named = query.bodies_of(book, action)
    if not named or any(each.body.kind in LASTING for each in named):
        raise UserError(_("This cannot be taken back."), _("Nothing was changed."))
    if any(only_hands_over(each.body) for each in named):
        raise UserError(_("This was handed over."), _("Only the site that has it now can hand it back."))
    return named


def redo(book: Book, action: Id, *, progress: Progress = silent) -> Done:
    """Bring back an action that was taken back. Raises UserError where it was not."""
    if not query.is_out(book, action):
        raise UserError(_("This was not taken back."), _("There is nothing to bring back."))
    with book.transaction():
        mark = query.undo_of(book, action)
        kinds: frozenset[str] = frozenset()
        for before in query.bundles_under(book, action):  # half of a bundle would be neither in nor out
            if query.is_out(book, before):
                kinds |= redo(book, before, progress=progress).kinds
        if taking_back.is_taken_back(book.connection, action):
            kinds = taking_back.put_back_bundle(book, action).kinds
        if mark is None:  # it went out with a bundle before it, and comes back without a word of its own
            return Done(action, kinds, action)
        done = undo(book, query.action_of_fact(book, "undo", mark.id), progress=progress)
        return Done(done.action, done.kinds | kinds, action)
