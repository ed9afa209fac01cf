"""What can need attention: one frozen value for each concern, with its subjects and its figures and no words.

`key` names a concern together with its facts. What was let be is remembered by it, and comes back under another key
when the facts change.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from aidbook.domain.declare import Chapter, Id


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that somebody should look at. A kind that `may_rest` can be let be until its facts change."""

    key: str
    kind: ClassVar[str] = ""
    may_rest: ClassVar[bool] = False


# The book itself


@dataclass(frozen=True, slots=True)
class Damaged(Concern):
    """The last check found something wrong; `findings` are its sentences, `at` when it was, in ms."""

    findings: tuple[str, ...]
    at: int
    kind = "damaged"


@dataclass(frozen=True, slots=True)
class Copied(Concern):
    """Something happened to this copy of the book alone, at `at` in ms: what, and what to do about it, in words."""

    sentence: str
    remedy: str
    at: int
    kind = "copied"
    may_rest = True


@dataclass(frozen=True, slots=True)
class Forked(Concern):
    """Two copies of a site's book wrote under the same numbers: `entries` stand beside the others, none is lost."""

    site: str
    own: bool
    entries: int
    kind = "forked"
    may_rest = True


@dataclass(frozen=True, slots=True)
class NoRecovery(Concern):
    """There is no recovery sheet that is known to work; `printed`: there is one, and nobody typed its code back."""

    printed: bool
    kind = "recovery"
    may_rest = True


@dataclass(frozen=True, slots=True)
class Overdue(Concern):
    """No good backup for too long: the last one's moment in ms, or None where there never was one."""

    last: int | None
    kind = "backup"


@dataclass(frozen=True, slots=True)
class ClockAhead(Concern):
    """A site wrote entries later than now: the latest of them, in ms. One of the two clocks is wrong."""

    site: str
    own: bool
    written: int
    entries: int
    kind = "clock"
    may_rest = True


@dataclass(frozen=True, slots=True)
class Awaited(Concern):
    """Entries of a site wait for others before them; `bundles` are the numbers of its bundles that never came."""

    site: Id
    name: str
    missing: int
    bundles: tuple[int, ...]
    kind = "awaited"


@dataclass(frozen=True, slots=True)
class Incomplete(Concern):
    """A chapter holds something that only a newer program understands."""

    chapter: Chapter
    kind = "incomplete"


# What others asked for


@dataclass(frozen=True, slots=True)
class Asked(Concern):
    """Another site asks that somebody of this one be forgotten.

    `erasure` is what asks, `about` is member or household, `written` in ms.
    """

    erasure: Id
    about: str
    of: Id
    name: str
    site: str
    written: int
    kind = "asked"
    may_rest = True


@dataclass(frozen=True, slots=True)
class Uncounted(Concern):
    """Somebody who may not took a fact back, or brought it back (`stands`). `may`: this site can say so with effect."""

    of: str
    fact: Id
    site: str
    own: bool
    written: int
    stands: bool
    may: bool
    kind = "uncounted"
    may_rest = True


@dataclass(frozen=True, slots=True)
class NotHandedOver(Concern):
    """Somebody who may not handed a record over, to `to`. `may`: it is this site's, which can do so with effect."""

    of: str
    subject: Id
    site: str
    own: bool
    to: Id
    to_name: str
    written: int
    may: bool
    kind = "not-handed-over"
    may_rest = True


# What people wrote


@dataclass(frozen=True, slots=True)
class Said:
    """One of the values of a field: which, who wrote it and when, and the hash that names its entry."""

    value: Any
    site: Id
    site_name: str
    written: int
    hash: str


@dataclass(frozen=True, slots=True)
class Conflict(Concern):
    """A field that two people changed without seeing each other; the last of `values` shows for now."""

    of: str
    subject: Id
    field: str
    values: tuple[Said, ...]
    kind = "conflict"


@dataclass(frozen=True, slots=True)
class BelowZero(Concern):
    """An item of which more left a shelf than was ever written in; `units` are below zero."""

    item: Id
    name: str
    unit: str
    place: str
    units: int
    kind = "below-zero"


@dataclass(frozen=True, slots=True)
class PastDate(Concern):
    """An item with units on the shelves that are past their date."""

    item: Id
    name: str
    unit: str
    units: int
    kind = "past-date"


@dataclass(frozen=True, slots=True)
class Visited:
    """One of several visits of a household on a day. `own`: this site wrote it, and can take it back."""

    id: Id
    distribution: Id
    on: str
    site_name: str
    own: bool
    at: int
    people: int
    boxes: int


@dataclass(frozen=True, slots=True)
class VisitedTwice(Concern):
    """A household was checked in more than once on a day, and the door did not know: none of them has a reason."""

    household: Id
    label: str
    visits: tuple[Visited, ...]
    kind = "twice"
    may_rest = True


@dataclass(frozen=True, slots=True)
class Person:
    """A member as concerns name one."""

    id: Id
    name: str
    number: str | None
    birth: str | None
    phone: str | None
    own: bool


@dataclass(frozen=True, slots=True)
class Alike(Concern):
    """Two members who may be one person: how sure, from 0.5 to 1, and why, in keys that `actions.duplicates` words."""

    one: Person
    other: Person
    confidence: float
    why: tuple[str, ...]
    kind = "alike"
    may_rest = True


@dataclass(frozen=True, slots=True)
class NumberClash(Concern):
    """Several members with one printed number."""

    number: str
    members: tuple[Person, ...]
    kind = "number"


# Days


@dataclass(frozen=True, slots=True)
class LeftOpen(Concern):
    """A distribution in the past that nobody closed."""

    distribution: Id
    on: str
    title: str | None
    kind = "left-open"


@dataclass(frozen=True, slots=True)
class NoGifts(Concern):
    """A closed distribution for which nobody noted what people gave."""

    distribution: Id
    on: str
    kind = "no-gifts"
    may_rest = True


@dataclass(frozen=True, slots=True)
class Differs:
    """A figure that is another now than on paper. `of` says of what where the figure has several: an item, a band."""

    figure: str
    of: str
    printed: int
    now: int


@dataclass(frozen=True, slots=True)
class LateReport(Concern):
    """A day's report was printed as sheet `number`, and something that came or went since changes its figures.

    `own`: this computer printed it; else another laptop of the site did.
    """

    distribution: Id
    on: str
    number: int
    printed_at: int
    own: bool
    differs: tuple[Differs, ...]
    kind = "late"
    may_rest = True
