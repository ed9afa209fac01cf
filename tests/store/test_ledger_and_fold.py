"""Entries, heads and the fold: what two people write without seeing each other, and what arrives in odd ways."""

import pytest

from aidbook.actions import members
from aidbook.domain.declare import CHAPTERS, new_id
from aidbook.domain.entries import NO_HEAD, body_hash, next_head
from aidbook.domain.members import Member
from aidbook.domain.writes import change, take_back
from aidbook.store.body import Body, encode
from aidbook.store.book import Book
from aidbook.store.fold import Named, fold


def _take(book: Book, body: Body) -> None:
    """Fold a body as if it had come from elsewhere."""
    fold(book.connection, [Named(body_hash(encode(body)), body, "0" * 32)])


def _body(subject: str, written: int, **content: object) -> Body:
    return Body(
        salt=new_id(),
        kind="member",
        v=1,
        subject=subject,
        action=new_id(),
        by="",
        written=written,
        **content,  # type: ignore[arg-type] # passed on
    )


def test_each_origin_counts_each_chapter_from_one_and_the_chain_runs_over_all(book: Book) -> None:
    members.add_member(book, "Rosa")
    members.add_member(book, "Kwame")
    origin = book.identity.origin
    for chapter in CHAPTERS:
        head = NO_HEAD
        upto = book.ledger.tip(origin, chapter)[0]
        for seq, line in enumerate(book.ledger.lines(origin, chapter, 0, upto), start=1):
            assert line.header.seq == seq
            assert line.body is not None
            assert line.hash == body_hash(line.body)
            head = next_head(head, line.header, line.hash)
            assert book.ledger.head_at(line.header) == head
    assert book.ledger.tip(origin, "people")[0] == 4
    assert book.ledger.tip(origin, "fund")[0] == 0


def test_the_same_thing_written_twice_has_two_names(book: Book) -> None:
    rosa = members.add_member(book, "Rosa").id
    members.edit_member(book, rosa, note="x")
    members.edit_member(book, rosa, note=None)
    members.edit_member(book, rosa, note="x")
    hashes = [line.hash for line in book.ledger.lines(book.identity.origin, "people", 0, 99)]
    assert len(set(hashes)) == len(hashes)


def test_a_change_that_changes_nothing_writes_nothing(book: Book) -> None:
    rosa = members.add_member(book, "Rosa", phone="555").id
    before = book.position
    book.record(change(Member, rosa, name="Rosa", phone="555", note=None))
    assert book.position == before


@pytest.mark.behind_the_ledger
def test_two_who_did_not_see_each_other_are_both_kept_and_the_later_shows(book: Book) -> None:
    rosa = members.add_member(book, "Rosa", phone="1").id
    (head,) = book.connection.execute(
        "SELECT hash FROM setting WHERE subject = ? AND field = 'phone'", (rosa,)
    ).fetchone()
    over = {"phone": [head.hex()]}
    _take(book, _body(rosa, 9_000_000_000_002, set={"phone": "late"}, over=over))
    _take(book, _body(rosa, 9_000_000_000_001, set={"phone": "early"}, over=over))
    heads = book.connection.execute(
        "SELECT value FROM setting WHERE subject = ? AND field = 'phone'", (rosa,)
    ).fetchall()
    member = book.get(Member, rosa)
    assert member is not None
    assert member.phone == "late"
    assert sorted(heads) == [('"early"',), ('"late"',)]
    members.edit_member(book, rosa, phone="chosen")
    heads = book.connection.execute(
        "SELECT value FROM setting WHERE subject = ? AND field = 'phone'", (rosa,)
    ).fetchall()
    assert heads == [('"chosen"',)]


@pytest.mark.behind_the_ledger
def test_what_is_replaced_stays_replaced_though_it_arrives_last(book: Book) -> None:
    rosa = new_id()
    first = _body(rosa, 1, set={"kept": True, "name": "Rosa", "phone": "old"})
    second = _body(rosa, 2, set={"phone": "new"}, over={"phone": [body_hash(encode(first)).hex()]})
    _take(book, second)
    _take(book, first)
    member = book.get(Member, rosa)
    assert member is not None
    assert (member.name, member.phone) == ("Rosa", "new")


@pytest.mark.behind_the_ledger
def test_a_fact_voided_before_it_arrives_does_not_stand(book: Book) -> None:
    gift = new_id()
    said = Body(
        salt=new_id(),
        kind="gift",
        v=1,
        subject=gift,
        action=new_id(),
        by="",
        written=1,
        at=1,
        fact={"what": "ride"},
    )
    void = Body(
        salt=new_id(), kind="gift", v=1, subject=gift, action=new_id(), by="", written=2,
        set={"stands": False}, over={"stands": [body_hash(encode(said)).hex()]},
    )  # fmt: skip
    _take(book, void)
    _take(book, said)
    assert book.connection.execute("SELECT stands FROM gift").fetchall() == [(0,)]


@pytest.mark.behind_the_ledger
def test_what_makes_no_sense_never_stops_the_fold(book: Book) -> None:
    rosa = members.add_member(book, "Rosa").id
    _take(
        book,
        _body(rosa, 9_000_000_000_000, set={"languages": 7, "name": None, "counted": "x", "unheard of": [1]}),
    )
    _take(
        book,
        Body(salt="", kind="from the future", v=9, subject=rosa, action="a", by="", written=1, fact={"x": 1}),
    )
    _take(
        book,
        Body(
            salt="", kind="gift", v=99, subject=new_id(), action="a", by="", written=1, fact={"what": "ride"}
        ),
    )
    _take(
        book,
        Body(
            salt="",
            kind="visit",
            v=1,
            subject=new_id(),
            action="a",
            by="",
            written=1,
            fact={"people": "many"},
        ),
    )
    _take(book, _body(rosa, 1, set={"phone": "1"}, over={"phone": ["not a hash"]}))
    member = book.get(Member, rosa)
    assert member is not None
    assert member.languages == ()


def test_something_made_again_after_it_was_taken_back_is_there_as_it_is_said_now(book: Book) -> None:
    rosa = Member(id=new_id(), name="Rosa", phone="1")
    book.record(rosa)
    book.record(take_back(Member, rosa.id))
    assert book.get(Member, rosa.id) is None
    book.record(Member(id=rosa.id, name="Rosa", note="back"))
    member = book.get(Member, rosa.id)
    assert member is not None
    assert (member.phone, member.note) == (None, "back")
