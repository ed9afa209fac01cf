"""Queries on gifts, and on what one member gave and received."""

from dataclasses import dataclass

from aidbook.domain.declare import Id
from aidbook.store import same
from aidbook.store.book import Book
from aidbook.store.rows import home, marks


@dataclass(frozen=True, slots=True)
class GiftLine:
    """A gift as lists show it; `member` and `who` are empty for one by nobody named."""

    id: Id
    action: Id
    at: int
    what: str
    minutes: int | None
    cents: int | None
    currency: str | None
    item: str | None
    unit: str | None
    units: int | None
    note: str | None
    distribution: Id | None
    member: Id | None
    who: str


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """What a household received on a day."""

    visit: Id
    at: int
    on: str
    title: str | None
    people: int
    boxes: int


_GIFT = (
    "SELECT g.id, g.action, g.at, g.what, g.minutes, g.cents, g.currency, i.name, i.unit, g.units, g.note, "
    f"g.distribution, m.id, coalesce(m.name, '') FROM gift g LEFT JOIN item i ON i.id = {same.shown('item', 'g.item')} "
    "LEFT JOIN tie t ON t.of = g.id AND t.kept = 1 LEFT JOIN member m ON m.kept = 1 AND m.id = "
    f"{same.shown('member', 't.member')} "
    "WHERE g.stands = 1 AND "
)


def gift_lines(book: Book, *, site: Id | None = None, distribution: Id | None = None) -> list[GiftLine]:
    """Return a site's gifts, or those of one distribution, the latest first."""
    rows = book.connection.execute(
        _GIFT
        + "(?1 IS NOT NULL AND g.distribution = ?1 OR ?1 IS NULL AND g.site = ?2) ORDER BY g.at DESC, g.id",
        (distribution, home(book, site)),
    )
    return [GiftLine(*row) for row in rows]


def gift_line(book: Book, gift: Id) -> GiftLine | None:
    """Return a gift, or None where there is none of that id."""
    row = book.connection.execute(_GIFT + "g.id = ? LIMIT 1", (gift,)).fetchone()
    return GiftLine(*row) if row else None


def gave(book: Book, member: Id, *, apart: bool = False) -> list[GiftLine]:
    """Return what a member gave, under every record that is linked with theirs or `apart`, the latest first."""
    everyone = [member] if apart else same.all_of(book, "member", [member])
    rows = book.connection.execute(
        _GIFT + f"t.member IN ({marks(everyone)}) ORDER BY g.at DESC, g.id", everyone
    )
    return [GiftLine(*row) for row in rows]


def received(book: Book, household: Id) -> list[ReceivedLine]:
    """Return what a household received, the latest first."""
    rows = book.connection.execute(
        'SELECT v.id, v.at, d."on", d.title, v.people, v.boxes FROM tie t JOIN visit v ON v.id = t.of AND v.stands = 1 '
        'JOIN distribution d ON d.id = v.distribution WHERE t.household = ? AND t.kept = 1 ORDER BY d."on" DESC, v.id',
        (household,),
    )
    return [ReceivedLine(*row) for row in rows]
