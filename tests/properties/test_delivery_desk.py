"""Whatever is scanned and typed into a delivery, in any order: it is on the disk, and undo leads back through all of it."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from aidbook.actions import items, pantry
from aidbook.actions.delivery_desk import Desk
from aidbook.actions.receiving import Line
from aidbook.errors import UserError
from aidbook.store.book import Book
from aidbook.store.pantry import item_lines
from tests.conftest import PASSPHRASE

CODES = ("036000291452", "10614141007346", "4006381333931", "5901234123457")
SAID = st.one_of(
    st.sampled_from(CODES),
    st.integers(0, 400).map(str),
    st.sampled_from(["0328", "328", "1227", "", "036000291453", "9999999"]),
    st.just("undo"),
)


def _book(folder: Path) -> Book:
    book = Book.create(folder / "desk.aidbook", PASSPHRASE, site_name="Desk")
    beans = pantry.add_item(book, "Beans", unit="can").id
    rice = pantry.add_item(book, "Rice", unit="bag").id
    items.learn_code(book, CODES[0], beans)
    items.add_pack(book, beans, "case", 24, code=CODES[1])
    items.learn_code(book, CODES[2], rice)
    return book


def _hear(desk: Desk, said: str) -> None:
    try:
        if said == "undo":
            desk.undo()
        else:
            desk.enter(said)
    except UserError:
        pass  # refused with a sentence: nothing is changed


@settings(max_examples=25, deadline=None)
@given(st.lists(SAID, max_size=30))
def test_what_is_said_is_durable_at_every_step_and_undo_leads_back_to_the_beginning(said: list[str]) -> None:
    with TemporaryDirectory() as folder, _book(Path(folder)) as book:
        desk, seen = Desk(book), list[dict[int, Line]]()
        for each in said:
            before = dict(desk.lines)
            _hear(desk, each)
            again = Desk(book)
            assert again.lines == desk.lines
            assert all(line.number > 0 and line.units > 0 for line in desk.lines.values())
            if each != "undo" and desk.lines != before:
                seen.append(before)
            elif each == "undo" and seen:
                assert desk.lines == seen.pop()
        named = [line for line in desk.lines.values() if line.item]
        total = Counter[str]()
        for line in named:
            total[line.item or ""] += line.units
        if named and not desk.unnamed():
            desk.book()
            assert {line.id: line.on_hand for line in item_lines(book) if line.on_hand} == total
            assert not Desk(book).is_begun
            return
        while desk.undo():
            pass
        assert desk.lines == {}
