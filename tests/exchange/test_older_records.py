"""Records of 0.1, whose ids and bodies do not tell who made them: no site that is paired later takes them over."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidbook.actions import members
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id, new_id
from aidbook.domain.homes import tells_its_site
from aidbook.domain.members import Member
from aidbook.store import identity
from aidbook.store.body import Body
from aidbook.store.book import Book
from aidbook.store.check import check, view_digests
from aidbook.store.claims import home_of
from aidbook.store.fold import fold
from tests.conftest import PASSPHRASE
from tests.exchange.conftest import pair, send, take

GOLDEN = Path(__file__).parent.parent / "golden" / "0.1.0"


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Book]:
    """Give a book that 0.1 wrote, opened by this program."""
    shutil.copytree(GOLDEN, tmp_path / "old")
    with Book.open(tmp_path / "old" / "eastside.aidbook", PASSPHRASE) as book:
        yield book


@pytest.fixture
def liar(make_book: Callable[..., Book], old: Book) -> Book:
    """Give the book of a site that is paired with it, and lies."""
    made = make_book("Westside")
    pair(old, made)
    return made


def say(
    book: Book, kind: str, subject: Id, written: int = -5, site: str | None = None, **content: object
) -> str:
    """Let a site write what the program would not let it; return the hash that names it."""
    body = Body(
        salt=new_id(), kind=kind, v=1, subject=subject, action=new_id(), by="", written=written,
        site=book.identity.site if site is None else site, **content,  # type: ignore[arg-type] # passed on
    )  # fmt: skip
    with book.transaction():
        named = book.ledger.append(book.identity.origin, [(KINDS[kind].chapter, body)])
        fold(book.connection, named)
    return named[0].hash.hex()


def claim(book: Book, kind: str, subject: Id, written: int = -5, site: str | None = None) -> str:
    """Let a site say that it made a record."""
    said = {"kept": True, "home": book.identity.site, "name": "Mine", "may_share": True}
    return say(book, kind, subject, written, site, set=said)


def of_old(book: Book) -> list[tuple[str, Id]]:
    """Return the records of a book whose ids do not tell who made them."""
    return [
        (kind, id_)
        for kind, query in _OF.items()
        for (id_,) in book.connection.execute(query, (book.identity.site,)).fetchall()
        if not tells_its_site(kind, id_, book.identity.site)
    ]


_OF = {
    "member": "SELECT id FROM member WHERE kept = 1 AND home = ? ORDER BY id",
    "household": "SELECT id FROM household WHERE kept = 1 AND home = ? ORDER BY id",
    "item": "SELECT id FROM item WHERE kept = 1 AND home = ? ORDER BY id",
    "lot": "SELECT id FROM lot WHERE kept = 1 AND home = ? ORDER BY id",
    "place": "SELECT id FROM place WHERE kept = 1 AND home = ? ORDER BY id",
    "distribution": "SELECT id FROM distribution WHERE kept = 1 AND home = ? ORDER BY id",
    "box": "SELECT id FROM box WHERE kept = 1 AND home = ? ORDER BY id",
}


def people(book: Book) -> list[Id]:
    """Return the members whose ids do not tell."""
    return [id_ for kind, id_ in of_old(book) if kind == "member"]


def test_a_member_of_a_book_of_before_is_not_erased_by_who_says_to_have_made_them(
    old: Book, liar: Book, stick: Path
) -> None:
    rosa = people(old)[0]
    before = old.get(Member, rosa)
    made = claim(liar, "member", rosa)
    say(liar, "erasure", new_id(), fact={"about": "member", "of": rosa, "made": [made]})
    take(old, send(liar, old, stick, people=True))
    assert old.get(Member, rosa) == before
    assert home_of(old.connection, "member", rosa) == old.identity.site
    assert check(old) == ()


def test_every_record_of_before_stays_where_it_was_whoever_says_otherwise(
    old: Book, liar: Book, stick: Path
) -> None:
    records = of_old(old)
    assert {kind for kind, _id in records} >= {"member", "household", "item", "distribution"}
    for kind, id_ in records:
        claim(liar, kind, id_)
    take(old, send(liar, old, stick, people=True))
    assert {home_of(old.connection, kind, id_) for kind, id_ in records} == {old.identity.site}
    assert check(old) == ()


def test_who_had_it_from_there_before_knows_too(
    liar: Book, stick: Path, make_book: Callable[..., Book], old: Book
) -> None:
    """A third site, whose own book is of 0.1 and holds what the first one sent."""
    other = make_book("Northside")
    pair(other, old)
    rosa = people(old)[0]
    members.edit_member(old, rosa, may_share=True)
    take(other, send(old, other, stick, people=True))
    as_of_before(other)
    made = claim(liar, "member", rosa)
    say(liar, "erasure", new_id(), fact={"about": "member", "of": rosa, "made": [made]})
    pair(other, liar)
    take(other, send(liar, other, stick, people=True))
    assert other.get(Member, rosa) is not None
    assert home_of(other.connection, "member", rosa) == old.identity.site


def as_of_before(book: Book) -> None:
    """Let a book be opened by this program for the first time now."""
    from aidbook.store import authors, claims

    with book.transaction():
        claims.note_makers(book.connection)
        authors.settle(book.connection)


@pytest.mark.behind_the_ledger
def test_a_fact_of_before_stays_its_writers_at_a_third_site_though_another_enters_it_too(
    old: Book, stick: Path, make_book: Callable[..., Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        monkeypatch.context() as first_of_all
    ):  # of several the one with the least id was taken for the writer
        first_of_all.setattr(identity, "random_id", lambda: "0" * 32)
        liar = make_book("Westside")
    other = make_book("Northside")
    for one, two in ((old, liar), (old, other), (other, liar)):
        pair(one, two)
    (name,) = old.connection.execute("SELECT hash FROM body WHERE kind = 'movement' ORDER BY n").fetchone()
    for reader in (other, liar):
        take(reader, send(old, reader, stick))
    as_of_before(other)
    with liar.transaction():
        liar.ledger.append_names(liar.identity.origin, [("pantry", name)])
        liar.connection.execute("UPDATE body SET site = ? WHERE hash = ?", (liar.identity.site, name))
    take(other, send(liar, other, stick))
    (site,) = other.connection.execute("SELECT site FROM body WHERE hash = ?", (name,)).fetchone()
    assert site == old.identity.site
    assert check(other) == ()


LIES = ("claim", "claim as 0.1", "claim later", "hand over", "erase", "edit")


@settings(
    max_examples=20, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(lies=st.lists(st.tuples(st.sampled_from(LIES), st.integers(0, 99)), min_size=1, max_size=8))
def test_no_row_of_lies_moves_or_erases_a_record_of_before(
    old: Book, liar: Book, stick: Path, lies: list[tuple[str, int]]
) -> None:
    records, own = of_old(old), old.identity.site
    names: dict[Id, list[str]] = {}
    for lie, n in lies:
        kind, id_ = records[n % len(records)]
        said = names.setdefault(id_, [])
        if lie.startswith("claim"):
            said.append(
                claim(liar, kind, id_, 9**14 if lie == "claim later" else -n, "" if "0.1" in lie else None)
            )
        elif lie == "hand over":
            said.append(say(liar, kind, id_, n, set={"home": liar.identity.site}, over={"home": said}))
        elif lie == "erase":
            who = people(old)[n % len(people(old))]
            say(liar, "erasure", new_id(), n, fact={"about": "member", "of": who, "made": names.get(who, [])})
        else:
            say(liar, kind, id_, n, set={"note": "lies"})
    take(old, send(liar, old, stick, people=True))
    assert {home_of(old.connection, kind, id_) for kind, id_ in records} == {own}
    assert of_old(old) == records
    assert check(old) == ()


def test_a_rebuilt_book_of_before_shows_the_same(old: Book, liar: Book, stick: Path) -> None:
    from aidbook.store.check import rebuild

    for kind, id_ in of_old(old):
        claim(liar, kind, id_)
    take(old, send(liar, old, stick, people=True))
    shown = view_digests(old.connection)
    rebuild(old)
    assert view_digests(old.connection) == shown
