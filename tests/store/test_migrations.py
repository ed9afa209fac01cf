"""Books of every released version open with this one, and lose nothing."""

import shutil
from pathlib import Path

import pytest

from aidbook.exchange.receiving import open_bundle, receive
from aidbook.store.book import Book
from aidbook.store.check import check
from tests.conftest import PASSPHRASE

GOLDEN = Path(__file__).parent.parent / "golden"
VERSIONS = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())


@pytest.fixture(params=VERSIONS)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Give the folder of what one released version wrote, to write in."""
    folder: Path = tmp_path / request.param
    shutil.copytree(GOLDEN / request.param, folder)
    return folder


def test_a_book_of_each_released_version_opens_and_is_whole(released: Path) -> None:
    with Book.open(released / "eastside.aidbook", PASSPHRASE) as book:
        assert check(book) == ()
        assert book.site.name == "Eastside"


def test_a_bundle_of_each_released_version_is_read_in(released: Path, book: Book) -> None:
    got = receive(book, open_bundle(book, released / "eastside.aidbundle", PASSPHRASE))
    assert got.counts.new
    assert not got.counts.wrong
