"""Actions in words: a sentence is made from an action's entries, in the reader's language."""

from collections.abc import Callable, Sequence
from typing import Any

from aidbook import clock
from aidbook.actions.delivery_sentences import head_words, put_right_words
from aidbook.actions.goods_sentences import GOODS_SENTENCES, LATE_SENTENCES, goods_words
from aidbook.actions.import_sentences import REMEMBERED_SENTENCES, import_words, say_import
from aidbook.actions.people_sentences import (
    NOTE_SENTENCES,
    PEOPLE_SENTENCES,
    people_words,
    said_of_member,
    said_of_settings,
)
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.goods_reasons import reason_word
from aidbook.domain.members import Household, Member
from aidbook.domain.pantry import Item, Lot, Pack, Source
from aidbook.domain.roles import role_word
from aidbook.domain.sites import Site, User
from aidbook.i18n import _, format_date, format_money, format_number, ngettext
from aidbook.store import history as query
from aidbook.store.body import Body
from aidbook.store.book import Book
from aidbook.store.members import ties_of

Bodies = Sequence[Body]


def sentence(book: Book, action: Id) -> str:
    """Return what an action did, in one sentence of the present language."""
    return sentences(book, [action])[action]


def sentences(book: Book, actions: Sequence[Id]) -> dict[Id, str]:
    """Return what each of these actions did. Of each only what its sentence needs is read, together with the others'."""
    reading = book if isinstance(book, query.Reading) else query.Reading(book)
    said: dict[Id, str] = {}
    by_kind: dict[str, list[Id]] = {}
    for action, kinds in query.kinds_of(book, actions).items():
        leading = next((kind for kind in _SENTENCES if kind in kinds), None)
        if leading is None:
            said[action] = unknown() if kinds else _("Something about somebody who was erased since")
        else:
            by_kind.setdefault(leading, []).append(action)
    for leading, those in by_kind.items():
        bodies = query.bodies_of_kinds(book, those, {leading, *_NAMED_BY.get(leading, ())})
        for action, everything in bodies.items():
            own = [body for body in everything if body.kind == leading]
            said[action] = _said(reading, leading, own, everything)
    return said


def _said(book: Book, leading: str, own: Bodies, everything: Bodies) -> str:
    if not own:  # its kind is known, its content is not
        return unknown()
    if any(_hands_over(body) for body in own):
        return _say_hand_over(book, own)
    return _SENTENCES[leading](book, own, everything)


_NAMED_BY = dict.fromkeys(("visit", "gift", "sign_up"), ("tie", "member"))
"""Kinds whose sentences name somebody whom other entries of the action tell."""


def unknown() -> str:
    """Return what is said of an action of kinds that this program does not know."""
    return _("Something this AidBook does not know yet")


def kind_word(kind: str) -> str:
    """Return what one thing of a kind is called."""
    words = {
        "member": _("a member"),
        "household": _("a household"),
        "tie": _("a visit, sign-up or gift"),
        "visit": _("a visit"),
        "movement": _("units that moved"),
        "count": _("a count"),
        "lot": _("a lot"),
        "sign_up": _("a sign-up"),
        "gift": _("a gift"),
        "distribution": _("a distribution"),
        "closing": _("a closed day"),
        "barcode": _("a barcode"),
        "pack": _("a pack"),
        "delivery": _("a delivery"),
        "site": _("a site"),
        "settings": _("settings"),
        "user": _("somebody who may open the book"),
        "item": _("an item"),
        "source": _("a source"),
        "place": _("a place"),
        "box": _("a box"),
        "sent": _("a bundle that was written"),
        "received": _("a bundle that was received"),
        "printed": _("a printed sheet"),
        "undo": _("something taken back"),
        "correction": _("a correction"),
        "restored": _("a backup that was restored"),
        "erasure": _("the erasing of somebody"),
        "fingerprint": _("a fingerprint of somebody erased"),
        "same_member": _("that two members are one"),
        "same_item": _("that two items are one"),
        "same_source": _("that two sources are one"),
        "dismissal": _("a note that was dismissed"),
    }
    return words.get(kind) or (goods_words() | people_words() | import_words()).get(kind, kind)


