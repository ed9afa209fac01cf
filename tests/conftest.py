"""What every test may use: a real book in a folder of its own, and keys that take no time."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from sqlcipher3.dbapi2 import ProgrammingError

from aidbook.store import slots
from aidbook.store.book import Book
from aidbook.store.check import check

PASSPHRASE = "four words on paper"

settings.register_profile("first", phases=[Phase.generate], report_multiple_bugs=False, database=None)
"""For who only wants to know whether a property fails, not the shortest way to make it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--soak`: thousands of runs where every test run makes a hundred. A test asks for it as `soak`."""
    parser.addoption("--soak", action="store_true", help="run the long tests at their full length")


@pytest.fixture(scope="session")
def soak(pytestconfig: pytest.Config) -> bool:
    """Tell whether the tests run at their full length."""
    return bool(pytestconfig.getoption("--soak"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked `only_soak` unless it was asked for: nothing is skipped, it is not there."""
    if config.getoption("--soak"):
        return
    left_out = [item for item in items if item.get_closest_marker("only_soak")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(autouse=True)
def weak_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every passphrase of a test cheap to try: 8 MB and one pass instead of 256 MB and three."""
    monkeypatch.setattr(slots, "STRONG", slots.PRACTICE)


@pytest.fixture(autouse=True)
def plain_surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test see the person's own settings, folders or language."""
    monkeypatch.setenv("AIDBOOK_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("LANGUAGE", "en")
    for name in ("AIDBOOK_PASSPHRASE", "AIDBOOK_BUNDLE_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def make_book(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Book]]:
    """Give a function that makes a site's book, empty and open; in the end all must check, and are closed.

    A test that goes behind the ledger's back says so with `@pytest.mark.behind_the_ledger`.
    """
    made: list[Book] = []

    def make(site: str = "Eastside", **options: Any) -> Book:
        made.append(Book.create(tmp_path / f"{site.lower()}.aidbook", PASSPHRASE, site_name=site, **options))
        return made[-1]

    yield make
    findings = [] if request.node.get_closest_marker("behind_the_ledger") else [_look(one) for one in made]
    for one in made:
        one.close()
    assert not any(findings)


def _look(book: Book) -> list[str]:
    """Return what is wrong with a book; nothing can be said of one that the test has closed."""
    try:
        book.connection.execute("SELECT 1")
    except ProgrammingError:
        return []
    return list(check(book))


@pytest.fixture
def book(make_book: Callable[..., Book]) -> Book:
    """Give the book of the site Eastside, empty and open."""
    return make_book()
