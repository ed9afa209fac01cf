"""What holds for every page of every sheet."""

import itertools
import re
from collections import Counter

import pypdfium2
import pytest

from aidbook.i18n import LANGUAGES, _, format_date, using
from aidbook.sheets import catalog
from aidbook.sheets.page import BOTTOM, Block, paginate
from aidbook.sheets.pen import FOOT, MM
from aidbook.sheets.values import Look, PaperName
from tests.sheets.pretend import (
    DAY,
    day_sheet,
    distribution_list,
    every_sheet,
    joined,
    list_rows,
    read,
    sign_up_sheet,
    signature_sheet,
)

PAPERS: tuple[PaperName, ...] = ("A4", "Letter")
SHEETS = [pytest.param(name, values, id=name) for name, values in every_sheet(40)]
EXTREMES = [
    pytest.param(name, values, id=f"{name} of {count}")
    for count in (0, 1, 120)
    for name, values in every_sheet(count)
]


@pytest.mark.parametrize(("name", "values"), SHEETS)
def test_every_page_says_whose_what_when_and_which_of_how_many(name: str, values: object) -> None:
    pages = read(catalog.draw(name, values, Look()))
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        for words in (
            "Eastside Neighbours",
            catalog.SHEETS[name].title,
            "Saturday 28 March 2026",
            "Sheet 12",
            "As of entry 10,482",
            f"Page {number} of {len(pages)}",
        ):
            assert words in page.text


@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("sign-up", "Room for 127 households · 7 signed up · 120 places left"),
        ("list", "40 households"),
        ("signatures", "40 households"),
        ("day", "45 households · 131 people · 92 boxes"),
        ("as-it-was", "14 items · 40 lots"),
    ],
)
def test_every_page_has_the_totals_that_prove_the_sheet_whole(name: str, total: str) -> None:
    values = dict(every_sheet(40))[name]
    assert all(total in page.text for page in read(catalog.draw(name, values, Look())))


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("sign-up", ("Row", "Name or member number", "How many people")),
        ("list", ("Row", "Number", "Name", "People", "Boxes", "Diet", "May also pick up")),
        ("signatures", ("Number", "Name", "Signature")),
        ("as-it-was", ("Item", "On hand", "Unit", "Best before", "Place", "Source, lot")),
    ],
)
def test_the_header_row_stands_on_every_page(name: str, titles: tuple[str, ...]) -> None:
    values = dict(every_sheet(60))[name]
    pages = read(catalog.draw(name, values, Look()))
    assert len(pages) > 2
    assert all(title in page.text for page in pages for title in titles)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(("name", "values"), EXTREMES)
def test_nothing_stands_outside_the_page_or_in_its_foot(name: str, values: object, paper: PaperName) -> None:
    for page in read(catalog.draw(name, values, Look(paper=paper))):
        for thing in page.things:
            assert thing.box.left >= 10 * MM
            assert thing.box.right <= page.wide - 10 * MM
            assert thing.box.top <= page.high - 10 * MM
            assert thing.box.bottom >= BOTTOM + FOOT or (thing.size == FOOT and thing.box.bottom >= 8 * MM)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_household_stands_on_the_list_exactly_once(paper: PaperName) -> None:
    values = distribution_list(0)
    rows = list_rows(500, names=("Baptiste, Jérémie", "Fernández-Villaverde y Ruiz de la Prada, María"))
    text = joined(
        catalog.draw(
            "list", type(values)(values.stamp, DAY, "name", rows[:490], rows[490:]), Look(paper=paper)
        )
    )
    found = Counter(re.findall(r"E-\d{4}-[A-Z]", text))
    assert found == Counter(row.number for row in rows)


def test_every_household_stands_on_the_signature_sheet_exactly_once() -> None:
    values = signature_sheet(0)
    rows = tuple((row.number, f"Name{row.row:04}") for row in list_rows(300))
    text = joined(catalog.draw("signatures", type(values)(values.stamp, DAY, "name", rows), Look()))
    assert Counter(re.findall(r"E-\d{4}-[A-Z]", text)) == Counter(number for number, _name in rows)
    assert Counter(re.findall(r"Name\d{4}", text)) == Counter(name for _number, name in rows)


