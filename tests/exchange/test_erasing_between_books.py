"""Erasing, voiding and taking back where several books hold the same: whatever comes first, all end with the same."""

from pathlib import Path

import pytest

from aidbook.actions import erasing, handing_over, history, members, pantry
from aidbook.domain.distributions import Distribution
from aidbook.domain.members import Household, Member
from aidbook.domain.pantry import Movement
from aidbook.domain.writes import change, take_back
from aidbook.errors import UserError
from aidbook.exchange import receiving, sending
from aidbook.store.book import Book
from aidbook.store.check import view_digests
from aidbook.store.claims import home_of, uncounted_voids
from aidbook.store.distributions import DayCount, day_count
from aidbook.store.erasure import erased_ids, erasures_asked
from aidbook.store.fold import VIEW_TABLES
from aidbook.store.history import action_ids
from aidbook.store.pantry import negative_items, stock_lines
from aidbook.store.rows import things
from aidbook.store.sharing import Consent
from tests.conftest import PASSPHRASE
from tests.exchange.conftest import Life, household_of, live, send, take


def _words(book: Book) -> str:
    """Return all that the book holds outside of empty space, as one text."""
    tables = [
        name
        for (name,) in book.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith("sqlite_")
    ]
    rows = (book.connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables)  # noqa: S608 - its own
    return "\n".join(map(repr, rows))


def _counted(book: Book, life: Life) -> DayCount:
    day = book.get(Distribution, life.day)
    assert day is not None
    return day_count(book, day)


def _agreed(book: Book, life: Life) -> Member:
    found = book.get(Member, life.agreed)
    assert found is not None
    return found


def test_an_erased_member_goes_everywhere_and_no_figure_moves(east: Book, west: Book, stick: Path) -> None:
    life = live(east)
    take(west, send(east, west, stick, people=True))
    assert "Quetzalcoatl" in _words(west)
    counted = [_counted(book, life) for book in (east, west)]
    stock = [stock_lines(book) for book in (east, west)]
    household = household_of(east, life.agreed)
    erasing.erase(east, life.agreed)
    take(west, send(east, west, stick, people=True))
    for book in (east, west):
        assert erased_ids(book.connection) == {life.agreed, household}
        assert "Quetzalcoatl" not in _words(book)
        assert "555-0142" not in _words(book)
        assert book.path.with_name(book.path.name + ".erased").read_text() == "".join(
            f"{id_}\n" for id_ in sorted({life.agreed, household})
        )
    assert [_counted(book, life) for book in (east, west)] == counted
    assert [stock_lines(book) for book in (east, west)] == stock


def test_who_is_erased_before_they_arrive_never_comes_in(east: Book, west: Book, stick: Path) -> None:
    life = live(east)
    early = send(east, west, stick, people=True)
    erasing.erase(east, life.agreed)
    late = send(east, west, stick, people=True)
    take(west, late)
    take(west, early)
    take(west, late)
    assert "Quetzalcoatl" not in _words(west)
    assert life.agreed in erased_ids(west.connection)
    third = sending.send(west, stick, to=east.site, passphrase=None, people=True)
    take(east, third.path)


def test_a_bundle_from_before_does_not_bring_the_erased_back(east: Book, west: Book, stick: Path) -> None:
    life = live(east)
    whole = sending.send(east, stick, to=None, passphrase=PASSPHRASE, people=True).path
    erasing.erase(east, life.agreed)
    take(west, send(east, west, stick, people=True))
    receiving.receive(west, receiving.open_bundle(west, whole, PASSPHRASE))
    assert "Quetzalcoatl" not in _words(west)


def test_what_was_done_only_about_the_erased_is_no_longer_told(east: Book) -> None:
    added = members.add_member(east, "Rosa")
    edited = members.edit_member(east, added.id, phone="1")
    assert {added.action, edited.action} <= set(action_ids(east))
    erasing.erase(east, added.id)
    assert not {added.action, edited.action} & set(action_ids(east))


