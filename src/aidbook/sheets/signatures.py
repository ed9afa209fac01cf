"""The signature sheet: number, name and room to sign, nothing else, for a guest reads the others' rows too."""

from dataclasses import dataclass

from aidbook.i18n import _
from aidbook.sheets.days import Day, about, day_of, distribution_asked, order_words, stamp_of
from aidbook.sheets.distribution_list import WALK_INS, lists_by_family, sorted_households
from aidbook.sheets.heading import Heading
from aidbook.sheets.page import Layout
from aidbook.sheets.pen import MM
from aidbook.sheets.table import SIGN, Column, Grid
from aidbook.sheets.values import Asked, Look, Order, Stamp, Table, households_count
from aidbook.store.book import Book


@dataclass(frozen=True, slots=True)
class SignatureSheet:
    """What the sheet shows: (number, name) of the households expected."""

    stamp: Stamp
    day: Day
    order: Order
    rows: tuple[tuple[str, str], ...]
    by_family: bool = True


def collect(book: Book, asked: Asked) -> SignatureSheet:
    """Return the households that are expected at a distribution; those on the wait list sign below if they come."""
    day = distribution_asked(book, asked.distribution)
    order = asked.order or "name"
    rows = [
        (", ".join(filter(None, (one.number, *one.also))), name)
        for name, one in sorted_households(book, day, order)
        if not one.waiting
    ]
    return SignatureSheet(
        stamp_of(book, asked.number), day_of(day), order, tuple(rows), lists_by_family(book)
    )


def draw(values: SignatureSheet, look: Look) -> bytes:
    """Return the sheet as PDF."""
    heading = Heading(
        title=look.say(lambda: _("Signature sheet")),
        about=look.say(
            lambda: f"{about(values.day)} · {order_words(values.order, by_family=values.by_family)}"
        ),
        totals=look.say(lambda: households_count(len(values.rows))),
        named=True,
        on=values.day.on,
    )
    layout = Layout(heading, values.stamp, look)
    columns = (
        Column(look.say(lambda: _("Number")), least=26 * MM),
        Column(look.say(lambda: _("Name")), share=1),
        Column(look.say(lambda: _("Signature")), share=1.25),
    )
    cells = [(*row, "") for row in values.rows]
    grid = Grid(layout, columns, cells, high=SIGN, parted=True)
    walk_ins = grid.group(look.say(lambda: _("Walk-ins")))
    blank = grid.rows([("", "", "")] * WALK_INS, group=walk_ins)
    return layout.compose([grid.header, *grid.rows(cells), walk_ins.first, *blank])


def table(values: SignatureSheet) -> Table:
    """Return the sheet as a table."""
    return Table((_("Number"), _("Name")), values.rows)
