"""Whether a text names somebody: any word of their names, with an ending or without."""

from collections.abc import Collection, Iterable

from aidbook.domain.folding import fold

_SHORT = 2


def words_of(names: Iterable[str]) -> set[str]:
    """Return the words of somebody's names, as they are compared."""
    return {word for name in names for word in fold(name).split() if len(word) >= _SHORT}


def is_named(wanted: Collection[str], text: str) -> bool:
    """Tell whether a text has one of these words; a longer one may have an ending, such as "the Okafors"."""
    return any(
        word == name or (len(name) > _SHORT and word.startswith(name))
        for word in fold(text).split()
        for name in wanted
    )
