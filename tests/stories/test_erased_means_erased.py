"""Who is erased stands nowhere: not in a page of the file, free or not, its log, a backup, the index, or the next bundle."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import zstandard
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from aidbook import paths
from aidbook.actions import cards as new_cards
from aidbook.actions import consents, distributions, erasing, gifts, history, members, pantry
from aidbook.actions.backups import look_at_backup
from aidbook.actions.delivery_desk import Desk
from aidbook.actions.fingerprints import seen
from aidbook.actions.prints import note_print
from aidbook.actions.receiving import Head
from aidbook.actions.sentences import sentence
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.homes import new_id_at
from aidbook.domain.members import Member, Proxy
from aidbook.exchange import cards, receiving, sending
from aidbook.exchange.reading import unseal
from aidbook.store import backup
from aidbook.store.book import Book
from aidbook.store.check import check
from aidbook.store.connection import connect
from aidbook.store.distributions import DayCount, day_count
from aidbook.store.history import action_ids
from aidbook.store.pantry import stock_lines
from tests.conftest import PASSPHRASE

NAME, FAMILY, PHONE, STREET = (
    "Xochiquetzalli",
    "Wojciechowskaja",
    "907-55-83-61-42",
    "Bramblethwaite Lane 7731",
)
LATER = "Quetzalpapalotl"
PAGE, IV, SEAL, SALT, WAL_HEAD, FRAME_HEAD = 4096, 16, 64, 16, 32, 24


def fragments(*words: str) -> set[bytes]:
    """Return every six letters of words in a row: an index keeps words in pieces."""
    return {word[at : at + 6].lower().encode() for word in words for at in range(len(word) - 5)}


ABOUT_HER = fragments(NAME, FAMILY, LATER, "Bramblethwaite") | {
    PHONE.encode(),
    PHONE.replace("-", "").encode(),
    b"lane 7731",
}


def found_in(data: bytes) -> set[bytes]:
    """Return what of her is in some bytes."""
    small = data.lower()
    return {fragment for fragment in ABOUT_HER if fragment in small}


def pages(path: Path, key: bytes) -> bytes:
    """Return every page of a book in clear, free ones too, and every page image in its log, old ones too.

    As SQLCipher 4 writes them: AES-256 in CBC mode under the raw key, the IV and a seal at the page's end.
    """
    file, log = path.read_bytes(), path.with_name(path.name + "-wal")
    frames = log.read_bytes()[WAL_HEAD:] if log.exists() else b""
    clear = [
        _clear(file[at : at + PAGE], key, skip=SALT if at == 0 else 0) for at in range(0, len(file), PAGE)
    ]
    for at in range(0, len(frames), FRAME_HEAD + PAGE):
        number = int.from_bytes(frames[at : at + 4], "big")
        clear.append(_clear(frames[at + FRAME_HEAD :][:PAGE], key, skip=SALT if number == 1 else 0))
    return b"".join(clear)


def _clear(page: bytes, key: bytes, *, skip: int) -> bytes:
    if len(page) < PAGE:
        return b""
    iv = page[-IV - SEAL : -SEAL]
    decryptor = Cipher(algorithms.AES256(key), modes.CBC(iv)).decryptor()
    return decryptor.update(page[skip : -IV - SEAL]) + decryptor.finalize()


def exported(book: Book, folder: Path) -> bytes:
    """Return the whole book as a plain SQLite file, free pages left out."""
    plain = folder / "plain.db"
    book.connection.execute("ATTACH ? AS plain KEY ''", (str(plain),))
    book.connection.execute("SELECT sqlcipher_export('plain')").fetchall()
    book.connection.execute("DETACH plain")
    return plain.read_bytes()


def unlocked(path: Path, reader: Book) -> bytes:
    """Return all that a bundle carries, in clear."""
    sealed = unseal(path, lock_identity=reader.identity.secrets.lock_identity, passphrase=None)
    packed = (bytes(content) for name, content in sealed.contents.items() if name.endswith(".zst"))
    return sealed.raw + b"".join(
        zstandard.ZstdDecompressor().decompressobj().decompress(one) for one in packed
    )


def key_of(book: Book) -> bytes:
    """Return the raw key of a book's file."""
    key = book._door.key
    connect(book.path, key).close()
    return key


@pytest.fixture
def both(make_book: Callable[..., Book]) -> tuple[Book, Book]:
    """Give the books of two paired sites."""
    east, west = make_book("Eastside"), make_book("Westside")
    cards.pair(east, cards.card_of(west))
    cards.pair(west, cards.card_of(east))
    return east, west


