"""Who may: which site's word counts on where a record belongs and on whether a fact stands."""

from dataclasses import dataclass, field

import pytest

from aidbook.actions import handing_over, members
from aidbook.domain.declare import Id, derived_id, new_id
from aidbook.domain.entries import body_hash
from aidbook.domain.homes import new_id_at, tells_its_site
from aidbook.domain.members import Member
from aidbook.domain.pantry import HANDED_OUT, SHELF, Barcode, special_place
from aidbook.domain.sites import Site
from aidbook.domain.writes import Change, change
from aidbook.errors import UserError
from aidbook.store.body import Body, Named, encode
from aidbook.store.book import Book
from aidbook.store.claims import home_of, may_void
from aidbook.store.fold import fold
from aidbook.store.questions import open_questions

EAST, WEST, NORTH = "e" * 32, "f" * 32, "d" * 32


@dataclass
class Told:
    """Bodies as they came from sites, folded into a book one after another."""

    book: Book
    written: int = 0
    said: list[Named] = field(default_factory=list)

    def say(self, site: Id, kind: str, subject: Id, **content: object) -> str:
        """Let a site say something; return the hash that names it."""
        self.written += 1
        content = {"written": self.written, "action": new_id(), **content}
        body = Body(salt=new_id(), kind=kind, v=1, subject=subject, by="", **content)  # type: ignore[arg-type] # passed on
        named = Named(body_hash(encode(body)), body, site)
        self.said.append(named)
        fold(self.book.connection, [named])
        return named.hash.hex()


@pytest.fixture
def told(book: Book) -> Told:
    """Give a book that is told what sites say."""
    return Told(book)


def _moved(told: Told, lot: Id = "a" * 32) -> tuple[Id, str]:
    fact = new_id()
    places = {"from_place": special_place(EAST, SHELF), "to_place": special_place(EAST, HANDED_OUT)}
    said = {"item": "b" * 32, "lot": lot, "units": 5, "reason": "handed out", **places}
    return fact, told.say(EAST, "movement", fact, fact=said)


def _stands(told: Told, fact: Id) -> bool:
    row = told.book.connection.execute("SELECT stands FROM movement WHERE id = ?", (fact,)).fetchone()
    return bool(row[0])


# Facts


@pytest.mark.behind_the_ledger
def test_a_fact_voided_by_its_authors_site_does_not_stand(told: Told) -> None:
    fact, name = _moved(told)
    told.say(EAST, "movement", fact, set={"stands": False}, over={"stands": [name]})
    assert not _stands(told, fact)
    assert told.book.connection.execute("SELECT * FROM stock").fetchall() == []


@pytest.mark.behind_the_ledger
def test_a_void_by_a_site_that_may_not_is_kept_and_told_and_does_not_count(told: Told) -> None:
    fact, name = _moved(told)
    told.say(WEST, "movement", fact, set={"stands": False}, over={"stands": [name]})
    assert _stands(told, fact)
    (row,) = told.book.connection.execute("SELECT count(*) FROM uncounted")
    assert row == (1,)
    assert not may_void(told.book.connection, "movement", fact, WEST)
    assert not open_questions(told.book.connection)


@pytest.mark.behind_the_ledger
def test_what_does_not_count_is_settled_by_whoever_may_either_way(told: Told) -> None:
    fact, name = _moved(told)
    foreign = told.say(WEST, "movement", fact, set={"stands": False}, over={"stands": [name]})
    kept = told.say(EAST, "movement", fact, set={"stands": True}, over={"stands": [name, foreign]})
    assert _stands(told, fact)
    assert told.book.connection.execute("SELECT * FROM uncounted").fetchall() == []
    told.say(EAST, "movement", fact, set={"stands": False}, over={"stands": [kept]})
    assert not _stands(told, fact)


@pytest.mark.behind_the_ledger
def test_the_home_of_a_place_may_void_also_where_the_place_comes_after_the_void(told: Told) -> None:
    place, fact = new_id(), new_id()
    name = told.say(EAST, "count", fact, fact={"item": "b" * 32, "lot": "a" * 32, "place": place, "units": 7})
    told.say(WEST, "count", fact, set={"stands": False}, over={"stands": [name]})
    row = "SELECT stands FROM count WHERE id = ?"
    assert told.book.connection.execute(row, (fact,)).fetchone() == (1,)
    told.say(WEST, "place", place, set={"kept": True, "home": WEST, "name": "Shed"})
    assert told.book.connection.execute(row, (fact,)).fetchone() == (0,)


@pytest.mark.behind_the_ledger
def test_a_void_with_a_clock_wrong_by_years_counts_as_soon_as_it_is_written(told: Told) -> None:
    fact, name = _moved(told)
    told.written = -50_000_000_000
    told.say(EAST, "movement", fact, set={"stands": False}, over={"stands": [name]})
    assert not _stands(told, fact)


# Homes


@pytest.mark.behind_the_ledger
def test_a_record_belongs_to_the_site_that_made_it_whatever_others_claim(told: Told) -> None:
    item = new_id()
    made = told.say(EAST, "item", item, set={"kept": True, "home": EAST, "name": "Beans"})
    told.say(WEST, "item", item, set={"home": WEST}, over={"home": [made]})
    told.say(WEST, "item", item, set={"home": WEST, "name": "Ours"})
    assert home_of(told.book.connection, "item", item) == EAST


