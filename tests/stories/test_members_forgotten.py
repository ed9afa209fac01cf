"""A person asks to be forgotten: what goes, what stays, what cannot be reached, and next month's spreadsheet."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aidbook.actions import cards as new_cards
from aidbook.actions import consents, distributions, erasing, fingerprints, gifts, history, members, same
from aidbook.actions.delivery_desk import Desk
from aidbook.actions.prints import note_print
from aidbook.actions.receiving import Head
from aidbook.actions.sources import add_member_source
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.fingerprints import Fingerprint
from aidbook.domain.members import Household, Member
from aidbook.exchange import cards, receiving, sending
from aidbook.store import history as query
from aidbook.store.book import Book
from aidbook.store.distributions import day_count
from aidbook.store.gifts import gift_lines
from aidbook.store.rows import things
from tests.cli.conftest import Run, run

__all__ = ["run"]


@pytest.fixture
def both(make_book: Callable[..., Book]) -> tuple[Book, Book]:
    """Give the books of two paired sites."""
    east, west = make_book("Eastside"), make_book("Westside")
    cards.pair(east, cards.card_of(west))
    cards.pair(west, cards.card_of(east))
    return east, west


def lived(book: Book) -> tuple[Id, Id]:
    """Let Rosa live in a book for a while; return her and the day she came."""
    rosa = members.add_member(
        book, "Rosa Luz", family_name="Luz", phone="(907) 555-0142", birth="1980-03-04", other_names=("روزا",)
    ).id
    members.add_member(book, "Paul Brun", note="Brings Rosa’s box on Fridays")
    members.add_member(book, "Ana Rosario", note="Nothing about anybody")
    home = members.household_of(book, members.find_member(book, "Rosa Luz"))
    day = distributions.plan_distribution(book, "2026-03-28", {}).id
    distributions.sign_up(book, day, home)
    note_print(book, "list", day)
    note_print(book, "sign-up", day)
    distributions.check_in(book, day, home)
    gifts.add_gift(book, "hours", member=rosa, minutes=90)
    note_print(book, "member-page", None, members=(rosa,))
    new_cards.replace_card(book, rosa)
    return rosa, day


def carried(sender: Book, reader: Book, folder: Path) -> None:
    """Carry a bundle with people to another site, which reads it."""
    path = sending.send(sender, folder, to=reader.site, passphrase=None, people=True).path
    receiving.receive(reader, receiving.open_bundle(reader, path))


def text(does: erasing.Erasing) -> str:
    """Return all that is said, part by part."""
    return "\n".join(sentence for _title, said in does.parts() for sentence in said)


def test_it_is_said_first_what_goes_what_stays_and_which_notes_and_paper_name_her(book: Book) -> None:
    rosa, _day = lived(book)
    does = erasing.what_erasing_does(book, rosa)
    said = text(does)
    assert "1 visit with its figures" in said
    assert "1 gift with its figures and its note" in said
    assert [note.words for note in does.notes] == ["Paul Brun: “Brings Rosa’s box on Fridays”"]
    assert members.find_member(book, "Paul Brun").id == does.notes[0].member
    assert any(line.startswith("Sheet 3: A member’s own page, printed on") for line in does.paper)
    assert any(
        line.startswith("Sheet 1: Distribution list, 28 March 2026, printed on") for line in does.paper
    )
    assert not any("Sheet 2" in line for line in does.paper), "no name stands on a sign-up sheet"
    assert "Backups" in said


def test_a_witness_and_a_proxy_elsewhere_are_notes_of_others_too(book: Book) -> None:
    rosa, _day = lived(book)
    paul = members.find_member(book, "Paul Brun")
    consents.give(book, paul.id, "photo", witness="Rosa Luz")
    consents.give(book, rosa, "photo", witness="Rosa Luz herself")
    members.add_proxy(book, members.household_of(book, paul), name="Rosa’s son")
    said = {note.words for note in erasing.what_erasing_does(book, rosa).notes}
    assert "Paul Brun: “Rosa Luz”" in said
    assert "the household of Paul Brun: “Rosa’s son”" in said
    assert not any("herself" in words for words in said), "what is about her goes with her"


def test_sticks_and_sites_out_of_reach_are_named(both: tuple[Book, Book], tmp_path: Path) -> None:
    east, west = both
    rosa, _day = lived(east)
    assert "Westside" not in text(erasing.what_erasing_does(east, rosa)), "she never agreed to be shared"
    consents.give(east, rosa, "share", witness="Paul")
    path = sending.send(east, tmp_path, to=west.site, passphrase=None, people=True).path
    assert "the stick may still be on its way" in text(erasing.what_erasing_does(east, rosa))
    receiving.receive(west, receiving.open_bundle(west, path))
    carried(west, east, tmp_path)
    assert "Westside holds them until it reads the next bundle" in text(erasing.what_erasing_does(east, rosa))
    sending.send(east, tmp_path, to=west.site, passphrase=None, people=True)
    assert "was not answered yet" in text(erasing.what_erasing_does(east, rosa))
    sending.send(east, tmp_path, to=None, passphrase="four words on paper", people=True)
    assert "1 bundle was written under a passphrase" in text(erasing.what_erasing_does(east, rosa))


def test_what_she_gave_and_received_stays_as_figures_of_nobody(book: Book) -> None:
    rosa, day = lived(book)
    record = book.get(Distribution, day)
    assert record is not None
    before = day_count(book, record), gifts_of(book)
    erasing.erase(book, rosa)
    assert (day_count(book, record), gifts_of(book)) == before
    assert book.get(Member, rosa) is None


def test_every_record_that_is_linked_as_the_same_person_goes_too(book: Book) -> None:
    rosa, _day = lived(book)
    home = members.household_of(book, members.find_member(book, "Rosa Luz"))
    twice = members.add_member(book, "Rosa Lucia Luz", household=home, birth="1980").id
    apart = members.add_member(book, "Rosie L.", phone="907 555 0142").id
    stays = members.add_member(book, "Rosa Luz").id
    same.link(book, "member", rosa, twice)
    same.link(book, "member", twice, apart)
    assert "erase that too" in text(erasing.what_erasing_does(book, apart))
    said = text(erasing.what_erasing_does(book, apart, linked=True))
    assert "What is linked as the same person:" in said
    assert "Rosa Lucia Luz" in said
    assert "Their household" in said, "nobody is left in it"
    erasing.erase(book, apart, fingerprint=True, linked=True)
    assert [book.get(Member, one) for one in (rosa, twice, apart)] == [None, None, None]
    assert book.get(Household, home) is None
    assert book.get(Member, stays) is not None
    assert fingerprints.seen(book, "Rosa Lucia Luz", "1980") is not None
    assert fingerprints.seen(book, "Rosa Luz", "1980-03-04") is not None


def gifts_of(book: Book) -> list[int | None]:
    """Return the minutes of all gifts."""
    return [gift.minutes for gift in gift_lines(book)]


@pytest.mark.parametrize(
    ("name", "birth", "phone"),
    [
        ("Rosa Luz", "1980-03-04", None),
        ("LUZ, Rosa", None, "+1 907 555 0142"),
        ("rosa luz", "1980", None),
        ("Rosa Luz", "1980-03", None),
        ("روزا", "1980-03-04", None),
    ],
)
def test_next_month_s_spreadsheet_asks_before_it_brings_her_back(
    book: Book, name: str, birth: str | None, phone: str | None
) -> None:
    rosa, _day = lived(book)
    assert fingerprints.seen(book, name, birth, phone) is None
    erasing.erase(book, rosa, fingerprint=True)
    found = fingerprints.seen(book, name, birth, phone)
    assert found is not None
    (kept,) = things(book, Fingerprint)
    assert found.on == kept.on


@pytest.mark.parametrize(
    ("name", "birth", "phone"),
    [
        ("Rosa Luz", None, None),
        ("Rosa Luz", "1981-03-04", None),
        ("Rosa Luz", None, "907 555 0143"),
        ("Rosario Luz", "1980-03-04", "907 555 0142"),
        ("Paul Brun", "1980-03-04", None),
    ],
)
def test_somebody_else_is_not_taken_for_her(
    book: Book, name: str, birth: str | None, phone: str | None
) -> None:
    rosa, _day = lived(book)
    erasing.erase(book, rosa, fingerprint=True)
    assert fingerprints.seen(book, name, birth, phone) is None


def test_without_the_wish_nothing_is_kept_and_a_fingerprint_can_be_let_go(book: Book) -> None:
    rosa, _day = lived(book)
    again = members.add_member(book, "Somebody Else", birth="1990").id
    erasing.erase(book, rosa)
    assert things(book, Fingerprint) == []
    erasing.erase(book, again, fingerprint=True)
    found = fingerprints.seen(book, "Somebody Else", "1990")
    assert found is not None
    done = fingerprints.forget(book, found.id)
    assert fingerprints.seen(book, "Somebody Else", "1990") is None
    assert "fingerprint" in history.sentence(book, done.action)


def test_a_fingerprint_goes_to_the_site_s_own_laptops_only(both: tuple[Book, Book], tmp_path: Path) -> None:
    east, west = both
    rosa, _day = lived(east)
    consents.give(east, rosa, "share")
    carried(east, west, tmp_path)
    erasing.erase(east, rosa, fingerprint=True)
    carried(east, west, tmp_path)
    assert west.get(Member, rosa) is None
    assert things(west, Fingerprint) == []
    assert fingerprints.seen(west, "Rosa Luz", "1980-03-04") is None


def test_the_same_person_has_other_marks_at_another_site(both: tuple[Book, Book]) -> None:
    marks = []
    for book in both:
        member = members.add_member(book, "Rosa Luz", birth="1980").id
        erasing.erase(book, member, fingerprint=True)
        marks += [set(one.marks) for one in things(book, Fingerprint)]
    assert marks[0].isdisjoint(marks[1])


# On the command line


def test_the_command_line_says_what_it_does_and_asks(run: Run, make_book: Callable[..., Book]) -> None:
    book = make_book()
    rosa, _day = lived(book)
    book.close()
    refused = run("erase", "Rosa Luz", "--book", book.path)
    assert refused.status == 1
    assert "Paul Brun" in refused.out
    assert "--yes" in refused.err
    with Book.open(book.path, "four words on paper") as again:
        assert again.get(Member, rosa) is not None
    done = run("erase", "Rosa Luz", "--book", book.path, "--yes", "--fingerprint")
    assert done.status == 0
    assert done.out.endswith("Erased.\n")
    with Book.open(book.path, "four words on paper") as again:
        assert again.get(Member, rosa) is None
        assert fingerprints.seen(again, "Rosa Luz", "1980-03-04") is not None


def test_who_was_added_twice_by_mistake_is_forgotten_in_both(book: Book) -> None:
    slip = members.add_member(book, "Rosa Luz", phone="(907) 555-0142", note="lives behind the mill")
    history.undo(book, slip.action)
    namesake = members.add_member(book, "Rosa Luz", phone="907 555 0199")
    son = members.add_member(book, "Ernesto Luz", phone="907 555 0142")
    for other in (namesake, son):
        history.undo(book, other.action)
    rosa = members.add_member(book, "Rosa", family_name="Luz", phone="907 555 0142").id
    erasing.erase(book, rosa)
    assert query.ever(book, Member, slip.id) is None
    assert "Rosa" not in history.sentence(book, slip.action)
    for other in (namesake, son):
        history.redo(book, other.action)
    assert sorted(one.name for one in things(book, Member)) == ["Ernesto Luz", "Rosa Luz"]


def test_what_names_them_in_a_delivery_half_typed_is_told_and_goes(book: Book) -> None:
    rosa, _day = lived(book)
    desk = Desk(book)
    said = "What names them in the delivery that is being typed in."
    desk.change_head(source_name="Food bank", cost=500)
    assert said not in erasing.what_erasing_does(book, rosa).goes
    desk.change_head(source=add_member_source(book, rosa).id, source_name=None, note="The Luzes’ beans")
    assert said in erasing.what_erasing_does(book, rosa).goes
    erasing.erase(book, rosa)
    assert Desk(book).head == Head(cost=500)
    desk.change_head(value=700)
    assert Desk(book).head == desk.head == Head(cost=500, value=700), "nor does an open page bring it back"
