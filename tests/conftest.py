"""What every test may use: a real book in a folder of its own, and keys that take no time."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aidbook.store import slots
from aidbook.store.book import Book

PASSPHRASE = "four words on paper"


@pytest.fixture(autouse=True)
def weak_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every passphrase of a test cheap to try: 8 MB and one pass instead of 256 MB and three."""
    monkeypatch.setattr(slots, "STRONG", slots.PRACTICE)


@pytest.fixture(autouse=True)
def plain_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test see the person's own settings, folders or language."""
    monkeypatch.setenv("AIDBOOK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANGUAGE", "en")
    for name in ("AIDBOOK_PASSPHRASE", "AIDBOOK_BUNDLE_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def make_book(tmp_path: Path) -> Iterator[Callable[..., Book]]:
    """Give a function that makes a site's book, empty and open; all are closed in the end."""
    made: list[Book] = []

    def make(site: str = "Eastside", **options: Any) -> Book:
        made.append(Book.create(tmp_path / f"{site.lower()}.aidbook", PASSPHRASE, site_name=site, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def book(make_book: Callable[..., Book]) -> Book:
    """Give the book of the site Eastside, empty and open."""
    return make_book()
