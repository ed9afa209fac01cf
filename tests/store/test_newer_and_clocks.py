"""What a newer program wrote is kept and folded once it is known; a clock that is wrong by years does no lasting harm."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from aidbook import clock
from aidbook.actions import members, pantry
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Chapter, Id, Kind, new_id
from aidbook.domain.entries import NO_HEAD, Header, body_hash, next_head
from aidbook.domain.gifts import Gift
from aidbook.domain.homes import new_id_at
from aidbook.domain.members import Erasure, Member
from aidbook.domain.pantry import Item
from aidbook.domain.writes import change
from aidbook.store.body import Body, encode
from aidbook.store.book import Book
from aidbook.store.erased import erased_ids
from aidbook.store.fold import fold
from aidbook.store.incoming import Incoming
from aidbook.store.ledger import Line, Origin, SignedHead
from aidbook.store.questions import open_questions
from aidbook.store.refold import catch_up, incomplete
from aidbook.store.rows import things

NOON_MS = 1_774_699_200_000
YEAR_MS = 365 * 86_400_000
WEST = "f" * 32


@dataclass
class Elsewhere:
    """An origin of another site, of which entries come to a book."""

    book: Book
    origin: Origin
    seq: int = 0
    head: bytes = NO_HEAD

    def say(
        self,
        chapter: Chapter,
        kind: str,
        subject: Id,
        *,
        known: bool = True,
        lost: bool = False,
        **content: object,
    ) -> str:
        """Let it write an entry, and let it come, with its body or (`known` False) without; return its name.

        A `lost` one does not come: those after it wait.
        """
        content = {"v": 1, "written": NOON_MS, "action": new_id(), **content}
        raw = encode(Body(salt=new_id(), kind=kind, subject=subject, by="", site=WEST, **content))  # type: ignore[arg-type] # passed on
        self.seq += 1
        header = Header(self.origin.id, chapter, self.seq)
        self.head = next_head(self.head, header, body_hash(raw))
        line = Line(header, body_hash(raw), raw if known else None)
        if lost:
            return body_hash(raw).hex()
        taken = Incoming(self.book.connection).take(
            self.origin, chapter, self.seq, [line], SignedHead(header, self.head, b"")
        )
        fold(self.book.connection, taken.named)
        return body_hash(raw).hex()


@pytest.fixture
def say(book: Book) -> Callable[..., str]:
    """Let an origin of Westside write an entry that comes to the book."""
    origin = Origin(b"w" * 16, bytes(32), WEST, bytes(128))
    book.ledger.add_origin(origin)
    return Elsewhere(book, origin).say


@pytest.fixture
def gifts_are_unknown(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let the program not know gifts, until the function given is called."""
    gift = KINDS["gift"]
    monkeypatch.delitem(KINDS, "gift")
    return lambda: monkeypatch.setitem(KINDS, "gift", gift)


@pytest.mark.behind_the_ledger
def test_a_fact_of_an_unknown_kind_is_kept_and_said_to_be_missing(
    book: Book, say: Callable[..., str]
) -> None:
    assert incomplete(book.connection) == set()
    say("days", "carnival", new_id(), fact={"floats": 3})
    assert incomplete(book.connection) == {"days"}
    assert book.ledger.bodies_of(book.connection.execute("SELECT max(action) FROM body WHERE kind = 'carnival'").fetchone()[0])  # fmt: skip


@pytest.mark.behind_the_ledger
def test_a_newer_version_of_a_fact_is_kept_and_said_to_be_missing(
    book: Book, say: Callable[..., str]
) -> None:
    say("days", "gift", new_id(), v=2, fact={"what": "hours", "minutes": 60})
    assert not things(book, Gift)
    assert incomplete(book.connection) == {"days"}


@pytest.mark.behind_the_ledger
def test_what_was_unknown_is_folded_once_the_program_knows_it(
    book: Book, say: Callable[..., str], gifts_are_unknown: Callable[[], None]
) -> None:
    say("days", "gift", new_id(), fact={"what": "hours", "minutes": 60})
    catch_up(book.connection)
    assert incomplete(book.connection) == {"days"}
    gifts_are_unknown()
    catch_up(book.connection)
    assert [gift.minutes for gift in things(book, Gift)] == [60]
    assert incomplete(book.connection) == set()


