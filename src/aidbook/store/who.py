"""What is compared of a person: names, birth, phones, mail and address, in the one writing that all of them have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.domain.members import is_birth
from aidbook.store.sounds import AFTER_NAMES, first_names

PHONE_DIGITS = 7
"""So many at the end of two numbers are the same where one is written without the code of its town or country."""
_LONG_PHONE_DIGITS = 9
FULL_DATE = 10

Names = tuple[str, ...]


@dataclass(slots=True)
class Who:
    """What is compared of one person: each way their whole name is written, as folded words in their order."""

    id: Id
    names: tuple[Names, ...]
    birth: str = ""
    phones: frozenset[str] = frozenset()
    mail: str = ""
    address: str = ""
    household: Id = ""
    given: Names = ()
    """The words of the given name, where it is known which they are."""
    line: str = field(default="", init=False)
    """Which of a family's same names: "younger", "older"."""

    def __post_init__(self) -> None:
        if all(map(AFTER_NAMES.keys().isdisjoint, self.names)):
            return
        said = [
            AFTER_NAMES[word] for word in chain(*(names[1:] for names in self.names)) if word in AFTER_NAMES
        ]
        if said:
            self.line = said[0]
            self.names = tuple(
                (*names[:1], *(word for word in names[1:] if word not in AFTER_NAMES)) for names in self.names
            )

    @property
    def words(self) -> frozenset[str]:
        """Return every word of every name."""
        return frozenset(chain(*self.names))

    @property
    def telling(self) -> list[str]:
        """Return the words that are more than an initial: a sign of Chinese is a word."""
        return sorted(word for word in self.words if len(word) > 1 or not word.isascii())


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """What is known of a person, as the fields of a member and of its household hold it."""

    name: str | None = None
    family_name: str | None = None
    other_names: Sequence[str] = ()
    birth: str | None = None
    phones: Sequence[str | None] = ()
    email: str | None = None
    address: str | None = None
    household: Id | None = None


def who(id_: Id, said: Described) -> Who:
    """Return what is compared of a person; answers that are none ("~") count as nothing."""
    name, family = fold(said.name or ""), fold(said.family_name or "")
    return Who(
        id_,
        tuple(_all_names(name, family, [fold(other) for other in said.other_names])),
        said.birth if said.birth and is_birth(said.birth) else "",
        frozenset(filter(None, map(_phone, said.phones))),
        (said.email or "").strip().casefold() if "@" in (said.email or "") else "",
        _address(said.address or ""),
        said.household or "",
        _given(name.split(), family.split()),
    )


def _given(words: list[str], family: list[str]) -> Names:
    """Return the words of a given name; none where those of the family may stand in its place."""
    first, last = words[:1], family or words[1:][-1:]
    known = first_names()
    if not last or not first or (family and known.isdisjoint(first) and not known.isdisjoint(family)):
        return ()
    if family:
        return tuple(words) if set(words).isdisjoint(family) else ()
    return tuple(words[:-1]) if first[0] in known and last[0] not in known else ()


def _all_names(name: str, family: str, others: list[str]) -> Iterable[Names]:
    words = name.split()
    if len(words) == 1:
        last = family.split()
    else:
        last = [word for word in family.split() if word not in words] if family not in words else []
    yield (*words, *last)
    for other in others:
        other_words = other.split()
        if other_words and other_words != words:
            yield tuple(other_words if len(other_words) > 1 else [*other_words, *(last or words[1:])])


def _phone(phone: str | None) -> str:
    digits = "".join(filter(str.isdigit, phone or ""))
    if len(digits) < PHONE_DIGITS:
        return ""
    return digits[-PHONE_DIGITS:] if len(digits) < _LONG_PHONE_DIGITS else digits[-_LONG_PHONE_DIGITS:]


_STREETS = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "lane": "ln", "boulevard": "blvd",
    "apartment": "apt", "court": "ct", "place": "pl", "north": "n", "south": "s", "east": "e", "west": "w",
}  # fmt: skip


def _address(address: str) -> str:
    return " ".join(_STREETS.get(word, word) for word in fold(address).split())


def shared_values(one: Who) -> Iterable[str]:
    """Yield what others may share with somebody, each with its kind before it."""
    if len(one.birth) == FULL_DATE:
        yield f"b{one.birth}"
    yield from (f"p{phone[-PHONE_DIGITS:]}" for phone in one.phones)
    if one.mail:
        yield f"m{one.mail}"
    if one.address:
        yield f"a{one.address}"
