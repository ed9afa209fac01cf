"""The page of the stick: two sites, two books, one folder between them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from aidbook.actions import distributions, members, pantry
from aidbook.domain.members import Member
from aidbook.domain.sites import Site
from aidbook.exchange import cards
from aidbook.exchange.receiving import join
from aidbook.store.book import Book
from aidbook.store.distributions import distribution_lines
from aidbook.store.members import member_ids
from aidbook.store.sites import known_sites
from aidbook.ui import jobs
from aidbook.ui.session import Session
from aidbook.ui.stick import drives
from aidbook.ui.stick.page import StickPage
from aidbook.ui.stick.readers import Reader
from aidbook.ui.widgets import choose_file

SECRET = "beans rice stick paper"
# A passphrase is made slow to guess on purpose: on a busy machine each one takes some seconds.
PATIENCE_MS = 60_000


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a stick in."""
    folder = tmp_path / "STICK"
    folder.mkdir()
    monkeypatch.setattr(drives, "sticks", lambda: [(folder, "STICK")])
    return folder


@pytest.fixture
def open_page(qtbot: QtBot) -> Iterator[Callable[[Book], StickPage]]:
    """Give a function that opens the page on a book."""

    def make(book: Book) -> StickPage:
        session = Session(book)
        page = StickPage(session)
        session.changed.connect(lambda _kinds: page.refresh())
        qtbot.addWidget(page)
        page.resize(1120, 640)
        page.show()
        page.refresh()
        return page

    yield make
    jobs.stop_all()


@pytest.fixture
def east(make_book: Callable[..., Book]) -> Book:
    """Give Eastside's book: a day, a shelf, Rosa who agreed to be shared and Paul who did not."""
    book = make_book("Eastside")
    beans = pantry.add_item(book, "Beans", unit="can").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=48)])
    rosa = members.add_member(book, "Rosa Luz", may_share=True, may_share_on="2026-03-01")
    members.add_member(book, "Paul Brun")
    person = book.get(Member, rosa.id)
    assert person is not None
    assert person.household is not None
    day = distributions.plan_distribution(book, "2026-03-28", {beans: 2}).id
    distributions.sign_up(book, day, person.household)
    distributions.check_in(book, day, person.household)
    return book


@pytest.fixture
def west(make_book: Callable[..., Book]) -> Book:
    """Give Westside's book, empty."""
    return make_book("Westside")


def pair(one: Book, other: Book) -> None:
    """Pair two books, as their people do by voice."""
    cards.pair(one, cards.card_of(other))
    cards.pair(other, cards.card_of(one))


def write(page: StickPage, qtbot: QtBot, reader: Reader, passphrase: str = "") -> str:
    """Write a bundle for a reader, and return what is said of it."""
    card = page.writing
    card.reader.set_value(reader)
    card.reader.left.emit()
    if passphrase:
        card.passphrase.show_value(passphrase)
    card.start()
    qtbot.waitUntil(
        lambda: not card.outcome.isHidden() or bool(card.folder.error() or card.passphrase.error()),
        timeout=PATIENCE_MS,
    )
    return card.outcome.text()


def look_at(page: StickPage, qtbot: QtBot, path: Path, passphrase: str = "") -> str:
    """Choose a bundle, and return all that is said of it."""
    card = page.reading
    card.look_at(path)
    if passphrase:
        card.passphrase.show_value(passphrase)
        card.unlock()
    qtbot.waitUntil(
        lambda: card.found is not None or not card.outcome.isHidden() or bool(card.passphrase.error()),
        timeout=PATIENCE_MS,
    )
    qtbot.waitUntil(lambda: not jobs.any_running(), timeout=PATIENCE_MS)
    return " ".join([*said(card._preview), card.outcome.text() if not card.outcome.isHidden() else ""])


def merge(page: StickPage, qtbot: QtBot) -> str:
    """Merge what was looked through, and return what is said then."""
    page.reading.merge.click()
    qtbot.waitUntil(lambda: page.reading.found is None, timeout=PATIENCE_MS)
    return page.reading.outcome.text()


def said(widget: QWidget) -> list[str]:
    """Return every line that is to be read in a part of the page."""
    QApplication.processEvents()
    shown = (each.text() for each in widget.findChildren(QLabel) if each.isVisible())
    return [line for text in shown for line in text.splitlines()]


def to(book: Book) -> Reader:
    """Return the one paired site of a book as the reader of a bundle."""
    return Reader("site", known_sites(book)[0])


def only_bundle(folder: Path) -> Path:
    """Return the one file on a stick."""
    (path,) = folder.iterdir()
    return path


# There and back