def test_an_erasure_goes_to_readers_whom_no_consent_names(east: Book, west: Book, stick: Path) -> None:
    life = live(east)
    take(west, send(east, west, stick, people=True))
    members.edit_member(east, life.agreed, may_share=False)
    erasing.erase(east, life.agreed)
    take(west, send(east, west, stick, people=True))
    assert "Quetzalcoatl" not in _words(west)


def test_an_erasure_goes_also_with_a_bundle_that_shares_no_people(
    east: Book, west: Book, stick: Path
) -> None:
    life = live(east)
    take(west, send(east, west, stick, people=True))
    take(east, send(west, east, stick))
    erasing.erase(east, life.agreed)
    members.edit_member(east, life.silent, may_share=True)
    take(west, send(east, west, stick))
    assert "Quetzalcoatl" not in _words(west)
    assert "Silencieux" not in _words(west)
    take(west, send(east, west, stick, people=True))
    assert "Silencieux" in _words(west)


def test_from_elsewhere_it_is_a_question_that_the_home_may_agree_to(
    east: Book, west: Book, stick: Path
) -> None:
    life = live(east)
    take(west, send(east, west, stick, people=True))
    assert erasing.what_erasing_does(west, life.agreed).asks == "Eastside"
    erasing.erase(west, life.agreed)
    assert "Quetzalcoatl" in _words(west)
    take(east, send(west, east, stick, people=True))
    (asked,) = erasures_asked(east.connection)
    assert (asked.of, asked.site) == (life.agreed, west.identity.site)
    assert _agreed(east, life).name == "Rosa Quetzalcoatl"
    erasing.agree_to_erase(east, asked)
    assert not erasures_asked(east.connection)
    take(west, send(east, west, stick, people=True))
    assert "Quetzalcoatl" not in _words(west)


def test_after_a_hand_over_the_new_home_erases(east: Book, west: Book, stick: Path) -> None:
    life = live(east)
    handing_over.hand_over(east, "member", life.agreed, west.identity.site)
    take(west, send(east, west, stick, people=True))
    assert home_of(west.connection, "member", life.agreed) == west.identity.site
    erasing.erase(west, life.agreed)
    take(east, send(west, east, stick, people=True))
    for book in (east, west):
        assert "Quetzalcoatl" not in _words(book)


def test_who_shares_a_household_with_others_leaves_it_to_them(east: Book) -> None:
    rosa = members.add_member(east, "Rosa Quetzalcoatl").id
    household = household_of(east, rosa)
    joseph = members.add_member(east, "Joseph", household=household).id
    erasing.erase(east, rosa)
    left = east.get(Household, household)
    assert left is not None
    assert left.contact == joseph
    assert erased_ids(east.connection) == {rosa}


def test_erasing_takes_the_household_that_a_member_left_behind(east: Book) -> None:
    rosa = members.add_member(east, "Rosa").id
    first = household_of(east, rosa)
    members.edit_household(east, first, address="1 Zocalo")
    joseph = members.add_member(east, "Joseph").id
    members.move_member(east, rosa, household_of(east, joseph))
    erasing.erase(east, rosa)
    assert erased_ids(east.connection) == {rosa, first}
    assert "Zocalo" not in _words(east)


def test_an_erasure_is_not_undone_and_the_person_is_not_edited_back(east: Book) -> None:
    rosa = members.add_member(east, "Rosa Quetzalcoatl").id
    done = erasing.erase(east, rosa)
    with pytest.raises(UserError, match="cannot be taken back"):
        history.undo(east, done.action)
    with pytest.raises(UserError, match="not in the book"):
        members.edit_member(east, rosa, name="Rosa")
    east.record(change(Member, rosa, name="Rosa Quetzalcoatl"))
    assert "Quetzalcoatl" not in _words(east)


def test_a_copy_put_back_forgets_when_it_is_opened(east: Book, tmp_path: Path) -> None:
    rosa = members.add_member(east, "Rosa Quetzalcoatl").id
    east.connection.execute("VACUUM INTO ?", (str(tmp_path / "copy"),))
    erasing.erase(east, rosa)
    east.close()
    east.path.unlink()
    (tmp_path / "copy").rename(east.path)
    with Book.open(east.path, PASSPHRASE) as again:
        assert "Quetzalcoatl" not in _words(again)
        assert rosa in erased_ids(again.connection)


