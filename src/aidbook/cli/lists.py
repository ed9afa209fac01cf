"""Listing what is in a book: as JSON for scripts, every row with its id, or as a table for people."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from aidbook import clock
from aidbook.cli import meaning
from aidbook.cli.opening import opened
from aidbook.cli.output import SHORT, Cell, day, print_json, print_table
from aidbook.cli.parser import Commands, book_option, json_option
from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.members import Member
from aidbook.domain.profiles import only_asked
from aidbook.domain.same import with_also
from aidbook.errors import UserError
from aidbook.i18n import N_, _, format_money
from aidbook.store import as_of, distributions, gifts, history, members, pantry
from aidbook.store.book import Book
from aidbook.store.profiles import fields_on

Row = dict[str, Any]
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _List:
    """A list: its rows for scripts, and the titles and cells that people see of each."""

    rows: Callable[[Book, Id | None], Iterator[Row]]
    titles: tuple[str, ...]
    cells: Callable[[Row], Sequence[Cell]]


def add_commands(commands: Commands) -> None:
    """Declare `list`."""
    listing = commands.add("list", _("list what is in the book"), _list)
    listing.add_argument("what", choices=tuple(LISTS), metavar="|".join(LISTS), help=_("what to list"))
    book_option(listing)
    listing.add_argument("--site", metavar=_("NAME"), help=_("another site's, as far as it has sent them"))
    listing.add_argument(
        "--on", metavar=_("DATE"), help=_("stock as it was at the end of a past day, as known today about it")
    )
    json_option(listing)


def _list(asked: argparse.Namespace) -> int:
    listed = LISTS[asked.what]
    with opened(asked.book) as book:
        site = meaning.site(book, asked.site)
        rows = list(_stock_on(book, site, asked) if asked.on else listed.rows(book, site))
        if asked.json:
            print_json(rows)
        else:
            print_table([_(title) for title in listed.titles], map(listed.cells, rows))
    return 0


def _moment(at: int) -> str:
    return f"{clock.day_of(at)}T{clock.time_of(at)}"


def _when(row: Row) -> str:
    on, _t, hour = row["at"].partition("T")
    return f"{day(on)} {hour}"


def _in_pages(ids: list[Id]) -> Iterator[list[Id]]:
    return (ids[n : n + _AT_ONCE] for n in range(0, len(ids), _AT_ONCE))


# What each list holds


def _members(book: Book, site: Id | None) -> Iterator[Row]:
    on = fields_on(book)
    for ids in _in_pages(members.member_ids(book, site=site)):
        for line in members.member_lines(book, ids):
            row = asdict(line)
            record = book.get(Member, line.id)
            more = asdict(only_asked(record, on)) if record else {}
            yield {name: row.pop(name) for name in ("id", "number", "name", "household")} | row | more


def _member_cells(row: Row) -> Sequence[Cell]:
    phone = _("prefers not to say") if row["phone"] == PREFERS_NOT else row["phone"]
    return (
        row["number"],
        with_also(row["name"], row["also"]),
        row["household_label"],
        row["household_size"],
        phone,
        _left_word(row["left"]),
    )


def _left_word(left: str | None) -> str:
    words = {"left": _("left"), "died": _("died"), "paused": _("paused")}
    return words.get(left or "", left or "")


def _households(book: Book, site: Id | None) -> Iterator[Row]:
    for ids in _in_pages(members.household_ids(book, site=site)):
        for line in members.household_lines(book, ids):
            yield {"id": line.id, "number": line.number, "name": line.label} | {
                "size": line.size, "members": list(line.names), "zone": line.zone, "also": list(line.also)
            }  # fmt: skip


def _items(book: Book, site: Id | None) -> Iterator[Row]:
    return (asdict(line) for line in pantry.item_lines(book, site=site))


def _stock(book: Book, site: Id | None) -> Iterator[Row]:
    """Yield the units of each lot at each place; its id is the lot's with the place's, the lot its maker's code."""
    return _stock_rows(pantry.stock_lines(book, site=site))


def _stock_on(book: Book, site: Id | None, asked: argparse.Namespace) -> Iterator[Row]:
    if asked.what != "stock":
        raise UserError(_("Only stock is listed as it was on a day."), _("Leave --on away."))
    return _stock_rows(as_of.stock_as_of(book, meaning.day(asked.on), site=site))


def _stock_rows(lines: Iterable[pantry.StockLine]) -> Iterator[Row]:
    for line in lines:
        yield {
            "id": f"{line.lot}:{line.place_id}",
            "item": line.item,
            "lot": line.lot_code,
            "best_before": line.best_before,
            "place": line.place,
            "quantity": line.quantity,
            "unit": line.unit,
            "source": line.source,
        }


