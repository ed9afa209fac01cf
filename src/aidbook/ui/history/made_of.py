"""What an action was made of, in plain words: each thing it wrote, with its fields before and after."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aidbook import clock
from aidbook.actions.sentences import amount, sentence
from aidbook.domain.corrections import off_words
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Lot
from aidbook.i18n import N_, _, format_date, format_number
from aidbook.store import history as query
from aidbook.store.body import Body
from aidbook.store.book import Book
from aidbook.store.member_story import given_words
from aidbook.ui.history.people_values import PEOPLE_KINDS
from aidbook.ui.history.values import field_word, thing_word, value_word

_KINDS = {
    "site": N_("Site"),
    "settings": N_("Settings"),
    "user": N_("Who may open the book"),
    "member": N_("Member"),
    "household": N_("Household"),
    "item": N_("Item"),
    "pack": N_("Pack"),
    "barcode": N_("Barcode"),
    "source": N_("Source"),
    "place": N_("Place"),
    "lot": N_("Lot"),
    "box": N_("Box"),
    "distribution": N_("Distribution"),
    "sign_up": N_("Sign-up"),
    "movement": N_("Units moved"),
    "count": N_("Count"),
    **PEOPLE_KINDS,
    "delivery": N_("Delivery"),
    "visit": N_("Visit"),
    "closing": N_("Closed day"),
    "gift": N_("Gift"),
    "import": N_("File read in"),
    "file_shape": N_("How a file is read"),
    "row_answer": N_("Decided about a row"),
    "line_answer": N_("Decided about a line"),
    "sent": N_("Bundle written"),
    "received": N_("Bundle received"),
    "printed": N_("Printed"),
    "undo": N_("Taken back"),
    "tie": N_("Who it was"),
    "correction": N_("Put right"),
    "erasure": N_("Erased"),
    "restored": N_("Backup restored"),
    "dismissal": N_("Looked at and let be"),
    "same_member": N_("The same person"),
    "same_item": N_("The same item"),
    "same_source": N_("The same source"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that an action wrote: what it is, and a line for each of its fields."""

    title: str
    lines: tuple[str, ...]


def parts_of(book: Book, bodies: Sequence[Body]) -> list[Part]:
    """Return what an action wrote in these bodies, in its order."""
    return [_part(book, body) for body in bodies]


def _part(book: Book, body: Body) -> Part:
    title = _(_KINDS[body.kind]) if body.kind in _KINDS else _("Something this AidBook does not know yet")
    if body.fact is not None:
        return Part(title, tuple(_fact_lines(book, body, body.fact)))
    if body.kind == "tie":
        return Part(title, tuple(_who(book, body)))
    name = _called(book, body)
    return Part(f"{title}: {name}" if name else title, tuple(_record_lines(book, body, body.set or {})))


def _called(book: Book, body: Body) -> str:
    """Return the name of the record that a body is about, if it goes by one."""
    if body.kind in _BY_TITLE or body.kind not in _KINDS:
        return ""
    said = (body.set or {}).get("name")
    return str(said) if said else thing_word(book, body.kind, body.subject)


_BY_TITLE = {"consent", "private_note", "clearing", "settings", "user", "pack", "barcode", "box", "sign_up", "visit", "gift", "movement", "count",
             "delivery", "closing", "import", "file_shape", "row_answer", "line_answer", "sent", "received", "printed", "undo", "dismissal", "same_member", "same_item",
             "same_source"}  # fmt: skip


def _who(book: Book, body: Body) -> Iterator[str]:
    for kind in ("member", "household"):
        id_ = (body.set or {}).get(kind)
        if id_:
            yield thing_word(book, kind, str(id_))
    yield from _state_lines(body)


# Records


