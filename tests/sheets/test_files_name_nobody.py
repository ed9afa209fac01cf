"""What a PDF says of itself: viewers show it in their title, and printers keep it. It names nobody, on no sheet."""

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from aidbook.actions import counting, distributions, members, pantry, recalls, sources
from aidbook.domain.folding import fold
from aidbook.sheets import catalog, recovery
from aidbook.sheets.values import Goods, LabelsOf, Look, People
from aidbook.store.book import Book
from aidbook.store.deliveries_named import latest_deliveries

if TYPE_CHECKING:
    from aidbook.domain.declare import Id

ON = "2026-03-28"
WHO = "Marie Baptiste"


def said_of_itself(pdf: bytes) -> dict[str, str]:
    """Return what a PDF says of itself apart from its pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        found: dict[str, str] = document.get_metadata_dict()
    return found


@pytest.fixture
def asked(book: Book) -> dict[str, dict[str, object]]:
    """Give what each kind of sheet is asked about, in a book that has a person's name wherever one can be typed."""
    marie = members.add_member(book, WHO, family_name="Baptiste", phone="555-0142").id
    beans = pantry.add_item(book, f"Beans of {WHO}").id
    line = pantry.Units(item=beans, units=9, lot_code=WHO, place_name=f"{WHO}’s garage")
    came = pantry.receive_stock(book, [line], source_name=WHO).id
    day = distributions.plan_distribution(
        book, ON, {beans: 1}, title=f"For {WHO}", where=f"At {WHO}’s", bring=WHO, everyone=True
    ).id
    recall = recalls.recall(book, f"{WHO} found glass", codes=[WHO]).id
    counting.begin_count(book, name=f"{WHO}’s count")
    (source,) = (each.source_id for each in latest_deliveries(book, 1))
    goods = Goods(with_values=True, labels=(LabelsOf(beans),))
    ids: dict[str, Id | None] = {
        "distribution": day, "item": beans, "recall": recall, "delivery": came, "source": source,
    }  # fmt: skip
    kinds = {sheet.of for sheet in catalog.SHEETS.values()}
    return {
        kind: {"distribution": ids.get(kind), "people": People((marie,)), "goods": goods} for kind in kinds
    }


@pytest.mark.parametrize("name", catalog.SHEETS)
def test_a_sheet_s_file_names_nobody(book: Book, asked: dict[str, dict[str, object]], name: str) -> None:
    values = catalog.values(book, name, number=1, **asked[catalog.SHEETS[name].of])  # type: ignore[arg-type] # one kind each
    for languages in (("en",), ("ht", "fr")):
        said = said_of_itself(catalog.draw(name, values, Look(languages)))
        assert said["Title"]
        assert "baptiste" not in fold(" ".join(said.values()))


def test_the_recovery_sheet_s_file_does_not_either_and_says_when_it_was_made(book: Book) -> None:
    sheet = recovery.collect(book, "TANTE-MARIE", ON, 1)
    said = said_of_itself(recovery.draw(sheet, Look()))
    assert said["Title"] == "Recovery sheet · Saturday 28 March 2026"
    assert "TANTE" not in " ".join(said.values())


def test_a_receipt_from_a_member_names_nobody_either(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    source = sources.add_member_source(book, members.add_member(book, WHO).id).id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=5)], source=source)
    values = catalog.values(book, "receipt", distribution=None, number=1)
    assert values.source == WHO
    said = said_of_itself(catalog.draw("receipt", values, Look()))
    assert said["Title"].startswith("Receipt for goods · ")
    assert "Baptiste" not in " ".join(said.values())
