"""Items, their packs and codes: what a code means, what never changes once units have moved."""

import pytest

from aidbook.actions import items, pantry
from aidbook.actions.history import undo
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Item, Pack
from aidbook.errors import UserError
from aidbook.store.book import Book
from aidbook.store.items import meant_by
from aidbook.store.pantry import codes_of, items_found, packs_of


@pytest.fixture
def beans(book: Book) -> Id:
    """Give an item of which nothing has come yet."""
    return pantry.add_item(book, "Black beans", unit="can", weight_mg=439_418).id


def test_everything_that_is_known_of_an_item_is_kept(book: Book) -> None:
    said = {
        "name_en": "Black beans", "name_es": "Frijoles negros", "name_fr": "Haricots noirs", "name_ht": "Pwa nwa",
        "category": "Dry and canned food", "weight_mg": 439_418, "least": 48, "supply_days": 14,
        "allergens": ("soy",), "diet": ("vegan", "halal"), "storage": "dry", "date_kind": "best before",
        "grace_days": 90, "formula": False,
    }  # fmt: skip
    made = book.get(Item, pantry.add_item(book, "Beans", unit="can", **said).id)
    assert made is not None
    assert {name: getattr(made, name) for name in said} == {**said, "category": "dry"}


def test_the_base_unit_may_change_until_units_move_and_then_never(book: Book, beans: Id) -> None:
    pantry.edit_item(book, beans, unit="bag")
    came = pantry.receive_stock(book, [pantry.Units(item=beans, units=24)])
    with pytest.raises(UserError, match="Black beans has moved already: its numbers are in bags"):
        pantry.edit_item(book, beans, unit="can")
    pantry.edit_item(book, beans, unit="bag", name="Turtle beans")  # the same unit is no change
    undo(book, came.action)
    pantry.edit_item(book, beans, unit="can")


def test_what_a_scale_cannot_show_is_refused(book: Book, beans: Id) -> None:
    with pytest.raises(UserError, match="less than nothing"):
        pantry.edit_item(book, beans, weight_mg=-1)


def test_a_pack_is_known_by_its_code_in_every_way_of_writing_it(book: Book, beans: Id) -> None:
    items.add_pack(book, beans, "case of 24", 24, code="10614141007346", weight_mg=11_000_000)
    items.learn_code(book, "036000291452", beans)
    for written in ("036000291452", "0036000291452", "00036000291452"):
        (meant,) = meant_by(book, items.codes_in(written))
        assert (meant.item.id, meant.units, meant.mg) == (beans, 1, 439_418)
    (case,) = meant_by(book, items.codes_in("]C10110614141007346" + "15270331"))
    assert (case.item.id, case.units, case.mg) == (beans, 24, 11_000_000)


def test_a_code_that_means_something_else_is_not_taken_over(book: Book, beans: Id) -> None:
    rice = pantry.add_item(book, "Rice", unit="bag").id
    items.learn_code(book, "036000291452", rice)
    with pytest.raises(UserError, match="036000291452 means Rice already"):
        items.learn_code(book, "0036000291452", beans)


def test_a_forgotten_code_can_be_learnt_again_for_another(book: Book, beans: Id) -> None:
    rice = pantry.add_item(book, "Rice", unit="bag").id
    items.learn_code(book, "036000291452", beans)
    items.forget_code(book, "036000291452")
    assert meant_by(book, ("036000291452",)) == []
    items.learn_code(book, "036000291452", rice)
    assert [each.item.id for each in meant_by(book, ("036000291452",))] == [rice]


def test_a_pack_that_goes_takes_its_codes_along_and_may_come_back(book: Book, beans: Id) -> None:
    pack = items.add_pack(book, beans, "case of 24", 24, code="10614141007346").id
    items.drop_pack(book, pack)
    assert (packs_of(book, beans), codes_of(book, beans)) == ([], [])
    assert items.add_pack(book, beans, "flat of 24", 24).id == pack
    assert [each.name for each in packs_of(book, beans)] == ["flat of 24"]


def test_what_has_no_code_gets_one_of_its_own_that_no_shop_uses_and_no_one_counts(
    book: Book, beans: Id
) -> None:
    code = items.own_code(book, beans).id
    assert (len(code), items.is_own_code(code)) == (10, True)
    assert items.own_code(book, beans).id == code  # the same label for ever
    pack = items.add_pack(book, beans, "case of 24", 24).id
    other = items.own_code(book, beans, pack=pack).id
    assert other != code
    assert [each.units for each in meant_by(book, items.codes_in(other))] == [24]
    misread = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert not items.is_own_code(misread)


def test_a_picture_comes_and_goes(book: Book, beans: Id) -> None:
    items.set_picture(book, beans, b"\xff\xd8jpeg")
    assert items.picture_bytes(book, beans) == b"\xff\xd8jpeg"
    items.set_picture(book, beans, None)
    assert items.picture_bytes(book, beans) is None
    items.set_picture(book, beans, b"\xff\xd8other")
    assert items.picture_bytes(book, beans) == b"\xff\xd8other"
    with pytest.raises(UserError, match="too large"):
        items.set_picture(book, beans, bytes(60_001))


def test_a_pack_of_one_is_refused(book: Book, beans: Id) -> None:
    with pytest.raises(UserError, match="two units or more"):
        items.add_pack(book, beans, "single", 1)
    assert packs_of(book, beans) == list[Pack]()


def test_an_item_is_found_by_its_name_in_any_of_the_four_languages(book: Book) -> None:
    beans = pantry.add_item(
        book, "Black beans", name_es="Frijoles negros", name_ht="Pwa nwa", category="Dry and canned food"
    ).id
    for typed in ("frij", "pwa nwa", "black"):
        assert [item.id for item in items_found(book, typed)] == [beans]
    pantry.edit_item(book, beans, name_es=None)
    assert items_found(book, "frij") == []
