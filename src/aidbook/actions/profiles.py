"""What people do with the profile: choose one, change a built-in one into the group's own, change that."""

from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.profiles import ALWAYS, FIELDS, Profile
from aidbook.domain.sites import Settings
from aidbook.domain.writes import change, take_back
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import profiles as query
from aidbook.store.book import Book

MOST_MONTHS = 240


def choose(book: Book, key: str) -> Done:
    """Use a profile from now on: a key of BUILT_IN, or the id of an own one. Raises UserError for none."""
    with book.transaction():
        if query.profile(book, key) is None:
            raise _no_such_profile()
        return book.record(_chosen(book, key), made=key)


def _chosen(book: Book, key: str) -> object:
    return change(Settings, book.settings.id, profile=key)


def copy_profile(book: Book, key: str, name: str) -> Done:
    """Make a profile of the group's own that begins as another, and use it. `id` is the new one's.

    Raises UserError without a name, or for no such profile.
    """
    with book.transaction():
        begun = query.profile(book, key)
        if begun is None:
            raise _no_such_profile()
        own = Profile(id=new_id(), name=_must_have_name(name), fields=begun.fields, why=_lines(begun.why))
        return book.record(own, _chosen(book, own.id), made=own.id)


def edit_profile(book: Book, profile: Id, **fields: object) -> Done:
    """Set the name of an own profile, who agreed on it, or when. Raises UserError for an empty name or no such one."""
    with book.transaction():
        _must_be_own(book, profile)
        if "name" in fields:
            fields["name"] = _must_have_name(str(fields["name"] or ""))
        return book.record(change(Profile, profile, **fields), made=profile)


def ask(book: Book, profile: Id, key: str, *, on: bool, months: int | None = None) -> Done:
    """Let an own profile ask for a field or not, and how many months it is kept (0: while they are a member).

    Raises UserError for a field that is always asked or that is none, and for an impossible time.
    """
    with book.transaction():
        own = _must_be_own(book, profile)
        if key not in FIELDS or (key in ALWAYS and not on):
            raise UserError(_("This is always asked."), _("Any name to call somebody by will do."))
        if months is not None and not 0 <= months <= MOST_MONTHS:
            raise UserError(_("That is no number of months."), _("Type 0 for as long as they are a member."))
        fields = dict(own.fields)
        if on:
            fields[key] = fields.get(key, 0) if months is None else months
        else:
            fields.pop(key, None)
        return book.record(change(Profile, profile, fields=fields), made=profile)


def give_reason(book: Book, profile: Id, key: str, reason: str | None) -> Done:
    """Say in the group's own words why a field is asked; without words AidBook's own stand there again."""
    with book.transaction():
        own = _must_be_own(book, profile)
        chosen = query.profile(book, own.id)
        why = dict(chosen.why) if chosen else {}
        why[key] = " ".join((reason or "").split())
        return book.record(change(Profile, profile, why=_lines(why)), made=profile)


def remove_profile(book: Book, profile: Id) -> Done:
    """Give an own profile up; where it is the one in use, everything may be asked again."""
    with book.transaction():
        own = _must_be_own(book, profile)
        writes: list[object] = [take_back(Profile, own.id)]
        if book.settings.profile == own.id:
            writes.append(change(Settings, book.settings.id, profile=None))
        return book.record(*writes, made=own.id)


def _lines(why: dict[str, str]) -> tuple[str, ...]:
    return tuple(f"{key}={why[key]}" for key in FIELDS if why.get(key))


def _must_have_name(name: str) -> str:
    called = " ".join(name.split())
    if not called:
        raise UserError(_("A profile needs a name."), _("Such as the name of the programme or of the group."))
    return called


def _must_be_own(book: Book, profile: Id) -> Profile:
    own = book.get(Profile, profile)
    if own is None:
        raise UserError(
            _("This profile comes with AidBook and stays as it is."),
            _("Make one of your own from it, and change that."),
        )
    return own


def _no_such_profile() -> UserError:
    return UserError(_("This profile is not in the book."), _("Choose another one."))
