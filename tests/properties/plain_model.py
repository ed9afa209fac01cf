"""A book as plain dicts and sums: what must show where certain entries are known. It imports nothing of the program.

It is told what each entry says, in the words of the file format, and which entries a book holds. How they are merged
it works out by itself, the slow way, from the beginning each time.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What one entry says: who wrote it (the site), under which name, and its words."""

    name: str
    site: str
    action: str
    kind: str
    subject: str
    written: int
    at: int
    fact: Record | None
    set: Record
    over: dict[str, tuple[str, ...]]

    @classmethod
    def read(cls, name: str, site: str, raw: bytes) -> "Said":
        """Return what the bytes of an entry's body say."""
        body = json.loads(raw)
        over = {field: tuple(names) for field, names in body.get("over", {}).items()}
        at = body.get("at", body["written"])
        return cls(name, site, body["action"], body["kind"], body["subject"], body["written"], at,
                   body.get("fact"), body.get("set", {}), over)  # fmt: skip

    def value(self, field: str) -> Any:  # noqa: ANN401 - any JSON
        """Return what it makes of a field. A fact stands from the beginning."""
        return True if field == "stands" and self.fact is not None else self.set[field]

    def makes(self) -> bool:
        """Tell whether it makes a record of its writer's own."""
        return self.set.get("home") == self.site and not self.over.get("home")

    def only_hands_over(self) -> bool:
        """Tell whether it says nothing but to which site a record belongs from now on."""
        return self.fact is None and set(self.set) == {"home"}

    def speaks_of(self, field: str) -> bool:
        """Tell whether it gives a field a value."""
        return field in self.set or (field == "stands" and self.fact is not None)


@dataclass(frozen=True)
class Day:
    """The figures of a distribution: households, people and boxes."""

    households: int
    people: int
    boxes: int


@dataclass
class Shown:
    """What a book must show: kept records by kind and id, stock by (lot, place), standing facts, open questions.

    `gone` are the records that are not kept: units of such a lot may be on a shelf all the same.
    """

    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    gone: dict[tuple[str, str], Record] = field(default_factory=dict)
    stock: dict[tuple[str, str], int] = field(default_factory=dict)
    stands: set[tuple[str, str]] = field(default_factory=set)
    days: dict[str, Day] = field(default_factory=dict)
    questions: set[tuple[str, str, str]] = field(default_factory=set)

    def lot(self, id_: str) -> Record:
        """Return a lot, kept or not."""
        return self.records.get(("lot", id_)) or self.gone["lot", id_]


@dataclass
class PlainModel:
    """Everything that anybody ever said, forgotten or not."""

    said: dict[str, Said] = field(default_factory=dict)

    def hear(self, said: Iterable[Said]) -> None:
        """Remember what was said."""
        self.said |= {one.name: one for one in said}

    def erased(self, known: Iterable[str]) -> set[str]:
        """Return who is forgotten where these entries are known: a site that they ever belonged to said so."""
        said = [self.said[name] for name in known]
        asked = [(one.fact["of"], one.site) for one in said if one.kind == "erasure" and one.fact]
        return {who for who, site in asked if site in self._homes_ever(who, said)}

    def homes_of(self, who: str, known: Iterable[str]) -> set[str]:
        """Return the sites that somebody ever belonged to, as far as these entries tell."""
        return self._homes_ever(who, [self.said[name] for name in known])

    def _homes_ever(self, who: str, known: list[Said]) -> set[str]:
        about = sorted((one for one in self.said.values() if one.subject == who), key=lambda one: one.written)
        ever = {one.site for one in about if one.makes()}
        handed = [one for one in known if one.subject == who and one.only_hands_over()]
        for _step in handed:
            ever |= {one.set["home"] for one in handed if one.site in ever}
        return ever

    def about_erased(self, known: Iterable[str]) -> set[str]:
        """Return the entries that nobody who knows these may hold any more; ids alone may stay."""
        erased = self.erased(known)
        return {
            one.name
            for one in self.said.values()
            if one.subject in erased and one.kind in _PERSONAL and not one.only_hands_over()
        }

    def shown(self, known: Iterable[str]) -> Shown:
        """Return what a book shows that holds just these entries."""
        kept = set(known)
        kept -= self.about_erased(kept)
        return _Sum([self.said[name] for name in sorted(kept)], kept).shown()


_PERSONAL = {"member", "household"}
_COUNTED = {"movement", "count"}