# The sentences. Each gets the bodies of its leading kind, and all.


def name_of(book: Book, body: Body) -> str:
    """Return what a person would call the subject of a body."""
    kind = KINDS.get(body.kind)
    record = query.ever(book, kind.type, body.subject) if kind else None
    said = getattr(record, "name", None) or (body.set or {}).get("name")
    if said:
        return str(said)
    on = getattr(record, "on", None) or (body.set or {}).get("on")
    if on:
        return format_date(str(on), "long")
    if isinstance(record, Household) and record.contact:
        return _household(book, body.subject)
    return kind_word(body.kind)


def _member(book: Book, id_: object) -> str:
    member = query.ever(book, Member, str(id_))
    return (member.name if member else "") or _("somebody no longer in the book")


def _household(book: Book, id_: object, bodies: Bodies = ()) -> str:
    """Return what to call a household; of one that is not kept, who an action's own bodies say joined it."""
    household = query.ever(book, Household, str(id_))
    contact = query.ever(book, Member, household.contact) if household and household.contact else None
    if contact and contact.name:
        return contact.name
    joined = (body.set or {} for body in bodies if body.kind == "member")
    name = next((said.get("name") for said in joined if said.get("household") == id_), None)
    return (household.name if household else name) or _("a household no longer in the book")


def _item(book: Book, id_: object) -> str:
    item = query.ever(book, Item, str(id_))
    return (item.name if item else "") or _("an item that is not here")


def _day(book: Book, id_: object) -> str:
    day = query.ever(book, Distribution, str(id_))
    return format_date(day.on, "long") if day and day.on else _("a day that is not here")


def _tied(book: Book, bodies: Bodies) -> str | None:
    """Return whom the tie among an action's bodies names, or None."""
    for body in bodies:
        if body.kind == "tie" and body.set:
            if body.set.get("household"):
                return _household(book, body.set["household"], bodies)
            if body.set.get("member"):
                return _member(book, body.set["member"])
    return None


def _say_undo(book: Book, own: Bodies, _all: Bodies) -> str:
    fact = own[0].fact
    undone = str(fact.get("undone")) if fact else query.undone_by(book, own[0].subject)
    what = sentence(book, undone) if undone else _("something that is not here")
    # An undo that was taken back stands again where that, in turn, was taken back.
    if fact is None and not (own[0].set or {}).get("stands"):
        return _("Brought back: {what}").format(what=what)
    return _("Took back: {what}").format(what=what)


def _say_correction(book: Book, own: Bodies, _all: Bodies) -> str:
    fact = own[0].fact or {}
    if whole := head_words(book, own[0].subject, fact.get("of")):
        return whole
    corrected = fact.get("corrected") or query.corrected_by(book, own[0].subject)
    what = sentence(book, str(corrected)) if corrected else _("something that is not here")
    return _("Put right: {what}").format(what=what)


def _hands_over(body: Body) -> bool:
    """Tell whether an entry gives a record another home site."""
    return "home" in (body.set or {}) and bool((body.over or {}).get("home"))


def _say_hand_over(book: Book, own: Bodies) -> str:
    site = query.ever(book, Site, str((own[0].set or {}).get("home")))
    to = site.name if site else _("another site")
    if len(own) > 1:
        return ngettext(
            "Handed {n} record over to {site}", "Handed {n} records over to {site}", len(own)
        ).format(n=format_number(len(own)), site=to)
    return _("Handed {name} over to {site}").format(name=name_of(book, own[0]), site=to)


def _say_received(book: Book, own: Bodies, _all: Bodies) -> str:
    fact = _fact_of(book, own[0])
    site = book.get(Site, str(fact.get("sender")))
    name = site.name if site else _("another site")
    return _("Received bundle {n} from {site}").format(n=fact.get("number"), site=name)