def test_a_bundle_is_written_previewed_in_words_merged_and_the_same_again_changes_nothing(
    east: Book, west: Book, stick: Path, open_page: Callable[[Book], StickPage], qtbot: QtBot
) -> None:
    pair(east, west)
    told = write(open_page(east), qtbot, to(east))
    bundle = only_bundle(stick)
    assert told.startswith("It is safe to pull the stick now.")
    assert bundle.name in told
    assert "KB" in told

    there = open_page(west)
    before = west.position
    words = look_at(there, qtbot, bundle)
    assert "This is bundle 1 from Eastside." in words
    assert "1 item is new." in words
    assert "1 distribution is new." in words
    assert "Nothing is written yet." in words
    assert west.position == before

    assert "It is read in." in merge(there, qtbot)
    assert [day.on for day in distribution_lines(west, site=east.identity.site)] == ["2026-03-28"]
    after = west.position

    assert "Nothing in it is new." in look_at(there, qtbot, bundle)
    assert not there.reading.merge.isVisible()
    assert west.position == after


def test_days_travel_with_their_counts_and_no_people_unless_somebody_ticks_it(
    east: Book, west: Book, stick: Path, open_page: Callable[[Book], StickPage], qtbot: QtBot
) -> None:
    pair(east, west)
    here, there = open_page(east), open_page(west)
    assert "Nobody's name goes along." in said(here.writing)
    assert "1 of 2 members agreed to be shared with other sites." in said(here.writing)
    write(here, qtbot, to(east))
    look_at(there, qtbot, only_bundle(stick))
    merge(there, qtbot)
    assert member_ids(west, site=east.identity.site) == []

    here.writing.people.box().click()
    assert "1 member who agreed goes along; nobody else is named." in said(here.writing)
    write(here, qtbot, to(east))
    latest = max(stick.iterdir(), key=lambda path: path.name)
    look_at(there, qtbot, latest)
    merge(there, qtbot)
    names = [west.get(Member, one) for one in member_ids(west, site=east.identity.site)]
    assert [member.name for member in names if member] == ["Rosa Luz"]


def test_a_first_trip_goes_under_a_passphrase_and_pairs_by_the_code_both_compare(
    east: Book, west: Book, stick: Path, open_page: Callable[[Book], StickPage], qtbot: QtBot
) -> None:
    write(open_page(east), qtbot, Reader("stranger"), SECRET)
    there = open_page(west)
    look_at(there, qtbot, only_bundle(stick), "something else entirely")
    assert "does not open" in there.reading.passphrase.error()
    assert there.reading.passphrase.isVisible()

    code = cards.short_code(cards.card_of(east), cards.card_of(west))
    there.reading.passphrase.show_value(SECRET)
    there.reading.unlock()
    qtbot.waitUntil(lambda: there.reading.found is not None, timeout=PATIENCE_MS)
    assert code in said(there.reading)
    assert known_sites(west) == []
    assert there.reading.merge.text() == "The codes match: merge"
    merge(there, qtbot)
    assert [site.name for site in known_sites(west)] == ["Eastside"]


def test_the_whole_book_makes_another_laptop_of_the_same_site(
    east: Book, stick: Path, open_page: Callable[[Book], StickPage], qtbot: QtBot, tmp_path: Path
) -> None:
    page = open_page(east)
    write(page, qtbot, Reader("new laptop"), SECRET)
    assert not page.writing.people.isVisible()
    assert "The keys of our site go along too. Give it to nobody else." in said(page.writing)
    with join(tmp_path / "second.aidbook", "a door of its own", only_bundle(stick), SECRET) as second:
        assert second.identity.site == east.identity.site
        assert len(member_ids(second)) == len(member_ids(east))


# What goes wrong


def test_without_a_stick_nothing_is_written_and_the_field_says_so(
    east: Book, open_page: Callable[[Book], StickPage], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "sticks", list)
    page = open_page(east)
    before = east.position
    assert write(page, qtbot, Reader("stranger"), SECRET) == ""
    assert page.writing.folder.error()
    assert "No stick is in. Put one in, or choose a folder." in said(page.writing)
    assert east.position == before


