"""Pretend people: households with names from five languages, ages, diets, and answers that nobody gave."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from aidbook.domain.declare import PREFERS_NOT, Id, new_id
from aidbook.domain.members import BANDS, NOT_ASKED, Household, Member
from aidbook.i18n import _
from aidbook.resources import resource
from aidbook.store.members import HouseholdPage

_SIZES = (12, 16, 18, 20, 14, 10, 6, 4)
_GROWN = 18


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as its bearer writes it, and in Latin letters where that is another."""

    own: str
    latin: str


@dataclass(frozen=True, slots=True)
class Community:
    """People whose names and languages go together; `weight` is how many of a hundred households are such."""

    weight: int
    languages: tuple[str, ...]
    given: tuple[_Name, ...]
    family: tuple[_Name, ...]


@cache
def communities() -> tuple[Community, ...]:
    """Return who there is, in the order of the file."""
    found = sample("names")
    return tuple(
        Community(one["weight"], tuple(one["languages"]), _names(one["given"]), _names(one["family"]))
        for one in found.values()
    )


@cache
def sample(name: str) -> dict[str, Any]:
    """Return what a file of the sample says."""
    found: dict[str, Any] = json.loads(resource("sample", f"{name}.json").read_text(encoding="utf-8"))
    return found


def _names(listed: list[str | list[str]]) -> tuple[_Name, ...]:
    return tuple(_Name(one, one) if isinstance(one, str) else _Name(one[0], one[1]) for one in listed)


def household(rng: Random, joined: str) -> HouseholdPage:
    """Return a pretend household as it is when it joins: its contact person, others named, others only counted."""
    kin = rng.choices(communities(), [one.weight for one in communities()])[0]
    family = rng.choice(kin.family)
    id_, counted = new_id(), dict[str, int]()
    members: list[Member] = []
    for age in _ages(rng):
        if members and rng.random() > (0.92 if age >= _GROWN else 0.8):
            band = _band(age) if rng.random() < 0.5 else NOT_ASKED  # noqa: PLR2004 - every other one is asked
            counted[band] = counted.get(band, 0) + 1
        else:
            members.append(_member(rng, kin, family, age, joined, contact=not members))
    return HouseholdPage(
        Household(
            id=id_,
            counted=counted,
            counted_on=joined if counted else None,
            zone=rng.choice(sample("pantry")["zones"]),
            address=_address(rng) if rng.random() < 0.4 else None,  # noqa: PLR2004 - most were not asked
        ),
        tuple(members),
    )


def _ages(rng: Random) -> list[int]:
    """Return the ages of a household, the contact person's first."""
    size = rng.choices(range(1, len(_SIZES) + 1), _SIZES)[0]
    contact = rng.randint(20, 84) if size == 1 else rng.randint(22, 66)
    ages = [contact]
    if size > 1 and rng.random() < 0.65:  # noqa: PLR2004 - a partner
        ages.append(max(_GROWN, contact + rng.randint(-7, 7)))
    if size > 3 and rng.random() < 0.2:  # noqa: PLR2004 - a grandparent
        ages.append(min(93, contact + rng.randint(20, 32)))
    oldest = max(1, contact - _GROWN)
    while len(ages) < size:
        ages.append(rng.randint(max(0, oldest - 25), min(oldest, 24)))
    return ages


def _member(rng: Random, kin: Community, family: _Name, age: int, joined: str, *, contact: bool) -> Member:
    given = rng.choice(kin.given)
    own, latin = f"{given.own} {family.own}", f"{given.latin} {family.latin}"
    said: dict[str, Any] = _birth(rng, age, joined) | _tastes(rng, kin)
    if contact:
        said |= _contact(rng, joined)
    return Member(
        id=new_id(),
        name=own,
        family_name=family.own,
        other_names=(latin,) if latin != own else (),
        languages=_languages(rng, kin),
        since=joined,
        **said,
    )


def _birth(rng: Random, age: int, joined: str) -> dict[str, Any]:
    """Return what was said of an age: the day, the year, the band, nothing, or that one prefers not to say."""
    day = date.fromisoformat(joined) - timedelta(days=age * 365.25 + rng.randint(1, 360))
    how = rng.random()
    for limit, said in (
        (0.62, {"birth": day.isoformat()}),
        (0.76, {"birth": f"{day.year}"}),
        (0.85, {"age_band": _band(age)}),
        (0.89, {"birth": PREFERS_NOT}),
    ):
        if how < limit:
            return said
    return {}


def _band(age: int) -> str:
    return next(name for name, low, high in BANDS if low <= age <= high)


def _tastes(rng: Random, kin: Community) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if "ar" in kin.languages and rng.random() < 0.6:  # noqa: PLR2004 - many, not all
        said["diet"] = (_("halal"),)
    elif rng.random() < 0.07:  # noqa: PLR2004 - some
        said["diet"] = (rng.choice((_("vegetarian"), _("low salt"), _("diabetic"), _("no pork"))),)
    if rng.random() < 0.05:  # noqa: PLR2004 - few
        said["allergens"] = (rng.choice((_("peanuts"), _("milk"), _("fish"), _("wheat"), _("eggs"))),)
    return said


def _contact(rng: Random, joined: str) -> dict[str, Any]:
    """Return what only a contact person was asked."""
    said: dict[str, Any] = {}
    if rng.random() < 0.7:  # noqa: PLR2004 - most have one
        # 555-0100 to 555-0199 are kept for pretend people: ATIS-0300115
        said["phone"] = f"({rng.choice((508, 617, 774))}) 555-01{rng.randint(0, 99):02d}"
    asked = rng.random()
    if asked < 0.6:  # noqa: PLR2004 - the others were not asked yet
        said |= {"may_share": asked < 0.45, "may_share_on": joined}  # noqa: PLR2004 - three in four agree
    if rng.random() < 0.04:  # noqa: PLR2004 - few
        said["note"] = rng.choice(
            (_("Third floor, no lift"), _("Works on Saturday mornings"), _("Knock loudly"))
        )
    return said


def _languages(rng: Random, kin: Community) -> tuple[str, ...]:
    spoken = kin.languages[: rng.randint(1, len(kin.languages))]
    return spoken if "en" in spoken or rng.random() < 0.55 else (*spoken, "en")  # noqa: PLR2004 - nearly every other


def _address(rng: Random) -> str:
    return f"{rng.randint(2, 240)} {rng.choice(sample('pantry')['streets'])}"


def grown_ups(pages: list[HouseholdPage]) -> list[Id]:
    """Return the contact person of each household, who is grown up and may give."""
    return [page.members[0].id for page in pages]
