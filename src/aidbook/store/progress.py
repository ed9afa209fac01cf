"""How far long work is: whoever asked is told now and then, and stops the work by raising."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Progress = Callable[[int, int], None]
"""Is told how many steps of how many are done."""

_T = TypeVar("_T")
_EVERY = 100


def silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def told(items: Iterable[_T], progress: Progress, done: int, total: int) -> Iterator[_T]:
    """Yield the items, and tell how far they are: `done` steps of `total` were done before the first."""
    for number, item in enumerate(items):
        if number % _EVERY == 0:
            progress(done + number, total)
        yield item
