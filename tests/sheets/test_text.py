"""How texts are set: whole, within their room, in fonts that have their letters, Arabic joined and turned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidbook.sheets.text import Line, clean, fit, line_width, width, wrap

ARABIC = "أحمد بن محمد"
LATIN_TEXT = st.text(st.characters(max_codepoint=0x58F, exclude_categories=["Cs"]), max_size=120)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


def letters(lines: tuple[Line, ...]) -> str:
    return "".join(piece for line in lines for _font, piece in line).replace(" ", "")


def fonts(text: str) -> set[str]:
    return {font for line in wrap(text, 500, 12) for font, _piece in line}


@given(LATIN_TEXT, st.floats(8, 300), st.booleans())
def test_no_letter_is_lost_when_a_text_breaks_into_lines(text: str, room: float, bold: bool) -> None:  # noqa: FBT001
    assert letters(wrap(text, room, 12, bold=bold)) == clean(text).replace(" ", "")


@given(ANY_TEXT, st.floats(30, 300))
def test_no_line_is_wider_than_its_room(text: str, room: float) -> None:
    for line in wrap(text, room, 12):
        assert line_width(line, 12) <= room + 0.001 or len("".join(piece for _font, piece in line)) == 1


@given(ANY_TEXT, st.integers(1, 4))
def test_a_text_that_must_fit_gets_smaller_letters_and_no_more_lines(text: str, most: int) -> None:
    size, lines = fit(text, 60, 12, lines=most)
    assert size <= 12
    assert len(lines) <= most
    assert all(line_width(line, size) <= 60.001 for line in lines)


def test_what_fits_stays_on_one_line_at_its_size() -> None:
    assert fit("Rosa Núñez", 200, 12) == (12, wrap("Rosa Núñez", 200, 12))
    assert len(wrap("Rosa Núñez", width("Rosa Núñez", 12), 12)) == 1


def test_a_long_name_breaks_at_blanks_and_after_hyphens() -> None:
    lines = wrap("Jean-Baptiste-Marie Toussaint", 80, 12)
    assert [letters((line,)) for line in lines] == ["Jean-Baptiste-", "Marie", "Toussaint"]


def test_a_number_and_its_unit_stay_together() -> None:
    assert [letters((line,)) for line in wrap("about 1\u00a0250\u00a0kg", 60, 12)] == [
        "about",
        "1\u00a0250\u00a0kg",
    ]


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("Łukasz Żółć", "AtkinsonHyperlegible"),
        ("Jérémie Núñez Ağaoğlu", "AtkinsonHyperlegible"),
        ("Nguyễn Văn An", "DejaVuSans"),
        ("Ọláyínká", "DejaVuSans"),
        ("Даша Иванова", "DejaVuSans"),
    ],
)
def test_a_name_is_set_in_one_font_that_has_all_its_letters(text: str, font: str) -> None:
    assert fonts(text) == {font}


def test_a_sign_changes_the_font_for_itself_alone() -> None:
    assert wrap("☐ Rosa", 100, 12) == ((("DejaVuSans", "☐"), ("AtkinsonHyperlegible", " Rosa")),)


def test_letters_that_no_font_has_still_take_their_room() -> None:
    assert letters(wrap("李小龙", 100, 12)) == "李小龙"
    assert width("李小龙", 12) > 12


def test_accents_typed_apart_are_joined_with_their_letters() -> None:
    assert wrap("Je\u0301re\u0301mie", 100, 12) == wrap("Jérémie", 100, 12)


def test_signs_that_cannot_be_seen_do_not_reach_the_paper() -> None:
    assert clean(" Rosa\u200b\u202e\tNúñez\n\x07 ") == "Rosa Núñez"


def test_arabic_is_joined_and_stands_from_right_to_left() -> None:
    ((first, *_others),) = wrap("أحمد", 100, 12)
    # The forms letters take at the end, in the middle, at the beginning and alone, from the left.
    assert first == ("NotoNaskhArabic", "\ufeaa\ufee4\ufea3\ufe83")


def test_arabic_keeps_its_first_words_on_the_first_line() -> None:
    lines = wrap(ARABIC, 50, 12)
    assert len(lines) > 1
    assert letters(lines[:1])[-1] == "\ufe83"


def test_a_latin_name_beside_an_arabic_one_keeps_its_direction() -> None:
    (line,) = wrap("Hassan أحمد", 100, 12)
    assert line == (("AtkinsonHyperlegible", "Hassan "), ("NotoNaskhArabic", "\ufeaa\ufee4\ufea3\ufe83"))


def test_a_list_that_begins_with_an_arabic_name_still_runs_from_the_left() -> None:
    (line,) = wrap("أحمد, Rosa", 100, 12)
    assert line[-1] == ("AtkinsonHyperlegible", ", Rosa")
