"""A small book that has lived, made once and copied for each fault."""

from collections.abc import Iterator

import pytest

from tests.faults import lived as lived_in
from tests.faults.lived import Lived
from tests.ui.conftest import session, window

__all__ = ["lived", "session", "window"]


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """Give a closed book with a day of its own and another site's entries; damage copies of it only."""
    folder = tmp_path_factory.mktemp("lived")
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("AIDBOOK_HOME", str(folder / "home"))
        surroundings.setenv("LANGUAGE", "en")
        yield lived_in.make(folder)
