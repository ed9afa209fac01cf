"""How hard a passphrase is to guess, in words. A hint, never a refusal beyond what the book itself asks."""

from aidbook.i18n import _
from aidbook.ui.theme import Tone

MIN_PASSPHRASE = 8
"""As the store has it; a test holds them together."""
_FAIR, _GOOD = 40, 60
_BITS_OF_A_WORD = 11  # one of some 2,000 common words
_BITS_OF_A_SIGN = 3  # what people choose, sign by sign; see NIST SP 800-63-2, appendix A
_FEW_WORDS = 3


def hint(passphrase: str) -> tuple[str, Tone]:
    """Return what to say of a passphrase while it is typed, and in which tone."""
    if len(passphrase) < MIN_PASSPHRASE:
        return _("At least {n} letters.").format(n=MIN_PASSPHRASE), "plain"
    bits = _bits(passphrase)
    if bits < _FAIR:
        return _("Weak: easy to guess for a machine that tries. Add another word."), "heed"
    if bits < _GOOD:
        return _("Fair. One more word that does not belong makes it strong."), "heed"
    return _("Strong."), "good"


def _bits(passphrase: str) -> int:
    words = set(passphrase.casefold().split())
    signs = len(set(passphrase)) * _BITS_OF_A_SIGN
    return max(
        len(words) * _BITS_OF_A_WORD * (len(words) > _FEW_WORDS),
        min(signs, len(passphrase) * _BITS_OF_A_SIGN),
    )
