"""Concerns about what people wrote, in words: values to choose, visits twice, members who may be one, numbers."""

from aidbook import clock
from aidbook.actions.attention import deciding
from aidbook.actions.attention.saying import called, capital, let_be, moment, quoted
from aidbook.actions.attention.telling import Parts, Remedy, Speech, Where
from aidbook.actions.duplicates import remember_not_same, sure_words, why_words
from aidbook.actions.same import link
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store.attention import values as c
from aidbook.store.book import Book


def tell_conflict(book: Book, concern: c.Conflict, speech: Speech) -> Parts:
    """Say that a field was changed twice, and offer each value."""
    name, field = called(book, concern.of, concern.subject), speech.field(concern.field) or concern.field
    said = [(one, quoted(speech.value(book, concern.of, concern.field, one.value))) for one in concern.values]
    lines = [
        "{value}\n{site}, {when}".format(
            value=value, site=one.site_name or _("another site"), when=moment(one.written)
        )
        for one, value in said
    ]
    choices = {repr(one.value): _keep(concern, one, value) for one, value in said}
    return Parts(
        _("{name}: {field}").format(name=name, field=field),
        _("{name}: {field} was changed twice, by people who did not see each other’s change.").format(
            name=name, field=field
        ),
        tuple(lines),
        _("Until somebody chooses, the later one shows: {value}. Both stay in the history.").format(
            value=said[-1][1]
        ),
        tuple(choices.values()),
    )


def _keep(concern: c.Conflict, one: c.Said, value: str) -> Remedy:
    return Remedy(
        _("Keep {value}").format(value=value),
        do=lambda book: deciding.settle(book, concern.of, concern.subject, concern.field, one.value),
    )


def tell_twice(_book: Book, concern: c.VisitedTwice, _speech: Speech) -> Parts:
    """Say that two doors checked a household in, and offer to take back each visit of this site."""
    who = concern.label or _("A household")
    on = concern.visits[0].on
    day = format_date(on, "long") if on else _("one day")
    lines = [
        _("{site}, {when}: {boxes}").format(
            site=visit.site_name, when=moment(visit.at), boxes=_boxes(visit.boxes)
        )
        for visit in concern.visits
    ]
    return Parts(
        _("{name}, {day}").format(name=who, day=day),
        _("{name} picked up more than once on {day}, and the doors did not know of each other.").format(
            name=who, day=day
        ),
        tuple(lines),
        _("On one list the household counts once, and every box counts. What another site wrote can only be taken back "
          "there."),
        (
            *(_void(visit) for visit in concern.visits if visit.own),
            let_be(concern, _("They did pick up each time")),
        ),
    )  # fmt: skip


def _void(visit: c.Visited) -> Remedy:
    return Remedy(
        _("Take back the one of {time}, {site}").format(time=clock.time_of(visit.at), site=visit.site_name),
        do=lambda book: deciding.void_visit(book, visit.id),
    )


def _boxes(n: int) -> str:
    return ngettext("{n} box", "{n} boxes", n).format(n=format_number(n))


def tell_alike(_book: Book, concern: c.Alike, _speech: Speech) -> Parts:
    """Say that two members may be one person, and offer to link them or to let them be two."""
    one, other = concern.one, concern.other
    return Parts(
        "; ".join((_person(one), _person(other))),
        _("{one} and {other} may be one person.").format(one=_person(one), other=_person(other)),
        (sure_words(concern.confidence), capital(why_words(concern.why))),
        _(
            "Linked, they are shown and counted as one; nothing is merged away, and the link can be taken back."
        ),
        (
            Remedy(_("They are one person"), do=lambda book: link(book, "member", one.id, other.id)),
            Remedy(_("They are two people"), do=lambda book: remember_not_same(book, one.id, other.id)),
            Remedy(_("See them side by side"), go=Where("alike", f"{one.id} {other.id}")),
            _open(one),
            _open(other),
        ),
    )


def _person(person: c.Person) -> str:
    return " ".join(filter(None, (person.name, person.number)))


def _open(person: c.Person) -> Remedy:
    return Remedy(_("Open {name}").format(name=_person(person)), go=Where("members", person.id))


def tell_number(_book: Book, concern: c.NumberClash, _speech: Speech) -> Parts:
    """Say that several have one number, and offer another one for each of this site."""
    names = "; ".join(person.name for person in concern.members)
    return Parts(
        _("{number}: {names}").format(number=concern.number, names=names),
        _("{names} have the same number: {number}.").format(names=names, number=concern.number),
        (),
        _("A card with this number finds all of them, and the door has to ask who it is. Whoever gets another number "
          "needs a new card."),
        tuple(_renumber(person) for person in concern.members if person.own),
    )  # fmt: skip


def _renumber(person: c.Person) -> Remedy:
    return Remedy(
        _("Give {name} another number").format(name=person.name),
        do=lambda book: deciding.renumber(book, person.id),
    )
