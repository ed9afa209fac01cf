"""Some months of a practice book: people join, goods come, every Saturday things are shared, people give."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

from aidbook import clock
from aidbook.actions import distributions, gifts, history, members
from aidbook.actions.practice import people
from aidbook.actions.practice.shelves import Shelves
from aidbook.domain.declare import Id
from aidbook.domain.distributions import boxes_for
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.members import HouseholdPage

BY_SIZE = {1: 1, 3: 2, 5: 3, 7: 4}
SLOTS = ("10:00", "10:30", "11:00", "11:30", "12:00")
MOST_ON_A_DAY = 400
"""What a hall with three tables can do in a morning; the others come another week."""

_HOUR_MS = 3_600_000
_OPEN_MS = 2 * _HOUR_MS + _HOUR_MS // 2


@dataclass(frozen=True, slots=True)
class _Morning:
    """Who is on a day's list with a slot or waiting, who of them comes, and who comes without being on it."""

    signed: tuple[HouseholdPage, ...]
    waiting: tuple[HouseholdPage, ...]
    coming: tuple[HouseholdPage, ...]
    walking_in: tuple[HouseholdPage, ...]

    @property
    def boxes(self) -> int:
        """Return the boxes that leave, with some to spare for people without a name and for larger households."""
        sizes = {str(size): boxes for size, boxes in BY_SIZE.items()}
        named = sum(boxes_for(sizes, page.size) for page in (*self.coming, *self.walking_in))
        return named + 6 + named // 15


