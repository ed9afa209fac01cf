"""The chart of in and out: the same bars on the screen and on paper, told apart without a colour."""

import re

import pypdfium2

from aidbook import clock
from aidbook.actions import pantry
from aidbook.domain.pantry import SHELF, special_place
from aidbook.sheets.charts import Colors, in_and_out, pairs_svg, since_first
from aidbook.store.book import Book
from aidbook.store.pantry import stock_lines
from aidbook.store.stock_card import Month, months
from tests.sheets.pretend import pdf_of

COLORS = Colors("#111111", "#222222", "#333333")


def words(svg: bytes) -> list[str]:
    return re.findall(">([^<]+)</text>", svg.decode())


def bars(svg: bytes) -> list[tuple[float, str]]:
    """Return (height, fill) of each bar."""
    found = re.findall('<rect .*?height="([^"]+)" fill="([^"]+)"', svg.decode())
    return [(float(tall), fill) for tall, fill in found]


def test_what_came_is_filled_what_went_is_hollow_and_the_highest_has_its_figure() -> None:
    given = [Month("2026-01", 0, 0, 0), Month("2026-02", 40, 10, 30), Month("2026-03", 0, 20, 10)]
    svg = pairs_svg(in_and_out(since_first(given)), COLORS, "Any", (400, 136))
    assert words(svg) == ["02", "03", "40"]
    assert bars(svg) == [(100, "#222222"), (25, "none"), (50, "none")]


def test_a_chart_of_nothing_has_its_months_and_no_bar() -> None:
    svg = pairs_svg(in_and_out([Month("2026-03", 0, 0, 0)]), COLORS, "Any", (400, 136))
    assert (words(svg), bars(svg)) == (["03"], [])


def test_paper_has_the_chart_of_the_screen(book: Book) -> None:
    beans = pantry.add_item(book, "Beans", unit="can").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=1234)])
    pantry.throw_away(book, stock_lines(book)[0].lot, special_place(book.identity.site, SHELF), 5, "spoiled")
    pdf = pdf_of(book, "stock-card", distribution=beans, number=1)
    page = pypdfium2.PdfDocument(pdf)[0]
    said = page.get_textpage().get_text_range().split()
    on_screen = words(
        pairs_svg(in_and_out(since_first(months(book, beans, until=clock.today()))), COLORS, "", (400, 140))
    )
    assert on_screen[-1] == "1,234"
    assert said.count("1,234") >= 2  # over its bar, and in the table below
    assert on_screen[0] in said
    assert "filled:" in said
    assert b"/Helvetica" not in pdf  # every font is in the file
