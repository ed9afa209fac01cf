"""What scanners send: plain numbers and GS1 messages, as each scanner writes its separator, good and malformed."""

from typing import Any

import pytest

from aidbook.actions import pantry
from aidbook.actions.scanned import read_scan
from aidbook.errors import UserError
from aidbook.store.book import Book

GTIN = "09506000134352"
GS = "\x1d"

GOOD: list[tuple[str, dict[str, Any]]] = [
    # UPC-A, EAN-13, EAN-8, UPC-E, GTIN-14, ITF-14
    ("614141007349", {"codes": "00614141007349"}),
    ("036000291452", {"codes": "00036000291452"}),
    ("0 36000 29145 2", {"codes": "36000291452".zfill(14)}),
    ("9506000134352", {"codes": GTIN}),
    ("4006381333931", {"codes": "04006381333931"}),
    ("5901234123457", {"codes": "05901234123457"}),
    ("96385074", {"codes": "96385074"}),
    ("73513537", {"codes": "73513537"}),
    ("04252614", {"codes": "042100005264"}),
    ("01234565", {"codes": "012345000065"}),
    ("10614141007346", {"codes": "10614141007346"}),
    ("15400141288763", {"codes": "15400141288763"}),
    ("]E09506000134352", {"codes": GTIN}),
    ("]I110614141007346", {"codes": "10614141007346"}),
    ("\x029506000134352\x03", {"codes": GTIN}),
    ("9506000134352\r\n", {"codes": GTIN}),
    ("950-6000-13435-2", {"codes": GTIN}),
    # GS1: one element after another
    (f"01{GTIN}", {"codes": GTIN}),
    (f"]C101{GTIN}", {"codes": GTIN}),
    (f"]d201{GTIN}", {"codes": GTIN}),
    (f"]e001{GTIN}", {"codes": GTIN}),
    (f"]Q301{GTIN}", {"codes": GTIN}),
    (f"01{GTIN}17270331", {"use_by": "2027-03-31"}),
    (f"01{GTIN}17270300", {"use_by": "2027-03-31"}),
    (f"01{GTIN}17280200", {"use_by": "2028-02-29"}),
    (f"01{GTIN}17270200", {"use_by": "2027-02-28"}),
    (f"01{GTIN}15261231", {"best_before": "2026-12-31"}),
    (f"01{GTIN}15270600", {"best_before": "2027-06-30"}),
    (f"01{GTIN}11260105", {"produced": "2026-01-05"}),
    (f"01{GTIN}11260105{'17270105'}", {"produced": "2026-01-05", "use_by": "2027-01-05"}),
    (f"01{GTIN}10LOT7", {"batch": "LOT7"}),
    (f"01{GTIN}10LOT-7/A", {"batch": "LOT-7/A"}),
    (f"01{GTIN}10A{GS}17270331", {"batch": "A", "use_by": "2027-03-31"}),
    (f"01{GTIN}17270331{'10A1'}", {"batch": "A1", "use_by": "2027-03-31"}),
    (f"01{GTIN}3012", {"count": 12}),
    (f"01{GTIN}3012{GS}10B", {"count": 12, "batch": "B"}),
    (f"01{GTIN}3103001234", {"weight_mg": 1_234_000}),
    (f"01{GTIN}3100000005", {"weight_mg": 5_000_000}),
    (f"01{GTIN}3102000123", {"weight_mg": 1_230_000}),
    (f"01{GTIN}3105000439", {"weight_mg": 4_390}),
    (f"01{GTIN}3103000439{'15270331'}", {"weight_mg": 439_000, "best_before": "2027-03-31"}),
    (f"02{GTIN}3724", {"count": 24, "inside": True}),
    (f"02{GTIN}15270331{'3724'}{GS}10C", {"count": 24, "inside": True, "batch": "C", "best_before": "2027-03-31"}),
    (f"]C102{GTIN}37100", {"count": 100, "inside": True}),
    # the separator, as each scanner is set to send it
    (f"01{GTIN}10A<GS>17270331", {"batch": "A", "use_by": "2027-03-31"}),
    (f"01{GTIN}10A{{GS}}17270331", {"batch": "A", "use_by": "2027-03-31"}),
    (f"01{GTIN}10A[FNC1]17270331", {"batch": "A", "use_by": "2027-03-31"}),
    (f"01{GTIN}10A^]17270331", {"batch": "A", "use_by": "2027-03-31"}),
    (f"01{GTIN}10A|17270331", {"batch": "A", "use_by": "2027-03-31"}),
    (f"01{GTIN}10A\\x1d17270331", {"batch": "A", "use_by": "2027-03-31"}),
    (f"01{GTIN}10A\u241d17270331", {"batch": "A", "use_by": "2027-03-31"}),
    (f"{GS}01{GTIN}10A{GS}17270331{GS}", {"batch": "A", "use_by": "2027-03-31"}),
    # as it is printed below the bars, typed by hand
    (f"(01){GTIN}", {"codes": GTIN}),
    (f"(01) {GTIN} (17) 270331 (10) A1", {"codes": GTIN, "use_by": "2027-03-31", "batch": "A1"}),
    (f"(02){GTIN}(37)24", {"count": 24, "inside": True}),
    (f"(01){GTIN}(3103)000439", {"weight_mg": 439_000}),
]  # fmt: skip

MALFORMED = [
    "9506000134351", "614141007348", "96385075", "10614141007347", "9506000134353\n",
    "0109506000134351", f"01{GTIN}17271331", f"01{GTIN}17270399", f"01{GTIN}1727", f"01{GTIN}3103001",
    f"]C101{GTIN[:-2]}", "]C117270331", f"(01){GTIN[:-1]}1", "(17)270331", f"(01){GTIN}(17)991399", f"02{GTIN}37",
]  # fmt: skip

NO_CODE = ["beans", "rice 5 kg", "E-0417-K", "1234", "20", "", "0327", "555 0101", "12345"]


@pytest.mark.parametrize(("text", "says"), GOOD, ids=[repr(text) for text, _says in GOOD])
def test_a_code_says_what_is_in_it(text: str, says: dict[str, Any]) -> None:
    scanned = read_scan(text)
    assert scanned is not None
    assert says.pop("codes", scanned.codes[0]) in scanned.codes
    plain = {
        "batch": None,
        "produced": None,
        "best_before": None,
        "use_by": None,
        "count": None,
        "weight_mg": None,
    }
    assert {name: getattr(scanned, name) for name in (*plain, "inside")} == plain | {"inside": False} | says


@pytest.mark.parametrize("text", MALFORMED)
def test_a_code_read_wrongly_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(UserError, match="Scan"):
        read_scan(text)


@pytest.mark.parametrize("text", NO_CODE)
def test_what_is_no_code_is_looked_up_as_words(text: str) -> None:
    assert read_scan(text) is None


def test_the_table_has_sixty_codes_and_more() -> None:
    assert len(GOOD) + len(MALFORMED) >= 60


@pytest.mark.parametrize(
    "scan", ["614141007349", "0614141007349", "]C10100614141007349" + "17270331", "(01)00614141007349(10)A"]
)
def test_an_item_is_found_however_its_number_is_written(book: Book, scan: str) -> None:
    beans = pantry.add_item(book, "Beans", code="614141007349").id
    found = pantry.find_item(book, scan)
    assert found is not None
    assert found.id == beans
