"""What words on the command line mean in an open book: days, amounts, items, members, distributions."""

import re
from dataclasses import dataclass
from decimal import Decimal

from aidbook import clock
from aidbook.actions.members import find_member, household_of
from aidbook.actions.pantry import find_item
from aidbook.domain.declare import Id, new_id
from aidbook.domain.distributions import Distribution
from aidbook.domain.folding import fold
from aidbook.domain.pantry import Item
from aidbook.errors import UserError
from aidbook.i18n import _, format_date, parse_date
from aidbook.store import distributions, pantry
from aidbook.store.book import Book
from aidbook.store.sites import find_site
from aidbook.store.sources import sources_by_name

_PART = re.compile(r"""\s*(?:"(?P<quoted>[^"]+)"|(?P<bare>.+?))\s*=\s*(?P<units>\d{1,9})\s*(?:,|$)""")
_SIZE = re.compile(r"\s*(\d{1,4})\s*=\s*(\d{1,4})\s*")
_MONEY = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")
_HOURS = re.compile(r"(\d{1,4})(?:[.,](\d{1,2})|:([0-5]\d))?")
_SHORTEST_ID = 4


def day(text: str) -> str:
    """Return the ISO date that a person typed."""
    found = parse_date(text, clock.today())
    if found is None:
        raise UserError(
            _("“{text}” is not a date.").format(text=text),
            _("Write it like {example}.").format(example=clock.today()),
        )
    return found


def cents(text: str) -> int:
    """Return an amount of money in hundredths."""
    match = _MONEY.fullmatch(text.strip())
    if not match:
        raise UserError(
            _("“{text}” is not an amount of money.").format(text=text), _("Write it like 20 or 12.50.")
        )
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def minutes(text: str) -> int:
    """Return hours, written like 3, 1.5 or 1:30, in minutes."""
    match = _HOURS.fullmatch(text.strip())
    if not match:
        raise UserError(
            _("“{text}” is not a number of hours.").format(text=text), _("Write it like 3, 1.5 or 1:30.")
        )
    if match[3]:
        return int(match[1]) * 60 + int(match[3])
    return round(Decimal(f"{match[1]}.{match[2] or 0}") * 60)


def boxes_by_size(text: str) -> dict[int, int]:
    """Return {smallest size: boxes} of a text like "1=1,2=2,5=3"."""
    matches = [_SIZE.fullmatch(part) for part in text.split(",")]
    if not all(matches):
        raise UserError(
            _("“{text}” does not say boxes by household size.").format(text=text),
            _("Write it like 1=1,2=2,5=3: from that size on, so many boxes."),
        )
    return {int(match[1]): int(match[2]) for match in matches if match}


@dataclass(frozen=True, slots=True)
class Contents:
    """Units of items, and the items among them that are new to the book."""

    units: dict[Id, int]
    new: tuple[Item, ...]


def contents(book: Book, text: str) -> Contents:
    """Return what "beans=2,rice=1" means: each item by its name or code, those that are new made but not written.

    A name may hold commas. In quotation marks it is taken whole, also where it is only part of others' names.
    """
    units: dict[Id, int] = {}
    new: dict[str, Item] = {}
    for name, count, quoted in _parts(text):
        item = new.get(fold(name)) or _known_item(book, name, quoted=quoted)
        if item is None:
            item = new[fold(name)] = _new_item(name, quoted=quoted)
        units[item.id] = units.get(item.id, 0) + count
    return Contents(units, tuple(new.values()))


def _parts(text: str) -> list[tuple[str, int, bool]]:
    parts, at = [], 0
    while at < len(text.rstrip()):
        match = _PART.match(text, at)
        if match is None:
            raise UserError(
                _("“{text}” does not say how many.").format(text=text[at:].strip(" ,")),
                _("Write each item with its number of units, like beans=2,rice=1."),
            )
        name = " ".join((match["quoted"] or match["bare"]).split())
        parts.append((name, int(match["units"]), match["quoted"] is not None))
        at = match.end()
    if not parts:
        raise UserError(_("There is nothing in the box."), _("Write what goes in, like beans=2,rice=1."))
    return parts


def _known_item(book: Book, name: str, *, quoted: bool) -> Item | None:
    if not quoted:
        return find_item(book, name)
    exact = pantry.items_named(book, name)
    return exact[0] if exact else None


def _new_item(name: str, *, quoted: bool) -> Item:
    if "," in name and not quoted:
        raise UserError(
            _("There is no item called “{name}”.").format(name=name),
            _(
                "Write each item with its number, like beans=2,rice=1; put a new name with a comma in quotation marks."
            ),
        )
    return Item(id=new_id(), name=name)


def item(book: Book, text: str) -> Item:
    """Return the item that a name, code or barcode means; raises UserError where there is none."""
    found = find_item(book, text)
    if found is None:
        raise UserError(
            _("There is no item like “{text}”.").format(text=text), _("Write its name as the pantry has it.")
        )
    return found


def source(book: Book, text: str) -> Id:
    """Return the source that a name means; raises UserError where there is none."""
    called = {fold(name): found for name, found in sources_by_name(book).items()}
    found = called.get(fold(text))
    if found is None:
        raise UserError(
            _("There is no source called “{text}”.").format(text=text),
            _("Write its name as the book has it: {names}.").format(
                names="; ".join(sorted(sources_by_name(book))[:10]) or "–"
            ),
        )
    return found.id


def household(book: Book, who: str) -> Id:
    """Return the household of the member that a number or a name means."""
    return household_of(book, find_member(book, who))


def distribution(book: Book, text: str) -> Distribution:
    """Return the distribution that an id, the beginning of one, or a date means."""
    wanted = text.strip().lower()
    exact = book.get(Distribution, wanted)
    if exact is not None:
        return exact
    lines = distributions.distribution_lines(book)
    on = parse_date(wanted, clock.today())
    found = [line for line in lines if len(wanted) >= _SHORTEST_ID and line.id.startswith(wanted)]
    found = found or [line for line in lines if line.on == on]
    if len(found) > 1:
        choices = "; ".join(f"{line.id} ({format_date(line.on, 'long')})" for line in found)
        raise UserError(
            _("“{text}” could be one of several distributions.").format(text=text),
            _("Say which one by its id: {choices}.").format(choices=choices),
        )
    there = book.get(Distribution, found[0].id) if found else None
    if there is None:
        raise UserError(
            _("There is no distribution “{text}” in this book.").format(text=text),
            _("“aidbook list distributions” shows their ids."),
        )
    return there


def site(book: Book, name: str | None) -> Id | None:
    """Return the id of the site that a name means, or None for none."""
    return find_site(book, name).id if name is not None else None