class Life:
    """The life of one practice book. Everything that chance decides comes from one seed."""

    def __init__(self, book: Book, households: int, seed: int, days: list[str]) -> None:
        self._book = book
        self._rng = Random(seed)  # noqa: S311 - pretend people, not keys
        self._to_join = households
        self._weeks_left = len(days)
        self._here: list[HouseholdPage] = []
        self._shelves = Shelves(book, self._rng)

    # What a day brings

    def begin(self, saturday: str) -> None:
        """Fill the book as a group does that moves in: most people at once, what the shelves know, first goods."""
        moved_in = _before(saturday, days=10)
        self._join(moved_in, self._to_join if self._weeks_left == 1 else -(-self._to_join * 3 // 4))
        self._shelves.set_up()

    def week(self, saturday: str) -> None:
        """Live one week up to its Saturday, and tidy up after it."""
        self._new_people(saturday)
        morning = self._who(len(self._here))
        box = self._shelves.box_of_the_week()
        self._shelves.receive(_before(saturday, days=3), saturday, morning.boxes)
        day = self._plan(saturday, box, morning)
        self._pick_up(day, saturday, morning)
        self._give(day, saturday, morning)
        distributions.close_distribution(self._book, day, at=clock.noon_ms(saturday) + 2 * _HOUR_MS)
        self._shelves.throw_away(_before(saturday, days=-2))
        self._correct_some(saturday)
        self._weeks_left -= 1

    def look_ahead(self, saturday: str) -> None:
        """Plan the coming Saturday: people sign up, most goods are here, some are short."""
        self._new_people(saturday)
        morning = self._who(len(self._here))
        box = self._shelves.box_of_the_week()
        self._shelves.receive(_before(saturday, days=7), saturday, morning.boxes, short=True)
        self._plan(saturday, box, morning)

    # People

    def _new_people(self, saturday: str) -> None:
        self._join(_before(saturday, days=4), -(-self._to_join // self._weeks_left))

    def _join(self, on: str, count: int) -> None:
        pages = [people.household(self._rng, on) for _n in range(min(count, self._to_join))]
        if pages:
            members.add_households(self._book, pages)
        self._to_join -= len(pages)
        self._here += pages

    def _correct_some(self, saturday: str) -> None:
        """Let a few things change in a week: a baby, a new telephone, somebody who moves away."""
        for page in self._some(self._here, len(self._here) // 100 + 1):
            what = self._rng.random()
            if what < 0.4:  # noqa: PLR2004 - the likeliest
                counted = page.household.counted | {"0-17": page.household.counted.get("0-17", 0) + 1}
                members.edit_household(self._book, page.household.id, counted=counted, counted_on=saturday)
            elif what < 0.8 or len(page.members) == 1:  # noqa: PLR2004 - as likely
                phone = f"(508) 555-01{self._rng.randint(0, 99):02d}"
                members.edit_member(self._book, page.members[0].id, phone=phone)
            else:
                members.edit_member(self._book, page.members[-1].id, left="left")

    def _some(self, pages: list[HouseholdPage], count: int) -> list[HouseholdPage]:
        return self._rng.sample(pages, min(count, len(pages)))

    def _who(self, households: int) -> _Morning:
        """Return who takes part in a Saturday: about every other household, as many as the hall holds."""
        turnout = min(MOST_ON_A_DAY, max(1, round(households * self._rng.uniform(0.42, 0.55))))
        listed = self._some(self._here, turnout)
        walking = max(1, len(listed) // 15) if len(listed) > 3 else 0  # noqa: PLR2004 - too few to spare any
        signed, walking_in = listed[walking:], listed[:walking]
        late = len(signed) // 20
        coming = [page for page in signed if self._rng.random() > 0.12]  # noqa: PLR2004 - one in eight doesn't
        return _Morning(tuple(signed[late:]), tuple(signed[:late]), tuple(coming), tuple(walking_in))

    # The distribution

    def _plan(self, saturday: str, box: dict[Id, int], morning: _Morning) -> Id:
        day = distributions.plan_distribution(
            self._book,
            saturday,
            box,
            by_size=BY_SIZE,
            title=_("Saturday sharing"),
            where=_("Main hall"),
            slots=SLOTS,
            wanted=-(-len(morning.signed) // 10) * 10,
            bring=_("bags, and a jar if you have one"),
        ).id
        for page in morning.signed:
            distributions.sign_up(self._book, day, page.household.id, slot=self._rng.choice(SLOTS))
        for page in morning.waiting:
            distributions.sign_up(self._book, day, page.household.id, waiting=True)
        return day

    def _pick_up(self, day: Id, saturday: str, morning: _Morning) -> None:
        opened = clock.noon_ms(saturday) - 2 * _HOUR_MS
        check_in = partial(distributions.check_in, self._book, day)
        unnamed = partial(distributions.check_in_unnamed, self._book, day)
        arrivals = [partial(check_in, page.household.id) for page in (*morning.coming, *morning.walking_in)]
        arrivals += [partial(unnamed, self._rng.randint(1, 5)) for _n in range(1 + len(morning.coming) // 40)]
        self._rng.shuffle(arrivals)
        for n, arrive in enumerate(arrivals):
            arrive(at=opened + n * _OPEN_MS // len(arrivals))
        if morning.coming and self._rng.random() < 0.4:  # noqa: PLR2004 - two Saturdays in five
            neighbour = self._rng.choice(morning.coming).household.id
            check_in(neighbour, boxes=1, reason=_("for a neighbour who is ill"), at=opened + _OPEN_MS)
        self._slip(day, morning, opened + _OPEN_MS)

    def _slip(self, day: Id, morning: _Morning, at: int) -> None:
        """Check in the wrong household now and then, and take it back."""
        came = {page.household.id for page in (*morning.coming, *morning.walking_in)}
        away = [page for page in self._here if page.household.id not in came]
        if away and self._rng.random() < 0.5:  # noqa: PLR2004 - every other Saturday
            wrong = distributions.check_in(self._book, day, self._rng.choice(away).household.id, at=at)
            history.undo(self._book, wrong.action)

    # Gifts

    def _give(self, day: Id, saturday: str, morning: _Morning) -> None:
        """Write down who gave what: hours, goods, money, rides, care; some by nobody named."""
        give = partial(gifts.add_gift, self._book, on=saturday, distribution=day)
        givers = people.grown_ups(self._some(list(morning.coming), 4 + len(morning.coming) // 12))
        for member in givers[2:]:
            give("hours", member=member, minutes=self._rng.choice((60, 90, 120, 180, 240)))
        for member in givers[:1]:
            give("ride", member=member, note=_("Took two neighbours home"))
        for member in givers[1:2]:
            give("goods", member=member, item=self._shelves.given_item(), units=self._rng.randint(4, 24))
        for _n in range(self._rng.randint(0, 2)):
            somebody = self._rng.choice([None, *givers])
            give("money", member=somebody, cents=self._rng.choice((500, 1000, 2000, 2500, 5000)))
        if givers and self._rng.random() < 0.3:  # noqa: PLR2004 - one Saturday in three
            give("care", member=self._rng.choice(givers), note=_("Sat with a neighbour after an operation"))


def _before(day: str, *, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()
