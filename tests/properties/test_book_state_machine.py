"""Any of what people do, in any order, on several laptops: every book shows what a plain model says."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count as counting
from itertools import permutations
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from aidbook.actions import distributions, erasing, gifts, handing_over, history, members, pantry
from aidbook.actions.backups import look_at_backup
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Visit
from aidbook.domain.done import Done
from aidbook.domain.gifts import Gift
from aidbook.domain.pantry import Count, Movement
from aidbook.domain.sites import Site
from aidbook.domain.writes import change
from aidbook.errors import UserError
from aidbook.exchange import cards, receiving
from aidbook.store import backup, identity
from aidbook.store.book import Book
from aidbook.store.check import check
from aidbook.store.connection import rehearsal
from tests.conftest import PASSPHRASE
from tests.properties.laptops import (
    EAST,
    HOUR_MS,
    NOON_MS,
    ON,
    SECOND,
    WEST,
    Laptop,
    Time,
    append_forged,
    copy_files,
    differences,
    gaps_in,
    has_said_to_have_more,
    own_shelf,
    places_of,
    prepare,
    send,
)
from tests.properties.plain_model import PlainModel, Said, Shown, first_to_go

LAPTOPS = 3
GOLDEN = Path(__file__).parent.parent / "golden" / "0.1.0" / "eastside.aidbook"
YEAR_MS = 365 * 24 * HOUR_MS
FACTS: dict[str, type] = {"movement": Movement, "count": Count, "visit": Visit, "gift": Gift}
PEOPLE = {"member", "household", "tie"}

Records = dict[tuple[str, str], dict[str, Any]]

laptops = st.integers(0, 9)
which = st.integers(0, 40)
units = st.integers(1, 9)
hours = st.integers(-4, 3).map(lambda hour: NOON_MS + hour * HOUR_MS)
words = st.sampled_from(["Rosa", "Kwame", "Łukasz", "Amina"])
phones = st.sampled_from(["555-0101", "555-0102", None])


@dataclass
class Stick:
    """A bundle on its way."""

    reader: Laptop
    path: Path


@dataclass
class Backup:
    """A backup of a laptop's book, what the book held then, and what its site had to forget by then."""

    laptop: Laptop
    path: Path
    known: set[str]
    site: Id
    forgotten: set[str]


