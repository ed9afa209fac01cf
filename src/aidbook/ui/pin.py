"""A PIN for going on in a session that is locked: kept in memory alone, and gone after three wrong tries.

It unlocks what is open already. It never wraps a key: ten thousand PINs are tried in an hour.
"""

import hashlib
import hmac
import secrets

from aidbook.errors import UserError
from aidbook.i18n import _, ngettext

TRIES = 3
LEAST, MOST = 4, 7
"""Shorter than any passphrase, so that nobody has to say which of the two is typed."""


def could_be_pin(typed: str) -> bool:
    """Tell whether this has the form of a PIN."""
    return typed.isascii() and typed.isdigit() and LEAST <= len(typed) <= MOST


class WrongPin(UserError):  # noqa: N818 - errors name the situation
    """The PIN is another; `left` says how many tries there are yet."""

    def __init__(self, left: int) -> None:
        more = ngettext(
            "{n} try is left; after that only the passphrase unlocks.",
            "{n} tries are left; after that only the passphrase unlocks.",
            left,
        ).format(n=left)
        super().__init__(_("This is not the PIN."), more if left else _("Only the passphrase unlocks now."))
        self.left = left


class SessionPin:
    """The PIN of who is here, hashed; gone with the session."""

    def __init__(self) -> None:
        self._salt = b""
        self._digest = b""
        self._left = 0

    @property
    def is_set(self) -> bool:
        """Tell whether a PIN unlocks now."""
        return bool(self._digest) and self._left > 0

    def set(self, pin: str) -> None:
        """Let this PIN unlock until the session ends. Raises UserError for what is no PIN."""
        if not could_be_pin(pin):
            raise UserError(
                _("This is no PIN."), _("Type {least} to {most} digits.").format(least=LEAST, most=MOST)
            )
        self._salt = secrets.token_bytes(16)
        self._digest = self._stretched(pin)
        self._left = TRIES

    def forget(self) -> None:
        """Let only the passphrase unlock."""
        self._digest, self._left = b"", 0

    def must_be(self, typed: str) -> None:
        """Raise WrongPin unless this is the PIN; every wrong one counts, and the last makes it be forgotten."""
        if self.is_set and hmac.compare_digest(self._digest, self._stretched(typed)):
            return
        self._left -= 1
        if self._left <= 0:
            self.forget()
        raise WrongPin(max(self._left, 0))

    def begin_again(self) -> None:
        """Count the tries from the first again: who is here has shown who they are."""
        if self._digest:
            self._left = TRIES

    def _stretched(self, typed: str) -> bytes:
        return hashlib.scrypt(typed.encode(), salt=self._salt, n=2**14, r=8, p=1)