@pytest.mark.behind_the_ledger
def test_known_fields_of_a_newer_record_show_and_the_rest_waits(
    book: Book, say: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    item = new_id()
    now = KINDS["item"]
    say("pantry", "item", item, v=2, set={"kept": True, "home": WEST, "name": "Beans", "shelf_life": 30})
    found = book.get(Item, item)
    assert found is not None
    assert found.name == "Beans"
    assert incomplete(book.connection) == set()
    assert book.connection.execute("SELECT value FROM setting WHERE field = 'shelf_life'").fetchone() == (
        "30",
    )
    say("pantry", "item", new_id(), v=2, set={"kept": True, "home": WEST, "name": "Rice"})
    monkeypatch.setitem(KINDS, "item", Kind(now.name, now.shape, now.chapter, now.type, 2))
    catch_up(book.connection)
    waiting = book.connection.execute("SELECT subject FROM unfolded").fetchall()
    assert waiting == [(item,)]  # the field that nobody knows yet


# Erasure by headers alone


@pytest.mark.behind_the_ledger
def test_an_older_id_is_erased_by_the_header_of_what_made_it(book: Book, say: Callable[..., str]) -> None:
    rosa = new_id()
    made = say("people", "member", rosa, known=False, set={"kept": True, "home": WEST, "name": "Rosa"})
    say("people", "member", rosa, set={"phone": "555-0142"})
    say("people", "erasure", new_id(), fact={"about": "member", "of": rosa, "made": [made]})
    assert erased_ids(book.connection) == {rosa}
    assert book.connection.execute("SELECT 1 FROM body WHERE subject = ?", (rosa,)).fetchone() is None


@pytest.mark.behind_the_ledger
@pytest.mark.parametrize("first", ["erasure", "what waits"])
def test_what_waits_above_a_gap_holds_nothing_of_the_erased(book: Book, first: str) -> None:
    said = [Elsewhere(book, Origin(letter * 16, bytes(32), WEST, bytes(128))) for letter in (b"v", b"w")]
    for each in said:
        book.ledger.add_origin(each.origin)
    rosa = new_id_at(WEST)
    said[0].say("people", "household", new_id(), lost=True, set={"kept": True})
    for what in ("erasure", "what waits") if first == "erasure" else ("what waits", "erasure"):
        if what == "erasure":
            said[1].say("people", "erasure", new_id(), fact={"about": "member", "of": rosa, "made": []})
        else:
            said[0].say("people", "member", rosa, set={"kept": True, "home": WEST, "name": "Rosa"})
    assert book.connection.execute("SELECT hash, bytes FROM waiting").fetchall()[0][1] is None


@pytest.mark.behind_the_ledger
def test_whose_maker_is_not_known_waits_and_is_not_erased(book: Book, say: Callable[..., str]) -> None:
    rosa = members.add_member(book, "Rosa").id
    say("people", "erasure", new_id(), fact={"about": "member", "of": rosa, "made": []})
    say("people", "erasure", new_id(), fact={"about": "item", "of": rosa, "made": []})
    assert erased_ids(book.connection) == set()
    assert book.get(Member, rosa) is not None
    assert not things(book, Erasure, "about = 'nobody'")


# Clocks


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Set this computer's clock."""
    return lambda now: monkeypatch.setattr(clock, "now_ms", lambda: now)


def _last(book: Book) -> int:
    written: int = book.connection.execute("SELECT written FROM body ORDER BY n DESC LIMIT 1").fetchone()[0]
    return written


@pytest.mark.parametrize("years", [-30, -1, 1, 30])
def test_what_is_changed_after_a_clock_was_wrong_shows_and_time_goes_on(
    book: Book, at: Callable[[int], None], years: int
) -> None:
    at(NOON_MS)
    rosa = members.add_member(book, "Rosa").id
    at(NOON_MS + years * YEAR_MS)
    members.edit_member(book, rosa, phone="1")
    at(NOON_MS + 1000)
    members.edit_member(book, rosa, phone="2")
    found = book.get(Member, rosa)
    assert found is not None
    assert found.phone == "2"
    assert not open_questions(book.connection)
    assert _last(book) == NOON_MS + 1000
    at(NOON_MS + 900)
    members.edit_member(book, rosa, phone="3")
    assert _last(book) == NOON_MS + 1001
    assert book.get(Member, rosa) == Member(
        **{name: getattr(found, name) for name in found.__slots__} | {"phone": "3"}
    )


@pytest.mark.behind_the_ledger
@pytest.mark.parametrize("years", [-30, 30])
def test_another_sites_wrong_clock_neither_hides_our_change_nor_carries_our_time_off(
    book: Book, say: Callable[..., str], at: Callable[[int], None], years: int
) -> None:
    at(NOON_MS)
    item = pantry.add_item(book, "Beans").id
    (name,) = book.connection.execute(
        "SELECT hash FROM setting WHERE subject = ? AND field = 'name'", (item,)
    ).fetchone()
    say(
        "pantry",
        "item",
        item,
        written=NOON_MS + years * YEAR_MS,
        set={"name": "Rice"},
        over={"name": [name.hex()]},
    )
    at(NOON_MS + 500)
    book.record(change(Item, item, name="Peas"))
    found = book.get(Item, item)
    assert found is not None
    assert found.name == "Peas"
    assert _last(book) == NOON_MS + 500
