"""Cards and a member's own page: each card its own and nobody's name on it; two lists, never a sum between them."""

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidbook.actions import cards, distributions, gifts, history, members, profiles
from aidbook.actions.prints import note_print
from aidbook.domain.declare import Id
from aidbook.domain.members import Member, member_number, parse_member_number
from aidbook.errors import UserError
from aidbook.i18n import LANGUAGES
from aidbook.sheets import catalog, member_cards
from aidbook.sheets.codes import code128_bars, qr_modules
from aidbook.sheets.values import Look, PaperName, People, Stamp
from aidbook.store.book import Book
from aidbook.store.cards import without_card
from tests.sheets.pretend import joined, pdf_of, read

DPI = 300
NUMBERS = tuple(member_number("E", n) for n in (*range(1, 13), 104_171))


def drawn_cards(numbers: tuple[str, ...] = NUMBERS, *, practice: bool = False) -> member_cards.MemberCards:
    """Return cards with these numbers."""
    return member_cards.MemberCards(Stamp("Eastside Neighbours", 12, 10_482, practice), numbers, numbers)


class Picture:
    """A page in the grays of a printer."""

    def __init__(self, pdf: bytes, page: int) -> None:
        with pypdfium2.PdfDocument(pdf) as document:
            bitmap = document[page].render(scale=DPI / 72, grayscale=True)
            self.wide, self.high, self._stride = bitmap.width, bitmap.height, bitmap.stride
            self._gray = bytes(bitmap.buffer)

    def is_dark(self, x: int, y: int) -> bool:
        """Tell whether a pixel is ink."""
        return bool(self._gray[y * self._stride + x] < 128)

    def runs(self, y: int, left: int, right: int) -> list[int]:
        """Return the lengths of the dark (above zero) and light (below) stretches of a line."""
        found: list[int] = []
        for x in range(left, right):
            step = 1 if self.is_dark(x, y) else -1
            if found and (found[-1] > 0) == (step > 0):
                found[-1] += step
            else:
                found.append(step)
        return found


def boxes(paper: PaperName) -> list[tuple[float, float]]:
    """Return where the upper left corners of ten cards are, in millimetres from the page's."""
    wide, high = (85.0, 54.0) if paper == "A4" else (88.9, 50.8)
    page = (210.0, 297.0) if paper == "A4" else (215.9, 279.4)
    left, top = (page[0] - 2 * wide) / 2, (page[1] - 5 * high) / 2
    return [(left + column * wide, top + row * high) for row in range(5) for column in range(2)]


def px(millimetres: float) -> int:
    """Return how many pixels that is."""
    return round(millimetres / 25.4 * DPI)


def qr_on(
    picture: Picture, left: float, top: float, wide: float, modules: int
) -> tuple[tuple[bool, ...], ...]:
    """Return the modules of the QR code that is printed on a card: 22 mm at its upper right, 5 mm from the edges."""
    step = 22.0 / modules
    return tuple(
        tuple(
            picture.is_dark(px(left + wide - 27 + (column + 0.5) * step), px(top + 5 + (row + 0.5) * step))
            for column in range(modules)
        )
        for row in range(modules)
    )


def bars_on(picture: Picture, left: float, top: float, high: float) -> list[int]:
    """Return the bars and gaps, in modules, of the Code 128 that is printed on a card."""
    stretches = picture.runs(px(top + high - 12), px(left + 2), px(left + 68))[1:-1]
    module = stretches[0] / 2  # each begins with a bar of two
    return [round(length / module) for length in stretches]


_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_SIDE, _TIMING = 21, 6


