"""Days, households and boxes in words, as the pages about distributions say them."""

from aidbook.domain.distributions import Distribution
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store.distributions import AtDoor, DayCount, Sharing
from aidbook.ui.members.words import ALLERGENS, DIETS, SPOKEN, joined, shown_words

_FEW = 3


def households(n: int) -> str:
    """Return "47 households"."""
    return ngettext("{n} household", "{n} households", n).format(n=format_number(n))


def boxes(n: int) -> str:
    """Return "96 boxes"."""
    return ngettext("{n} box", "{n} boxes", n).format(n=format_number(n))


def people(n: int) -> str:
    """Return "131 people"."""
    return ngettext("{n} person", "{n} people", n).format(n=format_number(n))


def walk_ins(n: int) -> str:
    """Return "2 walk-ins"."""
    return ngettext("{n} walk-in", "{n} walk-ins", n).format(n=format_number(n))


def day_words(on: str) -> str:
    """Return a day with a capital: "Saturday 28 March 2026"."""
    return capital(format_date(on))


def capital(text: str) -> str:
    """Return a sentence's beginning as such."""
    return text[:1].upper() + text[1:]


def about(day: Distribution) -> str:
    """Return what goes with a day's date: its title and where it is."""
    return " · ".join(part for part in (day.title, day.where) if part)


def short_words(short: dict[str, int]) -> str:
    """Return what is short, a few by name: "Beans: 12 short, Rice: 3 short and 2 more"; "" for nothing."""
    said = [_("{item}: {n} short").format(item=name, n=format_number(n)) for name, n in short.items()]
    if len(said) > _FEW:
        more = len(said) - _FEW
        return _("{names} and {n} more").format(names=", ".join(said[:_FEW]), n=format_number(more))
    return ", ".join(said)


def so_far(count: DayCount, planned: int) -> str:
    """Return how far a day is: "31 of 47 households · 68 of 96 boxes · 2 walk-ins"."""
    came = count.expected - count.no_shows
    parts = [
        ngettext("{came} of {n} household", "{came} of {n} households", count.expected).format(
            came=format_number(came), n=format_number(count.expected)
        ),
        ngettext("{out} of {n} box", "{out} of {n} boxes", planned).format(
            out=format_number(count.boxes), n=format_number(planned)
        ),
    ]
    return " · ".join([*parts, walk_ins(count.walk_ins)] if count.walk_ins else parts)


def first_and_initial(name: str) -> str:
    """Return a name as a queue may read it: "Jérémie B."."""
    parts = name.split()
    if len(parts) < 2:  # noqa: PLR2004 - one name alone has no initial
        return name
    return f"{parts[0]} {parts[-1][:1]}."


def household_of(here: AtDoor) -> str:
    """Return "household of 4 · Haitian Creole"."""
    size = ngettext("household of {n}", "household of {n}", here.people).format(n=format_number(here.people))
    spoken = joined(shown_words(here.languages, SPOKEN))
    return f"{size} · {spoken}" if spoken else size


def eats(here: AtDoor) -> str:
    """Return what the household's people eat or leave: "no pork, halal"."""
    return ", ".join(shown_words(here.diet, DIETS))


def leave_out(here: AtDoor) -> str:
    """Return what must not be in the box, and what of it is: "Leave out: peanuts · In the box: Nut bar"."""
    never = ", ".join(shown_words(here.allergens, ALLERGENS))
    said = _("Leave out: {what}").format(what=never) if never else ""
    meets = _("In the box: {items}").format(items=", ".join(here.meets)) if here.meets else ""
    return " · ".join(filter(None, (said, meets)))


def also_pick_up(here: AtDoor) -> str:
    """Return who else picks up: those of the household, and those who may for it."""
    parts = (
        _("also {names}").format(names=", ".join(here.others)) if here.others else "",
        _("may pick up: {names}").format(names=", ".join(here.proxies)) if here.proxies else "",
    )
    return " · ".join(filter(None, parts))


def sharing(other: Sharing, *, queue: bool) -> str:
    """Return that somebody of the household shown belongs to another too, which is on the list or was here already."""
    name = first_and_initial(other.label) if queue else other.label
    if other.here:
        return _("Somebody in it is also in {name}’s household, which picked up already.").format(name=name)
    return _("Somebody in it is also in {name}’s household, which is on the list.").format(name=name)


def rule_words(by_size: dict[str, int]) -> str:
    """Return boxes by household size: "from 1 person: 1 box; from 5 people: 3 boxes"."""
    sizes = sorted((int(size), n) for size, n in by_size.items())
    parts = [_("from {people}: {boxes}").format(people=people(size), boxes=boxes(n)) for size, n in sizes]
    return "; ".join(parts)
