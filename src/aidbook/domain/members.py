"""Members, households, and ties: who a fact was about, kept apart from the fact."""

import re
from dataclasses import dataclass, field

from aidbook.domain.declare import PREFERS_NOT, Id, YesNo, answered, beside, derived_id, fact, record, ref
from aidbook.domain.folding import fold
from aidbook.errors import UserError
from aidbook.i18n import _

NOT_ASKED = "not asked"
BANDS: tuple[tuple[str, int, int], ...] = (("0-17", 0, 17), ("18-59", 18, 59), ("60+", 60, 200))
BAND_NAMES: tuple[str, ...] = (*(name for name, _low, _high in BANDS), NOT_ASKED)

_CHECK_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXY"[:23]
_CHECK_PRIME = 23


@record("member", chapter="people")
@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A person in the group. Only `name` is mandatory: what to call them.

    `birth` is "1980-03-04", "1980-03" or "1980". `left` is "", "left", "died" or "paused", since `left_on`.
    `languages` are spoken, `reads` read; `reach_by` is one of REACHED. `note` is read by all who see members, a
    `PrivateNote` by coordinators. `may_share` is the consent to share with other sites, given on `may_share_on`,
    as the `Consent` for it says too. `other_number` is theirs in the system they were moved in from, `old_numbers`
    those of cards they lost. `household_since` is the day they moved to their household from another.
    None and () are "not asked", PREFERS_NOT and (PREFERS_NOT,) "prefers not to say".
    """

    id: Id
    name: str
    number: str | None = None
    household: Id | None = ref("household", optional=True)
    family_name: str | None = None
    other_names: tuple[str, ...] = ()
    pronouns: str | None = None
    birth: str | None = None
    age_band: str | None = None
    phone: str | None = None
    email: str | None = None
    languages: tuple[str, ...] = ()
    diet: tuple[str, ...] = ()
    allergens: tuple[str, ...] = ()
    note: str | None = None
    since: str | None = None
    left: str | None = None
    other_number: str | None = None
    may_share: YesNo | None = None
    may_share_on: str | None = None
    other_phones: tuple[str, ...] = ()
    reach_by: str | None = None
    reach_note: str | None = None
    reads: tuple[str, ...] = ()
    access_needs: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    may_drive: YesNo | None = None
    left_on: str | None = None
    household_since: str | None = None
    old_numbers: tuple[str, ...] = ()


GONE = ("left", "died")
"""What `left` says of members who are off every list; one who is "paused" comes back."""

UNTOLD: dict[str, int] = {PREFERS_NOT: 0}
"""`counted` of a household that would rather not say how many it is; whoever does not know this reads nobody."""

REACHED = ("call", "text", "message", "email", "in person", "through someone")
"""How members like to be reached: by a call, a text (SMS), another message, an email, in person, through somebody."""


@record("private_note", chapter="people")
@dataclass(frozen=True, kw_only=True, slots=True)
class PrivateNote:
    """What only coordinators of a site read of a member: a record of its own, so that it stays where their page travels.

    Its id is `private_note_id`.
    """

    id: Id
    member: Id = ref("member")
    note: str | None = None


def private_note_id(member: Id) -> Id:
    """Return the id of the private note on a member, the same on each of a site's laptops."""
    return derived_id("private_note", member)


@record("household", chapter="people")
@dataclass(frozen=True, kw_only=True, slots=True)
class Household:
    """Members who pick up together and people only counted: `counted` is {age band or "not asked": how many}.

    `address` is one, or words such as "comes by the blue house". `basis` is what they say makes them eligible for a
    programme that asks.
    """

    id: Id
    name: str | None = None
    contact: Id | None = ref("member", optional=True)
    counted: dict[str, int] = field(default_factory=dict)
    counted_on: str | None = None
    address: str | None = None
    zone: str | None = None
    note: str | None = None
    basis: str | None = None


@record("proxy", chapter="people")
@dataclass(frozen=True, kw_only=True, slots=True)
class Proxy:
    """Who may pick up for a household, until an ISO date at most: a member, or somebody with a name alone."""

    id: Id
    household: Id = ref("household")
    member: Id | None = ref("member", optional=True)
    name: str | None = None
    phone: str | None = None
    until: str | None = None
    note: str | None = None


@record("tie", chapter="people")
@dataclass(frozen=True, kw_only=True, slots=True)
class Tie:
    """Who a visit, a sign-up, a gift or a print (`of`) was about. Holds only ids; its id is `tie_id(of, who)`."""

    id: Id
    about: str
    of: Id
    member: Id | None = ref("member", optional=True)
    household: Id | None = ref("household", optional=True)


