"""What the door and the packing table know of a household: what the profile asks, who may pick up, what must stay out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.diet import clashes
from aidbook.domain.distributions import Box, Distribution
from aidbook.domain.pantry import Item
from aidbook.store.book import Book
from aidbook.store.profiles import fields_on
from aidbook.store.proxies import names_by_household


@dataclass(frozen=True, slots=True)
class AtBox:
    """What is asked of members, what is in the day's box, and {household: who else may pick up for it}."""

    asked: frozenset[str]
    items: tuple[Item, ...]
    proxies: Mapping[Id, tuple[str, ...]]

    def only(self, key: str, said: tuple[str, ...]) -> tuple[str, ...]:
        """Return what was said where the profile asks it, without those who prefer not to say."""
        return tuple(word for word in said if word != PREFERS_NOT) if key in self.asked else ()

    def others(self, households: Iterable[Id]) -> tuple[str, ...]:
        """Return who else may pick up for households that are shown as one."""
        return tuple(dict.fromkeys(name for one in households for name in self.proxies.get(one, ())))

    def meets(self, allergens: Iterable[str], diet: Iterable[str]) -> tuple[str, ...]:
        """Return the names of the items in the box that somebody of the household must not meet."""
        never, leaves = tuple(allergens), tuple(diet)
        return tuple(item.name for item in self.items if clashes(never, item.allergens, leaves))


def at_box(book: Book, day: Distribution, box: Box) -> AtBox:
    """Return it for a day."""
    asked = fields_on(book)
    items = (book.get(Item, item) for item in box.contents)
    proxies = names_by_household(book, day.on) if "proxies" in asked else {}
    return AtBox(asked, tuple(item for item in items if item), proxies)
