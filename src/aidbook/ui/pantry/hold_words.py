"""Why units are not given, in a word."""

from aidbook.domain.holding import Hold
from aidbook.i18n import _


def hold_word(why: Hold | str) -> str:
    """Return why units are held, in a few words."""
    words = {
        "held": _("held"),
        "recalled": _("recalled"),
        "past use-by": _("held: past its use-by date"),
        "past best-before": _("not given: past its date"),
    }
    return words.get(why, why)
