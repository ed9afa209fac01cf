"""Every sheet that can be printed: its title, what it asks, and the functions that collect, draw and tabulate it.

A new sheet is one file with `collect`, `draw` and `table`, and one line in `SHEETS`.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from aidbook.domain.declare import Id
from aidbook.domain.roles import NotYours, may_print
from aidbook.errors import UserError
from aidbook.i18n import N_, _, using
from aidbook.sheets import (
    as_it_was,
    count_sheet,
    day_report,
    distribution_list,
    goods_labels,
    member_cards,
    member_page,
    recall_list,
    receipt,
    sign_up,
    signatures,
    stock_card,
    stock_report,
)
from aidbook.sheets.values import (
    NOBODY,
    NOTHING_MORE,
    Asked,
    Goods,
    Look,
    Order,
    People,
    Stamp,
    Table,
)
from aidbook.store.book import Book

Subject = Literal[
    "distribution", "stock", "day", "item", "recall", "delivery", "source", "labels", "members", "member"
]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: `title` and `about` are marked and want `_`. `collect` gives the values that `draw` and `table` take.

    `of` says what it is asked about: one thing of that kind by its id, a past "day" by its ISO date, the "stock" as
    it is or as a count has it, "labels" that are chosen, "members" or one "member" over a period.
    `may_be_blank` tells whether it may be printed of no distribution; `has_order` whether it asks for an order.
    """

    title: str
    about: str
    collect: Callable[[Book, Asked], Any]
    draw: Callable[[Any, Look], bytes]
    table: Callable[[Any], Table]
    of: Subject = "distribution"
    may_be_blank: bool = False
    has_order: bool = False

    @property
    def needs_distribution(self) -> bool:
        """Tell whether it cannot be printed without a distribution."""
        return self.of == "distribution" and not self.may_be_blank

    @property
    def about_people(self) -> bool:
        """Tell whether it is about members, each by name."""
        return self.of in {"member", "members"}

    @property
    def is_for_one(self) -> bool:
        """Tell whether it goes to somebody, in their language: a member, or who gave."""
        return self.of in {"member", "delivery", "source"}


SHEETS: dict[str, Sheet] = {
    "sign-up": Sheet(
        N_("Sign-up sheet"),
        N_("For the wall: how many are wanted, what to bring, rows to write on. No names."),
        sign_up.collect,
        sign_up.draw,
        sign_up.table,
        may_be_blank=True,
    ),
    "list": Sheet(
        N_("Distribution list"),
        N_("For the door: who is expected, how many boxes, diets, who may pick up, rows for walk-ins."),
        distribution_list.collect,
        distribution_list.draw,
        distribution_list.table,
        has_order=True,
    ),
    "signatures": Sheet(
        N_("Signature sheet"),
        N_("For guests: number, name and room to sign, nothing else."),
        signatures.collect,
        signatures.draw,
        signatures.table,
        has_order=True,
    ),
    "day": Sheet(
        N_("Day report"),
        N_(
            "How a distribution went: households, people by age, boxes, items out, hours and gifts. No names."
        ),
        day_report.collect,
        day_report.draw,
        day_report.table,
    ),
    "count": Sheet(
        N_("Count sheet"),
        N_("For the store room: place by place, dates and packs, room to write what is there. No names."),
        count_sheet.collect,
        count_sheet.draw,
        count_sheet.table,
        of="stock",
    ),
    "as-it-was": Sheet(
        N_("The shelves as they were"),
        N_("What was on the shelves at the end of a past day, and how many people there were. No names."),
        as_it_was.collect,
        as_it_was.draw,
        as_it_was.table,
        of="day",
    ),
    "stock": Sheet(
        N_("Stock report"),
        N_("What is on hand by item, lot and place: dates, days of supply, what lacks. No names."),
        stock_report.collect,
        stock_report.draw,
        stock_report.table,
        of="stock",
    ),
    "stock-card": Sheet(
        N_("Stock card"),
        N_("One item: in and out by month, and every movement of a year with what was there after it."),
        stock_card.collect,
        stock_card.draw,
        stock_card.table,
        of="item",
    ),
    "recall": Sheet(
        N_("Contact list of a recall"),
        N_("Whom to tell: the certain ones apart, how they like to be reached, a box to tick when told."),
        recall_list.collect,
        recall_list.draw,
        recall_list.table,
        of="recall",
    ),
    "receipt": Sheet(
        N_("Receipt"),
        N_("For who gave: one delivery, with or without what it is worth."),
        receipt.collect_asked,
        receipt.draw,
        receipt.table,
        of="delivery",
    ),
    "thanks": Sheet(
        N_("Thanks to a source"),
        N_("For who gave: all of a period, delivery by delivery and by category, with thanks."),
        receipt.collect_thanks,
        receipt.draw,
        receipt.table,
        of="source",
    ),
    "labels": Sheet(
        N_("Labels"),
        N_("For items, packs, lots and shelves, on ordinary label sheets: words and a code for the scanner."),
        goods_labels.collect,
        goods_labels.draw,
        goods_labels.table,
        of="labels",
    ),
    "cards": Sheet(
        N_("Member cards"),
        N_("Ten to a page, to cut apart: a number as text, QR and barcode. No name is in them."),
        member_cards.collect,
        member_cards.draw,
        member_cards.table,
        of="members",
    ),
    "member-page": Sheet(
        N_("A member’s own page"),
        N_("For them to keep, in their language: what they gave, what they received, what the book knows."),
        member_page.collect,
        member_page.draw,
        member_page.table,
        of="member",
    ),
}


def sheet(name: str) -> Sheet:
    """Return the sheet of a name; raises UserError where there is none."""
    if name not in SHEETS:
        raise UserError(
            _("There is no sheet called “{name}”.").format(name=name),
            _("Choose one of these: {names}.").format(names=", ".join(SHEETS)),
        )
    return SHEETS[name]


def values(
    book: Book,
    sheet_name: str,
    *,
    distribution: Id | None,
    number: int,
    order: Order | None = None,
    people: People = NOBODY,
    goods: Goods = NOTHING_MORE,
) -> Any:  # noqa: ANN401 - each sheet has values of its own
    """Return what a sheet shows, all of it of one moment, as print `number`. Raises UserError where it can't, or may not."""
    found = sheet(sheet_name)
    if not may_print(book.role, sheet_name):
        raise NotYours(book.role)
    with book.transaction():
        return found.collect(book, Asked(distribution, number, order, people, goods))


def draw(sheet_name: str, values: Any, look: Look) -> bytes:  # noqa: ANN401 - see `values`
    """Return the PDF of values that `values` gave."""
    with using(look.languages[0]):
        return sheet(sheet_name).draw(values, look)


def table(sheet_name: str, values: Any, language: str) -> Table:  # noqa: ANN401 - see `values`
    """Return the same values as a table with titles in a language."""
    with using(language):
        return sheet(sheet_name).table(values)


def languages_of(first: str, second: str | None) -> tuple[str, ...]:
    """Return the languages of a sheet, the second only where it is another."""
    return (first,) if second in (None, first) else (first, second)


def fingerprint(values: Any) -> str:  # noqa: ANN401 - see `values`
    """Return a digest of what a sheet shows apart from its stamp: it changes when the sheet's data has changed."""
    bare = replace(values, stamp=Stamp(site=values.stamp.site, number=0, position=0))
    return hashlib.blake2b(repr(bare).encode(), digest_size=16).hexdigest()