@pytest.mark.behind_the_ledger
def test_an_id_that_tells_its_site_is_believed_over_an_earlier_clock(told: Told) -> None:
    item = new_id_at(EAST)
    assert tells_its_site("item", item, EAST)
    assert not tells_its_site("item", item, WEST)
    told.say(WEST, "item", item, written=-5, set={"kept": True, "home": WEST})
    assert home_of(told.book.connection, "item", item) == WEST
    told.say(EAST, "item", item, set={"kept": True, "home": EAST})
    assert home_of(told.book.connection, "item", item) == EAST


@pytest.mark.behind_the_ledger
def test_a_record_goes_from_home_to_home_and_only_the_present_one_hands_it_on(told: Told) -> None:
    item = new_id()
    made = told.say(EAST, "item", item, set={"kept": True, "home": EAST, "name": "Beans"})
    given = told.say(EAST, "item", item, set={"home": WEST}, over={"home": [made]})
    told.say(EAST, "item", item, set={"home": NORTH}, over={"home": [given]})
    assert home_of(told.book.connection, "item", item) == WEST
    told.say(WEST, "item", item, set={"home": NORTH}, over={"home": [given]})
    assert home_of(told.book.connection, "item", item) == NORTH


@pytest.mark.behind_the_ledger
def test_a_hand_over_that_comes_before_what_it_hands_over_counts_once_that_is_here(told: Told) -> None:
    other = Told(told.book)
    item = new_id()
    made = Body(salt="s", kind="item", v=1, subject=item, action="x", by="", written=1,
                set={"kept": True, "home": EAST})  # fmt: skip
    name = body_hash(encode(made))
    other.say(EAST, "item", item, set={"home": WEST}, over={"home": [name.hex()]})
    assert home_of(told.book.connection, "item", item) is None
    fold(told.book.connection, [Named(name, made, EAST)])
    assert home_of(told.book.connection, "item", item) == WEST


@pytest.mark.behind_the_ledger
def test_a_hand_over_that_says_anything_else_does_not_count(told: Told) -> None:
    item = new_id()
    made = told.say(EAST, "item", item, set={"kept": True, "home": EAST, "name": "Beans"})
    told.say(EAST, "item", item, set={"home": WEST, "name": "Rice"}, over={"home": [made]})
    assert home_of(told.book.connection, "item", item) == EAST


@pytest.mark.behind_the_ledger
def test_two_sites_that_make_the_same_derived_record_ask_nothing(told: Told) -> None:
    code = derived_id("barcode", "111")
    told.say(EAST, "barcode", code, set={"kept": True, "home": EAST, "code": "111", "item": "a" * 32})
    told.say(WEST, "barcode", code, set={"kept": True, "home": WEST, "code": "111", "item": "a" * 32})
    assert home_of(told.book.connection, "barcode", code) == EAST
    assert not open_questions(told.book.connection)


@pytest.mark.behind_the_ledger
def test_writing_a_record_that_another_site_made_takes_nothing_from_it(told: Told, book: Book) -> None:
    code = derived_id("barcode", "111")
    told.say(EAST, "barcode", code, set={"kept": True, "home": EAST, "code": "111", "item": "a" * 32})
    same = Barcode(id=code, code="111", item="a" * 32)
    assert not book.record(same).kinds
    book.record(Change("barcode", code, {"item": "b" * 32}))
    assert home_of(book.connection, "barcode", code) == EAST


def _west(book: Book) -> Site:
    site = Site(id=WEST, name="Westside", code="W", sign_key="", lock_key="")
    book.record(site)
    return site


@pytest.mark.behind_the_ledger
def test_somebody_alone_is_handed_over_with_their_household_and_cannot_be_given_twice(book: Book) -> None:
    west = _west(book)
    rosa = members.add_member(book, "Rosa", may_share=True).id
    handing_over.hand_over(book, "member", rosa, west.id)
    household = book.get(Member, rosa)
    assert household is not None
    assert home_of(book.connection, "member", rosa) == WEST
    assert home_of(book.connection, "household", str(household.household)) == WEST
    with pytest.raises(UserError, match="another site"):
        handing_over.hand_over(book, "member", rosa, west.id)
    with pytest.raises(UserError, match="another site"):
        book.record(change(Member, rosa, home=book.identity.site))


@pytest.mark.behind_the_ledger
def test_whoever_has_not_agreed_is_not_handed_over(book: Book) -> None:
    west = _west(book)
    rosa = members.add_member(book, "Rosa").id
    with pytest.raises(UserError, match="not agreed"):
        handing_over.hand_over(book, "member", rosa, west.id)
    assert home_of(book.connection, "member", rosa) == book.identity.site


@pytest.mark.behind_the_ledger
def test_two_who_may_and_differ_are_asked_and_the_later_shows(told: Told) -> None:
    fact, name = _moved(told)
    void = told.say(EAST, "movement", fact, set={"stands": False}, over={"stands": [name]})
    told.say(EAST, "movement", fact, set={"stands": True}, over={"stands": [void]}, written=9)
    assert not open_questions(told.book.connection)
    told.say(EAST, "movement", fact, set={"stands": False}, over={"stands": [void]}, written=8)
    assert _stands(told, fact)
    assert told.book.connection.execute("SELECT field FROM disputed").fetchall() == [("stands",)]
