"""Profiles: which fields a site asks of members, why, and how long it keeps each.

A field that is off is neither shown nor printed nor imported. What stands in the book all the same stays until somebody
clears it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, replace
from typing import TypeVar

from aidbook.domain.declare import Id, fact, kind_of, record
from aidbook.i18n import N_, _

_T = TypeVar("_T")


@record("profile", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """What a site asks: `fields` is {key of FIELDS: months kept after somebody was last seen, 0 while they are a member}.

    `why` holds the group's own reasons, each "key=sentence"; `agreed_by` and `agreed_on` say who decided it and when.
    """

    id: Id
    name: str
    fields: dict[str, int] = field(default_factory=dict)
    why: tuple[str, ...] = ()
    agreed_by: str | None = None
    agreed_on: str | None = None


@fact("clearing", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class Clearing:
    """What was kept longer than the profile says was cleared: so many values of so many members and households."""

    id: Id
    members: int
    values: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that a profile switches: what it is called, why it is asked, and what of a record holds it.

    `kind` is "member" or "household", or "proxy", "consent" or "private_note", whose records it is about as a whole (`of`
    is empty). OF_MEMBER are those that hang on a member.
    """

    label: str
    why: str
    kind: str
    of: tuple[str, ...] = ()


OF_MEMBER = frozenset({"member", "consent", "private_note"})

ALWAYS = frozenset({"name"})
"""What every profile asks: what to call somebody."""

