"""Which sticks are in this computer. One place, so that a test can put one in."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QByteArray, QStorageInfo

from aidbook.i18n import _

_STICK_TYPES = {"vfat", "exfat", "msdos", "fat32", "fat", "fuseblk"}
_WHERE_STICKS_GO = ("/media/", "/run/media/", "/Volumes/")
_SYSTEM = ("/boot", "/efi", "/snap")


def sticks() -> list[tuple[Path, str]]:
    """Return the folder of each removable drive that is in, and what people call it."""
    found = ((Path(drive.rootPath()), _name(drive)) for drive in _drives())
    return sorted(set(found))


def _drives() -> Iterable[QStorageInfo]:
    return (drive for drive in QStorageInfo.mountedVolumes() if _is_stick(drive))


def _is_stick(drive: QStorageInfo) -> bool:
    """Tell whether a drive is most likely one to carry away; no system says it outright."""
    root = drive.rootPath()
    if not drive.isReady() or drive.isRoot() or root.startswith(_SYSTEM):
        return False
    return root.startswith(_WHERE_STICKS_GO) or _type(drive.fileSystemType()) in _STICK_TYPES


def _type(name: QByteArray) -> str:
    return bytes(name.data()).decode("ascii", "replace").casefold()


def _name(drive: QStorageInfo) -> str:
    root = drive.rootPath()
    name = drive.name() or Path(root).name
    return _("{name}, at {folder}").format(name=name, folder=root) if name else root
