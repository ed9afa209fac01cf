"""Where files live on this machine; the only caller of platformdirs.

`AIDBOOK_HOME` puts everything under one folder instead: tests, and a program carried on a disk.
"""

import os
from pathlib import Path


def data_dir() -> Path:
    """Return the folder of the books; it exists and only its owner may enter."""
    return _private(_folder("data"))


def config_dir() -> Path:
    """Return the folder of this person's settings."""
    return _private(_folder("config"))


def log_dir() -> Path:
    """Return the folder of the program's own log."""
    return _private(_folder("log"))


def state_dir() -> Path:
    """Return the folder of what this machine remembers of its books: how far each has come, and nothing personal."""
    return _private(_folder("state"))


def default_book() -> Path:
    """Return where "our book" is kept when nobody says otherwise; it may not exist yet."""
    return data_dir() / "our.aidbook"


def _folder(kind: str) -> Path:
    home = os.environ.get("AIDBOOK_HOME")
    if home:
        return Path(home) / kind
    from platformdirs import PlatformDirs

    folders = PlatformDirs("AidBook", appauthor=False, roaming=False)
    return {
        "data": folders.user_data_path,
        "config": folders.user_config_path,
        "log": folders.user_log_path,
        "state": folders.user_state_path,
    }[kind]


def _private(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder
