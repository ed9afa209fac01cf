"""The file of a backup: the book, its keys and the ids of the erased, in one. Nothing in it or its name tells a person.

A stored zip: the book as encrypted as it lies on the disk, and a manifest in clear. Whoever has the file and a
passphrase of then has the book; whoever has the file alone learns when it was made, by which book, and how large it is.
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import durable
from aidbook.store.progress import Progress, silent

SUFFIX = ".aidbackup"
FORMAT = 1
BOOK, KEYS, ERASED, MANIFEST = "book.aidbook", "book.aidbook.keys", "book.aidbook.erased", "manifest.json"
Why = Literal["daily", "asked", "import", "merge", "migration", "restore"]
_MAX_MANIFEST = 64 * 1024
_MAX_SMALL = 64 * 1024 * 1024
"""No keys file and no list of the erased is larger."""


class NoBackup(UserError):  # noqa: N818 - errors name the situation
    """The file is no backup, or not a whole one."""


class Member(msgspec.Struct, frozen=True):
    """One file in a backup: its size and the digest of its content."""

    size: int
    digest: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself, to anybody: no name, no word of a person."""

    format: int
    version: str
    made: int
    why: str
    site: Id
    origin: str
    position: int
    bodies: int
    files: dict[str, Member]


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup: where it lies, when it was made (ms), why, and the ledger's position then. A good one is `whole`.

    What is not whole says nothing but its file's date.
    """

    path: Path
    made: int
    size: int
    whole: bool
    why: str = ""
    site: Id = ""
    origin: str = ""
    position: int = 0
    bodies: int = 0
    version: str = ""
    keys: str = ""
    erased: str = ""


# Writing

Parts = Mapping[str, Path | bytes]
"""What goes into a backup: files by their names in it."""


def write(
    path: Path, parts: Parts, manifest: Callable[[dict[str, Member]], Manifest], progress: Progress = silent
) -> None:
    """Write a backup whole or not at all. `progress` is told bytes. Raises CannotWrite."""
    total = 2 * sum(_size(part) for part in parts.values())

    def fill(file: BinaryIO) -> str:
        through = _Digesting(file)
        with zipfile.ZipFile(through, "w", zipfile.ZIP_STORED) as archive:
            done, members = 0, {}
            for name, part in parts.items():
                members[name] = _add(archive, name, part, _shifted(progress, done, total))
                done += members[name].size
            archive.writestr(_info(MANIFEST), msgspec.json.encode(manifest(members)))
        return through.digest.hexdigest()

    durable.write_file(path, fill, _shifted(progress, total // 2, total))


class _Digesting:
    """A file that only grows, and knows the digest of what went in; zipfile then seeks nowhere."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = durable.new_digest()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        """Stay open: whoever opened the file closes it."""


def _info(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name)  # of 1980: the manifest says when


def _add(archive: zipfile.ZipFile, name: str, part: Path | bytes, progress: Progress) -> Member:
    digest, size = durable.new_digest(), 0
    with archive.open(_info(name), "w", force_zip64=True) as inside:
        for piece in _pieces(part):
            progress(size, 0)
            inside.write(piece)
            digest.update(piece)
            size += len(piece)
    return Member(size, digest.hexdigest())


def _pieces(part: Path | bytes) -> Iterator[bytes]:
    if isinstance(part, bytes):
        yield part
        return
    with part.open("rb") as file:
        yield from durable.pieces(file)


def _size(part: Path | bytes) -> int:
    return len(part) if isinstance(part, bytes) else part.stat().st_size


def _shifted(progress: Progress, before: int, total: int) -> Progress:
    return lambda done, _total: progress(min(before + done, total), total)


# Reading


def look(path: Path) -> BackupFile:
    """Return what a file says of itself as a backup, without reading all of it; one that is not whole says so."""
    try:
        with zipfile.ZipFile(path) as archive:
            said = _manifest(archive, path)
            _must_be_all(archive, said, path)
    except (NoBackup, OSError):
        return _not_whole(path)
    except _BAD_ZIP:
        return _not_whole(path)
    return BackupFile(
        path,
        said.made,
        path.stat().st_size,
        whole=True,
        why=said.why,
        site=said.site,
        origin=said.origin,
        position=said.position,
        bodies=said.bodies,
        version=said.version,
        keys=said.files[KEYS].digest,
        erased=said.files[ERASED].digest if ERASED in said.files else "",
    )


def _not_whole(path: Path) -> BackupFile:
    try:
        state = path.stat()
    except OSError:
        return BackupFile(path, 0, 0, whole=False)
    return BackupFile(path, int(state.st_mtime * 1000), state.st_size, whole=False)


_BAD_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What reading a zip raises that was cut, altered, or made by somebody to harm."""


