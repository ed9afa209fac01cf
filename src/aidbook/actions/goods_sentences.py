"""What people did with goods, in words: counted together, made boxes, lent, sent to another site, recalled."""

from collections.abc import Callable, Sequence
from typing import Any

from aidbook.domain.loans import Loan
from aidbook.domain.pantry import Item, Place
from aidbook.domain.recalls import Recall
from aidbook.domain.sites import Site
from aidbook.domain.transfers import Transfer
from aidbook.i18n import _, format_number, ngettext
from aidbook.store import history as query
from aidbook.store.body import Body
from aidbook.store.book import Book

Bodies = Sequence[Body]


def goods_words() -> dict[str, str]:
    """Return what one thing of each of these kinds is called."""
    return {
        "count_session": _("a count"),
        "tally": _("what somebody counted"),
        "making": _("boxes made ahead"),
        "repack": _("something that was repacked"),
        "loan": _("something that is lent"),
        "loan_return": _("something that came back"),
        "transfer": _("goods sent to another site"),
        "transfer_receipt": _("goods received from another site"),
        "recall": _("a recall"),
        "picture": _("a picture of an item"),
        "fair_value": _("what a pound of goods is worth"),
    }


def _item(book: Book, id_: object) -> str:
    item = query.ever(book, Item, str(id_))
    return (item.name if item else "") or _("an item that is not here")


def _site(book: Book, id_: object) -> str:
    site = query.ever(book, Site, str(id_))
    return (site.name if site else "") or _("another site")


def _said(book: Book, own: Bodies, kind: type) -> dict[str, Any]:
    """Return what a fact says, whether this entry wrote it or takes it back."""
    if own[0].fact is not None:
        return own[0].fact
    found = query.ever(book, kind, own[0].subject)
    return {name: getattr(found, name, None) for name in getattr(kind, "__slots__", ())}


def _tally(book: Book, own: Bodies, _all: Bodies) -> str:
    fact = own[0].fact
    if fact is None:
        return _("Took back what somebody counted")
    return _("Counted {item}: {n}, to be booked").format(
        item=_item(book, fact.get("item")), n=format_number(int(fact.get("units") or 0))
    )


def _making(_book: Book, own: Bodies, _all: Bodies) -> str:
    n = int((own[0].fact or {}).get("boxes") or 0)
    if n < 0:
        return ngettext("Took {n} box apart", "Took {n} boxes apart", -n).format(n=format_number(-n))
    return ngettext("Made {n} box ahead", "Made {n} boxes ahead", n).format(n=format_number(n))


def _repack(book: Book, own: Bodies, _all: Bodies) -> str:
    fact = own[0].fact or {}
    return _("Filled {a} × {opened} into {b} × {item}").format(
        a=format_number(int(fact.get("units_opened") or 0)),
        opened=_item(book, fact.get("opened")),
        b=format_number(int(fact.get("units") or 0)),
        item=_item(book, fact.get("item")),
    )


def _loan(book: Book, own: Bodies, _all: Bodies) -> str:
    fact = _said(book, own, Loan)
    return _("Lent {n} × {item}").format(
        n=format_number(int(fact.get("units") or 0)), item=_item(book, fact.get("item"))
    )


def _loan_return(book: Book, own: Bodies, _all: Bodies) -> str:
    fact = own[0].fact or {}
    loan = query.ever(book, Loan, str(fact.get("loan")))
    item = _item(book, loan.item if loan else None)
    back, lost = int(fact.get("units") or 0), int(fact.get("lost") or 0)
    if not back:
        return _("{n} × {item} will not come back").format(n=format_number(lost), item=item)
    if not lost:
        return _("{n} × {item} came back").format(n=format_number(back), item=item)
    return _("{n} × {item} came back, {lost} will not").format(
        n=format_number(back), item=item, lost=format_number(lost)
    )


def _lines(n: object) -> str:
    many = int(str(n or 0))
    return ngettext("{n} line", "{n} lines", many).format(n=format_number(many))


def _transfer(book: Book, own: Bodies, _all: Bodies) -> str:
    fact = _said(book, own, Transfer)
    return _("Sent goods to {site}: {lines}").format(
        site=_site(book, fact.get("to")), lines=_lines(fact.get("lines"))
    )


def _transfer_receipt(_book: Book, own: Bodies, _all: Bodies) -> str:
    fact = own[0].fact or {}
    short = fact.get("short") or {}
    if any(short.values()):
        return _("Received goods from another site, not as they were sent: {lines}").format(
            lines=_lines(fact.get("lines"))
        )
    return _("Received goods from another site: {lines}").format(lines=_lines(fact.get("lines")))


def _recall(book: Book, own: Bodies, _all: Bodies) -> str:
    fields = own[0].set or {}
    record = query.ever(book, Recall, own[0].subject)
    why = str(fields.get("why") or (record.why if record else ""))
    if fields.get("kept") is True:
        return _("Recalled: {why}").format(why=why)
    if fields.get("ended_on"):
        return _("Ended the recall: {why}").format(why=why)
    return _("Changed the recall: {why}").format(why=why)


def _count_session(book: Book, own: Bodies, _all: Bodies) -> str:
    if (own[0].set or {}).get("kept") is not True:
        return _("Changed a count")
    places = [query.ever(book, Place, str(id_)) for id_ in (own[0].set or {}).get("places") or ()]
    names = ", ".join(place.name for place in places if place)
    return _("Began a count of {places}").format(places=names) if names else _("Began a count")


GOODS_SENTENCES: dict[str, Callable[[Book, Bodies, Bodies], str]] = {
    "recall": _recall,
    "transfer": _transfer,
    "transfer_receipt": _transfer_receipt,
    "loan": _loan,
    "loan_return": _loan_return,
    "making": _making,
    "repack": _repack,
    "tally": _tally,
}
"""Sentences that go before that of the units which moved."""
LATE_SENTENCES: dict[str, Callable[[Book, Bodies, Bodies], str]] = {"count_session": _count_session}
