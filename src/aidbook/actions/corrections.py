"""Doing it anyway: what cannot be taken back alone is put right by a correction dated today.

What was reported stays. Units go back by movements of today, a visit or gift of a closed distribution stays in its
figures with a note of how far they are off, a field shows again what it showed before, and a member who was added by
mistake and has been given something since counts as having left.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from aidbook.actions.goods_obstacles import is_between_sites
from aidbook.actions.history import must_be_undoable
from aidbook.actions.reversing import Made, fields_before, is_made, of_a_day, stock_facts
from aidbook.actions.sentences import kind_word, name_of
from aidbook.domain.catalog import KINDS
from aidbook.domain.corrections import Correction, off_words
from aidbook.domain.declare import Id, new_id
from aidbook.domain.distributions import Distribution, SignUp, Visit
from aidbook.domain.done import Done
from aidbook.domain.gifts import Gift
from aidbook.domain.members import Member, Tie
from aidbook.domain.pantry import OUTSIDE, Item, Lot, Movement, Place, special_place
from aidbook.domain.writes import Change, change, take_back
from aidbook.errors import UserError
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store import history as query
from aidbook.store.body import Body, Named
from aidbook.store.book import Book
from aidbook.store.member_story import given_words
from aidbook.store.members import ties_of
from aidbook.store.progress import Progress, silent

REASON = "correction"
_SAID = 6


@dataclass(slots=True)
class Plan:
    """What a correction writes, and in words what it does and what it leaves as it is."""

    writes: list[object] = field(default_factory=list)
    does: list[str] = field(default_factory=list)
    leaves: list[str] = field(default_factory=list)


def plan(book: Book, action: Id) -> Plan:
    """Return what a correction of an action would do as things are now; without writes there is nothing it can do."""
    named = must_be_undoable(book, action)
    found, made = Plan(), Made(book, action, named)
    mark = Correction(id=new_id(), corrected=action)
    if any(each.body.kind in ("undo", "correction") for each in named):
        found.leaves.append(
            _(
                "What was taken back is not put right: take back the closing, bring this back, and close the day again."
            )
            if query.closed_without(book, of_a_day(named))
            else _("What took something back is not put right: do the thing itself again.")
        )
        return found
    if is_between_sites(named):
        found.leaves.append(
            _("Two sites speak of these goods: say what became of them under “Goods between sites”.")
        )
        return found
    closed = query.closed_over(book, of_a_day(named))
    for each in named:
        if each.body.fact is not None:
            _fact(book, mark, each, closed, found)
        else:
            _record(book, each, made, found)
    found.writes += _moves(book, mark, named, found)
    if found.writes:
        found.writes.insert(0, mark)
    return found


def correct(book: Book, action: Id, *, progress: Progress = silent) -> Done:
    """Put an action right as of today, where it cannot be taken back alone; `id` is the action.

    Raises UserError where nothing of it shows any more.
    """
    with book.transaction():
        found = plan(book, action)
        if not found.writes:
            raise UserError(
                " ".join([_("This cannot be put right by itself."), *found.leaves]),
                _("Take back what stands in the way first; History shows it."),
            )
        return book.record(*found.writes, made=action, progress=progress)


# Facts


_STAY = {"movement", "count", "delivery", "import", "closing"}
"""Facts that stay as they were reported; their units go back by movements of today."""


def _fact(book: Book, mark: Correction, named: Named, closed: dict[Id, tuple[Id, Id]], found: Plan) -> None:
    body = named.body
    if body.kind in _STAY:
        return
    if body.subject in closed:
        of_closed = _visit_of_closed if body.kind == "visit" else _gift_of_closed
        off = of_closed(book, mark.corrected, body.subject)
        if off:
            found.writes.append(off)
            found.does.append(_closed_words(book, off))
        return
    kind = KINDS[body.kind]
    found.writes.append(take_back(kind.type, body.subject))
    found.does.append(_("No longer counts: {what}.").format(what=kind_word(body.kind)))


def _gift_of_closed(book: Book, action: Id, gift: Id) -> Correction | None:
    """Return that a gift of a closed distribution was none: it stays in the figures, and the report says so."""
    fact = book.get(Gift, gift)
    return (
        Correction(id=new_id(), corrected=action, of=gift, distribution=fact.distribution) if fact else None
    )


def _visit_of_closed(book: Book, action: Id, visit: Id) -> Correction | None:
    """Return by how much the figures of a closed distribution are off without a visit."""
    fact = book.get(Visit, visit)
    if fact is None:
        return None
    # A household that came twice counts once: the other visit keeps it in the figures.
    alone = int(query.is_only_visit(book, visit))
    return Correction(
        id=new_id(),
        corrected=action,
        of=visit,
        distribution=fact.distribution,
        households=-alone,
        people=-alone * fact.people,
        boxes=-fact.boxes,
    )


def _closed_words(book: Book, off: Correction) -> str:
    day = book.get(Distribution, off.distribution)
    on = format_date(day.on, "long") if day else _("a day that is not here")
    given = given_words(book, off.of)
    said = off_words(off.households, off.people, off.boxes, given)
    return _("The report of {day} stays as it was, and says: {off}.").format(day=on, off=said)


# Records


def _record(book: Book, named: Named, made: Made, found: Plan) -> None:
    body = named.body
    if body.set is None or made.stays(body):
        return
    upon = _needed_by(body, made)
    if upon:
        found.writes += _built_upon(book, body, upon, found)
        return
    wanted = fields_before(book, body)
    if is_made(body):
        found.writes.append(Change(body.kind, body.subject, wanted))
        if body.kind not in _QUIET:
            _say(found.does, _("{name} is taken out of the book.").format(name=name_of(book, body)))
        return
    found.writes.append(Change(body.kind, body.subject, wanted))
    _say(found.does, _("{name} shows again what it showed before this.").format(name=name_of(book, body)))


_QUIET = {"tie", "box", "household"}
"""Kinds that go with another thing, which is named."""


def _needed_by(body: Body, made: Made) -> Sequence[query.Upon]:
    """Return what was built on a record since; on a member also what their household, made with them, was given."""
    upon = made.upon.get((body.kind, body.subject), [])
    if body.kind == "member" and body.set:
        of_household = made.upon.get(("household", str(body.set.get("household"))), [])
        upon = [*upon, *(each for each in of_household if each.kind == "tie")]
    if body.kind == "household":  # whoever stays has to live somewhere
        upon = [*upon, *made.upon_who_lives_in(body.subject)]
    return upon


def _built_upon(book: Book, body: Body, upon: Sequence[query.Upon], found: Plan) -> Iterator[Change]:
    """Yield what a record becomes today that others need: it stays, so that what they say can be read."""
    name = name_of(book, body)
    member = book.get(Member, body.subject) if body.kind == "member" else None
    if member and not member.left:
        _say(found.does, _("{name} counts as having left the group.").format(name=name))
        yield change(Member, body.subject, left="left")
    elif body.kind == "distribution" and {each.kind for each in upon} == {"sign_up"}:
        off = ngettext(
            "The distribution on {day} and {n} sign-up are taken off.",
            "The distribution on {day} and {n} sign-ups are taken off.",
            len(upon),
        )
        _say(found.does, off.format(day=name, n=format_number(len(upon))))
        yield from _called_off(book, body.subject, upon)
    elif body.kind != "household":
        what = ", ".join(dict.fromkeys(kind_word(each.kind) for each in upon))
        _say(found.leaves, _("{name} stays: it is needed by {what}.").format(name=name, what=what))


def _called_off(book: Book, day: Id, upon: Sequence[query.Upon]) -> Iterator[Change]:
    for each in upon:
        yield take_back(SignUp, each.id)
        yield from (take_back(Tie, tie.id) for tie in ties_of(book, each.id))
    yield take_back(Distribution, day)


def _say(lines: list[str], words: str) -> None:
    """Add a line, as far as one reads."""
    if len(lines) < _SAID and words not in lines:
        lines.append(words)


# Stock


def _moves(book: Book, mark: Correction, named: Sequence[Named], found: Plan) -> Iterator[Movement]:
    """Yield the movements of today that bring every level where it were without these facts."""
    facts = stock_facts(named)
    levels = query.levels_without(book, facts) if facts else {}
    by_lot: dict[Id, dict[Id, int]] = defaultdict(dict)
    for (lot, place), (before, after) in levels.items():
        by_lot[lot][place] = after - before
    for lot, off in by_lot.items():
        record = query.ever(book, Lot, lot)
        item = record.item if record else ""
        for source, target, units in _paired(off, special_place(book.identity.site, OUTSIDE)):
            _say(found.does, _move_words(book, item, source, target, units))
            yield Movement(
                id=new_id(),
                item=item,
                lot=lot,
                from_place=source,
                to_place=target,
                units=units,
                reason=REASON,
                of=mark.id,
            )


def _paired(off: dict[Id, int], outside: Id) -> Iterator[tuple[Id, Id, int]]:
    """Yield (from, to, units) that change each place's level by so much; what nothing balances goes outside."""
    rest = sum(off.values())
    less = [(place, -units) for place, units in sorted(off.items()) if units < 0]
    more = [(place, units) for place, units in sorted(off.items()) if units > 0]
    less += [(outside, rest)] if rest > 0 else []
    more += [(outside, -rest)] if rest < 0 else []
    while less and more:
        (source, there), (target, room) = less.pop(), more.pop()
        units = min(there, room)
        if source != target:
            yield source, target, units
        less += [(source, there - units)] if there > units else []
        more += [(target, room - units)] if room > units else []


def _move_words(book: Book, item: Id, source: Id, target: Id, units: int) -> str:
    record = query.ever(book, Item, item)
    places = [query.ever(book, Place, place) for place in (source, target)]
    names = [place.name if place else _("no longer in the book") for place in places]
    return _("{n} × {item} move today: {before} → {after}.").format(
        n=format_number(units),
        item=record.name if record else _("an item that is not here"),
        before=names[0],
        after=names[1],
    )
