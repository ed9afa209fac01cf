"""Two who may be one: why, in words, and that they are not. `actions.same` links those who are."""

from collections.abc import Sequence
from dataclasses import dataclass

from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.folding import fold
from aidbook.domain.members import Member, whole_name
from aidbook.domain.profiles import FIELDS, field_label
from aidbook.domain.same import same_of
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import same
from aidbook.store.book import Book
from aidbook.store.duplicates import site_names
from aidbook.store.member_known import known_of
from aidbook.store.members import household_page


def remember_not_same(book: Book, one: Id, other: Id) -> Done:
    """Remember that two members are two people, so that nobody is asked again; undo takes it back.

    Raises UserError where one is not here, or they are linked: then they are to be unlinked.
    """
    with book.transaction():
        if any(book.get(Member, id_) is None for id_ in (one, other)):
            raise UserError(_("One of these is no longer in the book."), _("Look for it again in the list."))
        if other in same.same_as(book.connection, "member", one):
            raise UserError(_("These two are linked."), _("Show them apart on the page of one of them."))
        return book.record(same_of("member", one, other, same=False), made=one)


def why_words(why: Sequence[str]) -> str:
    """Return what is alike of two people, from the keys of a `Pair` or a `Likely`: "same name, same phone"."""
    words = {
        "name": _("same name"),
        "name order": _("same name in another order"),
        "name part": _("one name is a part of the other"),
        "name short": _("a short form of the name"),
        "name initial": _("an initial of the name"),
        "name spelling": _("name spelled alike"),
        "name begins": _("name found so"),
        "given name": _("same given name, another family name"),
        "birth": _("same birth date"),
        "birth near": _("birth dates differ by a slip"),
        "birth year": _("births agree as far as known"),
        "phone": _("same phone"),
        "phone near": _("phones differ by one digit"),
        "email": _("same e-mail address"),
        "address": _("same address"),
        "address near": _("addresses nearly the same"),
    }
    return ", ".join(words[one] for one in why if one in words)


def sure_words(confidence: float) -> str:
    """Return how sure it is that two are one."""
    if confidence >= _SURE:
        return _("Very likely the same person")
    return _("Likely the same person") if confidence >= _LIKELY else _("Perhaps the same person")


_SURE, _LIKELY = 0.85, 0.65


# Side by side


@dataclass(frozen=True, slots=True)
class Beside:
    """What two members say in one field, in words, "" where one says nothing; `equal` is None where one does."""

    label: str
    one: str
    other: str
    equal: bool | None


def beside(book: Book, one: Id, other: Id) -> list[Beside]:
    """Return what two members say, field beside field, in the order of forms; what neither says is left out."""
    a, b = (_said(book, book.get(Member, id_)) for id_ in (one, other))
    if away := site_names(book, (one, other)):
        for said, id_ in ((a, one), (b, other)):
            said[_("Site")] = away.get(id_, book.site.name)
    return [
        Beside(label, a.get(label, ""), b.get(label, ""), _equal(a.get(label, ""), b.get(label, "")))
        for label in dict.fromkeys((*_labels(), *a, *b))
        if a.get(label) or b.get(label)
    ]


def _labels() -> list[str]:
    return [_("Whole name"), *(field_label(key) for key in FIELDS), _("Household"), _("Site")]


def _said(book: Book, member: Member | None) -> dict[str, str]:
    """Return {what a field is called: what a member says in it}."""
    if member is None:
        return {}
    whole = whole_name(member.name, member.family_name)
    page = household_page(book, member.household) if member.household else None
    others = [each.name for each in page.members if each.id != member.id] if page else []
    known = {one.label: one.words for one in known_of(book, member) if FIELDS[one.key].kind != "proxy"}
    return {_("Whole name"): whole, **known, _("Household"): ", ".join(others)}


def _equal(one: str, other: str) -> bool | None:
    if not one or not other:
        return None
    return fold(one) == fold(other) or _digits(one) == _digits(other) != ""


def _digits(text: str) -> str:
    """Return the last digits of a phone, "" of anything else."""
    digits = "".join(c for c in text if c.isdigit())
    return digits[-7:] if len(digits) >= 7 and not any(c.isalpha() for c in text) else ""  # noqa: PLR2004 - a phone
