"""Who a book is: its site's keys, its own origin, and the card that others know the site by."""

from dataclasses import dataclass, replace

import pyrage
from nacl.signing import SigningKey

from aidbook import clock
from aidbook.domain.declare import Id, random_id
from aidbook.domain.sites import Site
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import local
from aidbook.store.connection import Connection
from aidbook.store.ledger import Ledger, certify

_BEGUN = "origin begun"


class NeverFinished(UserError):  # noqa: N818 - errors name the situation
    """The file opens and is empty: making a book there was cut off, or the disk lost all of it."""


@dataclass(frozen=True, slots=True)
class SiteSecrets:
    """A site's private halves: the Ed25519 seed and the age identity."""

    sign_seed: bytes
    lock_identity: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who writes: the site, its secrets, and this book's origin with its signing key."""

    site: Id
    secrets: SiteSecrets
    origin: bytes
    origin_key: SigningKey


def new_secrets() -> SiteSecrets:
    """Return the keys of a new site."""
    return SiteSecrets(bytes(SigningKey.generate()), str(pyrage.x25519.Identity.generate()))


def site_record(secrets: SiteSecrets, *, name: str, code: str, practice: bool) -> Site:
    """Return a new site with the public halves of its keys."""
    return Site(
        id=random_id(),
        name=name,
        code=code,
        sign_key=SigningKey(secrets.sign_seed).verify_key.encode().hex(),
        lock_key=str(pyrage.x25519.Identity.from_str(secrets.lock_identity).to_public()),
        practice=practice,
    )


def settle(connection: Connection, site: Id, secrets: SiteSecrets) -> Identity:
    """Make this file a book of `site` with a new origin of its own; return who it is now."""
    local.put(connection, "site", site.encode())
    local.put(connection, "site sign seed", secrets.sign_seed)
    local.put(connection, "site lock identity", secrets.lock_identity.encode())
    return new_origin(connection, site, secrets)


def new_origin(connection: Connection, site: Id, secrets: SiteSecrets) -> Identity:
    """Give this file another origin, certified by its site; return who it is now."""
    key = SigningKey.generate()
    origin = bytes.fromhex(random_id())
    local.put(connection, "origin", origin)
    local.put(connection, "origin seed", bytes(key))
    local.put(connection, _BEGUN, str(clock.now_ms()).encode())
    local.put(connection, "origins written", origin + (local.get(connection, "origins written") or b""))
    Ledger(connection).add_origin(certify(origin, key, site, SigningKey(secrets.sign_seed)))
    return Identity(site, secrets, origin, key)


def current(connection: Connection, known: Identity) -> Identity:
    """Return who writes in the file now: another connection may have begun a new origin, or its try was undone."""
    origin = local.get(connection, "origin")
    seed = local.get(connection, "origin seed") if origin != known.origin else None
    return replace(known, origin=origin, origin_key=SigningKey(seed)) if origin and seed else known


def written_here(connection: Connection) -> set[bytes]:
    """Return the origins that this file was, the present one included; a copy was all that it was copied from."""
    return set(origins_written(connection))


def origin_begun(connection: Connection) -> int | None:
    """Return when this file began to be its present origin, in ms; None where an older program began it."""
    said = local.get(connection, _BEGUN)
    return int(said) if said else None


def origins_written(connection: Connection) -> list[bytes]:
    """Return the origins that this file was, the present one first."""
    joined = local.get(connection, "origins written") or local.get(connection, "origin") or b""
    return [joined[at : at + 16] for at in range(0, len(joined), 16)]


def must_read(connection: Connection, file_name: str) -> Identity:
    """Return who the book is; raises UserError for a file that was never finished as one."""
    site, origin = local.get(connection, "site"), local.get(connection, "origin")
    seed, sign_seed = local.get(connection, "origin seed"), local.get(connection, "site sign seed")
    identity = local.get(connection, "site lock identity")
    if not (site and origin and seed and sign_seed and identity):
        raise NeverFinished(
            _("{name} was never finished as a book.").format(name=file_name), _("Make a new book instead.")
        )
    return Identity(site.decode(), SiteSecrets(sign_seed, identity.decode()), origin, SigningKey(seed))
