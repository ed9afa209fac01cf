"""A program that writes in a book until it is killed, and says of each action when it is confirmed.

It stays, and lets a copy of itself do the writing: `PATH` on standard input begins one; its process id, then a line
for each confirmed action, then "gone" come back.
"""

import os
import sys
from itertools import count
from pathlib import Path

from aidbook.actions import distributions, history, members, pantry
from aidbook.store.book import Book

PASSPHRASE = "four words on paper"


def say(line: str) -> None:
    """Say a line at once: whoever is killed says nothing later."""
    os.write(1, f"{line}\n".encode())


def write_on(path: Path) -> None:
    """Do what is done on a day, over and over."""
    with Book.open(path, PASSPHRASE) as book:
        beans = pantry.add_item(book, f"Beans {os.getpid()}", unit="can")
        say(beans.action)
        for number in count():
            name = f"Person {os.getpid()} {number}"
            say(members.add_member(book, name, note="prefers mornings " * 20).action)
            say(pantry.receive_stock(book, [pantry.Units(item=beans.id, units=10)]).action)
            day = distributions.plan_distribution(book, "2026-03-28", {beans.id: 1})
            say(day.action)
            household = members.find_member(book, name).household or ""
            seen = distributions.check_in(book, day.id, household)
            say(seen.action)
            say(history.undo(book, seen.action).action)


def main() -> None:
    """Begin a copy for each line that comes."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            write_on(Path(line.strip()))
        say(f"pid {child}")
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main()
