"""Distributions, boxes, sign-ups, visits and closings; how many boxes a household gets."""

from dataclasses import dataclass, field

from aidbook.domain.declare import Id, derived_id, fact, record, ref


@record("box", chapter="days")
@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A recipe: `contents` is {item: units}; `by_size` {smallest household size: boxes}, both as agreed."""

    id: Id
    name: str | None = None
    contents: dict[str, int] = field(default_factory=dict)
    by_size: dict[str, int] = field(default_factory=lambda: {"1": 1})
    agreed_by: str | None = None
    agreed_on: str | None = None


@record("distribution", chapter="days")
@dataclass(frozen=True, kw_only=True, slots=True)
class Distribution:
    """A dated event where things are shared. `everyone`: all households are expected, not only sign-ups.

    `slots` are times such as "10:00"; `wanted` how many households the day has room for (None: no limit).
    """

    id: Id
    on: str
    title: str | None = None
    where: str | None = None
    box: Id | None = ref("box", optional=True)
    everyone: bool = False
    slots: tuple[str, ...] = ()
    wanted: int | None = None
    bring: str | None = None


@record("sign_up", chapter="days")
@dataclass(frozen=True, kw_only=True, slots=True)
class SignUp:
    """A household's place on a list; who it is stands in a tie. Its id is `sign_up_id(distribution, household)`."""

    id: Id
    distribution: Id = ref("distribution")
    people: int
    slot: str | None = None
    waiting: bool = False


@fact("visit", chapter="days")
@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """A household picked up, with the people it had that day; who it is stands in a tie, or nowhere.

    `party` is the id that the household's sign-up has or would have: it tells repeats of one household on the day
    apart from two households, without saying who. None for one without a name.
    """

    id: Id
    distribution: Id = ref("distribution")
    people: int
    by_age: dict[str, int]
    boxes: int
    party: Id | None = None
    walk_in: bool = False
    reason: str | None = None


@fact("closing", chapter="days")
@dataclass(frozen=True, kw_only=True, slots=True)
class Closing:
    """A distribution was closed with these figures."""

    id: Id
    distribution: Id = ref("distribution")
    expected: int
    households: int
    people: int
    boxes: int
    no_shows: int
    walk_ins: int


def sign_up_id(distribution: Id, household: Id) -> Id:
    """Return the id that any site gives this household's place on this list."""
    return derived_id("sign_up", distribution, household)


def boxes_for(by_size: dict[str, int], people: int) -> int:
    """Return the boxes of a household: those of the largest threshold that its size reaches."""
    reached = [int(size) for size in by_size if int(size) <= people]
    return by_size[str(max(reached))] if reached else 0
