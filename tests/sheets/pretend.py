"""Pretend values to draw, and what a reader finds in the PDF."""

import ctypes
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

from aidbook.domain.declare import Id
from aidbook.domain.members import BAND_NAMES, member_number
from aidbook.sheets import catalog
from aidbook.sheets.as_it_was import AsItWas
from aidbook.sheets.day_report import DaySheet, GiftSum
from aidbook.sheets.days import Day
from aidbook.sheets.distribution_list import DistributionList, ListRow
from aidbook.sheets.sign_up import SignUpSheet, SignUpSlot
from aidbook.sheets.signatures import SignatureSheet
from aidbook.sheets.values import Look, Order, PaperName, Stamp
from aidbook.store.as_of import CountsThen
from aidbook.store.book import Book
from aidbook.store.pantry import StockLine
from aidbook.store.reports import DayReport

NAMES = (
    "Baptiste, Jérémie",
    "Núñez Ortega, María de los Ángeles",
    "Okafor, Kwame",
    "الحسن، أحمد بن محمد",
    "Hassan أحمد",
    "Nguyễn, Văn An",
    "Żółć, Łukasz",
    "Jean-Baptiste-Marie, Emmanuel Toussaint Dessalines",
    "Ọláyínká, Adé",
    "Fernández-Villaverde y Ruiz de la Prada, María Concepción de los Ángeles del Perpetuo Socorro",
)
DIETS = ((), (), ("no pork",), ("vegetarian", "halal"))
ALLERGENS = ((), (), (), ("peanuts", "milk"))
OTHERS = ((), ("Marie Baptiste",), ("فاطمة الحسن", "Jean-Rémi Toussaint"))
SLOTS = ("9:00", "10:00", "11:00")
DAY = Day("2026-03-28", "Spring sharing", "Main hall")


def stamp(*, practice: bool = False) -> Stamp:
    """Return the stamp of print 12."""
    return Stamp("Eastside Neighbours", 12, 10_482, practice)