def lived(east: Book) -> tuple[Id, Id, Id]:
    """Let her be in the book in every way there is; return her, her household and the day."""
    beans = pantry.add_item(east, "Beans", unit="can").id
    pantry.receive_stock(east, [pantry.Units(item=beans, units=48)])
    her = members.add_member(
        east,
        NAME,
        family_name=FAMILY,
        phone=PHONE,
        note=f"lives in {STREET}",
        may_share=True,
        counted={"0-17": 2},
        other_names=(f"{NAME} the elder",),
        other_phones=(PHONE,),
        reach_note=f"through {FAMILY}’s shop",
        private_note=f"of {NAME} alone",
        access_needs=(f"{NAME}’s ramp",),
        skills=(f"{NAME}’s bread",),
    ).id
    record = members.find_member(east, NAME)
    home = members.household_of(east, record)
    members.edit_household(east, home, address=STREET, name=f"The {FAMILY}s")
    day = distributions.plan_distribution(east, "2026-03-28", {beans: 2}).id
    distributions.sign_up(east, day, home)
    distributions.check_in(east, day, home)
    gifts.add_gift(east, "hours", member=her, minutes=90)
    consents.give(east, her, "photo", witness=f"{FAMILY} the elder")
    consents.give(east, her, "reminders")
    consents.withdraw(east, her, "reminders")
    east.record(Proxy(id=new_id_at(east.identity.site), household=home, name=f"{FAMILY} junior", phone=PHONE))
    east.record(Proxy(id=new_id_at(east.identity.site), household=home, member=her, note=STREET))
    undone = members.edit_member(east, her, name=LATER, phone=f"1 {PHONE}")
    history.undo(east, undone.action)
    kwame = members.add_member(east, "Kwame").id
    neighbour = east.get(Member, kwame)
    assert neighbour is not None
    members.add_proxy(east, home, name=f"{NAME}’s cousin", phone=PHONE, note=f"knows {FAMILY}")
    members.add_proxy(east, neighbour.household or "", member=her, note=f"{NAME} picks up")
    consents.give(east, her, "share", witness=f"{FAMILY}’s neighbour")
    consents.give(east, her, "photo", witness=f"{NAME}’s aunt")
    consents.withdraw(east, her, "photo")
    new_cards.replace_card(east, her)
    new_cards.replace_card(east, her)
    note_print(east, "member-page", None, members=(her,))
    return her, home, day


def numbers_of(book: Book, member: Id) -> set[bytes]:
    """Return the numbers that a member ever had."""
    record = book.get(Member, member)
    assert record is not None
    return {str(number).lower().encode() for number in (record.number, *record.old_numbers)}


def figures(book: Book, day: Id) -> tuple[DayCount, object]:
    """Return the past totals."""
    record = book.get(Distribution, day)
    assert record is not None
    return day_count(book, record), stock_lines(book)


def carried(sender: Book, reader: Book, folder: Path) -> Path:
    """Write a bundle with people for a paired site, and let it be read in; return where it lies."""
    path = sending.send(sender, folder, to=reader.site, passphrase=None, people=True).path
    receiving.receive(reader, receiving.open_bundle(reader, path))
    return path


def test_who_is_erased_is_in_no_page_log_backup_index_undo_list_or_bundle(
    both: tuple[Book, Book], tmp_path: Path
) -> None:
    east, west = both
    her, _home, day = lived(east)
    assert found_in(unlocked(carried(east, west, tmp_path), west)), (
        "she must have been there, or nothing is shown"
    )
    members.edit_member(west, her, phone=f"2 {PHONE}")
    carried(west, east, tmp_path)
    assert found_in(pages(east.path, key_of(east)))
    before = figures(east, day)
    numbers = numbers_of(east, her)
    assert len(numbers) == 3
    for book in both:
        Desk(book).change_head(source_name=f"{NAME} {FAMILY}", note=f"{FAMILY}s’ garden", cost=500)

    erasing.erase(east, her, fingerprint=True)

    after = backup.make(east, tmp_path).path
    stick = carried(east, west, tmp_path)
    for book in both:
        assert found_in(pages(book.path, key_of(book))) == set()
        plain = exported(book, _new(tmp_path / book.site.name))
        assert found_in(plain) == set()
        assert not [number for number in numbers if number in plain.lower()]
        assert found_in("".join(sentence(book, action) for action in action_ids(book)).encode()) == set()
        assert check(book) == ()
    assert found_in(pages(_unpacked(after, _new(tmp_path / "backup")), key_of(east))) == set()
    assert found_in(unlocked(stick, west)) == set()
    assert found_in(b"".join(file.read_bytes() for file in paths.log_dir().iterdir())) == set()
    assert figures(east, day) == before
    assert [Desk(book).head for book in both] == [Head(cost=500)] * 2
    assert seen(east, f"{NAME} {FAMILY}", phone=PHONE) is not None, (
        "the fingerprint is there, and says nothing"
    )


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _unpacked(file: Path, folder: Path) -> Path:
    """Return the book in a backup."""
    with zipfile.ZipFile(BytesIO(file.read_bytes())) as archive:
        archive.extractall(folder)
    (found,) = (path for path in folder.rglob("*.aidbook"))
    return found


def test_a_backup_of_before_forgets_again_when_it_is_put_back(
    both: tuple[Book, Book], tmp_path: Path
) -> None:
    east, _west = both
    her, _home, day = lived(east)
    old = backup.make(east, tmp_path).path
    before = figures(east, day)
    erasing.erase(east, her)
    path, key = east.path, key_of(east)
    east.close()
    restoration = look_at_backup(old, path, PASSPHRASE)
    restoration.make_ready()
    restoration.finish()
    with Book.open(path, PASSPHRASE) as again:
        assert found_in(pages(path, key)) == set()
        assert figures(again, day) == before
        assert check(again) == ()