FIELDS: dict[str, Asked] = {
    "name": Asked(N_("Name"), N_("What to call them. Any name will do."), "member", ("name",)),
    "family_name": Asked(
        N_("Family name"), N_("To tell two people of one name apart on a list."), "member", ("family_name",)
    ),
    "other_names": Asked(
        N_("Other names"), N_("To find them under the name they are known by."), "member", ("other_names",)
    ),
    "pronouns": Asked(N_("Pronouns"), N_("To speak of them as they wish."), "member", ("pronouns",)),
    "phone": Asked(
        N_("Phone"), N_("To call when a day changes."), "member", ("phone", "other_phones")
    ),
    "email": Asked(N_("Email"), N_("To write when a day changes."), "member", ("email",)),
    "reach": Asked(
        N_("How to reach them"), N_("So that nobody is called who wants a text."), "member", ("reach_by", "reach_note")
    ),
    "languages": Asked(
        N_("Languages spoken"), N_("To call, and to find somebody who interprets."), "member", ("languages",)
    ),
    "reads": Asked(N_("Languages read"), N_("To print what they get in it."), "member", ("reads",)),
    "counted": Asked(
        N_("People in the household"),
        N_("For the size of the box and the totals of reports."),
        "household",
        ("counted", "counted_on"),
    ),
    "birth": Asked(
        N_("Birth date or year"), N_("For boxes by age, and to tell two people of one name apart."), "member", ("birth",)
    ),
    "age_band": Asked(
        N_("Age group"), N_("For the totals of reports, where there is no birth date."), "member", ("age_band",)
    ),
    "address": Asked(
        N_("Address or where to find them"), N_("To bring things to the door."), "household", ("address",)
    ),
    "zone": Asked(N_("Zone"), N_("To plan rides and deliveries."), "household", ("zone",)),
    "diet": Asked(N_("Food"), N_("So that nobody carries home what they cannot eat."), "member", ("diet",)),
    "allergens": Asked(
        N_("Allergic to"), N_("So that nobody is given what makes them ill."), "member", ("allergens",)
    ),
    "access_needs": Asked(
        N_("Access needs"), N_("So that everybody can come in, hear and carry."), "member", ("access_needs",)
    ),
    "skills": Asked(N_("Skills"), N_("To know whom to ask when something needs doing."), "member", ("skills",)),
    "may_drive": Asked(N_("Drives"), N_("To know whom to ask for a ride."), "member", ("may_drive",)),
    "proxies": Asked(
        N_("Who may pick up for them"), N_("So that a box goes to nobody they did not send."), "proxy"
    ),
    "basis": Asked(
        N_("Basis for a programme"), N_("The programme asks for it; their word is enough."), "household", ("basis",)
    ),
    "since": Asked(N_("Member since"), N_("To know how the group grows."), "member", ("since",)),
    "other_number": Asked(
        N_("Number elsewhere"), N_("To find them when the other list comes again."), "member", ("other_number",)
    ),
    "consents": Asked(
        N_("What they agreed to"),
        N_("Nothing is shared, sent or shown without their yes."),
        "consent",
    ),
    "note": Asked(
        N_("Note"), N_("What everybody who meets them should know. Nothing about health or papers."), "member", ("note",)
    ),
    "private_note": Asked(
        N_("Private note"),
        N_("Only coordinators of this site read it; it goes to no other. Nothing about health or papers."),
        "private_note",
    ),
    "household_note": Asked(
        N_("Note on the household"), N_("Such as where the door is."), "household", ("note",)
    ),
}  # fmt: skip
"""{key: what a profile may ask}, in the order of forms. What only keeps the book in order (number, contact person,
whether somebody left) is no question to anybody and stands in none."""


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A profile that AidBook knows: what it is called, what it is for, and what `Profile.fields` says of it."""

    name: str
    about: str
    fields: Mapping[str, int]


EVERYTHING = "everything"
_THREE_YEARS_AND_THE_REST = 48
"""Months: three years from the close of the federal fiscal year (7 CFR 251.10(a)(4), 7 CFR 247.29(a))."""


def _for(months: int, *keys: str) -> dict[str, int]:
    return dict.fromkeys((*ALWAYS, *keys), months)


BUILT_IN: dict[str, BuiltIn] = {
    "our own shelf": BuiltIn(
        N_("Our own shelf"), N_("A name, and how many people. Nothing else."), _for(0, "counted")
    ),
    "TEFAP": BuiltIn(
        N_("TEFAP"),
        N_("Name, number of people, and the basis. Since 30 December 2024 the federal text asks no address."),
        _for(_THREE_YEARS_AND_THE_REST, "family_name", "counted", "basis", "proxies"),
    ),
    "CSFP": BuiltIn(
        N_("CSFP"),
        N_("Name, address, age, number of people, and the basis, for boxes for those of 60 and older."),
        _for(
            _THREE_YEARS_AND_THE_REST,
            "family_name", "counted", "basis", "proxies", "address", "birth", "age_band", "phone", "languages",
        ),
    ),
    "disaster household": BuiltIn(
        N_("Disaster household"),
        N_("Who is where, how to reach them, and what they need, for a year after the disaster."),
        _for(
            12,
            "family_name", "phone", "reach", "languages", "counted", "age_band", "address", "zone", "diet", "allergens",
            "access_needs", "may_drive", "skills", "proxies", "consents", "note", "household_note",
        ),
    ),
    EVERYTHING: BuiltIn(
        N_("Everything we may ask"),
        N_("Every field that there is, each still free to leave out."),
        dict.fromkeys(FIELDS, 0),
    ),
}  # fmt: skip
"""{key: profile}. 7 CFR 251.10(a)(3) and 7 CFR 247.8(a)(1) say what the two programmes ask."""

_KEYS: dict[tuple[str, str], str] = {
    (asked.kind, name): key for key, asked in FIELDS.items() for name in asked.of
}
_WHOLE_KINDS: dict[str, str] = {asked.kind: key for key, asked in FIELDS.items() if not asked.of}
_KEYS[("member", "may_share")] = _KEYS[("member", "may_share_on")] = "consents"


def key_of(kind: str, name: str) -> str | None:
    """Return the key of the profile field that holds a field of a record; None where no profile switches it."""
    return _KEYS.get((kind, name)) or _WHOLE_KINDS.get(kind)


def is_on(fields_on: Iterable[str], kind: str, name: str) -> bool:
    """Tell whether a field of a record is asked where these keys are (`store.profiles.fields_on`)."""
    key = key_of(kind, name)
    return key is None or key in ALWAYS or key in fields_on


def only_asked(record: _T, fields_on: Iterable[str]) -> _T:
    """Return a record as it is shown where these keys are asked: all other fields read as never asked."""
    kind, on = kind_of(record), frozenset(fields_on)
    blank = {
        field.name: () if field.default is MISSING else field.default
        for field in kind.fields
        if not is_on(on, kind.name, field.name)
    }
    if "counted" in blank:
        blank["counted"] = {}
    return replace(record, **blank)  # type: ignore[type-var] # every declared kind is a dataclass


def field_label(key: str) -> str:
    """Return what a field is called."""
    return _(FIELDS[key].label)


def own_reasons(profile: Profile) -> dict[str, str]:
    """Return {key: the group's own reason}."""
    split = (line.partition("=") for line in profile.why)
    return {key: reason for key, _equals, reason in split if key in FIELDS and reason}
