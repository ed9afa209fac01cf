"""The fields of forms about members and households: those that the profile in use asks and the role may write.

Each says why it is asked, in the group's words or in AidBook's, once for each thing that the profile names.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from aidbook.domain.closed_lists import ACCESS_NEEDS, ALLERGENS, DIETS, LANGUAGES, SKILLS, prefers_not
from aidbook.domain.declare import PREFERS_NOT, YesNo
from aidbook.domain.members import BANDS, REACHED
from aidbook.domain.profiles import is_on, key_of
from aidbook.domain.roles import may_write_field
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.profiles import Chosen, chosen, reason
from aidbook.ui.members.fields import BirthField, WordsField
from aidbook.ui.members.words import band_word, status_word
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput, Field
from aidbook.ui.widgets.fields import DateField, LongTextField, TextField

AnyField = Field[Any]
Making = Callable[[str], AnyField]

_SHORT = 40
_APART = {"private_note": ("private_note", "note")}
"""Fields of a member's form that are records of their own."""
STATUS = ("", "paused", "left", "died")

MEMBER_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("who", ("name", "family_name", "other_names", "pronouns")),
    ("reach", ("phone", "other_phones", "reach_by", "reach_note", "email")),
    ("languages", ("languages", "reads")),
    ("food", ("diet", "allergens")),
    ("age", ("birth", "age_band")),
    ("doing", ("access_needs", "skills", "may_drive")),
    ("notes", ("note", "private_note")),
    ("group", ("since", "left", "left_on", "other_number")),
)
"""The sections of a member's form, and their fields by what they are called in the book."""


def section_title(name: str) -> str:
    """Return the heading of a section."""
    return {
        "who": _("Who they are"),
        "reach": _("How to reach them"),
        "languages": _("Languages"),
        "food": _("Food"),
        "age": _("Age"),
        "doing": _("Coming and helping"),
        "notes": _("Notes"),
        "group": _("In the group"),
        "people": _("Who picks up together"),
        "where": _("Where they are found"),
        "proxies": _("Who may pick up for them"),
        "consents": _("What they agreed to"),
    }[name]


def member_fields(book: Book) -> dict[str, AnyField]:
    """Return the fields of a member that are asked, by what they are called in the book, in the order of sections."""
    order = [name for _section, names in MEMBER_SECTIONS for name in names]
    return _made(book, "member", {name: _MEMBER[name] for name in order})


def household_fields(book: Book) -> dict[str, AnyField]:
    """Return the fields of a household that are asked, but for who is in it."""
    return _made(book, "household", _HOUSEHOLD)


def asks(book: Book, kind: str, name: str) -> bool:
    """Tell whether a field is asked by the profile in use, and the role may write it."""
    return is_on(chosen(book).fields, kind, name) and may_write_field(book.role, kind, name)


def why_asked(book: Book, key: str) -> str:
    """Return why a field of the profile is asked."""
    return reason(chosen(book), key)


def _made(book: Book, kind: str, makers: Mapping[str, Making]) -> dict[str, AnyField]:
    profile = chosen(book)
    said: set[str] = set()
    return {
        name: make(_why(profile, record, field, said))
        for name, make in makers.items()
        for record, field in (_APART.get(name, (kind, name)),)
        if is_on(profile.fields, record, field) and may_write_field(book.role, record, field)
    }


def _why(profile: Chosen, kind: str, name: str, said: set[str]) -> str:
    key = key_of(kind, name)
    if key is None or key in said:
        return ""
    said.add(key)
    return reason(profile, key)


def answered(fields: Iterable[AnyField]) -> str:
    """Return what stands in fields, in few words: for the heading of a section that is closed."""
    return " · ".join(filter(None, map(_answer, fields)))


def _answer(field: AnyField) -> str:
    said = _words_in(field)
    return _("{field}: {answer}").format(field=field.title(), answer=said) if said else ""


def _words_in(field: AnyField) -> str:
    if isinstance(field, ChoiceField):
        try:
            return "" if field.value() in (None, "") else field.box().currentText()
        except BadInput:
            return ""
    if isinstance(field, LongTextField):
        text = " ".join((field.value() or "").split())
        if text == PREFERS_NOT:
            return prefers_not()
        return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()} …"
    edit = getattr(field, "edit", None)
    if edit is None:
        return ""
    return str(edit().text()) or (prefers_not() if edit().placeholderText() == prefers_not() else "")


