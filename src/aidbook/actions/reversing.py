"""What taking an action back writes, and what stands in its way: later changes, what was built on it, stock that left."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from aidbook.actions.goods_obstacles import goes_on
from aidbook.actions.sentences import kind_word, name_of
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.pantry import SHELF, Item, Lot, Place
from aidbook.domain.sites import Undo
from aidbook.domain.writes import Change, take_back
from aidbook.errors import UserError
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store import history as query
from aidbook.store.body import Body, Named
from aidbook.store.book import Book

_LINKS = 20
_SAID = 6
_COME_ALONG = ("lot", "place", "source", "pack")
_MOVES_STOCK = ("movement", "count")
_NEEDED = frozenset({"household", "member", "distribution", "item"})


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why an action cannot be taken back alone, in words, and the actions that stand in the way, the latest first."""

    why: Literal["later", "built", "stock", "closed"]
    words: str
    actions: tuple[Id, ...]


@dataclass(slots=True)
class Reversal:
    """What takes an action back. With obstacles it is not to be written as it is."""

    writes: list[Change] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)


def reversal(book: Book, action: Id, named: Sequence[Named]) -> Reversal:
    """Return what takes these entries of an action back, and all that stands in the way."""
    found, made = Reversal(), Made(book, action, named)
    for each in named:
        _reverse(book, each, made, found)
    found.writes += _other_marks(book, found.writes)
    found.obstacles += made.obstacles()
    found.obstacles += _gone(book, found.writes)
    found.obstacles += _closed(book, named)
    found.obstacles += _stock(book, action, named)
    if (after := goes_on(book, action, named)) is not None:
        found.obstacles.append(Obstacle("built", *after))
    return found


class Made:
    """The records that an action made, and what others have built on them since."""

    def __init__(self, book: Book, action: Id, named: Sequence[Named]) -> None:
        self._book, self._action = book, action
        self._bodies: dict[tuple[str, Id], Body] = {
            (n.body.kind, n.body.subject): n.body for n in named if is_kept(n.body)
        }
        by_kind: dict[str, list[Id]] = defaultdict(list)
        for kind, subject in self._bodies:
            by_kind[kind].append(subject)
        self.upon: dict[tuple[str, Id], list[query.Upon]] = defaultdict(list)
        for kind, subjects in by_kind.items():
            for upon in query.built_upon(book, kind, subjects, action):
                self.upon[kind, upon.record].append(upon)

    def stays(self, body: Body) -> bool:
        """Tell whether an entry made something in passing that others use by now: it stays, and shows nowhere alone."""
        return body.kind in _COME_ALONG and (body.kind, body.subject) in self.upon

    def upon_who_lives_in(self, household: Id) -> list[query.Upon]:
        """Return what was built on the members who were made in a household."""
        living = [
            key
            for key, body in self._bodies.items()
            if key[0] == "member" and (body.set or {}).get("household") == household
        ]
        return [upon for key in living for upon in self.upon.get(key, [])]

    def obstacles(self) -> list[Obstacle]:
        """Return what needs the records that were made, a sentence for each record as far as one reads."""
        found: list[Obstacle] = []
        for key, upon in self.upon.items():
            if key[0] in _COME_ALONG:
                continue
            if len(found) < _SAID:
                found.append(self._obstacle(self._bodies[key], upon))
            else:
                found[-1] = self._and_more(found[-1], upon)
        return found

    def _obstacle(self, body: Body, upon: Sequence[query.Upon]) -> Obstacle:
        actions = query.last_actions_on(self._book, [each.id for each in upon], self._action)
        kinds = list(dict.fromkeys(kind_word(each.kind) for each in upon))
        words = _("Something later needs {name}: {what}.").format(
            name=name_of(self._book, body), what=", ".join(kinds)
        )
        return Obstacle("built", words, tuple(actions[:_LINKS]))

    def _and_more(self, last: Obstacle, upon: Sequence[query.Upon]) -> Obstacle:
        room = _LINKS * _SAID - len(last.actions)
        actions = query.last_actions_on(self._book, [each.id for each in upon], self._action)
        return Obstacle(last.why, last.words, (*last.actions, *actions[: max(room, 0)]))


def is_kept(body: Body) -> bool:
    """Tell whether an entry makes a record, or brings one back."""
    return (body.set or {}).get("kept") is True


def is_made(body: Body) -> bool:
    """Tell whether an entry makes a record that was not there before."""
    return is_kept(body) and "kept" not in (body.over or {})


def _reverse(book: Book, named: Named, made: Made, found: Reversal) -> None:
    body = named.body
    kind = KINDS.get(body.kind)
    if kind is None:
        raise UserError(_("A newer AidBook wrote this."), _("Take it back there."))
    if body.fact is not None:
        found.writes.append(take_back(kind.type, body.subject))
    elif body.set is not None and not made.stays(body):
        if not is_made(body):
            found.obstacles += _changed_since(book, named)
        found.writes.append(Change(body.kind, body.subject, fields_before(book, body)))


def _other_marks(book: Book, writes: Sequence[Change]) -> list[Change]:
    """Return what lets go of the other undos of what comes back: two laptops may have taken it back."""
    going = {write.id for write in writes if write.kind == "undo" and write.fields.get("stands") is False}
    undone = [of for mark in sorted(going) if (of := query.undone_by(book, mark))]
    return [
        take_back(Undo, mark) for of in undone for mark in query.standing_undos(book, of) if mark not in going
    ]


