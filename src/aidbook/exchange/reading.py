"""Unlocking a bundle and reading what it says, without a book: every refusal that needs none is made here."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from aidbook.errors import UserError
from aidbook.exchange import manifest as m
from aidbook.exchange import refusals
from aidbook.exchange.bundle import SecretKeys
from aidbook.exchange.container import split_members
from aidbook.exchange.lines import unpack_runs
from aidbook.i18n import _
from aidbook.store.identity import SiteSecrets
from aidbook.store.ledger import Line, verifies

MAX_FILE = 1024 * 1024 * 1024
"""A bundle is held in memory while it is read, so that nothing of it ever lies unlocked on a disk."""
_MAGIC = b"age-encryption.org/v1\n"
_UNDER_PASSPHRASE = b"-> scrypt "


@dataclass(frozen=True, slots=True)
class Sealed:
    """A bundle unlocked and whole: its manifest, the signature on it, and its parts as they were listed."""

    name: str
    manifest: m.Manifest
    raw: bytes
    signature: bytes
    contents: dict[str, memoryview]

    @property
    def digest(self) -> str:
        """Return what names this bundle."""
        return m.digest(self.raw)

    def must_be_signed(self, sign_key: str) -> None:
        """Raise BadSignature unless the holder of a key packed it."""
        if not verifies(bytes.fromhex(sign_key), m.signed_bytes(self.raw), self.signature):
            raise refusals.BadSignature(self.manifest.sender.name)

    def runs(self, part: m.Part) -> Iterator[tuple[m.Run, Iterator[Line]]]:
        """Yield the runs of a part, each with its lines, to be read to their end. Raises Refused."""
        listed = next(member for member in self.manifest.members if member.name == part.member)
        return unpack_runs(self.contents[part.member], listed.plain, part.chapter, part.runs)

    def secrets(self) -> SiteSecrets | None:
        """Return the secret keys of a whole bundle; None where it brings none."""
        if m.SECRETS not in self.contents:
            return None
        try:
            keys = msgspec.json.decode(self.contents[m.SECRETS], type=SecretKeys)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise refusals.Unlisted from None
        return keys.secrets()


def is_under_passphrase(path: Path) -> bool:
    """Tell whether a bundle wants a passphrase. Raises UserError if it is none."""
    return _stanza(_read(path, 256), path.name).startswith(_UNDER_PASSPHRASE)


def unseal(path: Path, *, lock_identity: str | None, passphrase: str | None) -> Sealed:
    """Return the bundle in a file, unlocked with a site's key or a passphrase. Raises Refused or UserError."""
    data = _read(path, MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise refusals.TooLarge(path.name)
    stanza = _stanza(data, path.name)
    if not stanza.startswith(_UNDER_PASSPHRASE):
        if lock_identity is None:
            raise refusals.NotWhole
        return _sealed(_unlock_with_key(data, lock_identity, path.name), path.name)
    if not passphrase:
        raise refusals.NeedsPassphrase(path.name)
    return _sealed(_unlock_with_passphrase(data, passphrase, path.name), path.name)


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise UserError(
            _("{name} cannot be read.").format(name=path.name),
            _("See that the stick is in, then choose the bundle again."),
        ) from error


def _stanza(data: bytes, name: str) -> bytes:
    """Return what follows the magic words, which says how it is locked."""
    if not data.startswith(_MAGIC):
        if data and _MAGIC.startswith(data):
            raise refusals.CutShort(name)
        raise refusals.NotABundle(name)
    return data[len(_MAGIC) :]


_TOO_SHORT = "failed to fill whole buffer"
_NO_KEY = "No matching keys found"
_WRONG_PASSPHRASE = "Decryption failed"  # noqa: S105 - what age says of one


def _unlock_with_key(data: bytes, lock_identity: str, name: str) -> bytes:
    import pyrage

    try:
        return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(lock_identity)]))
    except pyrage.DecryptError as error:
        if str(error) == _NO_KEY:
            raise refusals.NotForUs(name) from None
        raise _broken(error, name) from None