# One maker for each field


def reach_words() -> dict[str, str]:
    """Return {how a member likes to be reached: in words}."""
    return {
        "call": _("a call"),
        "text": _("a text message"),
        "message": _("a message in an app"),
        "email": _("an email"),
        "in person": _("in person"),
        "through someone": _("through somebody"),
    }


def _reach_field(why: str) -> AnyField:
    words = reach_words()
    choices: list[tuple[str | None, str]] = [(None, _("not asked"))]
    choices += [(key, words[key]) for key in REACHED]
    choices.append((PREFERS_NOT, prefers_not()))
    return ChoiceField(_("Best reached by"), choices, why)


def age_field(why: str) -> AnyField:
    """Return the field for an age group, where there is no birth date."""
    choices: list[tuple[str | None, str]] = [(None, _("not asked"))]
    choices += [(band, band_word(band)) for band, _low, _high in BANDS]
    choices.append((PREFERS_NOT, prefers_not()))
    return ChoiceField(_("Age group"), choices, why)


def _drives_field(why: str) -> AnyField:
    choices: list[tuple[YesNo | None, str]] = [
        (None, _("not asked")),
        (True, _("yes, and would")),
        (False, _("no")),
        (PREFERS_NOT, prefers_not()),
    ]
    return ChoiceField(_("Drives"), choices, why)


def agreed_choices() -> list[tuple[YesNo | None, str]]:
    """Return the answers to whether somebody agrees, with their words."""
    return [(None, _("not asked")), (True, _("agreed")), (False, _("no")), (PREFERS_NOT, prefers_not())]


def consent_field() -> ChoiceField[YesNo | None]:
    """Return the field for the consent to share with other sites; it says why it is asked."""
    why = _("Only who agreed is carried to another site on the USB stick. They can take it back at any time.")
    return ChoiceField(_("May other sites know them?"), agreed_choices(), why)


_MEMBER: dict[str, Making] = {
    "name": lambda why: TextField(_("Name"), why, needed=_("A member needs a name.")),
    "family_name": lambda why: TextField(_("Family name"), why, answers=True),
    "other_names": lambda why: WordsField(_("Other names"), {}, why),
    "pronouns": lambda why: TextField(_("Pronouns"), why, answers=True),
    "phone": lambda why: TextField(_("Phone"), why, answers=True),
    "other_phones": lambda why: WordsField(_("Other phones"), {}, why),
    "reach_by": _reach_field,
    "reach_note": lambda _why: TextField(
        _("When, or through whom"),
        _("Such as “after six” or “through her sister Ana, 555-0142”."),
        answers=True,
    ),
    "email": lambda why: TextField(_("Email"), why, answers=True),
    "languages": lambda why: WordsField(_("Languages spoken"), LANGUAGES, why),
    "reads": lambda why: WordsField(_("Languages read"), LANGUAGES, why),
    "diet": lambda why: WordsField(_("Food"), DIETS, why),
    "allergens": lambda why: WordsField(_("Allergic to"), ALLERGENS, why),
    "birth": BirthField,
    "age_band": age_field,
    "access_needs": lambda why: WordsField(_("Access needs"), ACCESS_NEEDS, why),
    "skills": lambda why: WordsField(_("Skills"), SKILLS, why),
    "may_drive": _drives_field,
    "note": lambda why: LongTextField(_("Note"), why, answers=True),
    "private_note": lambda why: LongTextField(_("Private note"), why, answers=True),
    "since": lambda why: DateField(_("Member since"), why, answers=True),
    "left": lambda _why: ChoiceField(
        _("In the group"), [(key, status_word(key) or _("yes")) for key in STATUS]
    ),
    "left_on": lambda _why: DateField(_("Since")),
    "other_number": lambda why: TextField(_("Number elsewhere"), why, answers=True),
}

_HOUSEHOLD: dict[str, Making] = {
    "address": lambda why: TextField(_("Address or where to find them"), why, answers=True),
    "zone": lambda why: TextField(_("Zone"), why, answers=True),
    "note": lambda why: LongTextField(_("Note on the household"), why, lines=2, answers=True),
    "basis": lambda why: TextField(_("Basis for a programme"), why, answers=True),
}
