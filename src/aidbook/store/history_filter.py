"""Which actions are about somebody or something, were done on some days, or by somebody. Indexes answer, not sentences."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.domain.members import Member
from aidbook.domain.pantry import Item, Lot
from aidbook.domain.same import SAME
from aidbook.domain.sites import Site, User
from aidbook.i18n import _, format_date
from aidbook.store import same
from aidbook.store.body import decode
from aidbook.store.book import Book
from aidbook.store.finding import find
from aidbook.store.history import ever
from aidbook.store.rows import things

_MOST = 8


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that actions are about: its kind, its id, and what to call it."""

    kind: str
    id: Id
    name: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which actions are wanted: all that fit everything said here. What is empty asks nothing.

    `first` and `last` are ISO dates of when they were written; `by` is who opened the book, `site` where it was.
    """

    person: Id = ""
    thing: Thing | None = None
    first: str = ""
    last: str = ""
    by: Id = ""
    site: Id = ""


def wanted_ids(book: Book, wanted: Wanted) -> list[Id]:
    """Return the actions that fit, the latest first."""
    about = [set(_of_person(book, wanted.person))] if wanted.person else []
    about += [set(_of_thing(book, wanted.thing))] if wanted.thing else []
    where, values = _by_day_and_writer(wanted)
    if about:
        where += " AND id IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(list(set.intersection(*about))))
    rows = book.connection.execute(
        f"SELECT id FROM action WHERE {where} ORDER BY written DESC, id DESC", values
    )
    return [row[0] for row in rows]


def _by_day_and_writer(wanted: Wanted) -> tuple[str, list[object]]:
    parts: list[tuple[str, object]] = []
    if wanted.first:
        parts.append(("written >= ?", clock.start_ms(wanted.first)))
    if wanted.last:
        parts.append(("written < ?", clock.end_ms(wanted.last)))
    if wanted.by:
        parts.append(("by_user = ?", wanted.by))
    if wanted.site:
        parts.append(("site = ?", wanted.site))
    return " AND ".join(["1", *(text for text, _value in parts)]), [value for _text, value in parts]


# About whom, about what


def _of_person(book: Book, member: Id) -> Iterator[Id]:
    return _of_people(book, same.all_of(book, "member", [member]))


def _of_people(book: Book, members: Iterable[Id]) -> Iterator[Id]:
    members = list(members)
    own = [*members, *_households_ever(book, members)]
    ties = book.connection.execute(
        "SELECT id, of FROM tie WHERE member IN (SELECT value FROM json_each(?1)) "
        "OR household IN (SELECT value FROM json_each(?1))",
        (json.dumps(own),),
    ).fetchall()
    links = _links_of(book, "member", members)
    return _written_about(book, [*own, *links, *(id_ for tie in ties for id_ in tie if id_)])


def _links_of(book: Book, kind: str, ids: Iterable[Id]) -> list[Id]:
    """Return what says that one of these is or is not another."""
    return _column(
        book,
        f"SELECT id FROM same_{kind} WHERE a IN (SELECT value FROM json_each(?1)) UNION"
        f" SELECT id FROM same_{kind} WHERE b IN (SELECT value FROM json_each(?1))",
        json.dumps(list(ids)),
    )


def _households_ever(book: Book, members: Iterable[Id]) -> list[Id]:
    """Return every household that these were ever in: what it was given was given to them."""
    rows = book.connection.execute(
        "SELECT bytes FROM body WHERE subject IN (SELECT value FROM json_each(?)) AND kind = 'member'",
        (json.dumps(list(members)),),
    )
    bodies = [decode(raw) for (raw,) in rows]
    return list(
        dict.fromkeys(str(b.set["household"]) for b in bodies if b and b.set and b.set.get("household"))
    )


def _of_thing(book: Book, thing: Thing) -> Iterator[Id]:
    about = _ABOUT.get(thing.kind, _of_record)
    linked, found = [thing.id], set[Id]()
    if thing.kind in SAME:
        linked = same.all_of(book, thing.kind, [thing.id])
        found |= set(_written_about(book, _links_of(book, thing.kind, linked)))
    found |= {action for id_ in linked for action in about(book, id_)}
    yield from found
    yield from _what_turned(book, found)


def _what_turned(book: Book, actions: set[Id]) -> Iterator[Id]:
    """Yield the actions that took these back, brought them back, or put them right."""
    ids = json.dumps(list(actions))
    undone = book.connection.execute(
        "SELECT id, action FROM undo WHERE undone IN (SELECT value FROM json_each(?)) UNION ALL "
        "SELECT id, action FROM correction WHERE corrected IN (SELECT value FROM json_each(?))",
        (ids, ids),
    ).fetchall()
    yield from (action for _id, action in undone)
    yield from _written_about(book, [id_ for id_, _action in undone])


def _written_about(book: Book, subjects: Iterable[Id]) -> Iterator[Id]:
    rows = book.connection.execute(
        "SELECT DISTINCT action FROM body WHERE subject IN (SELECT value FROM json_each(?))",
        (json.dumps(list(subjects)),),
    )
    return (row[0] for row in rows)


def _of_record(book: Book, id_: Id) -> Iterator[Id]:
    return _written_about(book, [id_])


def _column(book: Book, sql: str, *values: object) -> list[Id]:
    return [row[0] for row in book.connection.execute(sql, values)]


def _of_item(book: Book, item: Id) -> Iterator[Id]:
    own = [item]
    for kind in ("pack", "barcode", "lot"):
        own += _column(book, f"SELECT id FROM {kind} WHERE item = ?", item)
    own += _column(book, "SELECT id FROM box WHERE contents LIKE '%' || ? || '%'", item)
    yield from _written_about(book, own)
    for kind in ("movement", "count", "gift"):
        yield from _column(book, f"SELECT action FROM {kind} WHERE item = ?", item)


def _of_lot(book: Book, lot: Id) -> Iterator[Id]:
    yield from _written_about(book, [lot])
    for kind in ("movement", "count"):
        yield from _column(book, f"SELECT action FROM {kind} WHERE lot = ?", lot)


def _of_distribution(book: Book, day: Id) -> Iterator[Id]:
    own = [day, *_column(book, "SELECT box FROM distribution WHERE id = ? AND box IS NOT NULL", day)]
    own += _column(book, "SELECT id FROM sign_up WHERE distribution = ?", day)
    yield from _written_about(book, own)
    for kind in ("visit", "closing", "gift", "correction"):
        yield from _column(book, f"SELECT action FROM {kind} WHERE distribution = ?", day)
    yield from _column(book, "SELECT action FROM printed WHERE about = ?", day)


def _of_source(book: Book, source: Id) -> Iterator[Id]:
    lots = _column(book, "SELECT id FROM lot WHERE source = ?", source)
    yield from _written_about(book, [source, *lots])
    yield from _column(book, "SELECT action FROM delivery WHERE source = ?", source)
    for lot in lots:
        yield from _of_lot(book, lot)


def _of_place(book: Book, place: Id) -> Iterator[Id]:
    yield from _written_about(book, [place])
    for side in ("from_place", "to_place"):
        yield from _column(
            book,
            f"SELECT action FROM movement WHERE substr({side}, 1, 8) = substr(?1, 1, 8) AND {side} = ?1",
            place,
        )
    yield from _column(book, "SELECT action FROM count WHERE place = ?", place)


def _of_site(book: Book, site: Id) -> Iterator[Id]:
    yield from _written_about(book, [site])
    yield from _column(book, "SELECT id FROM action WHERE site = ?", site)
    yield from _column(book, 'SELECT action FROM sent WHERE "to" = ?', site)
    yield from _column(book, "SELECT action FROM received WHERE sender = ?", site)


_ABOUT: dict[str, Callable[[Book, Id], Iterator[Id]]] = {
    "member": _of_person,
    "item": _of_item,
    "lot": _of_lot,
    "distribution": _of_distribution,
    "source": _of_source,
    "place": _of_place,
    "site": _of_site,
}


# Finding what is meant


def people_named(book: Book, text: str) -> list[Thing]:
    """Return the people in whose names, numbers or telephones every word of `text` is found, those of all sites."""
    ids = find(book.connection, "member", text, None, _MOST) if book.sees(Member) else []
    ids = same.as_one(book, "member", ids)
    found = [ever(book, Member, id_) for id_ in ids]
    return [Thing("member", m.id, f"{m.name} {m.number or ''}".strip()) for m in found if m]


def things_named(book: Book, text: str, *, loose: bool = True) -> list[Thing]:
    """Return the items, lots, distributions, sources, places and sites that `text` may mean; `loose`: with a slip."""
    words = fold(text).split()
    if not words:
        return []
    found = list(_items(book, text, loose=loose))
    for kind, rows in _named(book).items():
        fit = [id_ for id_, name in rows if _fits(name, words)]
        names = dict(rows)
        found += [
            Thing(kind, id_, names[id_]) for id_ in (same.as_one(book, kind, fit) if kind in SAME else fit)
        ]
    return [*found[:_MOST], *_distributions(book, words)][: 2 * _MOST]


def thing_of(book: Book, kind: str, id_: Id) -> Thing:
    """Return a thing with what it is called."""
    if kind == "lot":
        lot = ever(book, Lot, id_)
        return Thing(kind, id_, _lot_name(book, lot) if lot else "")
    if kind == "item":
        item = ever(book, Item, id_)
        return Thing(kind, id_, item.name if item else "")
    names = {row[0]: row[1] for rows in (_named(book), _days(book)) for row in rows.get(kind, [])}
    return Thing(kind, id_, names.get(id_, ""))


def _items(book: Book, text: str, *, loose: bool) -> Iterator[Thing]:
    for id_ in same.as_one(book, "item", find(book.connection, "item", text, None, _MOST, loose=loose)):
        item = ever(book, Item, id_)
        if item:
            yield Thing("item", id_, item.name)
            for lot in things(book, Lot, "item = ? AND best_before IS NOT NULL", (id_,), "best_before")[:3]:
                yield Thing("lot", lot.id, _lot_name(book, lot))


def _lot_name(book: Book, lot: Lot) -> str:
    item = ever(book, Item, lot.item)
    name = item.name if item else _("an item that is not here")
    if not lot.best_before:
        return name
    return _("{item}, best before {date}").format(item=name, date=format_date(lot.best_before, "long"))


def _named(book: Book) -> dict[str, list[tuple[Id, str]]]:
    return {
        kind: book.connection.execute(
            f"SELECT id, name FROM {kind} WHERE kept = 1 AND name IS NOT NULL ORDER BY name COLLATE NOCASE, id"
        ).fetchall()
        for kind in ("source", "place", "site")
    }


def _days(book: Book) -> dict[str, list[tuple[Id, str]]]:
    rows = book.connection.execute(
        'SELECT id, "on", coalesce(title, \'\') FROM distribution WHERE kept = 1 ORDER BY "on" DESC'
    )
    days = [
        (id_, " · ".join(filter(None, (format_date(on, "long"), title)))) for id_, on, title in rows if on
    ]
    return {"distribution": days}


def _distributions(book: Book, words: list[str]) -> list[Thing]:
    days = _days(book)["distribution"]
    return [Thing("distribution", id_, name) for id_, name in days if _fits(name, words)][:_MOST]


def _fits(name: str, words: list[str]) -> bool:
    said = fold(name).split()
    return all(any(part.startswith(word) for part in said) for word in words)


# Who wrote


def writers(book: Book) -> list[tuple[Id, Id, str]]:
    """Return (who, "", name) for each person who wrote here, and ("", site, name) for each other site, by name."""
    rows = book.connection.execute("SELECT DISTINCT by_user, site FROM action").fetchall()
    own = book.identity.site
    people = [
        (user, "", _writer_name(book, user)) for user in sorted({u for u, site in rows if site == own and u})
    ]
    sites = [
        ("", site, _site_name(book, site)) for site in sorted({site for _u, site in rows if site != own})
    ]
    return [*sorted(people, key=lambda who: who[2]), *sorted(sites, key=lambda who: who[2])]


def _writer_name(book: Book, user: Id) -> str:
    record = ever(book, User, user)
    if record and record.label:
        return record.label
    return _("you") if user == book.user else _("somebody without a name here")


def _site_name(book: Book, site: Id) -> str:
    record = ever(book, Site, site)
    return record.name if record and record.name else _("another site")


# Where a search begins


def likely(book: Book, text: str) -> set[Id]:
    """Return the actions about somebody or something whose name has a word of `text`: where its words most likely are.

    Every word that is in some name narrows it down; one that is in no name is the sentence's own and asks nothing.
    """
    about = []
    for word in fold(text).split():
        found = set(_of_people(book, find(book.connection, "member", word, None, loose=False)))
        for thing in things_named(book, word, loose=False):
            found.update(_ABOUT.get(thing.kind, _of_record)(book, thing.id))
        if found:
            about.append(found)
    return set.intersection(*about) if about else set()
