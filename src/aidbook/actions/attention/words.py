"""What needs attention, in words: what happened, what it means for the records, what to do now."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from aidbook import clock
from aidbook.actions.attention import deciding
from aidbook.actions.attention.telling import Remedy, Speech, Told, Tone, Where
from aidbook.actions.same import link
from aidbook.actions.sentences import kind_word, sentence
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.members import Household
from aidbook.i18n import N_, _, format_date, format_money, format_number, ngettext
from aidbook.store import history
from aidbook.store.attention import values as c
from aidbook.store.book import Book
from aidbook.store.members import household_lines

_Parts = tuple[str, tuple[str, ...], str, tuple[Remedy, ...]]
"""Sentence, what happened, what it means, remedies."""

WORDS: dict[str, tuple[Tone, str]] = {
    "damaged": ("stop", N_("Damage")),
    "backup": ("stop", N_("Backup")),
    "asked": ("heed", N_("To forget")),
    "conflict": ("heed", N_("To choose")),
    "below-zero": ("heed", N_("Below zero")),
    "twice": ("heed", N_("Twice on one day")),
    "number": ("heed", N_("Same number")),
    "awaited": ("heed", N_("Missing bundle")),
    "uncounted": ("plain", N_("Doesn’t count")),
    "incomplete": ("heed", N_("Newer entries")),
    "clock": ("heed", N_("Date and time")),
    "late": ("heed", N_("Old report")),
    "left-open": ("heed", N_("Not closed")),
    "past-date": ("heed", N_("Past date")),
    "alike": ("plain", N_("Same person?")),
    "no-gifts": ("plain", N_("Gifts")),
}
"""{kind of concern: its tone and what it is called}."""


def tell(book: Book, concern: c.Concern, speech: Speech | None = None) -> Told:
    """Return a concern in the present language."""
    tone, word = WORDS[concern.kind]
    said, happened, means, remedies = _TELL[type(concern)](book, concern, speech or PLAIN)
    return Told(concern, tone, _(word), said, happened, means, remedies)


def _let_be(concern: c.Concern, words: str) -> Remedy:
    return Remedy(words, do=lambda book: deciding.dismiss(book, concern), rests=True)


def _moment(ms: int) -> str:
    """Return a day and its time: "Saturday 28 March 2026, 10:14"."""
    return f"{format_date(clock.day_of(ms))}, {clock.time_of(ms)}"


def capital(text: str) -> str:
    """Return a sentence with its first letter large."""
    return text[:1].upper() + text[1:]


# How fields and values read without a window


def plain_field(field: str) -> str:
    """Return what a field is called."""
    words = {
        "name": _("Name"),
        "number": _("Number"),
        "phone": _("Phone"),
        "birth": _("Birth"),
        "address": _("Address"),
        "household": _("Household"),
        "note": _("Note"),
        "units": _("Units"),
        "on": _("Day"),
        "kept": _("In the book"),
        "stands": _("Whether it counts"),
        "home": _("Site"),
    }
    return words.get(field, field.replace("_", " "))


def plain_value(_book: Book, _kind: str, _field: str, value: object) -> str:
    """Return how a value reads."""
    if value in (None, "", [], {}):
        return _("nothing")
    if value == PREFERS_NOT:
        return _("prefers not to say")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


PLAIN = Speech(plain_field, plain_value)


def called(book: Book, kind: str, id_: Id) -> str:
    """Return what a person would call a record or a fact."""
    record: Any = book.get(KINDS[kind].type, id_) if kind in KINDS else None
    if isinstance(record, Distribution):
        return format_date(record.on, "long")
    if isinstance(record, Household):
        lines = household_lines(book, [id_])
        return (lines[0].label if lines else "") or kind_word(kind)
    if kind in KINDS and KINDS[kind].shape == "fact":
        return sentence(book, history.action_of_fact(book, kind, id_))
    return getattr(record, "name", None) or kind_word(kind)


# What people wrote


def _tell_conflict(book: Book, concern: c.Conflict, speech: Speech) -> _Parts:
    name, field = called(book, concern.of, concern.subject), speech.field(concern.field) or concern.field
    say = partial(speech.value, book, concern.of, concern.field)
    last = concern.values[-1]
    lines = [
        _("{value}: written at {site}, {when}").format(
            value=say(said.value), site=said.site_name or _("another site"), when=_moment(said.written)
        )
        for said in concern.values
    ]
    choices: dict[str, Remedy] = {}
    for said in concern.values:
        settle = partial(_settle, concern, said.value)
        choices.setdefault(
            repr(said.value), Remedy(_("Keep {value}").format(value=say(said.value)), do=settle)
        )
    return (
        _("{name}: {field} was changed twice, by people who did not see each other’s change.").format(
            name=name, field=field
        ),
        tuple(lines),
        _("Until somebody chooses, the later one shows: {value}. Both stay in the history.").format(
            value=say(last.value)
        ),
        tuple(choices.values()),
    )


def _settle(concern: c.Conflict, value: object, book: Book) -> Any:  # noqa: ANN401 - what settle returns
    return deciding.settle(book, concern.of, concern.subject, concern.field, value)


def _tell_below_zero(_book: Book, concern: c.BelowZero, _speech: Speech) -> _Parts:
    return (
        _("{item} stands below zero: more left the shelf than was ever written in.").format(item=concern.name),
        (
            _("{place}: {n} {unit}").format(
                place=concern.place, n=format_number(concern.units), unit=concern.unit
            ).strip(),
        ),
        _("What was handed out is right as it was written. The shelf holds something that the book does not know of, "
          "or a delivery was not written in."),
        (
            Remedy(_("Count again"), go=Where("pantry", concern.item, "count")),
            Remedy(_("Take in what came"), go=Where("pantry", concern.item, "receive")),
        ),
    )  # fmt: skip


def _tell_past_date(_book: Book, concern: c.PastDate, _speech: Speech) -> _Parts:
    return (
        _("{item} on the shelf is past its date. It is never given out.").format(item=concern.name),
        (_("{n} {unit} past their date").format(n=format_number(concern.units), unit=concern.unit).strip(),),
        _("It counts as stock until somebody sets it aside."),
        (Remedy(_("Set aside"), go=Where("pantry", concern.item, "aside")),),
    )


def _tell_twice(_book: Book, concern: c.VisitedTwice, _speech: Speech) -> _Parts:
    who = concern.label or _("A household")
    on = concern.visits[0].on
    lines = [
        _("{site}, {when}: {boxes}").format(
            site=visit.site_name, when=_moment(visit.at), boxes=_boxes(visit.boxes)
        )
        for visit in concern.visits
    ]
    remedies = [
        Remedy(
            _("Take back the one of {time}, {site}").format(
                time=clock.time_of(visit.at), site=visit.site_name
            ),
            do=partial(_void, visit.id),
        )
        for visit in concern.visits
        if visit.own
    ]
    return (
        _("{name} picked up more than once on {day}, and the doors did not know of each other.").format(
            name=who, day=format_date(on, "long") if on else _("one day")
        ),
        tuple(lines),
        _("The day’s report counts the household once where it is one day’s list, and every box. A visit that another "
          "site wrote can only be taken back there."),
        (*remedies, _let_be(concern, _("They did pick up each time"))),
    )  # fmt: skip


def _void(visit: Id, book: Book) -> Any:  # noqa: ANN401 - what void_visit returns
    return deciding.void_visit(book, visit)


def _boxes(n: int) -> str:
    return ngettext("{n} box", "{n} boxes", n).format(n=format_number(n))


def _tell_alike(_book: Book, concern: c.Alike, _speech: Speech) -> _Parts:
    why = (
        _("Same name and same birth.") if concern.same_birth else "",
        _("Same phone, and a name in common.") if concern.same_phone else "",
    )
    return (
        _("{one} and {other} may be one person.").format(
            one=_person(concern.one), other=_person(concern.other)
        ),
        tuple(filter(None, why)),
        _("Linked, they are shown as one; nothing is merged away, and the link can be taken back."),
        (
            Remedy(_("They are one person"), do=partial(_link, concern.one.id, concern.other.id)),
            _let_be(concern, _("They are two people")),
            *_open_members(concern.one, concern.other),
        ),
    )


def _link(one: Id, other: Id, book: Book) -> Any:  # noqa: ANN401 - what link returns
    return link(book, "member", one, other)


def _person(person: c.Person) -> str:
    return " ".join(filter(None, (person.name, person.number)))


def _open_members(*people: c.Person) -> Iterable[Remedy]:
    return [Remedy(_("Open {name}").format(name=_person(p)), go=Where("members", p.id)) for p in people]


def _tell_number(_book: Book, concern: c.NumberClash, _speech: Speech) -> _Parts:
    names = "; ".join(person.name for person in concern.members)
    return (
        _("{names} have the same number: {number}.").format(names=names, number=concern.number),
        tuple(_person(person) for person in concern.members),
        _("A card with this number finds all of them, and the door has to ask who it is. Whoever gets another number "
          "needs a new card."),
        tuple(
            Remedy(_("Give {name} another number").format(name=person.name), do=partial(_renumber, person.id))
            for person in concern.members
            if person.own
        ),
    )  # fmt: skip


def _renumber(member: Id, book: Book) -> Any:  # noqa: ANN401 - what renumber returns
    return deciding.renumber(book, member)


# Days


def _tell_left_open(_book: Book, concern: c.LeftOpen, _speech: Speech) -> _Parts:
    return (
        _("{day} was never closed.").format(day=capital(format_date(concern.on))),
        tuple(filter(None, (concern.title,))),
        _("Until a day is closed its figures can still change, and its report says so."),
        (Remedy(_("Close the day"), go=Where("distributions", concern.distribution, "close")),),
    )


def _tell_no_gifts(_book: Book, concern: c.NoGifts, _speech: Speech) -> _Parts:
    return (
        _("Nobody noted yet what people gave on {day}: hours, food, rides.").format(
            day=format_date(concern.on)
        ),
        (),
        _("Everybody gives and everybody receives; what is not written in is missing from the report."),
        (
            Remedy(_("Note what people gave"), go=Where("members", "", "gift")),
            _let_be(concern, _("There is nothing to note")),
        ),
    )


def _tell_late(_book: Book, concern: c.LateReport, _speech: Speech) -> _Parts:
    return (
        _("The report of {day} that was printed as sheet {number} is not right any more.").format(
            day=format_date(concern.on, "long"), number=format_number(concern.number)
        ),
        tuple(
            _("{figure}: {before} on paper, {now} now").format(
                figure=_figure(each), before=_much(each, each.printed), now=_much(each, each.now)
            )
            for each in concern.differs
        ),
        _(
            "Something that belongs to that day came after it was printed. Whoever has the paper has the old figures."
        ),
        (
            Remedy(_("Print it again"), go=Where("sheets", concern.distribution, "sheet-day")),
            _let_be(concern, _("Leave the paper as it is")),
        ),
    )


def _figure(differs: c.Differs) -> str:
    words = {
        "expected": _("Expected"),
        "households": _("Households"),
        "people": _("People"),
        "boxes": _("Boxes"),
        "no_shows": _("Didn't come"),
        "walk_ins": _("Walk-ins"),
        "minutes_given": _("Hours given"),
        "money": _("Money"),
        "ride": _("Rides"),
        "care": _("Care"),
    }
    if differs.figure == "age":
        return _("People {band}").format(
            band=_("not asked") if differs.of == "not asked" else differs.of.replace("-", "–")
        )
    if differs.figure == "goods":
        return _("Given: {item}").format(item=differs.of)
    return words.get(differs.figure) or differs.of


def _much(differs: c.Differs, figure: int) -> str:
    if differs.figure == "minutes_given":
        return format_number(round(figure / 60, 2))
    return format_money(figure, differs.of or "USD") if differs.figure == "money" else format_number(figure)


# The book


def _tell_backup(_book: Book, concern: c.Overdue, _speech: Speech) -> _Parts:
    if concern.last is None:
        said = _("There is no backup of this book yet.")
    else:
        said = _("The last good backup is of {when}.").format(when=_moment(concern.last))
    return (
        said,
        (),
        _("If this computer is lost or breaks, everything since then is lost with it."),
        (Remedy(_("Back up now"), work=deciding.back_up),),
    )


def _tell_awaited(_book: Book, concern: c.Awaited, _speech: Speech) -> _Parts:
    site = concern.name or _("another site")
    lines = [
        _("You are missing bundle {number} from {site}.").format(number=n, site=site) for n in concern.bundles
    ]
    return (
        ngettext(
            "{n} entry from {site} is missing, and later ones wait for it.",
            "{n} entries from {site} are missing, and later ones wait for them.",
            concern.missing,
        ).format(n=format_number(concern.missing), site=site),
        tuple(lines),
        _("What came later is kept and shown as soon as they are here. A bundle written for {site} tells them what is "
          "here, and their next one brings the rest.").format(site=site),
        (
            Remedy(_("Read a bundle"), go=Where("stick", "", "read")),
            Remedy(_("Write a bundle"), go=Where("stick", "", "send")),
        ),
    )  # fmt: skip


def _tell_incomplete(_book: Book, concern: c.Incomplete, _speech: Speech) -> _Parts:
    chapters = {
        "pantry": _("the pantry"),
        "people": _("members"),
        "days": _("distributions and gifts"),
        "fund": _("the common fund"),
        "book": _("the book itself"),
    }
    return (
        _("A newer AidBook wrote something about {what} that this one does not understand.").format(
            what=chapters.get(concern.chapter, concern.chapter)
        ),
        (),
        _("It is kept and passed on, and not shown: figures may lack something. It is all there once this computer has "
          "the newest AidBook."),
        (),
    )  # fmt: skip


def _tell_asked(_book: Book, concern: c.Asked, _speech: Speech) -> _Parts:
    name = concern.name or kind_word(concern.about)
    site = concern.site or _("another site")
    return (
        _("{site} asks that {name} be forgotten.").format(site=site, name=name),
        (_("Asked on {when}").format(when=_moment(concern.written)),),
        _("This site keeps the record, so it decides. Forgetting drops all that is known about somebody, here and "
          "wherever it was sent; figures of past days stay. It cannot be taken back."),
        (
            Remedy(
                _("Forget {name}").format(name=name),
                do=partial(_forget, concern.erasure),
                confirm=_("All that the book knows about {name} is dropped for good, here and at every site that has "
                          "it. This cannot be taken back.").format(name=name),
            ),
            _let_be(concern, _("Keep the record")),
        ),
    )  # fmt: skip


def _forget(erasure: Id, book: Book) -> Any:  # noqa: ANN401 - what the action returns
    return deciding.agree_to_forget(book, erasure)


def _tell_uncounted(book: Book, concern: c.Uncounted, _speech: Speech) -> _Parts:
    site = concern.site or _("another site")
    what = called(book, concern.of, concern.fact)
    said = (
        _("{site} brought back what is not theirs: {what}")
        if concern.stands
        else _("{site} took back what is not theirs: {what}")
    )
    agree = (
        Remedy(
            _("Bring it back here too") if concern.stands else _("Take it back here too"),
            do=partial(_set_stands, concern),
        ),
    )
    return (
        said.format(site=site, what=what),
        (_moment(concern.written),),
        _("Only the site that wrote it, or where it happened, can take it back. Until one of them does it counts as "
          "it was."),
        (*(agree if concern.may else ()), _let_be(concern, _("Leave it as it is"))),
    )  # fmt: skip


def _set_stands(concern: c.Uncounted, book: Book) -> Any:  # noqa: ANN401 - what the action returns
    return deciding.set_stands(book, concern.of, concern.fact, stands=concern.stands)


def _tell_clock(_book: Book, concern: c.ClockAhead, _speech: Speech) -> _Parts:
    now = _("This computer says that it is {now}.").format(now=_moment(clock.now_ms()))
    latest = _("The latest of them is dated {when}.").format(when=_moment(concern.written))
    entries = ngettext(
        "{n} action is dated later than now.", "{n} actions are dated later than now.", concern.entries
    ).format(n=format_number(concern.entries))
    who = _("{site}:").format(site=concern.site) + " " if concern.site and not concern.own else ""
    return (
        who + entries,
        (latest, now),
        _("Either the date and time of this computer are wrong now, or they were wrong where these were written. "
          "Look at them in the system’s settings: which change is the later one goes by them.")
        if concern.own
        else _("Either the date and time of this computer are wrong, or theirs were. Look at them in the system’s "
               "settings, and tell them."),
        (_let_be(concern, _("This computer’s date and time are right")),),
    )  # fmt: skip


_TELL: dict[type[c.Concern], Callable[[Book, Any, Speech], _Parts]] = {
    c.Overdue: _tell_backup,
    c.Asked: _tell_asked,
    c.Conflict: _tell_conflict,
    c.BelowZero: _tell_below_zero,
    c.PastDate: _tell_past_date,
    c.VisitedTwice: _tell_twice,
    c.Alike: _tell_alike,
    c.NumberClash: _tell_number,
    c.LeftOpen: _tell_left_open,
    c.NoGifts: _tell_no_gifts,
    c.LateReport: _tell_late,
    c.Awaited: _tell_awaited,
    c.Incomplete: _tell_incomplete,
    c.Uncounted: _tell_uncounted,
    c.ClockAhead: _tell_clock,
}
