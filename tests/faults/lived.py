"""A book that has lived, small: a day of its own, what another site sent, signatures; and what is in it, to compare."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aidbook.actions import distributions, history, members, pantry
from aidbook.domain.entries import body_hash
from aidbook.domain.members import Member
from aidbook.exchange import cards, receiving, sending
from aidbook.store import btree, slots
from aidbook.store.book import Book
from aidbook.store.pages import PAGE_BYTES, PageFile
from tests.conftest import PASSPHRASE


@dataclass(frozen=True)
class Lived:
    """A closed book: its file, the hash and bytes of every body in it, its key and its origin."""

    path: Path
    bodies: dict[bytes, bytes]
    key: bytes
    origin: bytes

    def copied(self, folder: Path) -> Path:
        """Return a copy of the book in a folder, to be damaged."""
        folder.mkdir(exist_ok=True)
        for file in self.path.parent.glob(f"{self.path.name}*"):
            if not file.name.endswith(".lock"):
                (folder / file.name).write_bytes(file.read_bytes())
        return folder / self.path.name


def make(folder: Path) -> Lived:
    """Return a book with a day in it, paired with another that sent its own."""
    east = Book.create(folder / "east.aidbook", PASSPHRASE, site_name="Eastside", cost=slots.PRACTICE)
    west = Book.create(folder / "west.aidbook", PASSPHRASE, site_name="Westside", cost=slots.PRACTICE)
    with east, west:
        for book in (east, west):
            live(book)
        cards.pair(west, cards.card_of(east))
        cards.pair(east, cards.card_of(west))
        (folder / "stick").mkdir()
        sent = sending.send(west, folder / "stick", to=east.site, passphrase=None).path
        receiving.receive(east, receiving.open_bundle(east, sent))
        sending.send(east, folder / "stick", to=west.site, passphrase=None)
        bodies = bodies_of(east)
        key, origin = east.key, east.identity.origin
    return Lived(folder / "east.aidbook", bodies, key, origin)


def live(book: Book) -> None:
    """Let a day pass in a book."""
    beans = pantry.add_item(book, "Beans", unit="can").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=48)])
    for name in ("Rosa Baptiste", "Omar Haddad", "Łucja Nowak"):
        members.add_member(book, name, note=f"{name} reads only large print. " * 3)
    long = members.add_member(book, "Jérémie Pierre", note="comes by the back door; " * 400).id
    rosa = members.find_member(book, "Rosa")
    day = distributions.plan_distribution(book, "2026-03-28", {beans: 2}).id
    assert rosa.household is not None
    distributions.check_in(book, day, rosa.household)
    assert book.get(Member, long) is not None
    history.undo(book, members.edit_member(book, rosa.id, phone="555-0142").action)


def bodies_of(book: Book) -> dict[bytes, bytes]:
    """Return the hash and bytes of every body in a book."""
    return dict(book.connection.execute("SELECT hash, bytes FROM body").fetchall())


def flip(path: Path, bit: int) -> None:
    """Turn one bit of a file over."""
    with path.open("r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def spoil_page(path: Path, number: int) -> None:
    """Write over one page of a book, as a disk that gives back another sector."""
    with path.open("r+b") as file:
        file.seek((number - 1) * PAGE_BYTES)
        file.write(b"\xa5" * PAGE_BYTES)


def places(size: int, count: int) -> Iterator[int]:
    """Yield `count` bits spread over a file of `size` bytes: each in another part of it, at another place there."""
    for n in range(count):
        yield (n * 8 * size // count + (n * 7919) % max(1, 8 * size // count)) % (8 * size)


def lying_on(path: Path, key: bytes) -> dict[int, set[bytes]]:
    """Return which bodies lie on each page of a whole book, wholly or in part."""
    found: dict[int, set[bytes]] = defaultdict(set)
    with PageFile(path, key) as file:
        for page in file:
            for row in btree.rows(page, file):
                match row.values:
                    case (None, bytes(name), bytes(raw), str(), *_) if body_hash(raw) == name:
                        for number in {page.number, *_pages_of(raw, file)}:
                            found[number].add(name)
    return found


def _pages_of(raw: bytes, file: PageFile) -> set[int]:
    """Return the overflow pages that hold a part of a long body."""
    pieces = {raw[at : at + 200] for at in range(0, len(raw) - 200, 200)} if len(raw) > 3000 else set()
    return {page.number for page in file if page.data[0] == 0 and any(piece in page.data for piece in pieces)}
