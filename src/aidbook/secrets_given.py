"""Passphrases that scripts give in the environment: taken out of it at the start, so that no other program gets them."""

import os

OF_BOOK, OF_BUNDLE = "AIDBOOK_PASSPHRASE", "AIDBOOK_BUNDLE_PASSPHRASE"
OF_OTHER, OF_RECOVERY = "AIDBOOK_NEW_PASSPHRASE", "AIDBOOK_RECOVERY_CODE"

_taken: dict[str, str] = {}


def take_from_environment() -> None:
    """Keep what was given, and let no child process inherit it."""
    for name in (OF_BOOK, OF_BUNDLE, OF_OTHER, OF_RECOVERY):
        given = os.environ.pop(name, None)
        if given:
            _taken[name] = given


def given(name: str) -> str | None:
    """Return what was given under a name, or None."""
    return os.environ.get(name) or _taken.get(name)
