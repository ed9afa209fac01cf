"""Why units moved, or were counted differently, in words."""

from aidbook.i18n import _


def goods_reasons() -> dict[str, str]:
    """Return why units moved or were counted differently, in words."""
    return {
        "received": _("taken in"),
        "handed out": _("handed out"),
        "given": _("given"),
        "expired": _("expired"),
        "spoiled": _("spoiled"),
        "damaged": _("damaged"),
        "recalled": _("recalled"),
        "lost": _("lost"),
        "found": _("found"),
        "given without record": _("given without record"),
        "taken in without record": _("taken in without record"),
        "miscounted": _("miscounted before"),
        "start": _("first count"),
        "moved": _("moved"),
        "sent back": _("sent back to where it came from"),
        "brought back": _("brought back"),
        "packed": _("packed into boxes"),
        "taken apart": _("taken out of boxes"),
        "repacked": _("repacked"),
        "lent": _("lent"),
        "sent": _("sent to another site"),
        "not sent": _("was not sent after all"),
        "correction": _("put right"),
        "source put right": _("came from somebody else"),
    }


def reason_word(reason: str) -> str:
    """Return a reason in words; one that is not ours as it is."""
    return goods_reasons().get(reason, reason)
