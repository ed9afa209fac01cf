"""What is kept of somebody erased, where it was asked for: marks that tell a spreadsheet row is theirs, and nothing else."""

import hashlib
from dataclasses import dataclass

from aidbook.domain.declare import Id, answered, record
from aidbook.domain.folding import fold

_PHONE_DIGITS = 7
"""So many last digits of a phone count: codes of countries and areas are written or left out."""
_YEAR = 4


@record("fingerprint", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class Fingerprint:
    """Somebody was erased on this ISO date. `marks` are keyed hashes of their names with birth or phone."""

    id: Id
    on: str
    marks: tuple[str, ...] = ()


def marks_of(
    key: bytes, names: tuple[str, ...], birth: str | None, phones: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the marks to keep of somebody: each name with the birth and with each phone, or alone where there is none."""
    with_what = [*_births_kept(birth), *_phones(phones)] or ["alone"]
    texts = {f"{name}\n{what}" for name in map(_words, names) if name for what in with_what}
    return tuple(sorted(_mark(key, text) for text in texts))


def marks_to_ask(key: bytes, name: str, birth: str | None, phones: tuple[str, ...]) -> tuple[str, ...]:
    """Return the marks under which a row may be known."""
    words = _words(name)
    with_what = [*_births_asked(birth), *_phones(phones), "alone"]
    return tuple(_mark(key, f"{words}\n{what}") for what in with_what) if words else ()


def _words(name: str) -> str:
    """Return the words of a name in an order of their own: "Luz, Rosa" is "Rosa Luz"."""
    return " ".join(sorted(set(fold(name).split())))


def _births_kept(birth: str | None) -> list[str]:
    """Return what is kept of a birth: as it is, and for rows that say less of it, its month and its year."""
    if not (birth := answered(birth)):
        return []
    return [f"born {birth}", *(f"born within {birth[:end]}" for end in (_YEAR, 7) if len(birth) > end)]


def _births_asked(birth: str | None) -> list[str]:
    """Return what a row's birth may have been kept as: as it is, as what it lies in, as what lies in it."""
    if not (birth := answered(birth)):
        return []
    wider = [f"born {birth[:end]}" for end in (_YEAR, 7) if len(birth) > end]
    return [f"born {birth}", *wider, f"born within {birth}"]


def _phones(phones: tuple[str, ...]) -> list[str]:
    digits = ("".join(c for c in phone if c.isdigit())[-_PHONE_DIGITS:] for phone in phones)
    return [f"phone {found}" for found in digits if len(found) == _PHONE_DIGITS]


def _mark(key: bytes, text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=key, digest_size=16).hexdigest()