def test_a_list_that_could_not_be_written_is_written_at_the_next_opening(east: Book) -> None:
    rosa = members.add_member(east, "Rosa").id
    path = east.path.with_name(east.path.name + ".erased")
    path.mkdir()
    erasing.erase(east, rosa)
    east.close()
    path.rmdir()
    Book.open(east.path, PASSPHRASE).close()
    assert rosa in path.read_text()


# What may not count


def test_a_void_by_another_site_is_told_to_both_and_counts_in_neither(
    east: Book, west: Book, stick: Path
) -> None:
    life = live(east)
    take(west, send(east, west, stick))
    before = stock_lines(east)
    fact = things(east, Movement, "item = ?", (life.beans,))[0]
    done = west.record(take_back(Movement, fact.id))
    take(east, send(west, east, stick))
    for book in (east, west):
        (said,) = uncounted_voids(book.connection)
        assert (said.id, said.action, said.site, said.stands) == (
            fact.id, done.action, west.identity.site, False
        )  # fmt: skip
    assert stock_lines(east) == before
    assert not negative_items(east)
    assert _shared_views(east) == _shared_views(west)


def _shared_views(book: Book) -> dict[str, str]:
    """Return the views of what travels with everything but people."""
    names = {"movement", "count", "lot", "item", "place", "visit", "uncounted", "stock"} & set(VIEW_TABLES)
    return {name: digest for name, digest in view_digests(book.connection).items() if name in names}


# Taking back


def test_a_bundle_taken_back_is_as_if_it_had_not_come_until_it_is_read_again(
    east: Book, west: Book, stick: Path
) -> None:
    pantry.add_item(east, "Rice")
    take(west, send(east, west, stick, people=True))
    before = _shared_views(west)
    live(east)
    path = send(east, west, stick, people=True)
    done = take(west, path).done
    came = _shared_views(west)
    history.undo(west, done.action)
    assert _shared_views(west) == before
    assert "Quetzalcoatl" not in repr(west.connection.execute("SELECT * FROM member").fetchall())
    take(west, path)
    assert _shared_views(west) == came


def test_a_later_bundle_lifts_what_was_taken_back(east: Book, west: Book, stick: Path) -> None:
    life = live(east)
    done = take(west, send(east, west, stick)).done
    history.undo(west, done.action)
    assert not stock_lines(west, site=east.identity.site)
    pantry.receive_stock(east, [pantry.Units(item=life.beans, units=1)])
    take(west, send(east, west, stick))
    assert stock_lines(west, site=east.identity.site) == stock_lines(east)


def test_a_bundle_that_own_entries_build_on_stays(east: Book, west: Book, stick: Path) -> None:
    life = live(east)
    done = take(west, send(east, west, stick)).done
    mine = pantry.receive_stock(west, [pantry.Units(item=life.beans, units=3)])
    with pytest.raises(history.InTheWay) as stopped:
        history.undo(west, done.action)
    assert stopped.value.obstacles[0].actions == (mine.action,)
    history.undo(west, mine.action)
    history.undo(west, done.action)
    history.redo(west, done.action)
    assert stock_lines(west, site=east.identity.site) == stock_lines(east)


def test_a_bundle_that_erased_somebody_stays(east: Book, west: Book, stick: Path) -> None:
    life = live(east)
    take(west, send(east, west, stick, people=True))
    erasing.erase(east, life.agreed)
    done = take(west, send(east, west, stick, people=True)).done
    with pytest.raises(UserError, match="erased somebody"):
        history.undo(west, done.action)


def test_only_ids_about_people_pass_without_consent(east: Book) -> None:
    rosa = members.add_member(east, "Rosa").id
    erasing.erase(east, rosa)
    members.add_member(east, "Kwame")
    consent = Consent(east.connection)
    kinds = {named.body.kind for named in east.ledger.bodies() if consent.lets_go(named.body)}
    assert kinds & {"erasure", "member", "household"} == {"erasure"}