class _Sum:
    """One adding up."""

    def __init__(self, said: list[Said], known: set[str]) -> None:
        self.known = known
        self.said = {one.name: one for one in said}
        self.of: dict[tuple[str, str], list[Said]] = {}
        for one in said:
            self.of.setdefault((one.kind, one.subject), []).append(one)
        self.facts = {one.subject: one for one in said if one.fact is not None}

    def shown(self) -> Shown:
        result = Shown()
        for (kind, id_), about in self.of.items():
            if id_ in self.facts:
                if self.shows(about, "stands"):
                    result.stands.add((kind, id_))
            elif any(one.set for one in about):
                self._record(kind, id_, about, result)
        result.stock = {at: units for at, units in self._stock(result).items() if units}
        result.days = self._days(result)
        return result

    def _record(self, kind: str, id_: str, about: list[Said], result: Shown) -> None:
        fields = {name for one in about for name in one.set}
        record = {name: self.shows(about, name) for name in fields}
        shown = result.records if record.pop("kept", None) is True else result.gone
        shown[kind, id_] = record
        for name in fields:
            heads = self.heads(about, name)
            if len(heads) == 1 or name == "home":  # hand-overs that crossed: the later holds, nobody is asked
                continue
            if len({_text(one.value(name)) for one in heads}) > 1 and self._all_known(heads, name):
                result.questions.add((kind, id_, name))

    def heads(self, about: list[Said], field: str) -> list[Said]:
        """Return the values of a field that nothing known replaced, the one that shows last."""
        entitled = [one for one in about if field != "stands" or self._may_void(one)]
        replaced = {name for one in entitled for name in one.over.get(field, ())}
        found = [one for one in entitled if one.speaks_of(field) and one.name not in replaced]
        return sorted(found, key=lambda one: (one.written, one.name))

    def shows(self, about: list[Said], field: str) -> Any:  # noqa: ANN401 - any JSON
        heads = self.heads(about, field)
        if field == "stands":
            return heads[-1].value(field) if heads else True
        return heads[-1].value(field) if heads else None

    def _all_known(self, heads: list[Said], field: str) -> bool:
        ahead, seen = [one.name for one in heads], set[str]()
        while ahead:
            name = ahead.pop()
            if name not in self.said:
                return False
            if name not in seen:
                seen.add(name)
                ahead += self.said[name].over.get(field, ())
        return True

    def _may_void(self, one: Said) -> bool:
        """Tell whether it is heard on whether a fact stands: of its author's site, or the place's."""
        fact = self.facts.get(one.subject)
        if fact is None or one.fact is not None or one.site == fact.site:
            return True
        return fact.kind in _COUNTED and one.site in {self._home(place) for place in _places(fact)}

    def _home(self, place: str) -> str | None:
        about = self.of.get(("place", place), [])
        return self.shows(about, "home") if about else None

    # Stock

    def _stock(self, result: Shown) -> dict[tuple[str, str], int]:
        """Return the levels: the last count at a place, and what moved after its hour, of the place's own site."""
        standing = [
            self.facts[id_] for kind, id_ in result.stands if kind in _COUNTED and self.facts[id_].fact
        ]
        keys = {(one.fact["lot"], place) for one in standing if one.fact for place in _places(one)}
        return {(lot, place): _level(standing, lot, place, self._home(place)) for lot, place in keys}

    # Days

    def _days(self, result: Shown) -> dict[str, Day]:
        days = [id_ for kind, id_ in result.records if kind == "distribution"]
        return {day: self._day(day, result) for day in days}

    def _day(self, day: str, result: Shown) -> Day:
        visits = [self.facts[id_] for kind, id_ in result.stands if kind == "visit"]
        here = [one for one in visits if one.fact and one.fact["distribution"] == day]
        first: dict[str, int] = {}
        for one in sorted(here, key=lambda one: (one.at, one.written, one.subject)):
            first.setdefault(_of(one).get("party") or one.subject, _of(one)["people"])
        return Day(len(first), sum(first.values()), sum(_of(one)["boxes"] for one in here))


def _of(one: Said) -> Record:
    assert one.fact is not None
    return one.fact


def _places(one: Said) -> Iterator[str]:
    for name in ("place", "from_place", "to_place"):
        if _of(one).get(name):
            yield _of(one)[name]


def _level(facts: list[Said], lot: str, place: str, site: str | None) -> int:
    here = [one for one in facts if one.site == site and _of(one)["lot"] == lot]
    counts = [one for one in here if one.kind == "count" and _of(one)["place"] == place]
    last = max(counts, key=lambda one: (one.at, one.written, one.name), default=None)
    units: int = _of(last)["units"] if last else 0
    for one in here:
        if one.kind == "movement" and (last is None or one.at > last.at):
            moved = _of(one)["units"]
            units += moved * ((_of(one)["to_place"] == place) - (_of(one)["from_place"] == place))
    return units


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def first_to_go(lots: Iterable[tuple[str, str, str | None, int]], units: int, on: str) -> tuple[Any, int]:
    """Return which (lot, place, units) leave first of (lot, place, best before, units), and how many lack."""
    taken = []
    for lot, place, due, here in sorted(lots, key=lambda one: (one[2] or "9999", one[0], one[1])):
        if here > 0 and units > 0 and (due or on) >= on:
            taken.append((lot, place, min(here, units)))
            units -= taken[-1][2]
    return taken, units