def said_by(modules: tuple[tuple[bool, ...], ...]) -> str:
    """Read a QR code of version 1 in letters and figures as ISO/IEC 18004 says: undo its mask, then go up and down."""
    bits = []
    for pair, right in enumerate((20, 18, 16, 14, 12, 10, 8, 5, 3, 1)):
        for row in range(_SIDE) if pair % 2 else reversed(range(_SIDE)):
            for column in (right, right - 1):
                corner = (row < 9 and (column < 9 or column > 12)) or (row > 12 and column < 9)
                if not corner and _TIMING not in (row, column):
                    bits.append(modules[row][column] ^ ((row + column) % 2 == 0))
    read_at = iter(bits)

    def number(of: int) -> int:
        return sum(next(read_at) << at for at in reversed(range(of)))

    assert number(4) == 2  # letters and figures
    text, letters = "", number(9)
    while len(text) < letters:
        two = number(11) if letters - len(text) > 1 else None
        text += _LETTERS[number(6)] if two is None else _LETTERS[two // 45] + _LETTERS[two % 45]
    return text


@given(code=st.text("EWAZ", min_size=1, max_size=4), number=st.integers(1, 9_999_999))
def test_a_qr_code_says_the_number_and_nothing_else(code: str, number: int) -> None:
    wanted = member_number(code, number)
    modules = qr_modules(wanted)
    assert len(modules) == _SIDE
    mask = [modules[8][column] for column in (2, 3, 4)]
    assert [dark ^ masked for dark, masked in zip(mask, (True, False, True), strict=True)] == [False] * 3
    assert said_by(modules) == wanted


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_each_card_bears_its_own_number_in_letters_qr_and_bars(paper: PaperName) -> None:
    pdf = member_cards.draw(drawn_cards(), Look(("en",), paper))
    wide, high = (85.0, 54.0) if paper == "A4" else (88.9, 50.8)
    seen = 0
    for page, text in enumerate(read(pdf)):
        picture = Picture(pdf, page)
        for number, (left, top) in zip(NUMBERS[page * 10 : page * 10 + 10], boxes(paper), strict=False):
            expected = qr_modules(number)
            assert number in text.text
            assert qr_on(picture, left, top, wide, len(expected)) == expected
            bars = code128_bars(number)
            assert bars_on(picture, left, top, high) == bars
            seen += 1
    assert seen == len(NUMBERS)


def test_ten_cards_stand_on_a_page_and_every_number_once() -> None:
    pages = read(member_cards.draw(drawn_cards(), Look()))
    assert [sum(number in page.text for number in NUMBERS) for page in pages] == [10, 3]
    assert all(f"Page {n} of 2" in page.text for n, page in enumerate(pages, start=1))
    assert all("13 cards" in page.text and "Sheet 12" in page.text for page in pages)


def test_a_card_of_the_practice_book_says_so_on_each_card() -> None:
    (page,) = read(member_cards.draw(drawn_cards(NUMBERS[:10], practice=True), Look()))
    assert page.text.count("PRACTICE") >= 10


def test_the_number_on_a_card_is_what_a_scanner_types() -> None:
    assert all(parse_member_number(number) == number for number in NUMBERS)


# Whose cards


def add(book: Book, name: str, **fields: object) -> Id:
    """Add a member."""
    return members.add_member(book, name, **fields).id  # type: ignore[arg-type] # fields by name


def printed(book: Book, people: People) -> member_cards.MemberCards:
    """Print cards, and note it."""
    values: member_cards.MemberCards = catalog.values(
        book, "cards", distribution=None, number=0, people=people
    )
    note_print(book, "cards", None, members=values.members)
    return values


def test_whoever_has_a_card_needs_none_until_it_is_lost(book: Book) -> None:
    rosa, paul = add(book, "Rosa"), add(book, "Paul")
    assert printed(book, People(which="without")).members == (paul, rosa)
    with pytest.raises(UserError, match="Nobody needs a card"):
        printed(book, People(which="without"))
    lost = cards.replace_card(book, rosa)
    assert without_card(book) == [rosa]
    history.undo(book, lost.action)
    assert without_card(book) == []
    cards.replace_card(book, rosa)
    assert printed(book, People(which="without")).members == (rosa,)
    assert without_card(book) == []


def test_cards_name_nobody_and_leave_out_who_left(book: Book) -> None:
    rosa = add(book, "Rosa", phone="555-0142")
    gone = add(book, "Gone Since")
    members.edit_member(book, gone, left="left")
    pdf = pdf_of(book, "cards", distribution=None, number=1, people=People(which="all"))
    record = book.get(Member, rosa)
    assert record is not None
    assert str(record.number) in joined(pdf)
    assert not any(word in joined(pdf) for word in ("Rosa", "555", "Gone"))


def test_three_hundred_cards_are_drawn_with_every_number_once() -> None:
    numbers = tuple(member_number("E", n) for n in range(1, 301))
    pages = read(member_cards.draw(drawn_cards(numbers), Look()))
    text = "".join(page.text for page in pages)
    assert len(pages) == 30
    assert all(text.count(number) == 1 for number in numbers)


# A member's own page


@pytest.fixture
def rosa(book: Book) -> Id:
    """Give a member who gave and received, in two years."""
    member = add(
        book, "Rosa Luz", family_name="Luz", phone="555-0142", diet=("no pork",), languages=("ht", "en")
    )
    record = book.get(Member, member)
    assert record is not None
    for on in ("2025-11-08", "2026-03-28"):
        day = distributions.plan_distribution(book, on, {}, title="Sharing").id
        distributions.sign_up(book, day, record.household or "")
        distributions.check_in(book, day, record.household or "")
        gifts.add_gift(book, "hours", member=member, minutes=90, on=on, note="the ramp")
    return member


def page_of(
    book: Book, member: Id, language: str = "en", since: str | None = None, until: str | None = None
) -> str:
    """Return what a member's page says."""
    people = People((member,), since=since, until=until)
    return joined(
        pdf_of(book, "member-page", distribution=None, number=3, languages=(language,), people=people)
    )


def test_the_page_says_what_i_gave_and_what_i_received_and_sums_up_neither(book: Book, rosa: Id) -> None:
    text = page_of(book, rosa)
    for words in (
        "Rosa Luz",
        "I gave",
        "I received",
        "1.5 hours: the ramp",
        "1 box · Sharing",
        "28 March 2026",
    ):
        assert words in text
    for word in ("balance", "total", "score", "rank", "debt", "3 hours", "2 boxes"):
        assert word not in text.casefold()


def test_the_page_holds_the_period_that_was_asked_for(book: Book, rosa: Id) -> None:
    text = page_of(book, rosa, since="2026-01-01", until="2026-12-31")
    assert "28 March 2026" in text
    assert "8 November 2025" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_in_the_members_own_language(book: Book, rosa: Id, language: str) -> None:
    text = page_of(book, rosa, language)
    assert {"en": "no pork", "fr": "sans porc", "es": "sin cerdo", "ht": "san vyann kochon"}[language] in text


def test_the_file_itself_names_nobody(book: Book, rosa: Id) -> None:
    pdf = pdf_of(book, "member-page", distribution=None, number=3, people=People((rosa,)))
    with pypdfium2.PdfDocument(pdf) as document:
        assert not any("Rosa" in value for value in document.get_metadata_dict().values())


def test_the_page_never_shows_what_the_site_does_not_ask(book: Book, rosa: Id) -> None:
    assert "555-0142" in page_of(book, rosa)
    profiles.choose(book, "our own shelf")
    text = page_of(book, rosa)
    assert "Rosa Luz" in text
    assert not any(words in text for words in ("555-0142", "no pork", "Haitian Creole"))


def test_a_private_note_is_on_no_paper(book: Book, rosa: Id) -> None:
    members.edit_member(book, rosa, private_note="Between us", note="Comes with her aunt")
    text = page_of(book, rosa)
    assert "Between us" not in text
    assert "Comes with her aunt" in text


def test_a_page_without_anybody_asks_whose(book: Book) -> None:
    with pytest.raises(UserError, match="Choose a member"):
        pdf_of(book, "member-page", distribution=None, number=1)


def test_a_long_life_is_on_as_many_pages_as_it_takes(book: Book, rosa: Id) -> None:
    for _n in range(60):
        gifts.add_gift(book, "ride", member=rosa, on="2026-03-28")
    text = page_of(book, rosa)
    assert text.count("A ride") == 60


# No sheet shows what the site does not ask


def test_a_distribution_list_has_only_what_the_site_s_profile_asks(book: Book) -> None:
    rosa = add(book, "Rosa Luz", family_name="Luz", diet=("no pork",), allergens=("peanuts",))
    record = book.get(Member, rosa)
    assert record is not None
    household = record.household or ""
    members.add_proxy(book, household, name="Cousin Ana")
    day = distributions.plan_distribution(book, "2026-03-28", {}).id
    distributions.sign_up(book, day, household)

    def listed() -> str:
        return joined(pdf_of(book, "list", distribution=day, number=1))

    for words in ("Luz, Rosa", "no pork", "peanuts", "Diet", "Cousin Ana"):
        assert words in listed()
    profiles.choose(book, "our own shelf")
    for words in ("Luz, Rosa", "no pork", "peanuts", "Diet", "Cousin Ana"):
        assert words not in listed()
    assert "Rosa Luz" in listed()
    assert "by name" in listed()
    profiles.choose(book, "TEFAP")
    assert "Luz, Rosa" in listed()
    assert "by family name" in listed()
    assert "Cousin Ana" in listed()
    assert "no pork" not in listed()
    assert "Luz, Rosa" in joined(pdf_of(book, "signatures", distribution=day, number=1))
