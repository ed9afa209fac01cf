"""Writes `tests/golden/VERSION/`: a small book and a bundle as this version writes them. Run it once at each release.

It never writes over what is there: what a released version wrote stays as it was for ever.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from aidbook import __version__
from aidbook.actions import distributions, erasing, gifts, history, members, pantry, same
from aidbook.exchange import sending
from aidbook.store import slots
from aidbook.store.book import Book

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "golden"
PASSPHRASE = "four words on paper"  # noqa: S105 - opens made-up people only


def lived(book: Book) -> None:
    """Let a little of everything happen: what later versions must go on understanding."""
    marie = members.add_member(book, "Marie Joseph", phone="555-0100", birth="1980-03-04").id
    twice = members.add_member(book, "Mari Jozef", counted={"0-17": 2}).id
    going = members.add_member(book, "Somebody Who Left", phone="555-0199").id
    same.link(book, "member", marie, twice)
    beans, rice = (pantry.add_item(book, name, unit="can").id for name in ("Beans", "Rice"))
    pantry.receive_stock(
        book,
        [pantry.Units(item=beans, units=48, best_before="2027-03-31"), pantry.Units(item=rice, units=20)],
    )
    pantry.count_stock(book, [pantry.Units(item=rice, units=18)])
    day = distributions.plan_distribution(book, "2026-03-28", {beans: 2, rice: 1}).id
    for member in (marie, twice, going):
        household = members.household_of(book, members.find_member(book, _number(book, member)))
        distributions.sign_up(book, day, household)
        slip = distributions.check_in(book, day, household)
        if member == twice:
            history.undo(book, slip.action)
    distributions.check_in_unnamed(book, day, 3)
    gifts.add_gift(book, what="hours", minutes=90, member=marie)
    distributions.close_distribution(book, day)
    members.edit_member(book, marie, phone="555-0101")
    erasing.erase(book, going)


def _number(book: Book, member: str) -> str:
    return str(book.connection.execute("SELECT number FROM member WHERE id = ?", (member,)).fetchone()[0])


def main() -> int:
    """Write the folder; return 1 where this version has one."""
    folder = GOLDEN / __version__
    if folder.exists():
        print(f"{folder} is there already. It stays as it is.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as home:
        os.environ["AIDBOOK_HOME"] = home
        path = Path(home) / "eastside.aidbook"
        with Book.create(path, PASSPHRASE, site_name="Eastside", cost=slots.PRACTICE) as book:
            lived(book)
            bundle = sending.send(book, Path(home), to=None, passphrase=PASSPHRASE).path
        folder.mkdir(parents=True)
        for written in (path, path.with_name(path.name + ".keys")):
            shutil.copy(written, folder)
        shutil.copy(bundle, folder / "eastside.aidbundle")
    return 0


if __name__ == "__main__":
    sys.exit(main())
