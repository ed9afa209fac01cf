"""The sign-up sheet, for a wall: how many are wanted, when, what to bring, and rows to write on.

Everybody reads a wall: who is on the list already stands there by number, never by name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from aidbook.domain.distributions import Distribution
from aidbook.i18n import _, format_number, ngettext
from aidbook.sheets.days import Day, about, day_of, distribution_asked, stamp_of
from aidbook.sheets.heading import Heading
from aidbook.sheets.page import Block, Layout
from aidbook.sheets.parts import blank, paragraph, space
from aidbook.sheets.pen import MM, SECOND
from aidbook.sheets.table import SIGN, Column, Grid, Group
from aidbook.sheets.values import Asked, Look, Stamp, Table, households_count
from aidbook.store.book import Book
from aidbook.store.distributions import Expected, expected

_ROWS_OF_A_SLOT = 8
"""Rows for a time when nobody said how many are wanted."""
_WAIT_ROWS = 5


@dataclass(frozen=True, slots=True)
class SignUpSlot:
    """A time, or the day where it has none: who is on the list by `numbers`, `others` without one, and `room` for more.

    `room` is None where nobody said how many are wanted.
    """

    slot: str | None
    numbers: tuple[str, ...] = ()
    others: int = 0
    room: int | None = None

    @property
    def taken(self) -> int:
        """Return how many households are on the list."""
        return len(self.numbers) + self.others


@dataclass(frozen=True, slots=True)
class SignUpSheet:
    """What the sheet shows; without a day it is blank, to be filled in by hand."""

    stamp: Stamp
    day: Day | None
    wanted: int | None
    bring: str | None
    slots: tuple[SignUpSlot, ...]


def collect(book: Book, asked: Asked) -> SignUpSheet:
    """Return the sheet of a distribution as it stands, or a blank one."""
    stamp = stamp_of(book, asked.number)
    if asked.distribution is None:
        return SignUpSheet(stamp, None, None, None, (SignUpSlot(None),))
    day = distribution_asked(book, asked.distribution)
    signed = [one for one in expected(book, day) if one.sign_up and not one.waiting]
    return SignUpSheet(stamp, day_of(day), day.wanted, day.bring, _slots(day, signed))


def _slots(day: Distribution, signed: Sequence[Expected]) -> tuple[SignUpSlot, ...]:
    """Return the day's slots in their order; sign-ups for no slot, or one the day no longer has, come after."""
    others = sorted({one.slot or "" for one in signed} - set(day.slots))
    names = [*day.slots, *others] or [""]
    by_slot = {name: [one for one in signed if (one.slot or "") == name] for name in names}
    room = dict(zip(names, spread([len(by_slot[n]) for n in names], day.wanted, len(day.slots)), strict=True))
    return tuple(
        SignUpSlot(
            slot=name or None,
            numbers=tuple(sorted(one.number for one in by_slot[name] if one.number)),
            others=sum(not one.number for one in by_slot[name]),
            room=room[name],
        )
        for name in names
    )


def spread(taken: Sequence[int], wanted: int | None, open_slots: int) -> list[int | None]:
    """Return how many more fit in each slot: the places left, given one by one to the slot with the fewest.

    Only the first `open_slots` take more (all, where that is 0); None everywhere while nobody said how many.
    """
    if wanted is None:
        return [None] * len(taken)
    full = list(taken)
    for _place in range(max(0, wanted - sum(taken))):
        least = min(range(open_slots or len(full)), key=full.__getitem__)
        full[least] += 1
    return [after - before for after, before in zip(full, taken, strict=True)]


def draw(values: SignUpSheet, look: Look) -> bytes:
    """Return the sheet as PDF."""
    day = values.day
    heading = Heading(
        title=look.say(lambda: _("Sign-up sheet")),
        about=look.say(lambda: about(day)) if day else (),
        totals=look.say(lambda: _wanted_words(values)) if day else (),
        notes=(look.say(lambda: _("Please bring: {things}").format(things=values.bring)),)
        if values.bring
        else (),
        named=True,
        on=day.on if day else None,
    )
    layout = Layout(replace(heading, scale=1.25), values.stamp, look)
    return layout.compose(list(_blocks(values, layout)))


