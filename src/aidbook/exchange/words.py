"""What a bundle brings, in sentences."""

from collections import Counter
from collections.abc import Iterable, Iterator

from aidbook.domain.declare import Id
from aidbook.i18n import _, ngettext
from aidbook.store import origins

_GROUPS = {
    "member": "members",
    "household": "households",
    "item": "items",
    "distribution": "days",
    "movement": "figures",
    "count": "figures",
    "delivery": "figures",
    "visit": "figures",
    "gift": "figures",
    "closing": "figures",
}


def new_things(new: Iterable[tuple[str, Id]]) -> Iterator[str]:
    """Yield how many members, households, items, days and figures are new."""
    n = Counter(_GROUPS.get(kind, "other") for kind, _id in new)
    if n["members"]:
        yield ngettext("{n} member is new.", "{n} members are new.", n["members"]).format(n=n["members"])
    if n["households"]:
        yield ngettext("{n} household is new.", "{n} households are new.", n["households"]).format(
            n=n["households"]
        )
    if n["items"]:
        yield ngettext("{n} item is new.", "{n} items are new.", n["items"]).format(n=n["items"])
    if n["days"]:
        yield ngettext("{n} distribution is new.", "{n} distributions are new.", n["days"]).format(
            n=n["days"]
        )
    if n["figures"]:
        yield ngettext(
            "{n} figure is new: a visit, a gift, a movement or a count.",
            "{n} figures are new: visits, gifts, movements and counts.",
            n["figures"],
        ).format(n=n["figures"])
    if n["other"]:
        yield ngettext("{n} other thing is new.", "{n} other things are new.", n["other"]).format(
            n=n["other"]
        )


def changes(changed: int, decide: int) -> Iterator[str]:
    """Yield what becomes of what is here."""
    if changed:
        yield ngettext("{n} thing here changes.", "{n} things here change.", changed).format(n=changed)
    if decide:
        yield ngettext(
            "{n} field was changed at both sites; both are kept, and somebody must choose.",
            "{n} fields were changed at both sites; both are kept, and somebody must choose.",
            decide,
        ).format(n=decide)


def nothing_new() -> str:
    """Return the sentence for a bundle that is read already."""
    return _("Nothing in it is new.")


def came_from(site: str, number: int) -> str:
    """Return the sentence on whose bundle it is."""
    if number:
        return _("This is bundle {number} from {site}.").format(number=number, site=site)
    return _("This bundle comes from {site}, under a passphrase.").format(site=site)


def pairs_with(site: str, code: str) -> str:
    """Return the sentence on a first trip."""
    return _(
        "Reading it in pairs this book with {site}. Compare the short code with them by voice: {code}"
    ).format(site=site, code=code)


def bodiless(n: int) -> str:
    """Return the sentence on entries that came without what they say."""
    return ngettext(
        "{n} entry came without its content: it is not shared with this site.",
        "{n} entries came without their content: they are not shared with this site.",
        n,
    ).format(n=n)


def waiting(n: int, missing: list[int], site: str) -> Iterator[str]:
    """Yield what is missing where entries wait for others."""
    for number in missing:
        yield _("You are missing bundle {number} from {site}.").format(number=number, site=site)
    yield ngettext(
        "{n} entry waits for others that have not arrived; it is kept and not yet shown.",
        "{n} entries wait for others that have not arrived; they are kept and not yet shown.",
        n,
    ).format(n=n)
    yield _(
        "Write a bundle for {site}: it tells them what is here, and their next one brings the rest."
    ).format(site=site)


def branches(*, forked: int, healed: int, strange: int, others_wrote: bool) -> Iterator[str]:
    """Yield what came of copies that went on under one name, and of entries that are not their writer's."""
    if others_wrote:
        yield _(
            "Another copy of this book went on under the same name. This one goes on as a laptop of its own from now on."
        )
    if healed:
        yield origins.sentence("healed", healed)
    elif forked:
        yield ngettext(
            "A book was copied, and both copies went on: {n} entry has the number of another. Both are kept.",
            "A book was copied, and both copies went on: {n} entries have the numbers of others. All are kept.",
            forked,
        ).format(n=forked)
    if strange:
        yield ngettext(
            "{n} entry is not by the site that passes it off as its own: it does not count.",
            "{n} entries are not by the site that passes them off as its own: they do not count.",
            strange,
        ).format(n=strange)


def left_out(n: int, site: str) -> str:
    """Return the sentence on entries of a site that this book is not paired with."""
    return ngettext(
        "{n} entry of {site} is left out: this book is not paired with that site.",
        "{n} entries of {site} are left out: this book is not paired with that site.",
        n,
    ).format(n=n, site=site)


def not_understood() -> str:
    """Return why an entry is kept and not shown."""
    return _("Written by a newer AidBook: it is kept, and shown when this computer has the newest one.")