class Books(RuleBasedStateMachine):
    """Two laptops of one site and one of another. `folder` is where all of it lies, made ready by `prepare`."""

    folder: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.time = Time(self.patch)
        self.model = PlainModel()
        self.laptops: list[Laptop] = []
        self.sticks: list[Stick] = []
        self.known: dict[str, set[str]] = {}
        self.touched: list[Laptop] = []
        self.fresh = counting(10_000)
        self.forgotten: dict[str, set[str]] = {}
        self.backups: list[Backup] = []
        self.added: dict[str, tuple[set[str], Shown]] = {}
        self.turned: dict[str, tuple[str, bool]] = {}

    # The beginning and the end

    @initialize(
        skews=st.lists(
            st.sampled_from([0, 0, 5_000, -HOUR_MS // 2, 3 * YEAR_MS, -2 * YEAR_MS]), min_size=3, max_size=3
        )
    )
    def begin(self, skews: list[int]) -> None:
        self.time.begin()
        self.world = self.folder / "world"
        shutil.rmtree(self.world, ignore_errors=True)
        shutil.copytree(self.folder / "ready", self.world)
        for name, skew in zip((EAST, SECOND, WEST), skews, strict=True):
            laptop = Laptop(name, self.world / name, skew)
            self.laptops.append(laptop)
            with self.time.at(laptop):
                self.model.hear(laptop.held().values())
                self.known[name] = set(laptop.held())

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None and self.laptops:
                self.all_end_alike()
        finally:
            for laptop in self.laptops:
                laptop.close()
            self.patch.undo()

    def all_end_alike(self) -> None:
        """Let everything get around, then everybody agree, and that get around too."""
        self.get_around()
        for laptop in self.laptops:
            self.must_keep_to_itself(laptop)
        for laptop in self.laptops:
            for member in self.once_ours(laptop):
                self.act(laptop, lambda book, id_=member: members.edit_member(book, id_, may_share=True))  # type: ignore[misc] # bound at once
        for _round in range(4):
            self.get_around()
            if not any(map(self.lacks, self.laptops)):
                break
        for laptop in self.laptops:
            assert self.lacks(laptop) == []
            self.must_show(laptop)
            self.must_have_forgotten(laptop)
            assert check(laptop.book) == ()

    def once_ours(self, laptop: Laptop) -> list[Id]:
        """Return the members who ever belonged to a laptop's site.

        Whom it handed over while two answers stood open cannot leave before that is settled, and nobody else has
        their page.
        """
        site, known = self.book(laptop).identity.site, self.known[laptop.name]
        return [one for one in self.ids(laptop, "member") if site in self.model.homes_of(one, known)]

    def get_around(self) -> None:
        """Let all send to the first and the first to all, and what is a site's own business stay among its laptops."""
        first, *others = self.laptops
        sites = {laptop.name: self.book(laptop).identity.site for laptop in others}
        for laptop in others:
            self.carry(laptop, first)
        for sender, reader in permutations(others, 2):
            if sites[sender.name] == sites[reader.name] != first.book.identity.site:
                self.carry(sender, reader)
        for laptop in others:
            self.carry(first, laptop)

    def lacks(self, laptop: Laptop) -> list[Said]:
        """Return what anybody knows, and this laptop should."""
        everything = set().union(*self.known.values())
        wanted = everything - self.model.about_erased(everything) - self.ties_to_nobody(everything)
        records = self.model.shown(everything).records
        lacking = [self.model.said[name] for name in wanted - self.known[laptop.name]]
        return [said for said in lacking if not self.stays_behind(said, laptop, records)]

    def ties_to_nobody(self, everything: set[str]) -> set[str]:
        """Return the ties to somebody forgotten that no laptop of their own site has: no other site hands these back.

        They are ids alone and point at nobody. Among the laptops of a site they get around like everything.
        """
        erased = self.model.erased(everything)
        at_home = {
            name
            for laptop in self.laptops
            for name in self.known[laptop.name]
            if self.model.said[name].site == self.book(laptop).identity.site
        }
        ties = (self.model.said[name] for name in everything - at_home)
        return {
            tie.name
            for tie in ties
            if tie.kind == "tie" and {tie.set.get("member"), tie.set.get("household")} & erased
        }

    def carry(self, sender: Laptop, reader: Laptop) -> None:
        stick = Stick(reader, send(self.time, sender, reader, self.world))
        self.hears(sender)
        self.read(stick)
        stick.path.unlink()

    def stays_behind(self, said: Said, laptop: Laptop, records: Records) -> bool:
        """Tell whether an entry stays with its site's laptops, or is of the last trips.

        Who is in the list no more was not asked in the end whether to be shared.
        """
        if said.kind in {"sent", "received"} or said.site == laptop.book.identity.site:
            return said.kind in {"sent", "received"}
        tie = records.get(("tie", said.subject), {})
        about = ("household", tie["household"]) if tie.get("household") else ("member", tie.get("member"))
        gone = (said.kind, said.subject) not in records or (said.kind == "tie" and about not in records)
        home = said.subject if said.kind == "household" else tie.get("household")
        return said.kind in OWN or (said.kind in PEOPLE and (gone or nobody_is_in(home, records)))

    def must_have_forgotten(self, laptop: Laptop) -> None:
        """Assert that no word about anybody who is forgotten is anywhere in a book."""
        gone = [self.model.said[name] for name in self.forgotten.get(laptop.name, ())]
        said = (str(one.set.get(field, "")) for one in gone for field in ("name", "address"))
        words = {text.split()[-1].lower() for text in said if "Zq" in text}
        assert places_of(words, laptop.book) == []

    def must_keep_to_itself(self, laptop: Laptop) -> None:
        """Assert that a laptop holds nothing about members of another site who never agreed."""
        agreed = {
            s.subject
            for s in self.model.said.values()
            if s.kind == "member" and s.set.get("may_share") is True
        }
        for name in self.known[laptop.name]:
            said = self.model.said[name]
            if said.kind == "member" and said.site != laptop.book.identity.site:
                assert said.subject in agreed

    # Sitting at a laptop

    def word(self, stem: str) -> str:
        """Return a word that nobody said before."""
        letters = f"{next(self.fresh):05d}".translate(str.maketrans("0123456789", "bcdfghjklm"))
        return f"{stem} Zq{letters}"

    def pick(self, number: int) -> Laptop:
        return self.laptops[number % len(self.laptops)]

    def book(self, laptop: Laptop) -> Book:
        with self.time.at(laptop) as book:
            return book

    def shown(self, laptop: Laptop) -> Shown:
        known = self.known[laptop.name]
        if laptop.name not in self.added or self.added[laptop.name][0] is not known:
            self.added[laptop.name] = known, self.model.shown(known)
        return self.added[laptop.name][1]

    def act(self, laptop: Laptop, deed: Callable[[Book], Done]) -> list[Said] | None:
        """Do something; return what it wrote, or None where it was refused, and then nothing was written."""
        with self.time.at(laptop) as book:
            before = book.position
            try:
                done = deed(book)
            except UserError:
                assert book.position == before
                return None
        written = [self.model.said[name] for name in self.hears(laptop)]
        assert {said.action for said in written} <= {done.action}
        return written

    def hears(self, laptop: Laptop) -> set[str]:
        """Let the model hear what a laptop wrote itself; return the names of what it holds that is new."""
        held = laptop.held()
        new = held.keys() - self.known[laptop.name]
        site = laptop.book.identity.site
        assert {held[name].site for name in new} <= {site}
        assert not new & self.model.said.keys()
        self.model.hear(held[name] for name in new)
        self.note(laptop, held)
        return set(new)

    def note(self, laptop: Laptop, held: dict[str, Said]) -> None:
        """Take note of what a laptop holds by now: it lost nothing but what must be forgotten."""
        forgotten = self.forgotten.setdefault(laptop.name, set())
        forgotten |= self.model.about_erased(held)
        assert self.known[laptop.name] - held.keys() <= forgotten
        assert not held.keys() & forgotten
        assert gaps_in(laptop.book) == []
        self.known[laptop.name] = set(held)
        self.touched.append(laptop)

    @invariant()
    def every_book_shows_what_the_model_says(self) -> None:
        while self.touched:
            self.must_show(self.touched.pop())

    def must_show(self, laptop: Laptop) -> None:
        assert differences(laptop.book, self.shown(laptop)) == []

    def of_kind(self, laptop: Laptop, *kinds: str) -> list[Said]:
        """Return what a laptop knows of some kinds, in an order that does not depend on chance."""
        said = (self.model.said[name] for name in self.known[laptop.name])
        return sorted(
            (s for s in said if s.kind in kinds), key=lambda s: (s.written, s.site, s.kind, s.subject)
        )

    def ids(self, laptop: Laptop, kind: str, *, own: bool = False) -> list[Id]:
        """Return the kept records of a kind that a laptop shows."""
        site = self.book(laptop).identity.site
        records = self.shown(laptop).records
        return sorted(
            id_ for (k, id_), record in records.items() if k == kind and (not own or record["home"] == site)
        )

    # What people do

    @rule(who=laptops, n=which, many=units, at=hours, due=st.sampled_from([None, "2027-01-01", "2026-01-01"]))
    def take_goods_in(self, who: int, n: int, many: int, at: int, due: str | None) -> None:
        laptop = self.pick(who)
        item = _one(self.ids(laptop, "item", own=True), n)
        if item:
            lines = [pantry.Units(item=item, units=many, best_before=due)]
            written = self.act(laptop, lambda book: pantry.receive_stock(book, lines, at=at))
            assert written is not None
            moved = [
                (s.fact["units"], s.fact["to_place"], s.at)
                for s in written
                if s.fact and s.kind == "movement"
            ]
            assert moved == [(many, own_shelf(laptop.book), at)]

    @rule(who=laptops, n=which, many=st.integers(0, 9), at=hours)
    def count_a_lot(self, who: int, n: int, many: int, at: int) -> None:
        laptop = self.pick(who)
        shelf = own_shelf(self.book(laptop))
        key = _one(sorted(key for key in self.shown(laptop).stock if key[1] == shelf), n)
        if key:
            lot, item = key[0], self.shown(laptop).lot(key[0])["item"]
            lines = [pantry.Units(item=item, units=many, lot=lot)]
            written = self.act(laptop, lambda book: pantry.count_stock(book, lines, at=at))
            assert written is not None
            counted = [
                (s.fact["units"], s.fact["lot"], s.at) for s in written if s.fact and s.kind == "count"
            ]
            assert counted == [(many, lot, at)]

    @rule(who=laptops, n=which, many=units)
    def throw_away(self, who: int, n: int, many: int) -> None:
        laptop = self.pick(who)
        shelf = own_shelf(self.book(laptop))
        key = _one(sorted(key for key in self.shown(laptop).stock if key[1] == shelf), n)
        if key:
            written = self.act(laptop, lambda book: pantry.throw_away(book, key[0], key[1], many, "spoilt"))
            assert written is not None
            assert [(_of(s)["lot"], _of(s)["from_place"], _of(s)["units"]) for s in written] == [(*key, many)]

    @rule(who=laptops, name=words, phone=phones, agrees=st.sampled_from([True, False, None]))
    def add_a_member(self, who: int, name: str, phone: str | None, agrees: bool | None) -> None:  # noqa: FBT001 - drawn
        laptop = self.pick(who)
        written = self.act(laptop, lambda book: members.add_member(book, name, phone=phone, may_share=agrees))
        assert written
        (said,) = [s for s in written if s.kind == "member"]
        record = self.shown(laptop).records["member", said.subject]
        assert (record["name"], record.get("phone"), record.get("may_share")) == (name, phone, agrees)

    @rule(who=laptops, n=which, phone=phones, name=words)
    def correct_a_member(self, who: int, n: int, phone: str | None, name: str) -> None:
        laptop = self.pick(who)
        member, name = _one(self.ids(laptop, "member"), n), self.word(name)
        if (
            member
            and self.act(laptop, lambda book: members.edit_member(book, member, phone=phone, name=name))
            is not None
        ):
            record = self.shown(laptop).records["member", member]
            assert (record["name"], record.get("phone")) == (name, phone)

    @rule(who=laptops, n=which, note=words, people=st.integers(0, 3))
    def correct_a_household(self, who: int, n: int, note: str, people: int) -> None:
        laptop = self.pick(who)
        home = _one(self.ids(laptop, "household"), n)
        if home:
            fields = {"address": self.word(note), "counted": {"0-17": people}}
            self.act(laptop, lambda book: members.edit_household(book, home, **fields))

    @rule(who=laptops, n=which, name=words, note=st.sampled_from(["dry", None]))
    def correct_an_item(self, who: int, n: int, name: str, note: str | None) -> None:
        laptop = self.pick(who)
        item = _one(self.ids(laptop, "item"), n)
        if item:
            self.act(laptop, lambda book: pantry.edit_item(book, item, name=name, note=note))
            assert self.shown(laptop).records["item", item]["name"] == name

    @rule(who=laptops, n=which, agrees=st.sampled_from([True, True, False]))
    def agree_or_withhold(self, who: int, n: int, agrees: bool) -> None:  # noqa: FBT001 - drawn
        laptop = self.pick(who)
        member = _one(self.ids(laptop, "member", own=True), n)
        if member:
            self.act(laptop, lambda book: members.edit_member(book, member, may_share=agrees))

    @rule(who=laptops, n=which, waiting=st.booleans())
    def sign_up(self, who: int, n: int, waiting: bool) -> None:  # noqa: FBT001 - drawn
        laptop = self.pick(who)
        day, home = (
            _one(self.ids(laptop, "distribution", own=True), n),
            _one(self.ids(laptop, "household", own=True), n),
        )
        if day and home:
            self.act(laptop, lambda book: distributions.sign_up(book, day, home, waiting=waiting))

    @rule(who=laptops, n=which, boxes=st.sampled_from([None, 0, 1, 3]), at=st.none() | hours)
    def check_in(self, who: int, n: int, boxes: int | None, at: int | None) -> None:
        laptop = self.pick(who)
        day, home = (
            _one(self.ids(laptop, "distribution", own=True), n),
            _one(self.ids(laptop, "household", own=True), n),
        )
        if day and home:
            self.hands_out(
                laptop,
                day,
                lambda book: distributions.check_in(book, day, home, boxes=boxes, reason="again", at=at),
            )

    @rule(who=laptops, n=which, people=units)
    def check_in_unnamed(self, who: int, n: int, people: int) -> None:
        laptop = self.pick(who)
        day = _one(self.ids(laptop, "distribution", own=True), n)
        if day:
            self.hands_out(laptop, day, lambda book: distributions.check_in_unnamed(book, day, people))

    def hands_out(self, laptop: Laptop, day: Id, deed: Callable[[Book], Done]) -> None:
        """Check somebody in; assert that just what the model says leaves the shelves: first what expires first."""
        before = self.shown(laptop)
        written = self.act(laptop, deed)
        assert written
        (visit,) = [s.fact for s in written if s.fact and s.kind == "visit"]
        moved = [s.fact for s in written if s.fact and s.kind == "movement"]
        box = before.records.get(("box", before.records["distribution", day]["box"]), {})
        for item, each in box.get("contents", {}).items():
            shelf, site = own_shelf(laptop.book), laptop.book.identity.site
            own = {
                id_
                for (kind, id_), r in before.records.items()
                if kind == "place" and r["home"] == site and r["role"] == "shelf"
            }
            lots = [(lot, place, before.lot(lot).get("best_before"), here)
                    for (lot, place), here in before.stock.items()
                    if place in own and before.lot(lot)["item"] == item]  # fmt: skip
            taken, lack = first_to_go(lots, each * visit["boxes"], ON)
            left = [(m["lot"], m["from_place"], m["units"]) for m in moved if m["item"] == item]
            assert sorted(place for _lot, place, _n in left) == sorted(
                [*(p for _l, p, _n in taken), *([shelf] if lack else [])]
            )
            assert set(taken) <= set(left)
            assert sum(n for _lot, _place, n in left) == each * visit["boxes"]

    @rule(who=laptops, n=which, minutes=units)
    def give_hours(self, who: int, n: int, minutes: int) -> None:
        laptop = self.pick(who)
        member = _one(self.ids(laptop, "member", own=True), n)
        self.act(laptop, lambda book: gifts.add_gift(book, "hours", member=member, minutes=minutes))

    @rule(who=laptops, n=which, own=st.sampled_from([True, True, False]))
    def erase(self, who: int, n: int, own: bool) -> None:  # noqa: FBT001 - drawn
        """Forget somebody: at once where they belong to this site, elsewhere it is a question."""
        laptop = self.pick(who)
        member = _one(self.ids(laptop, "member", own=own), n)
        if member and self.act(laptop, lambda book: erasing.erase(book, member)):
            here = self.shown(laptop).records
            home = self.model.homes_of(member, self.known[laptop.name])
            assert (("member", member) in here) == (laptop.book.identity.site not in home)

    @rule(who=laptops, n=which, name=words)
    def erase_meanwhile(self, who: int, n: int, name: str) -> None:
        """Forget somebody whom another laptop corrects before it hears of that: nothing said later stays either."""
        laptop = self.pick(who)
        member = _one(self.ids(laptop, "member", own=True), n)
        other = next(
            (one for one in self.laptops if one is not laptop and member in self.ids(one, "member")), None
        )
        if member and other:
            self.act(other, lambda book: members.edit_member(book, member, name=self.word(name)))
            self.act(laptop, lambda book: erasing.erase(book, member))
            self.carry(other, laptop)
            self.carry(laptop, other)

    @rule(who=laptops, n=which)
    def hand_over(self, who: int, n: int) -> None:
        laptop = self.pick(who)
        kind = ("member", "item")[n % 2]
        thing = _one(self.ids(laptop, kind, own=True), n)
        other = next(
            one for one in self.laptops if self.book(one).identity.site != self.book(laptop).identity.site
        )
        if thing:
            self.act(laptop, lambda book: handing_over.hand_over(book, kind, thing, other.book.identity.site))

    # Taking back

    @rule(who=laptops, n=which)
    def undo(self, who: int, n: int) -> None:
        """Take any action of the own site back: stock, visits and pages are as if it had never been."""
        laptop = self.pick(who)
        action = _one(self.own_actions(laptop), n)
        if action is None:
            return
        before = set(self.known[laptop.name])
        written = self.act(laptop, lambda book: history.undo(book, action))
        if written is not None:
            without = {name for name in before if self.model.said[name].action not in self.goes_with(action)}
            self.must_be_as(laptop, self.model.shown(without))
            self.turns(written, action)

    @rule(who=laptops, n=which)
    def redo(self, who: int, n: int) -> None:
        laptop = self.pick(who)
        undone = sorted({_of(s)["undone"] for s in self.of_kind(laptop, "undo") if s.fact})
        action = _one(undone, n)
        written = action and self.act(laptop, lambda book: history.redo(book, action))
        if written:
            self.turned[written[0].action] = self.turned.get(action, (action, True))

    def turns(self, written: list[Said], action: str) -> None:
        """Remember that what was written takes an action back or, where that took one back, brings that one back."""
        first, is_in = self.turned.get(action, (action, True))
        self.turned[written[0].action] = first, not is_in

    def goes_with(self, action: str) -> set[str]:
        """Return what never was once an action is taken back: all that took it, and what it brought back, back and forth.

        Somebody may take back a line of the history that has been turned over and over since. Whether that one took
        away or brought back says what shall be: the first action alone, or nothing of it all.
        """
        first, is_in = self.turned.get(action, (action, True))
        back_and_forth = {other for other, (of, _is_in) in self.turned.items() if of == first}
        return back_and_forth | {first} if is_in else back_and_forth

    def own_actions(self, laptop: Laptop) -> list[str]:
        site = self.book(laptop).identity.site
        said = self.of_kind(
            laptop, "movement", "count", "visit", "gift", "member", "household", "item", "sign_up"
        )
        return list(dict.fromkeys(s.action for s in said if s.site == site))

    def must_be_as(self, laptop: Laptop, wanted: Shown) -> None:
        """Assert that stock and days are as wanted: what an action made in passing may stay."""
        now = self.shown(laptop)
        assert now.stock == wanted.stock
        assert now.days == wanted.days

    @rule(who=laptops, n=which, stands=st.booleans(), known=st.booleans())
    def void(self, who: int, n: int, stands: bool, known: bool) -> None:  # noqa: FBT001 - drawn
        """Void a fact or let it stand again, whoever wrote it, also one that this laptop has not heard of."""
        laptop = self.pick(who)
        heard = self.known[laptop.name] if known else self.model.said
        facts = sorted(
            (s.written, s.subject, s.kind)
            for s in (self.model.said[name] for name in heard)
            if s.kind in FACTS and s.fact
        )
        fact = _one(facts, n)
        if fact:
            _written, id_, kind = fact
            self.act(laptop, lambda book: book.record(change(FACTS[kind], id_, stands=stands)))

    # Sticks

    @rule(who=laptops, other=st.integers(1, 9), people=st.booleans())
    def send(self, who: int, other: int, people: bool) -> None:  # noqa: FBT001 - drawn
        sender, reader = self.pick(who), self.pick(who + 1 + other % (len(self.laptops) - 1))
        self.book(reader)
        self.sticks.append(Stick(reader, send(self.time, sender, reader, self.world, people=people)))
        self.hears(sender)

    @rule(who=laptops, other=st.integers(1, 9), n=which, name=words)
    def answer(self, who: int, other: int, n: int, name: str) -> None:
        """Correct what another has just corrected and carried here: theirs is replaced, everywhere and for good."""
        one, answering = self.pick(who), self.pick(who + 1 + other % (len(self.laptops) - 1))
        item = _one(self.ids(one, "item"), n)
        if item:
            self.act(one, lambda book: pantry.edit_item(book, item, name=self.word(name)))
            self.carry(one, answering)
            self.act(answering, lambda book: pantry.edit_item(book, item, name=self.word(name)))

    @rule(who=laptops, other=st.integers(1, 9), n=which, many=units)
    def read_twice(self, who: int, other: int, n: int, many: int) -> None:
        """Let goods come in, and another read of them twice: they came once."""
        sender, reader = self.pick(who), self.pick(who + 1 + other % (len(self.laptops) - 1))
        self.take_goods_in(who, n, many, NOON_MS, None)
        self.book(reader)
        stick = Stick(reader, send(self.time, sender, reader, self.world))
        self.hears(sender)
        self.read(stick)
        self.read(stick)
        stick.path.unlink()

    @precondition(lambda self: self.sticks)
    @rule(n=which)
    def receive(self, n: int) -> None:
        """Read a bundle: late, twice, or before an earlier one."""
        self.read(self.sticks[n % len(self.sticks)], look_first=True)

    @precondition(lambda self: self.sticks)
    @rule(n=which)
    def lose(self, n: int) -> None:
        self.sticks.pop(n % len(self.sticks)).path.unlink()

    def read(self, stick: Stick, *, look_first: bool = False) -> None:
        laptop = stick.reader
        with self.time.at(laptop) as book:
            opened = receiving.open_bundle(book, stick.path)
            seen = receiving.preview(book, opened) if look_first else None
            assert laptop.held().keys() == self.known[laptop.name]
            merge = receiving.receive(book, opened)
            assert seen is None or merge.counts == seen.counts
        held = laptop.held()
        new = {name: said for name, said in held.items() if name not in self.known[laptop.name]}
        own = {name: said for name, said in new.items() if said.action == merge.done.action}
        assert {said.kind for said in own.values()} <= {"received", "site"}
        self.model.hear(own.values())
        # Whatever else came, somebody said it, in just these words, and it is theirs.
        assert all(self.model.said.get(name) == said for name, said in new.items())
        self.note(laptop, held)

    @rule(who=laptops, other=st.integers(1, 9), n=which)
    def forge(self, who: int, other: int, n: int) -> None:
        """Pass on another's entries with one more that they never wrote: the bundle is refused, and nothing taken."""
        relay, reader = self.pick(who), self.pick(who + 1 + other % (len(self.laptops) - 1))
        site = self.book(reader).identity.site
        with self.time.at(relay) as book:
            own = identity.current(book.connection, book.identity).origin
            victims = [
                origin
                for origin in book.ledger.origins()
                if origin.id != own and not has_said_to_have_more(book, site, origin)
            ]
            if not victims:
                return
            with rehearsal(book.connection):
                append_forged(book, victims[n % len(victims)])
                path = send(self.time, relay, reader, self.world)
        with self.time.at(reader) as book:
            before = book.position
            with pytest.raises(UserError):
                receiving.receive(book, receiving.open_bundle(book, path))
            assert book.position == before
        path.unlink()
        assert reader.held().keys() == self.known[reader.name]

    # Copies

    @rule(who=laptops)
    def back_up(self, who: int) -> None:
        laptop = self.pick(who)
        kept = self.world / "backups"
        kept.mkdir(exist_ok=True)
        with self.time.at(laptop) as book:
            path = backup.make(book, kept).path
        self.hears(laptop)
        forgotten = set(self.forgotten[laptop.name])
        site = laptop.book.identity.site
        self.backups.append(Backup(laptop, path, set(self.known[laptop.name]), site, forgotten))

    @precondition(lambda self: self.backups)
    @rule(n=which)
    def go_back(self, n: int) -> None:
        """Restore a backup: what came since is gone from this laptop, but for whom it had to forget."""
        old = self.backups[n % len(self.backups)]
        laptop = old.laptop
        with self.time.at(laptop):
            laptop.close()
            restoration = look_at_backup(old.path, laptop.path, PASSPHRASE)
            restoration.make_ready()
            restoration.finish()
        self.known[laptop.name] = old.known
        # All backups lie in one folder: whom one of the same site's had forgotten is forgotten.
        self.forgotten[laptop.name].update(*(one.forgotten for one in self.backups if one.site == old.site))
        self.book(laptop)
        self.hears(laptop)
        self.pair_all()

    @rule(who=laptops, other=st.integers(1, 9), n=which)
    def go_back_behind(self, who: int, other: int, n: int) -> None:
        """Restore what was before another heard that this laptop has its entries: the next bundle begins above a gap."""
        laptop, friend = self.pick(who), self.pick(who + 1 + other % (len(self.laptops) - 1))
        self.book(laptop)
        item = _one(self.ids(friend, "item", own=True), n)
        if item:
            self.back_up(who)
            self.act(friend, lambda book: pantry.edit_item(book, item, name=self.word("Beans")))
            self.carry(friend, laptop)
            self.carry(laptop, friend)
            self.go_back(len(self.backups) - 1)
            self.act(friend, lambda book: pantry.edit_item(book, item, name=self.word("Rice")))
            self.carry(friend, laptop)

    @precondition(lambda self: len(self.laptops) == LAPTOPS)
    @rule(who=laptops, disk=st.booleans())
    def copy(self, who: int, disk: bool) -> None:  # noqa: FBT001 - drawn
        """Copy a book's files to another computer, or the whole disk, which then takes itself for the first."""
        laptop = self.pick(who)
        laptop.close()
        other = Laptop("copy", self.world / "copy", laptop.skew_ms + 7)
        other.folder.mkdir()
        copy_files(laptop.path, other.path)
        if disk:
            shutil.copytree(laptop.folder / "home", other.folder / "home")
        self.laptops.append(other)
        self.known[other.name] = set(self.known[laptop.name])
        self.forgotten[other.name] = set(self.forgotten.get(laptop.name, ()))
        for one in (laptop, other):
            self.book(one)
            self.hears(one)

    @precondition(lambda self: len(self.laptops) == LAPTOPS)
    @rule()
    def upgrade(self) -> None:
        """Let a neighbour come along who kept a book with the first release, and opens it with this one."""
        old = Laptop("golden", self.world / "golden")
        old.folder.mkdir()
        copy_files(GOLDEN, old.path)
        self.known[old.name] = set()
        with self.time.at(old):
            self.known[old.name] = set(held := old.held())
            self.model.hear(held.values())
        self.note(old, old.held())
        self.laptops.append(old)
        self.pair_all()

    def pair_all(self) -> None:
        """Let every laptop know every site by its card."""
        for one, other in permutations(self.laptops, 2):
            site = self.book(other).identity.site
            if self.book(one).identity.site != site and one.book.get(Site, site) is None:
                card = cards.card_of(other.book)
                self.act(one, lambda book, card=card: cards.pair(book, card))  # type: ignore[misc] # bound at once

    @rule(who=laptops)
    def close_and_open(self, who: int) -> None:
        laptop = self.pick(who)
        laptop.close()
        with self.time.at(laptop):
            assert laptop.held().keys() == self.known[laptop.name]


OWN = {kind.name for kind in KINDS.values() if kind.chapter == "book"}
"""Kinds that only a site's own laptops tell each other."""


def nobody_is_in(household: str | None, records: Records) -> bool:
    """Tell whether there is a household of which nobody with a name is left, and so nobody could agree."""
    contact = records.get(("household", household or ""), {}).get("contact")
    named = [
        id_ for (kind, id_), r in records.items() if kind == "member" and r.get("household") == household
    ]
    return household is not None and not named and ("member", contact) not in records


def _one(found: list[Any], n: int) -> Any:  # noqa: ANN401 - one of them
    return found[n % len(found)] if found else None


def _of(said: Said) -> dict[str, Any]:
    assert said.fact is not None
    return said.fact


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the folder of three laptops, made ready once; in memory where the system has such a folder."""
    memory = Path("/dev/shm")  # noqa: S108 - its own folder within
    made = tmp_path_factory.mktemp("laptops")
    if memory.is_dir():
        made = memory / f"aidbook-{made.parent.name}-{made.name}"
        made.mkdir()
    yield made
    shutil.rmtree(made)


def test_every_book_shows_what_a_plain_model_says_whatever_people_do(folder: Path, soak: bool) -> None:  # noqa: FBT001
    world = folder / "world"
    with pytest.MonkeyPatch.context() as patch:
        prepare(world, Time(patch))
    shutil.copytree(world, folder / "ready")
    machine = type("BooksHere", (Books,), {"folder": folder})
    run_state_machine_as_test(
        machine,
        settings=settings(
            report_multiple_bugs=False,
            max_examples=3_000 if soak else 100,
            stateful_step_count=30 if soak else 15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