@fact("erasure", chapter="people")
@dataclass(frozen=True, kw_only=True, slots=True)
class Erasure:
    """Whatever says something about a member, or about a household left empty, is dropped, now and when it comes later.

    Ids alone: `about` is "member" or "household", `of` its id, `made` the hashes of the entries that made the record,
    which tell also those who never had their bodies whether it was made where it is erased.
    """

    id: Id
    about: str
    of: Id
    made: tuple[str, ...] = ()


WHOSE: dict[str, tuple[str, ...]] = {
    "consent": ("member",),
    "private_note": ("member",),
    "proxy": ("household", "member"),
    "row_answer": ("member",),
}
"""{kind: fields that name who a record is about}: every entry of such a record repeats them, so that each tells alone
whether it goes when they are erased and whether it may travel."""


def tie_household(about: str, of: Id, household: Id) -> Tie:
    """Return the tie of a fact or sign-up to a household."""
    return Tie(id=_tie_id(about, of, household), about=about, of=of, household=household)


def tie_member(about: str, of: Id, member: Id) -> Tie:
    """Return the tie of a fact to a member."""
    return Tie(id=_tie_id(about, of, member), about=about, of=of, member=member)


def _tie_id(about: str, of: Id, whose: Id) -> Id:
    """Return the id of a tie. That of a visit lies beside it; only who wrote the visit makes one."""
    derived = derived_id("tie", of, whose)
    return beside(of, derived) if about == "visit" else derived


def whole_name(name: str, family: str | None) -> str:
    """Return a name with the family name, once: it tells apart those who are called alike."""
    if not (family := answered(family)) or _has(name, family):
        return name
    return f"{name} {family}"


def _has(name: str, family: str) -> bool:
    """Tell whether a name has the family name in it: as words of their own, but where words are not parted."""
    unparted = family.upper() == family.lower()  # as in Korean: of two cases there is none
    return f" {fold(family)} " in f" {fold(name)} " or (unparted and family in name)


_BIRTH = re.compile(r"[0-9]{4}(-[0-9]{1,2}){0,2}")


def is_birth(said: str) -> bool:
    """Tell whether a text is a birth date, or the month or year of one; what came from elsewhere may be none."""
    return _BIRTH.fullmatch(said) is not None


def age_on(birth: str | None, day: str) -> int | None:
    """Return the age in years on an ISO date, or None where it is not known. A year alone counts as its July."""
    if not birth or not is_birth(birth):
        return None
    parts = [int(part) for part in birth.split("-")] + [7, 1][len(birth.split("-")) - 1 :]
    year, month, dom = (int(part) for part in day.split("-"))
    return year - parts[0] - ((month, dom) < (parts[1], parts[2]))


def band_of(member: Member, day: str) -> str:
    """Return the age band of a member on an ISO date; "not asked" where it is not known."""
    age = age_on(member.birth, day)
    for name, low, high in BANDS:
        if age is not None and low <= age <= high:
            return name
    return member.age_band if member.age_band in BAND_NAMES else NOT_ASKED


def told(counted: dict[str, int]) -> dict[str, int]:
    """Return who is counted, without ages of which there are none; UNTOLD stays itself."""
    people = {band: n for band, n in counted.items() if n}
    return people or (dict(UNTOLD) if PREFERS_NOT in counted else {})


def people_by_age(members: "list[Member]", counted: dict[str, int], day: str) -> dict[str, int]:
    """Return {band: people} of a household on an ISO date, every band present."""
    bands = dict.fromkeys(BAND_NAMES, 0)
    for member in members:
        bands[band_of(member, day)] += 1
    for band, people in counted.items():
        bands[band if band in bands else NOT_ASKED] += people
    return bands


def member_number(site_code: str, number: int) -> str:
    """Return the printed number of a member, such as E-0417-K; its letter catches one slip or a swap."""
    return f"{site_code}-{number:04d}-{_check_letter(site_code, number)}"


def _check_letter(site_code: str, number: int) -> str:
    total = sum(ord(letter) for letter in site_code)
    for weight, digit in enumerate(f"{number:08d}", start=2):
        total += weight * int(digit)
    return _CHECK_LETTERS[total % _CHECK_PRIME]


def parse_member_number(text: str) -> str | None:
    """Return the number in its printed form if `text` is one, whole and right; blanks and case do not matter.

    Raises UserError when it has the form of a number and a wrong check letter: somebody mistyped.
    """
    parts = text.strip().upper().replace(" ", "").split("-")
    if len(parts) != 3 or not parts[0].isalpha() or not parts[1].isdigit() or len(parts[2]) != 1:  # noqa: PLR2004
        return None
    if len(parts[1]) > 8 or _check_letter(parts[0], int(parts[1])) != parts[2]:  # noqa: PLR2004
        raise UserError(
            _("{number} is not a member number: its last letter does not fit.").format(number=text.strip()),
            _("Look at the card again, or find the person by name."),
        )
    return member_number(parts[0], int(parts[1]))