def unpack(path: Path, folder: Path, progress: Progress = silent) -> Manifest:
    """Unpack a backup into an empty folder, every byte held against its digest. Raises NoBackup, CannotWrite."""
    try:
        with zipfile.ZipFile(path) as archive:
            said = _manifest(archive, path)
            _must_be_all(archive, said, path)
            durable.must_have_room(folder, sum(member.size for member in said.files.values()))
            _unpack_all(archive, said, folder, progress)
    except FileNotFoundError:
        raise _missing(path) from None
    except OSError as error:
        raise _unreadable(path) from error
    except _BAD_ZIP as error:
        raise _damaged(path) from error
    return said


def _unpack_all(archive: zipfile.ZipFile, said: Manifest, folder: Path, progress: Progress) -> None:
    total, done = sum(member.size for member in said.files.values()), 0
    for name, member in said.files.items():
        digest = durable.new_digest()
        target = folder / name
        with archive.open(name) as inside, target.open("xb") as file:
            for piece in durable.pieces(inside):
                progress(done, total)
                _write_piece(file, piece, folder)
                digest.update(piece)
                done += len(piece)
        if digest.hexdigest() != member.digest:
            raise _damaged(Path(str(archive.filename)))
        target.chmod(0o600)


def _write_piece(file: BinaryIO, piece: bytes, folder: Path) -> None:
    try:
        file.write(piece)
    except OSError as error:
        raise durable.in_words(folder, error) from error


def read_small(path: Path, name: str) -> bytes:
    """Return a small file of a backup (its keys, the ids of the erased), b"" where it has none. Raises NoBackup."""
    try:
        with zipfile.ZipFile(path) as archive:
            member = _manifest(archive, path).files.get(name)
            if member is None:
                return b""
            if archive.getinfo(name).file_size != member.size or member.size > _MAX_SMALL:
                raise _damaged(path)
            data = archive.read(name)
    except FileNotFoundError:
        raise _missing(path) from None
    except OSError as error:
        raise _unreadable(path) from error
    except (*_BAD_ZIP, KeyError) as error:
        raise _damaged(path) from error
    if hashlib.blake2b(data, digest_size=32).hexdigest() != member.digest:
        raise _damaged(path)
    return data


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        info = archive.getinfo(MANIFEST)
    except KeyError:
        raise _no_backup(path) from None
    if info.file_size > _MAX_MANIFEST or info.compress_type != zipfile.ZIP_STORED:
        raise _no_backup(path)
    try:
        raw = msgspec.json.decode(archive.read(info))
        if isinstance(raw, dict) and isinstance(raw.get("format"), int) and raw["format"] > FORMAT:
            raise _newer(path)
        return msgspec.convert(raw, Manifest)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise _damaged(path) from None


def _must_be_all(archive: zipfile.ZipFile, said: Manifest, path: Path) -> None:
    """Raise NoBackup unless just the files that the manifest lists are here, as large as it says, none packed."""
    here = {info.filename: info for info in archive.infolist()}
    here.pop(MANIFEST)
    fits = (
        len(archive.infolist()) == len(here) + 1
        and {BOOK, KEYS} <= here.keys() <= {BOOK, KEYS, ERASED}
        and here.keys() == said.files.keys()
        and all(info.compress_type == zipfile.ZIP_STORED for info in here.values())
        and all(info.file_size == said.files[name].size for name, info in here.items())
        and sum(info.file_size for info in here.values()) <= path.stat().st_size
    )
    if not fits:
        raise _damaged(path)


def _no_backup(path: Path) -> NoBackup:
    return NoBackup(
        _("{name} is not a backup of a book.").format(name=path.name),
        _("Choose a file that ends in {suffix}. Nothing was changed.").format(suffix=SUFFIX),
    )


def _damaged(path: Path) -> NoBackup:
    return NoBackup(
        _("The backup {name} is damaged or was cut short.").format(name=path.name),
        _("Take another one, the one before it for instance. Nothing was changed."),
    )


def _newer(path: Path) -> NoBackup:
    return NoBackup(
        _("The backup {name} was made by a newer AidBook.").format(name=path.name),
        _("Install the newest AidBook on this computer, then open it. Nothing was changed."),
    )


def _missing(path: Path) -> NoBackup:
    return NoBackup(
        _("There is no backup at {path}.").format(path=path),
        _("Look for the file, or put in the stick that it is on. Nothing was changed."),
    )


def _unreadable(path: Path) -> NoBackup:
    return NoBackup(
        _("The backup {name} cannot be read: its disk or stick is out, or broken.").format(name=path.name),
        _("Put the stick in again, or take another backup. Nothing was changed."),
    )