def _record_lines(book: Book, body: Body, fields: dict[str, Any]) -> Iterator[str]:
    yield from _state_lines(body)
    is_new = fields.get("kept") is True and not (body.over or {}).get("kept")
    for field, value in fields.items():
        word = field_word(field)
        if not word or (is_new and field in _SAID_OTHERWISE):
            continue
        after = value_word(book, body.kind, field, value)
        if is_new:
            yield _("{field}: {value}").format(field=word, value=after)
            continue
        before = query.previous_value(book, (body.over or {}).get(field, []), field)
        yield _("{field}: {before} → {after}").format(
            field=word, before=value_word(book, body.kind, field, before), after=after
        )


_SAID_OTHERWISE = {"name", "home"}
"""Fields that say nothing more of a new record: its title does, or it is ours."""


def _state_lines(body: Body) -> Iterator[str]:
    """Say what became of the thing as a whole, where that is not that it is new."""
    fields, over = body.set or {}, body.over or {}
    if fields.get("kept") is False:
        yield _("No longer in the book")
    elif fields.get("kept") is True and over.get("kept"):
        yield _("In the book again")
    if "stands" in fields:
        yield _("Counts again") if fields["stands"] is True else _("No longer counts")


# Facts


def _fact_lines(book: Book, body: Body, fact: dict[str, Any]) -> Iterator[str]:
    if body.at is not None and clock.day_of(body.at) != clock.day_of(body.written):
        yield _("Happened on {date}").format(date=format_date(clock.day_of(body.at), "long"))
    said = _FACTS.get(body.kind)
    if said is not None:
        yield from said(book, fact)
        return
    for field, value in fact.items():
        if field_word(field):
            yield _("{field}: {value}").format(
                field=field_word(field), value=value_word(book, body.kind, field, value)
            )


def _movement_lines(book: Book, fact: dict[str, Any]) -> Iterator[str]:
    yield f"{format_number(fact.get('units') or 0)} × {thing_word(book, 'item', str(fact.get('item')))}"
    yield _("{before} → {after}").format(
        before=thing_word(book, "place", str(fact.get("from_place"))),
        after=thing_word(book, "place", str(fact.get("to_place"))),
    )
    yield from _best_before(book, fact)


def _count_lines(book: Book, fact: dict[str, Any]) -> Iterator[str]:
    yield f"{format_number(fact.get('units') or 0)} × {thing_word(book, 'item', str(fact.get('item')))}"
    yield thing_word(book, "place", str(fact.get("place")))
    yield from _best_before(book, fact)


def _best_before(book: Book, fact: dict[str, Any]) -> Iterator[str]:
    lot = book.get(Lot, str(fact.get("lot")))
    if lot and lot.best_before:
        yield _("Best before {date}").format(date=format_date(lot.best_before, "long"))


def _gift_lines(book: Book, fact: dict[str, Any]) -> Iterator[str]:
    yield amount(book, fact)
    for field in ("note", "distribution"):
        if fact.get(field):
            yield _("{field}: {value}").format(
                field=field_word(field), value=value_word(book, "gift", field, fact[field])
            )


def _undo_lines(book: Book, fact: dict[str, Any]) -> Iterator[str]:
    yield sentence(book, Id(fact.get("undone")))


def _correction_lines(book: Book, fact: dict[str, Any]) -> Iterator[str]:
    yield sentence(book, Id(fact.get("corrected")))
    if fact.get("distribution"):
        households, people, boxes = (int(fact.get(name) or 0) for name in ("households", "people", "boxes"))
        off = off_words(households, people, boxes, given_words(book, fact.get("of")))
        day = thing_word(book, "distribution", str(fact["distribution"]))
        yield _("In the figures of {day}: {off}").format(day=day, off=off)


def _erasure_lines(_book: Book, _fact: dict[str, Any]) -> Iterator[str]:
    yield _("What was written about them is gone; figures stay.")


_FACTS: dict[str, Callable[[Book, dict[str, Any]], Iterator[str]]] = {
    "movement": _movement_lines,
    "count": _count_lines,
    "gift": _gift_lines,
    "undo": _undo_lines,
    "correction": _correction_lines,
    "erasure": _erasure_lines,
}