def test_a_folder_does_where_no_stick_is(
    east: Book,
    west: Book,
    open_page: Callable[[Book], StickPage],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(drives, "sticks", list)
    monkeypatch.setattr(choose_file, "folder", lambda *_args: tmp_path)
    pair(east, west)
    page = open_page(east)
    page.writing.choose_folder()
    assert write(page, qtbot, to(east)).startswith("It is safe to pull")
    assert list(tmp_path.glob("*.aidbundle"))


def test_a_stick_that_was_pulled_is_never_said_to_be_safe(
    east: Book, west: Book, stick: Path, open_page: Callable[[Book], StickPage], qtbot: QtBot
) -> None:
    pair(east, west)
    page = open_page(east)
    stick.rmdir()
    told = write(page, qtbot, to(east))
    assert "safe" not in told
    assert told
    assert not stick.exists()


@pytest.mark.parametrize("harm", ["altered", "cut short", "something else"])
def test_a_bundle_that_is_not_whole_is_refused_with_its_reason_and_the_book_is_untouched(
    harm: str, east: Book, west: Book, stick: Path, open_page: Callable[[Book], StickPage], qtbot: QtBot
) -> None:
    pair(east, west)
    write(open_page(east), qtbot, to(east))
    bundle = only_bundle(stick)
    raw = bytearray(bundle.read_bytes())
    if harm == "altered":
        raw[-100] ^= 1
    harmed = {"altered": bytes(raw), "cut short": bytes(raw[:-200]), "something else": b"a shopping list"}
    bundle.write_bytes(harmed[harm])
    there, before = open_page(west), west.position
    words = look_at(there, qtbot, bundle)
    assert bundle.name in words
    assert ("is not a bundle" if harm == "something else" else "damaged") in words
    assert there.reading.found is None
    assert not there.reading.merge.isVisible()
    assert west.position == before


def test_a_bundle_for_somebody_else_is_refused(
    east: Book, west: Book, make_book: Callable[..., Book], stick: Path,
    open_page: Callable[[Book], StickPage], qtbot: QtBot,
) -> None:  # fmt: skip
    pair(east, west)
    write(open_page(east), qtbot, to(east))
    words = look_at(open_page(make_book("Northside")), qtbot, only_bundle(stick))
    assert "is not for this site" in words


# Pairing


def test_pairing_compares_a_short_code_before_anything_is_written(
    east: Book,
    west: Book,
    stick: Path,
    open_page: Callable[[Book], StickPage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here, there = open_page(east), open_page(west)
    for page, name in ((here, "east"), (there, "west")):
        monkeypatch.setattr(choose_file, "save_file", lambda *_args, name=name: stick / f"{name}.aidcard")
        page.sites.save_card()
    here.sites.look_at(stick / "west.aidcard")
    there.sites.look_at(stick / "east.aidcard")
    code = cards.short_code(cards.card_of(east), cards.card_of(west))
    assert code in said(here.sites)
    assert code in said(there.sites)
    assert known_sites(east) == known_sites(west) == []

    here.sites.match.click()
    assert [site.name for site in known_sites(east)] == ["Westside"]
    assert "Westside" in said(here.sites)
    assert "Nothing was written for them yet" in said(here.sites)
    # Whoever has just been paired with is whom one writes for next.
    assert Reader("site", east.get(Site, west.identity.site)) == here.writing.reader.value()


def test_a_card_that_was_changed_and_ones_own_card_pair_with_nobody(
    east: Book, west: Book, stick: Path, open_page: Callable[[Book], StickPage]
) -> None:
    page = open_page(east)
    cards.write_card(cards.card_of(west), stick / "west.aidcard")
    changed = (stick / "west.aidcard").read_text().replace("Westside", "Wastside")
    (stick / "west.aidcard").write_text(changed)
    page.sites.look_at(stick / "west.aidcard")
    assert "was changed after the site made it" in page.sites.outcome.text()
    cards.write_card(cards.card_of(east), stick / "east.aidcard")
    page.sites.look_at(stick / "east.aidcard")
    assert "your own site's card" in page.sites.outcome.text()
    assert page.sites.met is None
    assert known_sites(east) == []


def test_the_list_of_sites_says_what_last_went_and_came(
    east: Book, west: Book, stick: Path, open_page: Callable[[Book], StickPage], qtbot: QtBot
) -> None:
    pair(east, west)
    here, there = open_page(east), open_page(west)
    write(here, qtbot, to(east))
    assert [line for line in said(here.sites) if line.startswith("Last written for them: bundle 1")]
    look_at(there, qtbot, only_bundle(stick))
    merge(there, qtbot)
    assert [line for line in said(there.sites) if line.startswith("Last read from them")]


def test_a_practice_book_says_that_it_is_sent_to_no_real_site_and_is_not(
    make_book: Callable[..., Book], west: Book, stick: Path, open_page: Callable[[Book], StickPage]
) -> None:
    page = open_page(make_book("Pretend", practice=True))
    assert any("never with a real site" in line for line in said(page))
    cards.write_card(cards.card_of(west), stick / "west.aidcard")
    page.sites.look_at(stick / "west.aidcard")
    assert "yours is a practice book" in page.sites.outcome.text()
    assert page.sites.met is None


def test_what_was_typed_outlives_a_change_of_language(
    east: Book, stick: Path, open_page: Callable[[Book], StickPage]
) -> None:
    page = open_page(east)
    page.writing.passphrase.show_value(SECRET)
    page.writing.people.box().click()
    other = open_page(east)
    other.take(page.keep())
    assert other.writing.passphrase.value() == SECRET
    assert other.writing.people.value()
    assert other.writing.folder.value() == stick
