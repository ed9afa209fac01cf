"""What a long list costs on paper beside its bare strings."""

import io
import random
from itertools import cycle

from aidbook.domain.members import member_number
from aidbook.sheets import catalog
from aidbook.sheets.days import Day
from aidbook.sheets.distribution_list import DistributionList, ListRow
from aidbook.sheets.values import Look, Stamp
from benchmarks.measure import Measured, measure

ROWS = 5_000
ROWS_A_PAGE = 14
GIVEN = ("Jérémie", "Rosa", "Kwame", "Aïssatou", "Łukasz", "أحمد", "Marie-Ange", "Luis", "Fatima", "Denzel")
FAMILY = (
    "Baptiste",
    "Núñez",
    "Okafor",
    "Diallo",
    "Kowalski",
    "الحسن",
    "Toussaint",
    "García",
    "Smith",
    "Jones",
)
DIETS = ((), (), (), ("no pork",), ("vegetarian",), ("diabetic", "halal"))


def bench_list_5000() -> Measured:
    """Draw a distribution list of 5,000 rows as PDF, against the same strings on a bare canvas."""
    # Several lists in turn: none is drawn from what the one before left in memory.
    lists = [pretend_list(seed) for seed in range(4)]
    strings = [strings_of(one) for one in lists]
    drawn, bare = cycle(lists), cycle(strings)
    return measure(
        lambda: catalog.draw("list", next(drawn), Look()), lambda: bare_canvas(next(bare)), repeat=8
    )


def pretend_list(seed: int) -> DistributionList:
    """Return the values of a list of 5,000 households."""
    dice = random.Random(seed)  # noqa: S311 - the same names each time
    rows = tuple(
        ListRow(
            row=row,
            number=member_number("E", dice.randint(1, 99_999)),
            name=f"{dice.choice(FAMILY)} {dice.choice(FAMILY)}, {dice.choice(GIVEN)}",
            people=(people := dice.randint(1, 9)),
            boxes=1 + people // 3,
            diet=dice.choice(DIETS),
            pick_up=(f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}",) if row % 2 else (),
        )
        for row in range(1, ROWS + 1)
    )
    return DistributionList(Stamp("Eastside", 1, 10_000), Day("2026-03-28"), "name", rows)


def strings_of(values: DistributionList) -> list[list[str]]:
    """Return the strings of each row."""
    return [[str(cell) for cell in row if cell != ""] for row in catalog.table("list", values, "en").rows]


def bare_canvas(rows: list[list[str]]) -> bytes:
    """Return a PDF of the strings as reportlab sets them one by one, in the same font."""
    from reportlab.pdfgen.canvas import Canvas

    from aidbook.sheets.text import base_font

    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(842, 595), pageCompression=1, initialFontName=base_font())
    for start in range(0, len(rows), ROWS_A_PAGE):
        canvas.setFont(base_font(), 12)
        for line, row in enumerate(rows[start : start + ROWS_A_PAGE]):
            for column, text in enumerate(row):
                canvas.drawString(40 + 95 * column, 500 - 30 * line, text)
        canvas.showPage()
    canvas.save()
    return data.getvalue()
