"""A site's public card: made, written, read, compared by voice, and paired with."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from nacl.signing import SigningKey

from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.sites import Site
from aidbook.errors import UserError
from aidbook.exchange import refusals
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.ledger import verifies
from aidbook.store.sites import site_ever

MAX_CARD = 16 * 1024
Hex16 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
Hex32 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Hex64 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{128}\Z")]
SiteName = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]

_SCRYPT = {"n": 1 << 14, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024}
_CODE_SALT = b"aidbook short code 1"


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What a site tells everyone of itself. `signature` is its own, over all the rest."""

    aidbook: Literal["card"] = "card"
    format: Literal[1] = 1
    site: Hex16
    name: SiteName
    code: Annotated[str, msgspec.Meta(max_length=8)]
    sign_key: Hex32
    lock_key: Annotated[str, msgspec.Meta(max_length=200)]
    practice: bool
    signature: Hex64 = "0" * 128

    def signed_bytes(self) -> bytes:
        """Return what the site signs."""
        said = [self.site, self.name, self.code, self.sign_key, self.lock_key, self.practice]
        return b"aidbook card 1\n" + msgspec.json.encode(said)

    def is_genuine(self) -> bool:
        """Tell whether the signature fits and the lock key is one."""
        key, signature = bytes.fromhex(self.sign_key), bytes.fromhex(self.signature)
        return verifies(key, self.signed_bytes(), signature) and _is_lock_key(self.lock_key)


def _is_lock_key(text: str) -> bool:
    import pyrage

    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def card_of(book: Book) -> Card:
    """Return the card of the book's own site."""
    return sign_card(book.site, SigningKey(book.identity.secrets.sign_seed))


def sign_card(site: Site, key: SigningKey) -> Card:
    """Return the card of a site, signed."""
    card = Card(
        site=site.id,
        name=site.name,
        code=site.code,
        sign_key=site.sign_key,
        lock_key=site.lock_key,
        practice=site.practice,
    )
    return msgspec.structs.replace(card, signature=key.sign(card.signed_bytes()).signature.hex())


def write_card(card: Card, path: Path) -> None:
    """Write a card as a small text file. Raises UserError where it cannot be written."""
    try:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(card)) + b"\n")
    except OSError as error:
        raise UserError(
            _("The card could not be written to {path}.").format(path=path),
            _("See that the folder is there and may be written to."),
        ) from error


def read_card(path: Path) -> Card:
    """Return the card in a file. Raises UserError if it is none, or not as its site signed it."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_CARD)
        card = msgspec.json.decode(raw, type=Card)
    except OSError as error:
        raise UserError(
            _("{name} cannot be read.").format(name=path.name),
            _("See that the stick is in, then choose the card again."),
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise refusals.NotACard(path.name) from None
    if not card.is_genuine():
        raise refusals.AlteredCard(path.name)
    return card


def short_code(card: Card, other: Card | None = None) -> str:
    """Return the digits to compare by voice: of one card, or of two in an order that both sides find by themselves.

    Each card has its own eight digits, so that nobody can look for two false cards that happen to agree; and
    they are slow to compute, so that looking for one false card takes months of computing.
    """
    codes = [_digits(card.sign_key, card.lock_key)]
    if other is not None:
        codes.append(_digits(other.sign_key, other.lock_key))
    return " · ".join(sorted(codes))


@lru_cache(maxsize=256)
def _digits(sign_key: str, lock_key: str) -> str:
    digest = hashlib.scrypt(f"{sign_key}\n{lock_key}".encode(), salt=_CODE_SALT, dklen=8, **_SCRYPT)
    digits = f"{int.from_bytes(digest, 'big') % 10**8:08d}"
    return f"{digits[:4]} {digits[4:]}"


def site_of(card: Card) -> Site:
    """Return the record that a paired site has in the book."""
    return Site(
        id=card.site,
        name=card.name,
        code=card.code,
        sign_key=card.sign_key,
        lock_key=card.lock_key,
        practice=card.practice,
    )


def must_fit(book: Book, card: Card) -> None:
    """Raise UserError where this book may not be paired with the site of a card."""
    if card.site == book.identity.site:
        raise refusals.OwnCard
    if card.practice != book.practice:
        raise refusals.PracticeMix(practice_comes=card.practice)
    known = site_ever(book.connection, card.site)
    if known and (known[0].sign_key, known[0].lock_key) != (card.sign_key, card.lock_key):
        raise refusals.KeysDiffer(card.name)


def pair(book: Book, card: Card) -> Done:
    """Record the site of a card as one this book shares with; again, what its card now says. Raises UserError."""
    must_fit(book, card)
    return book.record(site_of(card), made=card.site)


def is_paired(book: Book, site: Id) -> bool:
    """Tell whether a site is paired with this book now."""
    known = site_ever(book.connection, site)
    return known is not None and known[1]
