"""Looking at the shelves on the pantry's page: filters, tiles, the stock card, what is below zero."""

from datetime import date, timedelta

import pytest

from aidbook import clock
from aidbook.actions import distributions, pantry
from aidbook.domain.declare import Id
from aidbook.domain.pantry import SHELF, special_place
from aidbook.sheets import catalog
from aidbook.store.book import Book
from aidbook.store.pantry import stock_lines
from aidbook.store.stock_card import card
from aidbook.store.stock_table import Narrowed
from aidbook.ui.main_window import MainWindow
from aidbook.ui.pantry.page import PantryPage
from aidbook.ui.sheets.page import SheetsPage
from tests.sheets.pretend import pdf_of


@pytest.fixture
def items(book: Book) -> dict[str, Id]:
    """Give items of every sort: past, below what is wanted, none left, below zero."""
    found = {
        name: pantry.add_item(book, name, category=category, least=least).id
        for name, category, least in (
            ("Milk", "dairy and deli", None),
            ("Rice", "dry", 50),
            ("Soap", None, None),
            ("Beans", "dry", None),
        )
    }
    pantry.receive_stock(book, [pantry.Units(item=found["Milk"], units=7, best_before="2020-01-31")])
    pantry.receive_stock(book, [pantry.Units(item=found["Rice"], units=20)])
    pantry.receive_stock(book, [pantry.Units(item=found["Beans"], units=5)])
    lot = stock_lines(book, item=found["Beans"])[0].lot
    pantry.throw_away(book, lot, special_place(book.identity.site, SHELF), 8, "spoiled")
    return found


@pytest.fixture
def page(window: MainWindow, items: dict[str, Id]) -> PantryPage:
    """Give the page in the window."""
    assert items
    made = window.frame.show_page("pantry")
    assert isinstance(made, PantryPage)
    return made


def _names(page: PantryPage) -> list[str]:
    return [page.list.texts(n)[0] for n in range(len(page.list.ids()))]


@pytest.mark.parametrize(
    ("narrowed", "names"),
    [
        ("all", ["Beans", "Milk", "Rice", "Soap"]),
        ("past", ["Milk"]),
        ("held", ["Milk"]),
        ("least", ["Rice"]),
        ("out", ["Soap"]),
        ("below", ["Beans"]),
        ("due7", []),
        ("due30", []),
        ("due90", []),
    ],
)
def test_the_list_shows_only_what_is_asked_for(
    page: PantryPage, narrowed: Narrowed, names: list[str]
) -> None:
    page.looking.narrow(narrowed)
    assert _names(page) == names


def test_what_is_due_in_7_30_and_90_days_is_asked_for_in_its_turn(
    page: PantryPage, book: Book, items: dict[str, Id]
) -> None:
    for name, days in (("Soap", 90), ("Rice", 8), ("Beans", 7)):
        until = (date.fromisoformat(clock.today()) + timedelta(days=days)).isoformat()
        pantry.receive_stock(book, [pantry.Units(item=items[name], units=9, best_before=until)])
    page.refresh()
    asked: tuple[tuple[Narrowed, list[str]], ...] = (
        ("due7", ["Beans"]), ("due30", ["Beans", "Rice"]), ("due90", ["Beans", "Rice", "Soap"]),
    )  # fmt: skip
    for narrowed, names in asked:
        page.looking.narrow(narrowed)
        assert _names(page) == names  # what goes bad first, first


def test_the_list_is_sorted_by_what_is_on_hand(page: PantryPage) -> None:
    page.looking.sort("on_hand", downwards=False)
    assert _names(page) == ["Beans", "Soap", "Milk", "Rice"]
    page.looking.sort("on_hand", downwards=True)
    assert _names(page) == ["Rice", "Milk", "Soap", "Beans"]


def test_a_tile_says_what_its_category_wants_and_leads_to_its_items(page: PantryPage) -> None:
    page.looking.by_tiles.click()
    said = [tile.accessibleName() for tile in page.tiles.buttons]
    assert [words.split(" · ")[1] for words in said] == ["1 item", "2 items", "1 item"]
    assert "1 past the date" in said[0]
    assert "1 below what is wanted" in said[1]
    page.tiles.buttons[1].click()
    assert _names(page) == ["Beans", "Rice"]
    page.looking.category.click()
    assert len(_names(page)) == 4


def test_the_card_beside_the_list_shows_every_movement_and_follows_the_list(
    page: PantryPage, book: Book, items: dict[str, Id]
) -> None:
    page.open(items["Beans"])
    page.do("card")
    shown = page.side.card
    assert [(line.change, line.balance) for line in shown.lines()] == [(-8, -3), (5, 5)]
    assert shown.chart.table()[-1][1:] == ["5", "8", "-3"]
    shown.turn_over()
    assert [line.balance for line in shown.lines()] == [5, -3]
    page.list.choose(items["Rice"])
    assert [line.balance for line in shown.lines()] == [20]
    pantry.receive_stock(book, [pantry.Units(item=items["Rice"], units=1)])
    page.refresh()
    assert [line.balance for line in shown.lines()] == [20, 21]
    assert page.back()
    assert page.side.view.isVisible()
    assert page.side.item == items["Rice"]


def test_a_long_card_is_shown_a_page_at_a_time(page: PantryPage, book: Book, items: dict[str, Id]) -> None:
    plan = distributions.plan_distribution(book, clock.today(), {items["Rice"]: 1}).id
    for _n in range(55):
        distributions.check_in_unnamed(book, plan, 1)
    page.open(items["Rice"])
    page.do("card")
    shown = page.side.card
    assert len(shown.lines()) == 50
    shown.show_more()
    assert len(shown.lines()) == 56
    assert shown.lines()[-1].balance == 20


def test_stock_below_zero_says_why_and_what_helps(page: PantryPage, items: dict[str, Id]) -> None:
    page.open(items["Beans"])
    said = page.side.view.below.text()
    assert "3 pieces below zero" in said
    assert "5 pieces came in, 8 pieces went out" in said
    assert "Take in what came, or count what is there." in said


def test_the_card_is_printed_and_saved_with_the_figures_of_the_screen(
    window: MainWindow, page: PantryPage, book: Book, items: dict[str, Id]
) -> None:
    page.open(items["Beans"])
    page.do("card")
    page.side.card.print_()
    sheets = window.frame.show_page("sheets")
    assert isinstance(sheets, SheetsPage)
    asked = sheets.questions.answers()
    assert asked is not None
    assert (asked.sheet, asked.distribution) == ("stock-card", items["Beans"])
    values = catalog.values(book, "stock-card", distribution=items["Beans"], number=1)
    rows = catalog.table("stock-card", values, "en").rows
    on_screen = card(book, items["Beans"], oldest_first=True).lines
    assert [row[3:5] for row in rows] == [(None, 0), *((line.change, line.balance) for line in on_screen)]


def test_the_stock_report_has_every_item_with_its_lots(book: Book, items: dict[str, Id]) -> None:
    assert items
    values = catalog.values(book, "stock", distribution=None, number=1)
    rows = catalog.table("stock", values, "en").rows
    assert [(row[0], row[3], row[7], row[8]) for row in rows] == [
        ("Beans", -3, 0, -3), ("Milk", 7, 0, 7), ("Rice", 20, 30, 20), ("Soap", 0, 0, None),
    ]  # fmt: skip
    for name, item in (("stock", None), ("stock-card", items["Rice"])):
        pdf = pdf_of(book, name, distribution=item, number=1, languages=("ht", "fr"))
        assert pdf == pdf_of(book, name, distribution=item, number=1, languages=("ht", "fr"))