def _wanted_words(values: SignUpSheet) -> str:
    taken = sum(slot.taken for slot in values.slots)
    signed = _signed_up(taken)
    if values.wanted is None:
        return signed
    wanted = _("Room for {households}").format(households=households_count(values.wanted))
    return f"{wanted} · {signed} · {_places_left(max(0, values.wanted - taken))}"


def _signed_up(n: int) -> str:
    return ngettext("{n} signed up", "{n} signed up", n).format(n=format_number(n))


def _places_left(n: int) -> str:
    return ngettext("{n} place left", "{n} places left", n).format(n=format_number(n)) if n else _("full")


def _blocks(values: SignUpSheet, layout: Layout) -> Iterator[Block]:
    grid = Grid(layout, _columns(layout.look), high=SIGN, parted=True, size=SECOND)
    before = _before(values, layout)
    yield from (*before, grid.header)
    row = 0
    for slot in values.slots:
        group = None
        if slot.slot or len(values.slots) > 1:
            group = grid.group(layout.look.say(partial(_slot_words, slot)))
            yield group.first
            yield from _on_the_list(slot, layout)
        count = (
            slot.room if slot.room is not None else _ROWS_OF_A_SLOT if group else _full(layout, grid, before)
        )
        yield from _empty_rows(grid, row, count, group)
        row += count
    if values.wanted is not None:
        waiting = grid.group(layout.look.say(lambda: _("Wait list")))
        yield waiting.first
        yield from _empty_rows(grid, row, _WAIT_ROWS, waiting)


def _before(values: SignUpSheet, layout: Layout) -> list[Block]:
    """Return what stands above the rows: on a blank sheet lines for what, when and where."""
    if values.day is None:
        asked = (
            lambda: _("What"),
            lambda: _("Date"),
            lambda: _("Where"),
            lambda: _("Wanted"),
            lambda: _("Please bring"),
        )
        return [*(blank(layout, layout.look.say(words)) for words in asked), space(4 * MM)]
    slots = values.slots
    return list(_on_the_list(slots[0], layout)) if len(slots) == 1 and not slots[0].slot else []


def _slot_words(slot: SignUpSlot) -> str:
    parts = [slot.slot or _("No time")]
    if slot.taken:
        parts.append(_signed_up(slot.taken))
    if slot.room is not None:
        parts.append(_places_left(slot.room))
    return " · ".join(parts)


def _on_the_list(slot: SignUpSlot, layout: Layout) -> Iterator[Block]:
    if slot.taken:
        yield space(1 * MM)
        yield from paragraph(layout, layout.look.say(partial(_list_words, slot)), size=SECOND)


def _list_words(slot: SignUpSlot) -> str:
    numbers = ", ".join(slot.numbers)
    if not slot.others:
        return _("On the list: {numbers}").format(numbers=numbers)
    if not numbers:
        return ngettext(
            "On the list: {n} household without a number",
            "On the list: {n} households without a number",
            slot.others,
        ).format(n=format_number(slot.others))
    return ngettext(
        "On the list: {numbers} and {n} household without a number",
        "On the list: {numbers} and {n} households without a number",
        slot.others,
    ).format(numbers=numbers, n=format_number(slot.others))


def _columns(look: Look) -> tuple[Column, ...]:
    return (
        Column(look.say(lambda: _("Row")), kind="right", least=12 * MM),
        Column(look.say(lambda: _("Name or member number")), share=1),
        Column(look.say(lambda: _("How many people")), least=40 * MM),
    )


def _full(layout: Layout, grid: Grid, before: Sequence[Block]) -> int:
    """Return how many rows fill the first page."""
    used = sum(block.height for block in before) + grid.header.height
    return max(1, int((layout.room - used) / grid.high))


def _empty_rows(grid: Grid, after: int, count: int, group: Group | None) -> list[Block]:
    return grid.rows(((str(after + n), "", "") for n in range(1, count + 1)), group=group)


def table(values: SignUpSheet) -> Table:
    """Return the sheet as a table, a row for each slot."""
    rows = tuple((slot.slot or "", slot.taken, slot.room, ", ".join(slot.numbers)) for slot in values.slots)
    return Table((_("Time"), _("Signed up"), _("Places left"), _("Numbers")), rows)
