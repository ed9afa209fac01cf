"""Finds the files that travel with the program: in a checkout, in an installed wheel, in a frozen program."""

import sys
from functools import cache
from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a file or folder in resources/, such as `resource("icons", "sun.svg")`."""
    return _root().joinpath(*parts)


@cache
def _root() -> Path:
    package = Path(__file__).parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [package / "_resources", package.parent.parent / "resources"]
    if frozen:
        places.insert(0, Path(frozen) / "resources")
    return next((place for place in places if place.is_dir()), places[-1])