def _say_sent(book: Book, own: Bodies, _all: Bodies) -> str:
    fact = _fact_of(book, own[0])
    site = book.get(Site, str(fact.get("to"))) if fact.get("to") else None
    if site:
        return _("Wrote bundle {n} for {site}").format(n=fact.get("number"), site=site.name)
    return _("Wrote bundle {n} under a passphrase").format(n=fact.get("number"))


def _say_printed(book: Book, own: Bodies, _all: Bodies) -> str:
    return _("Printed sheet {n}").format(n=_fact_of(book, own[0]).get("number"))


def _fact_of(book: Book, body: Body) -> dict[str, Any]:
    """Return what a fact says, from the entry that wrote it or one that takes it back."""
    if body.fact is not None:
        return body.fact
    kind = KINDS[body.kind]
    fact = query.ever(book, kind.type, body.subject)
    return {field.name: getattr(fact, field.name, None) for field in kind.fields}


def _say_restored(_book: Book, own: Bodies, _all: Bodies) -> str:
    made = clock.day_of(int((own[0].fact or {}).get("made", 0)))
    return _("Restored the backup of {day}").format(day=format_date(made, "long"))


def _say_closing(book: Book, own: Bodies, _all: Bodies) -> str:
    fact = own[0].fact
    if fact is None:
        return _("Opened a distribution again")
    text = ngettext(
        "Closed {day}: {n} household picked up", "Closed {day}: {n} households picked up", fact["households"]
    )
    return text.format(day=_day(book, fact.get("distribution")), n=fact["households"])


def _say_visit(book: Book, own: Bodies, everything: Bodies) -> str:
    fact = own[0].fact
    if fact is None:
        return _("Took back a visit")
    boxes = ngettext("{n} box", "{n} boxes", int(fact.get("boxes", 0))).format(n=fact.get("boxes", 0))
    who = _tied(book, everything)
    if who and len(own) > 1:
        return _("Gave {boxes} to {name} instead").format(name=who, boxes=boxes)
    if who:
        return _("{name} picked up {boxes}").format(name=who, boxes=boxes)
    people = ngettext("{n} person", "{n} people", int(fact.get("people", 0))).format(n=fact.get("people", 0))
    return _("{people} without a name picked up {boxes}").format(people=people, boxes=boxes)


def amount(book: Book, fact: dict[str, Any]) -> str:
    """Return how much a gift was, in words: "3 hours", "24 Beans", "$20.00", "a ride"."""
    what = fact.get("what")
    if what == "hours":
        minutes = int(fact.get("minutes") or 0)
        hours = f"{minutes / 60:g}"
        return ngettext("{n} hour", "{n} hours", 1 if minutes == 60 else 2).format(n=hours)  # noqa: PLR2004 - an hour
    if what == "money":
        return format_money(int(fact.get("cents") or 0), str(fact.get("currency") or "USD"))
    if what == "goods":
        return f"{fact.get('units')} × {_item(book, fact.get('item'))}"
    return _("a ride") if what == "ride" else _("care")


def _say_gift(book: Book, own: Bodies, everything: Bodies) -> str:
    if own[0].fact is None:
        return _("Took back a gift")
    who = _tied(book, everything)
    if who:
        return _("{name} gave {what}").format(name=who, what=amount(book, own[0].fact))
    return _("Somebody gave {what}").format(what=amount(book, own[0].fact))


def _say_delivery(book: Book, own: Bodies, _all: Bodies) -> str:
    fact = own[0].fact or {}
    source = query.ever(book, Source, str(fact.get("source")))
    lines = ngettext("{n} line", "{n} lines", int(fact.get("lines", 0))).format(n=fact.get("lines", 0))
    if source:
        return _("Took in a delivery from {source}: {lines}").format(source=source.name, lines=lines)
    return _("Took in a delivery: {lines}").format(lines=lines)


def _say_count(book: Book, own: Bodies, _all: Bodies) -> str:
    fact = own[0].fact
    if fact is None:
        return _("Took back a count")
    if len(own) > 1:
        return ngettext("Counted {n} lot", "Counted {n} lots", len(own)).format(n=len(own))
    return _("Counted {item}: {n}").format(item=_item(book, fact.get("item")), n=fact.get("units"))