def fields_before(book: Book, body: Body) -> dict[str, Any]:
    """Return what a record's fields were before an entry set them."""
    if is_made(body):
        return {"kept": False}
    over = body.over or {}
    return {name: query.previous_value(book, over.get(name, []), name) for name in body.set or {}}


def _changed_since(book: Book, named: Named) -> list[Obstacle]:
    """Return an obstacle where a field has another value since; one that was set back to the same is none."""
    body, later = named.body, list[bytes]()
    for name, value in (body.set or {}).items():
        if not query.is_head(book, named, name):
            heads = query.heads_now(book, body.kind, body.subject, name)
            later += [head for head, now in heads if _plain(now) != _plain(value)]
    if not later:
        return []
    words = _("{name} was changed again since.").format(name=name_of(book, body))
    return [Obstacle("later", words, tuple(query.actions_of_bodies(book, later)[:_LINKS]))]


def _gone(book: Book, writes: Sequence[Change]) -> list[Obstacle]:
    """Return an obstacle for each member, household, day or item that would be needed again and was itself taken back."""
    back = {write.id for write in writes if write.fields.get("kept") is True}
    gone = {
        target: kind
        for write in writes
        for kind, target in _named_by(book, write)
        if target not in back and _is_gone(book, KINDS[kind].type, target)
    }
    found: list[Obstacle] = []
    for target in list(gone)[:_SAID]:
        actions = query.last_actions_on(book, [target], "")[:1]
        bodies = [each.body for action in actions for each in query.bodies_of(book, action)]
        name = next(
            (name_of(book, body) for body in bodies if body.subject == target), kind_word(gone[target])
        )
        words = _("{name} was changed again since.").format(name=name)
        found.append(Obstacle("later", words, tuple(actions)))
    return found


def _is_gone(book: Book, cls: type, id_: Id) -> bool:
    return query.ever(book, cls, id_) is not None and book.get(cls, id_) is None


def _named_by(book: Book, write: Change) -> list[tuple[str, Id]]:
    """Return what of these a record or fact names once this is written."""
    kind, fields = KINDS[write.kind], write.fields
    if write.kind == "household":  # whom one speaks to there can be chosen again
        return []
    there = fields.get("kept" if kind.shape == "record" else "stands")
    names = [name for name, target in kind.refs.items() if target in _NEEDED and (there or name in fields)]
    if not names or there is False or (there is None and not book.get(kind.type, write.id)):
        return []
    record = query.ever(book, kind.type, write.id)
    said = ((kind.refs[name], fields.get(name, getattr(record, name, None))) for name in names)
    return [(target, str(id_)) for target, id_ in said if id_]


def _plain(value: object) -> str:
    return json.dumps(value, sort_keys=True)


# Facts


def _closed(book: Book, named: Sequence[Named]) -> list[Obstacle]:
    """Return an obstacle for each closed distribution that has a visit or gift of these in its figures.

    So is one that was closed without what these entries, which take it back, would bring back.
    """
    voids = [n for n in named if n.body.fact is None and (n.body.set or {}).get("stands") is False]
    counted = query.closed_over(book, of_a_day([n for n in named if n.body.fact is not None]))
    left_out = query.closed_without(book, of_a_day(voids))
    with_it, without = (
        _("The distribution on {day} was closed with this in its figures."),
        _("The distribution on {day} was closed while this was taken back: its figures are without it."),
    )
    return [
        Obstacle("closed", words.format(day=_on(book, day)), (closing,))
        for words, closed in ((with_it, counted), (without, left_out))
        for day, closing in dict(closed.values()).items()
    ]


def of_a_day(named: Sequence[Named]) -> list[tuple[str, Id]]:
    """Return the visits and gifts among these entries."""
    return [(n.body.kind, n.body.subject) for n in named if n.body.kind in query.OF_A_DAY]


def _on(book: Book, day: Id) -> str:
    record = book.get(Distribution, day)
    return format_date(record.on, "long") if record else _("a day that is not here")


def stock_facts(named: Sequence[Named]) -> list[tuple[str, Id]]:
    """Return the movements and counts among these entries."""
    return [(n.body.kind, n.body.subject) for n in named if n.body.fact and n.body.kind in _MOVES_STOCK]


def _stock(book: Book, action: Id, named: Sequence[Named]) -> list[Obstacle]:
    """Return an obstacle for each lot that would fall below zero on a shelf: its units have left since."""
    facts = stock_facts(named)
    if not facts:
        return []
    found: list[Obstacle] = []
    for (lot, place), (before, after) in query.levels_without(book, facts).items():
        missing = min(before, 0) - after
        where = query.ever(book, Place, place)
        if missing <= 0 or where is None or where.role != SHELF:
            continue
        if len(found) == _SAID:
            break
        left = query.left_since(book, lot, place, action)
        if not left:  # it was below zero before that: nothing was given out on the strength of this
            continue
        found.append(Obstacle("stock", _left_words(book, lot, where.name, missing), tuple(left)))
    return found


def _left_words(book: Book, lot: Id, place: str, units: int) -> str:
    record = query.ever(book, Lot, lot)
    item = query.ever(book, Item, record.item) if record else None
    return ngettext(
        "{n} unit of {item} has left “{place}” since.",
        "{n} units of {item} have left “{place}” since.",
        units,
    ).format(n=format_number(units), item=item.name if item else _("an item that is not here"), place=place)