def _unlock_with_passphrase(data: bytes, passphrase: str, name: str) -> bytes:
    import pyrage

    try:
        return bytes(pyrage.passphrase.decrypt(data, passphrase))
    except pyrage.DecryptError as error:
        if str(error) == _WRONG_PASSPHRASE:
            raise refusals.WrongBundlePassphrase(name) from None
        raise _broken(error, name) from None


def _broken(error: Exception, name: str) -> refusals.Refused:
    return refusals.CutShort(name) if str(error) == _TOO_SHORT else refusals.Damaged(name)


def _sealed(data: bytes, name: str) -> Sealed:
    contents = split_members(data)
    raw, signature = contents.pop(m.MANIFEST, None), contents.pop(m.SIGNATURE, None)
    if raw is None or signature is None or len(raw) > m.MAX_MANIFEST:
        raise refusals.Unlisted
    sealed = Sealed(name, _manifest(bytes(raw)), bytes(raw), bytes(signature), contents)
    _must_be_as_listed(sealed)
    return sealed


def _manifest(raw: bytes) -> m.Manifest:
    """Return what a manifest says; the format is looked at before anything else."""
    try:
        if msgspec.json.decode(raw, type=m.OfFormat).format.major > m.MAJOR:
            raise refusals.NewerFormat
        return msgspec.json.decode(raw, type=m.Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise refusals.Unlisted from None


def _must_be_as_listed(sealed: Sealed) -> None:
    """Raise Refused unless the members are those the manifest lists, and the parts, runs and heads fit together."""
    manifest, contents = sealed.manifest, sealed.contents
    listed = {member.name: member for member in manifest.members}
    parts: list[m.Part] = [*manifest.parts, *manifest.branches]
    sound = (
        manifest.sender.is_genuine()
        and manifest.sender.practice == manifest.practice
        and len(listed) == len(manifest.members)
        and set(contents) == set(listed)
        and {part.member for part in parts} <= set(listed)
        and len({part.member for part in parts} - {m.SECRETS}) == len(parts)
        and {part.chapter for part in parts} <= set(m.CHAPTERS_OF[manifest.shared])
    )
    if not sound or not all(map(_run_is_sound, (run for part in parts for run in part.runs))):
        raise refusals.Unlisted
    for name, content in contents.items():
        if (len(content), m.digest(content)) != (listed[name].size, listed[name].hash):
            raise refusals.Unlisted
    _must_be_vouched_for(manifest)


def _run_is_sound(run: m.Run) -> bool:
    """Tell whether a run's numbers ascend, and what comes again stands before what is new."""
    before = 0
    for first, last in run.numbers():
        if not before < first <= last:
            return False
        before = last
    return all(last < run.first for _first, last in run.again) and run.last >= run.first - 1


def _must_be_vouched_for(manifest: m.Manifest) -> None:
    """Raise Refused unless every run is of a listed origin, once, and ends where that origin signed."""
    keys = {origin.id: bytes.fromhex(origin.key) for origin in manifest.origins}
    streams = [(run.origin, part.chapter) for part in manifest.parts for run in part.runs]
    if len(set(streams)) != len(streams) or not {origin for origin, _chapter in streams} <= set(keys):
        raise refusals.Unlisted
    for part in manifest.parts:
        for run in part.runs:
            signed = manifest.head_of((bytes.fromhex(run.origin), part.chapter))
            if run.last < run.first:
                continue
            if signed is None or signed.header.seq != run.last or not signed.is_by(keys[run.origin]):
                raise refusals.ChainBroken
    for branches in manifest.branches:
        _branches_must_be_vouched_for(branches, keys)


def _branches_must_be_vouched_for(part: m.Branches, keys: dict[str, bytes]) -> None:
    """Raise Refused unless every branch is of a listed origin and ends where that origin signed."""
    if len(part.runs) != len(part.heads) or not {run.origin for run in part.runs} <= set(keys):
        raise refusals.Unlisted
    for run, head in zip(part.runs, part.heads, strict=True):
        fits = (head.origin, head.chapter, head.seq) == (run.origin, part.chapter, run.last)
        if run.last < run.first or not fits or not head.signed().is_by(keys[run.origin]):
            raise refusals.ChainBroken
