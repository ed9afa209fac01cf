"""One bit turned over anywhere in a book's files is found; and what it hit is all that it can cost."""

from pathlib import Path

from aidbook.actions import members
from aidbook.errors import UserError
from aidbook.store import slots
from aidbook.store.book import Book
from aidbook.store.check import check
from aidbook.store.pages import PAGE_BYTES
from aidbook.store.salvage import salvage
from tests.conftest import PASSPHRASE
from tests.faults.lived import Lived, bodies_of, flip, lying_on, places


def found(path: Path) -> bool:
    """Tell whether a damaged book says so: refused with a sentence when it is opened, or found by a check."""
    try:
        with Book.open(path, PASSPHRASE) as book:
            return bool(check(book))
    except UserError as refusal:
        return bool(refusal.what and refusal.remedy)


def test_every_flipped_bit_of_the_book_is_found(lived: Lived, tmp_path: Path, soak: bool) -> None:  # noqa: FBT001 - a fixture
    path = lived.copied(tmp_path)
    whole = path.read_bytes()
    for bit in [*places(len(whole), 2000 if soak else 120), *range(0, 16 * 8, 8 if soak else 32)]:
        flip(path, bit)
        assert found(path), f"bit {bit}"
        path.write_bytes(whole)


def test_every_flipped_bit_of_the_keys_is_refused(lived: Lived, tmp_path: Path, soak: bool) -> None:  # noqa: FBT001 - a fixture
    path = lived.copied(tmp_path)
    keys = slots.slots_path(path)
    whole = keys.read_bytes()
    for bit in places(len(whole), 400 if soak else 40):
        flip(keys, bit)
        assert found(path), f"bit {bit}"
        keys.write_bytes(whole)


def cut_off(lived: Lived, folder: Path) -> tuple[Path, set[bytes]]:
    """Return a book as a crash leaves it, with confirmed work in its log alone, and what was confirmed."""
    path = lived.copied(folder / "open")
    with Book.open(path, PASSPHRASE) as book:
        book.connection.execute("PRAGMA wal_autocheckpoint = 0")
        for name in ("Ana", "Bo", "Cy"):
            members.add_member(book, name)
        there = set(bodies_of(book))
        (folder / "cut").mkdir()
        for file in path.parent.glob(f"{path.name}*"):
            if not file.name.endswith((".lock", "-shm")):
                (folder / "cut" / file.name).write_bytes(file.read_bytes())
    return folder / "cut" / path.name, there


def test_every_flipped_bit_of_the_log_is_found_and_costs_nothing_confirmed(
    lived: Lived,
    tmp_path: Path,
    soak: bool,  # noqa: FBT001 - a fixture
) -> None:
    path, there = cut_off(lived, tmp_path)
    log = path.with_name(f"{path.name}-wal")
    files = {file: file.read_bytes() for file in (path, log, slots.slots_path(path))}
    bits = [*places(len(files[log]), 600 if soak else 40), *range(0, 32 * 8, 4 if soak else 32)]
    for number, bit in enumerate(bits):
        flip(log, bit)
        if soak or number % 10 == 0:
            new = path.with_name("new.aidbook")
            salvage(path, new, PASSPHRASE)
            with Book.open(new, PASSPHRASE) as book:
                assert set(bodies_of(book)) == there, f"bit {bit}"
        assert found(path) or _all_there(path, there), f"bit {bit}"
        for file in path.parent.iterdir():
            file.unlink()
        for file, raw in files.items():
            file.write_bytes(raw)


def _all_there(path: Path, there: set[bytes]) -> bool:
    with Book.open(path, PASSPHRASE) as book:
        return set(bodies_of(book)) == there


def test_one_flipped_bit_is_set_right_and_costs_no_entry(lived: Lived, tmp_path: Path, soak: bool) -> None:  # noqa: FBT001 - a fixture
    path = lived.copied(tmp_path)
    whole = path.read_bytes()
    new = tmp_path / "new.aidbook"
    # Among them bits in the midst of what is written, in the salt of the first page, and in a page's seal.
    amid = [8 * (PAGE_BYTES * page - 300) for page in sorted(lying_on(lived.path, lived.key))[:3]]
    for bit in [*places(len(whole), 500 if soak else 3), *amid, 77, 8 * (PAGE_BYTES * 30 - 5)]:
        flip(path, bit)
        salvage(path, new, PASSPHRASE)
        with Book.open(new, PASSPHRASE) as book:
            assert bodies_of(book) == lived.bodies, f"bit {bit}"
        path.write_bytes(whole)
        for file in tmp_path.glob("new.aidbook*"):
            file.unlink()