@pytest.mark.parametrize(("name", "values"), SHEETS)
def test_the_same_values_give_the_same_bytes(name: str, values: object) -> None:
    again = dict(every_sheet(40))[name]
    assert catalog.draw(name, values, Look(("ht", "en"))) == catalog.draw(name, again, Look(("ht", "en")))
    other = dict(every_sheet(41))[name]
    assert catalog.draw(name, values, Look()) != catalog.draw(name, other, Look())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_practice_book_says_so_across_every_page(language: str) -> None:
    with using(language):
        mark = _("PRACTICE")
    for name, values in every_sheet(40, practice=True):
        for page in read(catalog.draw(name, values, Look((language,)))):
            assert mark in page.text
            (across,) = (thing.box for thing in page.things if thing.size > 40)
            assert across.right - across.left > page.wide / 2
            assert across.top - across.bottom > page.high / 2
    assert all(
        mark not in joined(catalog.draw(name, values, Look((language,)))) for name, values in every_sheet(9)
    )


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sheet_speaks_the_language_that_was_chosen(language: str, paper: PaperName) -> None:
    for name, values in every_sheet(12):
        pdf = catalog.draw(name, values, Look((language,), paper))
        with using(language):
            assert f"/Lang ({language})".encode() in pdf
            assert _(catalog.SHEETS[name].title) in joined(pdf)
            assert format_date(DAY.on) in joined(pdf)


def test_two_languages_stand_side_by_side() -> None:
    for name, values in every_sheet(12):
        text = joined(catalog.draw(name, values, Look(("en", "ht"))))
        for language in ("en", "ht"):
            with using(language):
                assert _(catalog.SHEETS[name].title) in text
                assert format_date(DAY.on) in text


def test_a_language_twice_is_said_once() -> None:
    assert catalog.languages_of("es", "es") == catalog.languages_of("es", None) == ("es",)
    assert Look(("en", "ht")).say(lambda: "10:00") == ("10:00",)


@pytest.mark.parametrize(("name", "values"), SHEETS)
def test_every_font_is_in_the_file_and_everything_is_black_or_gray(name: str, values: object) -> None:
    pdf = catalog.draw(name, values, Look())
    # A reader's own font, even one that no letter is set in, must not be asked for.
    assert b"Helvetica" not in pdf
    for page in read(pdf):
        assert all(thing.embedded for thing in page.things if thing.font)
        assert all(len(set(thing.colour)) == 1 for thing in page.things)


@pytest.mark.parametrize(("name", "values"), SHEETS)
def test_what_people_read_at_a_table_is_12_points_or_more(name: str, values: object) -> None:
    for page in read(catalog.draw(name, values, Look())):
        assert all(thing.size >= 12 or thing.size == FOOT for thing in page.things if thing.font)


@pytest.mark.parametrize(
    ("name", "values"), [("signatures", signature_sheet(30)), ("sign-up", sign_up_sheet(20))]
)
def test_there_are_8_mm_and_more_to_write_on(name: str, values: object) -> None:
    for page in read(catalog.draw(name, values, Look())):
        right = max(rule.box.right for rule in page.rules)
        heights = [rule.box.top for rule in page.rules if rule.box.right > right - 1]
        steps = [above - below for above, below in itertools.pairwise(heights)]
        assert min(steps) >= 8 * MM


@pytest.mark.parametrize(("name", "values"), SHEETS)
def test_every_page_with_names_says_what_becomes_of_it(name: str, values: object) -> None:
    for page in read(catalog.draw(name, values, Look())):
        assert ("then shred it" in page.text) == (name not in ("day", "as-it-was"))


@pytest.mark.parametrize(("name", "values"), SHEETS)
def test_the_file_says_its_title_and_names_nobody(name: str, values: object) -> None:
    with pypdfium2.PdfDocument(catalog.draw(name, values, Look())) as document:
        metadata = document.get_metadata_dict()
    assert metadata["Title"].startswith(f"{catalog.SHEETS[name].title} · Saturday 28 March 2026")
    assert not any("Baptiste" in value for value in metadata.values())


def test_a_page_that_begins_inside_a_table_draws_its_header_again() -> None:
    header = Block(20, lambda _pen, _top: None)
    rows = [Block(30, lambda _pen, _top: None, head=(header,)) for _row in range(7)]
    pages = paginate([header, *rows], 100)
    assert [len(page) for page in pages] == [3, 3, 3, 2]
    assert all(page[0] is header for page in pages)
    assert [row for page in pages for row in page[1:]] == rows


def test_what_belongs_to_the_next_rows_does_not_stay_behind_alone() -> None:
    title = Block(20, lambda _pen, _top: None, keep=30)
    row = Block(30, lambda _pen, _top: None)
    assert [len(page) for page in paginate([row, row, title, row], 100)] == [2, 2]


def test_a_name_longer_than_a_page_is_still_whole_on_one() -> None:
    values = distribution_list(3)
    (first, *others) = values.rows
    endless = type(first)(1, first.number, " ".join(f"word{n:03}" for n in range(900)), 2, 1)
    pages = read(catalog.draw("list", type(values)(values.stamp, DAY, "name", (endless, *others)), Look()))
    assert re.findall(r"word\d{3}", pages[0].text) == [f"word{n:03}" for n in range(900)]
    assert not any("word" in page.text for page in pages[1:])


def test_every_number_is_written_as_its_language_does() -> None:
    text = joined(catalog.draw("day", day_sheet(3), Look(("fr",))))
    assert text.count("42,5") == 2
    assert "42.5" not in text