def list_rows(
    count: int, *, slots: bool = False, seed: int = 1, names: Sequence[str] = NAMES
) -> tuple[ListRow, ...]:
    """Return rows with each a number of its own, hard names among them."""
    dice = random.Random(seed)  # noqa: S311 - the same pretend people each time
    return tuple(
        ListRow(
            row=row + 1,
            number=member_number("E", row + 1),
            name=dice.choice(names),
            people=dice.randint(1, 9),
            boxes=dice.randint(1, 3),
            diet=dice.choice(DIETS),
            allergens=dice.choice(ALLERGENS),
            pick_up=dice.choice(OTHERS),
            slot=SLOTS[row * len(SLOTS) // count] if slots else None,
        )
        for row in range(count)
    )


def distribution_list(
    count: int, *, waiting: int = 0, slots: bool = False, order: Order = "name", practice: bool = False
) -> DistributionList:
    """Return a list of `count` households and those on the wait list."""
    rows = list_rows(count + waiting, slots=slots)
    box = (("Beans", 2), ("Rice", 1))
    return DistributionList(stamp(practice=practice), DAY, order, rows[:count], rows[count:], box)


def signature_sheet(count: int, *, practice: bool = False) -> SignatureSheet:
    """Return a sheet of `count` households."""
    rows = tuple((row.number, row.name) for row in list_rows(count))
    return SignatureSheet(stamp(practice=practice), DAY, "name", rows)


def sign_up_sheet(count: int, *, practice: bool = False) -> SignUpSheet:
    """Return a sheet with three slots and room for `count` more in each, some households on it already."""
    numbers = tuple(row.number for row in list_rows(6))
    slots = (
        SignUpSlot("9:00", numbers[:4], 1, count),
        SignUpSlot("10:00", numbers[4:], 0, count),
        SignUpSlot("11:00", (), 0, count),
    )
    return SignUpSheet(stamp(practice=practice), DAY, 3 * count + 7, "A bag or a cart", slots)


def day_sheet(items: int, *, practice: bool = False) -> DaySheet:
    """Return the report of a day on which so many kinds of items went out."""
    out = {f"Item {n}": 1000 + n for n in range(items)}
    report = DayReport(
        distribution="d",
        site="Eastside Neighbours",
        on=DAY.on,
        title=DAY.title,
        closed=True,
        expected=47,
        households=45,
        people=131,
        by_age=dict(zip(BAND_NAMES, (48, 61, 15, 7), strict=True)),
        boxes=92,
        no_shows=5,
        walk_ins=3,
        items_out=out,
        units=dict.fromkeys(out, "can"),
        minutes_given=2550,
        gifts=(),
        reasons=("No card today",),
    )
    gifts = (GiftSum("hours", 2550, 9), GiftSum("money", 4000, 2, "USD"), GiftSum("ride", 0, 3))
    return DaySheet(stamp(practice=practice), DAY, report, gifts)


def every_sheet(count: int, *, practice: bool = False) -> list[tuple[str, object]]:
    """Return (name, values) of each sheet of the catalog with `count` of what it lists."""
    return [
        ("sign-up", sign_up_sheet(count, practice=practice)),
        ("list", distribution_list(count, waiting=2, practice=practice)),
        ("signatures", signature_sheet(count, practice=practice)),
        ("day", day_sheet(count, practice=practice)),
        ("as-it-was", shelves(count, practice=practice)),
    ]


GOODS = ("Beans, black", "Riz long grain étuvé, sac de la récolte de l’année dernière", "فول مدمس", "Milk")


def shelves(count: int, *, practice: bool = False) -> AsItWas:
    """Return shelves with `count` lots, some dated, some below zero, several of one item."""
    lines = tuple(
        StockLine(
            item_id=f"{n // 3:032x}",
            item=f"{GOODS[n // 3 % len(GOODS)]} {n // 3 + 1}",
            unit="can",
            lot=f"{n:032x}",
            lot_code="L-2291" if n % 4 == 0 else None,
            best_before="2026-05-01" if n % 2 else None,
            place_id="0" * 32,
            place="Cold room, second shelf",
            quantity=-3 if n % 7 == 0 else 12 * n,
            source="Second Harvest Food Bank of the Greater Valley" if n % 3 else None,
        )
        for n in range(1, count + 1)
    )
    return AsItWas(stamp(practice=practice), DAY.on, lines, CountsThen(131, 47, 1, 45, 131, 92))


@dataclass(frozen=True)
class Box:
    """Where something stands on a page, in points from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Thing:
    """Something on a page: a piece of text in a font, or a rule or box without one."""

    box: Box
    colour: tuple[int, int, int]
    font: str = ""
    size: float = 0
    embedded: bool = False


@dataclass(frozen=True)
class Page:
    """A page as a reader finds it: its text, and what stands on it with its place."""

    wide: float
    high: float
    text: str
    letters: tuple[tuple[str, Box], ...]
    things: tuple[Thing, ...]

    @property
    def rules(self) -> list[Thing]:
        """Return its lines, from the top."""
        return sorted((thing for thing in self.things if not thing.font), key=lambda thing: -thing.box.top)


def pdf_of(
    book: Book,
    sheet: str,
    *,
    distribution: Id | None,
    number: int,
    languages: tuple[str, ...] = ("en",),
    paper: PaperName = "A4",
    **asked: Any,
) -> bytes:
    """Return a sheet as the program prints it: collected now, then drawn."""
    values = catalog.values(book, sheet, distribution=distribution, number=number, **asked)
    return catalog.draw(sheet, values, Look(languages, paper))


def read(pdf: bytes) -> list[Page]:
    """Return the pages of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_page(document[number]) for number in range(len(document))]


def joined(pdf: bytes) -> str:
    """Return the text of all pages."""
    return "\n".join(page.text for page in read(pdf))


def _page(page: pypdfium2.PdfPage) -> Page:
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    letters = tuple(
        (letter, Box(*text_page.get_charbox(place)))
        for place in range(text_page.count_chars())
        if (letter := text_page.get_text_range(place, 1)).strip()
    )
    wide, high = page.get_size()
    things = tuple(_thing(thing) for thing in page.get_objects())
    return Page(wide, high, text.replace("\r\n", "\n"), letters, things)


def _thing(thing: pypdfium2.PdfObject) -> Thing:
    box = Box(*thing.get_bounds())
    colour = [ctypes.c_uint() for _part in range(4)]
    raw.FPDFPageObj_GetFillColor(thing, *colour)
    red, green, blue, _alpha = (part.value for part in colour)
    if not isinstance(thing, pypdfium2.PdfTextObj):
        return Thing(box, (red, green, blue))
    font = thing.get_font()
    return Thing(box, (red, green, blue), font.get_base_name(), thing.get_font_size(), bool(font.is_embedded))
