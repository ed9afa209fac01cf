"""What every sheet of a distribution shares: the day it is about, its totals, and how households are sorted."""

import re
from dataclasses import dataclass

from aidbook.domain.declare import Id, answered
from aidbook.domain.distributions import Distribution
from aidbook.domain.folding import fold
from aidbook.errors import UserError
from aidbook.i18n import _, format_date
from aidbook.sheets.values import Order, Stamp, boxes_count, households_count, people_count
from aidbook.store.book import Book

_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")


@dataclass(frozen=True, slots=True)
class Day:
    """The distribution a sheet is about."""

    on: str
    title: str | None = None
    where: str | None = None


def about(day: Day) -> str:
    """Return "Saturday 28 March 2026 · Spring sharing · Main hall" in the language in use."""
    return " · ".join(filter(None, (format_date(day.on), day.title, day.where)))


def totals(households: int, people: int, boxes: int) -> str:
    """Return "47 households · 131 people · 96 boxes" in the language in use."""
    return " · ".join((households_count(households), people_count(people), boxes_count(boxes)))


def order_words(order: Order, *, by_family: bool = True) -> str:
    """Return how a sheet is sorted, in the language in use; `by_family` where the site asks family names."""
    if order == "slot":
        return _("by time")
    return _("by family name") if by_family else _("by name")


def distribution_asked(book: Book, distribution: Id | None) -> Distribution:
    """Return the distribution a sheet was asked for; raises UserError where there is none."""
    found: Distribution | None = book.get(Distribution, distribution)
    if found is None:
        raise UserError(
            _("This sheet is about a distribution, and this book has none like that."),
            _("Choose one from the list of distributions."),
        )
    return found


def day_of(distribution: Distribution) -> Day:
    """Return what sheets show of a distribution."""
    return Day(distribution.on, distribution.title, distribution.where)


def stamp_of(book: Book, number: int) -> Stamp:
    """Return the stamp of a print taken now."""
    return Stamp(book.site.name, number, book.position, book.practice)


def listed_name(label: str, family_name: str | None) -> str:
    """Return a name as a list by family name shows it: "Baptiste, Jérémie"; as it is where there is no family name."""
    family = _family(family_name)
    if not family or label == family:
        return label
    given = label.removesuffix(family).rstrip() if label.endswith(f" {family}") else label
    return f"{family}{'،' if _ARABIC.search(family) else ','} {given}"


def short_name(label: str, family_name: str | None) -> str:
    """Return how to call somebody beside one of the same family: "Luis" beside "Núñez, Rosa"."""
    family = _family(family_name)
    given = label.removesuffix(f" {family}") if family else label
    return given.strip() or label


def _family(family_name: str | None) -> str:
    return (answered(family_name) or "").strip()


def sort_key(order: Order, slots: tuple[str, ...], slot: str | None, name: str) -> tuple[int, str, str]:
    """Return what sorts a household: by slot those of the day in their order, then others, then without one."""
    if order == "name":
        return (0, "", fold(name) or name)
    place = slots.index(slot) if slot in slots else len(slots) + (slot is None)
    return (place, slot or "", fold(name) or name)
