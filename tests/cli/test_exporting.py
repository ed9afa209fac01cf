"""The journal: what hledger reads of a book, and what nobody can read in it."""

import subprocess
from pathlib import Path

from aidbook.actions import gifts, members, pantry, receiving
from aidbook.store.book import Book
from tests.cli.conftest import PASSPHRASE, Run


def hledger(journal: Path, *words: str) -> str:
    """Return what hledger says of a journal; it reads it strictly."""
    command = ("hledger", "-f", str(journal), *words)
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_hledger_reads_movements_and_money_of_a_book(run: Run, east: Path, tmp_path: Path) -> None:
    with Book.open(east, PASSPHRASE) as book:
        beans = pantry.add_item(book, 'Beans "fine"; 15 oz: big').id
        pantry.add_item(book, "Rice")
        rosa = members.add_member(book, "Rosa Delgado").id
        lines = [receiving.Line(item=beans, number=48, best_before="2090-01-31")]
        receiving.receive(book, receiving.Head(source_name="*! Food | Bank", cost=1250), lines)
        gifts.add_gift(book, what="money", cents=2000, member=rosa)
    journal = tmp_path / "goods.journal"
    ended = run("export", "journal", "--book", east, "-o", journal)
    assert (ended.status, "Nobody's name" in ended.out) == (0, True)
    hledger(journal, "check")
    assert "48" in hledger(journal, "balance", "on hand", "--no-total")
    assert "7.50 USD" in hledger(journal, "balance", "money", "--no-total")
    assert "Rosa" not in journal.read_text("utf-8")


def test_a_journal_is_not_written_where_there_is_no_folder(run: Run, east: Path, tmp_path: Path) -> None:
    ended = run("export", "journal", "--book", east, "-o", tmp_path / "none" / "goods.journal")
    assert (ended.status, "no folder" in ended.err) == (1, True)