def _say_movement(book: Book, own: Bodies, _all: Bodies) -> str:
    fact = own[0].fact
    if fact is None:
        return _("Took back units that moved")
    if said := put_right_words(book, fact, own):
        return said
    return _("{n} × {item}: {reason}").format(
        n=fact.get("units"), item=_item(book, fact.get("item")), reason=reason_word(str(fact.get("reason")))
    )


def _is_new(body: Body) -> bool:
    return (body.set or {}).get("kept") is True


def _say_sign_up(book: Book, own: Bodies, everything: Bodies) -> str:
    sign_up = own[0].set or {}
    who = _tied(book, everything) or _tied_now(book, own[0].subject)
    if sign_up.get("kept") is False:
        return _("Took {name} off the list").format(name=who)
    if _is_new(own[0]):
        return _("Signed up {name} for {day}").format(name=who, day=_day(book, sign_up.get("distribution")))
    return _("Changed the sign-up of {name}").format(name=who)


def _tied_now(book: Book, of: Id) -> str:
    ties = ties_of(book, of)
    return _household(book, ties[0].household) if ties else _("a household no longer in the book")


def _say_distribution(book: Book, own: Bodies, _all: Bodies) -> str:
    day = _name_of_day(book, own[0])
    if _is_new(own[0]):
        return _("Planned the distribution on {day}").format(day=day)
    if (own[0].set or {}).get("kept") is False:
        return _("Took back the distribution on {day}").format(day=day)
    return _("Changed the distribution on {day}").format(day=day)


def _name_of_day(book: Book, body: Body) -> str:
    on = (body.set or {}).get("on")
    return format_date(str(on), "long") if on else _day(book, body.subject)


def _say_user(book: Book, own: Bodies, _all: Bodies) -> str:
    fields = own[0].set or {}
    user = query.ever(book, User, own[0].subject)
    label = str(fields.get("label") or (user.label if user else ""))
    if not label and _is_new(own[0]):
        return _("Started the book")
    name = label or _("somebody")
    if _is_new(own[0]):
        return _("{name} may open the book now").format(name=name)
    if fields.get("kept") is False:
        return _("{name} may not open the book any more").format(name=name)
    if "role" in fields:
        return _("{name} opens the book as: {role}").format(name=name, role=role_word(str(fields["role"])))
    return _("Changed how somebody who opens the book is called: {name}").format(name=name)


def _say_erasure(book: Book, own: Bodies, _all: Bodies) -> str:
    about = [str((body.fact or {}).get("of")) for body in own if (body.fact or {}).get("about") == "member"]
    member = query.ever(book, Member, about[0]) if about else None
    if member and member.name:
        return _("Asked to erase {name}").format(name=member.name)
    return _("Erased somebody") if about else _("Erased a household in which nobody was left")


def _say_same(template: Callable[[], str], again: Callable[[], str]) -> Callable[[Book, Bodies, Bodies], str]:
    """Return the sentence of the link of two things."""

    def say(book: Book, own: Bodies, _all: Bodies) -> str:
        kind = KINDS[own[0].kind]
        link = query.ever(book, kind.type, own[0].subject)
        refs = kind.refs
        ids = [str((own[0].set or {}).get(name) or getattr(link, name, "")) for name in ("a", "b")]
        things = [
            query.ever(book, KINDS[refs[name]].type, id_) for name, id_ in zip(("a", "b"), ids, strict=True)
        ]
        names = [getattr(thing, "name", "") or _("something that is not here") for thing in things]
        names.sort()
        said = template() if (own[0].set or {}).get("same") is not False else again()
        return said.format(one=names[0], other=names[1])

    return say


def _say_tie(_book: Book, own: Bodies, _all: Bodies) -> str:
    return _("Said who it was") if _is_new(own[0]) else _("Changed who it was")


def _say_lot(book: Book, own: Bodies, _all: Bodies) -> str:
    lot = query.ever(book, Lot, own[0].subject)
    name = _item(book, lot.item if lot else None)
    template = _("Added a lot of {item}") if _is_new(own[0]) else _("Corrected a lot of {item}")
    return template.format(item=name)