def _distributions(book: Book, site: Id | None) -> Iterator[Row]:
    return (asdict(line) for line in distributions.distribution_lines(book, site=site))


def _visits(book: Book, site: Id | None) -> Iterator[Row]:
    for one in distributions.distribution_lines(book, site=site):
        for line in distributions.visit_lines(book, one.id):
            yield {
                "id": line.id,
                "distribution": line.distribution,
                "household": line.household,
                "number": line.number,
                "name": line.label,
                "people": line.people,
                "boxes": line.boxes,
                "walk_in": line.walk_in,
                "reason": line.reason,
                "at": _moment(line.at),
            }


def _gifts(book: Book, site: Id | None) -> Iterator[Row]:
    for line in gifts.gift_lines(book, site=site):
        yield {
            "id": line.id,
            "what": line.what,
            "member": line.member,
            "name": line.who,
            "minutes": line.minutes,
            "cents": line.cents,
            "currency": line.currency,
            "item": line.item,
            "units": line.units,
            "note": line.note,
            "distribution": line.distribution,
            "at": _moment(line.at),
        }


def _gift_amount(row: Row) -> str:
    if row["what"] == "hours":
        return f"{(row['minutes'] or 0) / 60:g} h"
    if row["what"] == "money":
        return format_money(row["cents"] or 0, row["currency"] or "USD")
    return f"{row['units']} × {row['item'] or ''}" if row["what"] == "goods" else ""


def _gift_word(what: str) -> str:
    words = {
        "hours": _("Hours"),
        "goods": _("Goods"),
        "money": _("Money"),
        "ride": _("Ride"),
        "care": _("Care"),
    }
    return words.get(what, what)


def _history(book: Book, site: Id | None) -> Iterator[Row]:
    from aidbook.actions.history import sentences

    for ids in _in_pages(history.action_ids(book, site=site or book.identity.site)):
        said = sentences(book, ids)
        for line in history.action_lines(book, ids):
            yield {
                "id": line.id,
                "at": _moment(line.written),
                "site": line.site_name,
                "by": line.by_label,
                "what": said[line.id],
                "undone": line.undone,
                "put_right": line.corrected,
            }


def _state(row: Row) -> str:
    return _("taken back") if row["undone"] else _("put right later") if row["put_right"] else ""


LISTS: dict[str, _List] = {
    "members": _List(
        _members,
        (N_("Number"), N_("Name"), N_("Household"), N_("People"), N_("Phone"), N_("Left")),
        _member_cells,
    ),
    "households": _List(
        _households,
        (N_("Number"), N_("Contact person"), N_("People"), N_("Zone"), N_("Members")),
        lambda row: (row["number"], with_also(row["name"], row["also"]), row["size"], row["zone"], ", ".join(row["members"])),
    ),
    "items": _List(
        _items,
        (N_("Item"), N_("On hand"), N_("Unit"), N_("Category"), N_("Code"), N_("Next date")),
        lambda row: (
            with_also(row["name"], row["also"]), row["on_hand"], row["unit"], row["category"], row["code"], day(row["next_date"])
        ),
    ),
    "stock": _List(
        _stock,
        (N_("Item"), N_("Lot"), N_("Best before"), N_("Place"), N_("Quantity"), N_("Unit")),
        lambda row: (
            row["item"], row["lot"], day(row["best_before"]), row["place"], row["quantity"], row["unit"]
        ),
    ),
    "distributions": _List(
        _distributions,
        (N_("Id"), N_("Date"), N_("Title"), N_("Expected"), N_("Picked up"), N_("State")),
        lambda row: (
            row["id"], day(row["on"]), row["title"], row["expected"], row["picked_up"],
            _("closed") if row["closed"] else _("open"),
        ),
    ),
    "visits": _List(
        _visits,
        (N_("When"), N_("Number"), N_("Name"), N_("People"), N_("Boxes"), N_("Reason")),
        lambda row: (
            _when(row), row["number"], row["name"] or _("without a name"), row["people"], row["boxes"],
            row["reason"],
        ),
    ),
    "gifts": _List(
        _gifts,
        (N_("Date"), N_("Gift"), N_("How much"), N_("Who"), N_("Note")),
        lambda row: (
            day(row["at"][:10]), _gift_word(row["what"]), _gift_amount(row),
            row["name"] or _("nobody named"), row["note"],
        ),
    ),
    "history": _List(
        _history,
        (N_("Entry"), N_("When"), N_("What"), N_("Who"), N_("State")),
        lambda row: (row["id"][:SHORT], _when(row), row["what"], row["by"] or row["site"], _state(row)),
    ),
}  # fmt: skip