def _say_pack(book: Book, own: Bodies, _all: Bodies) -> str:
    pack = query.ever(book, Pack, own[0].subject)
    name = _item(book, pack.item if pack else None)
    template = _("Added a pack of {item}") if _is_new(own[0]) else _("Corrected a pack of {item}")
    return template.format(item=name)


def _say_box(_book: Book, _own: Bodies, _all: Bodies) -> str:
    return _("Changed the box")


def _say_record(new: Callable[[], str], changed: Callable[[], str]) -> Callable[[Book, Bodies, Bodies], str]:
    """Return the sentence of a kind that is called by its name."""

    def say(book: Book, own: Bodies, _all: Bodies) -> str:
        template = new() if _is_new(own[0]) else changed()
        return template.format(name=name_of(book, own[0]))

    return say


def _say_member(book: Book, own: Bodies, everything: Bodies) -> str:
    new = sum(_is_new(body) for body in own)
    if new > 1:
        return ngettext("Added {n} member", "Added {n} members", new).format(n=new)
    if {"number", "old_numbers"} <= set(own[0].set or {}) and not new:
        return _("Replaced the card of {name}").format(name=name_of(book, own[0]))
    plain = _say_record(lambda: _("Added {name}"), lambda: _("Corrected {name}"))
    return said_of_member(book, own) or plain(book, own, everything)


_SENTENCES: dict[str, Callable[[Book, Bodies, Bodies], str]] = {
    "undo": _say_undo,
    "erasure": _say_erasure,
    "correction": _say_correction,
    "import": say_import,
    "received": _say_received,
    "sent": _say_sent,
    "printed": _say_printed,
    "restored": _say_restored,
    "closing": _say_closing,
    "visit": _say_visit,
    "gift": _say_gift,
    **GOODS_SENTENCES,
    "delivery": _say_delivery,
    "count": _say_count,
    "movement": _say_movement,
    "sign_up": _say_sign_up,
    "distribution": _say_distribution,
    "box": _say_box,
    **PEOPLE_SENTENCES,
    "member": _say_member,
    "household": _say_record(
        lambda: _("Added {name}’s household"), lambda: _("Corrected {name}’s household")
    ),
    **NOTE_SENTENCES,
    "item": _say_record(lambda: _("Added the item {name}"), lambda: _("Corrected the item {name}")),
    "barcode": _say_record(lambda: _("Added a barcode"), lambda: _("Corrected a barcode")),
    "dismissal": _say_record(
        lambda: _("Let something be that needed attention"), lambda: _("Asked again about what was let be")
    ),
    "user": _say_user,
    "site": _say_record(lambda: _("Paired with {name}"), lambda: _("Corrected the site {name}")),
    "settings": lambda book, own, _all: said_of_settings(book, own) or _("Changed the settings"),
    "fingerprint": lambda _book, _own, _all: _("Let go of the fingerprint of somebody erased"),
    "picture": lambda _book, _own, _all: _("Changed the picture of an item"),
    "fair_value": lambda _book, _own, _all: _("Changed what a pound of goods is worth"),
    "place": _say_record(lambda: _("Added the place {name}"), lambda: _("Corrected the place {name}")),
    "source": _say_record(lambda: _("Added the source {name}"), lambda: _("Corrected the source {name}")),
    "same_member": _say_same(
        lambda: _("{one} and {other} are the same person"),
        lambda: _("{one} and {other} are two people after all"),
    ),
    "same_item": _say_same(
        lambda: _("{one} and {other} are the same item"),
        lambda: _("{one} and {other} are two items after all"),
    ),
    "same_source": _say_same(
        lambda: _("{one} and {other} are the same source"),
        lambda: _("{one} and {other} are two sources after all"),
    ),
    **LATE_SENTENCES,
    "pack": _say_pack,
    "lot": _say_lot,
    "tie": _say_tie,
    **REMEMBERED_SENTENCES,
}
