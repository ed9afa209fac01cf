"""Why two members may be one, in words."""

from collections.abc import Sequence

from aidbook.i18n import _


def agreement(agrees: Sequence[str]) -> str:
    """Return what agrees of two people, as a sentence begins: "the name and the phone agree"."""
    words = {
        "name": _("the name"),
        "birth": _("the birth"),
        "phone": _("the phone"),
        "email": _("the e-mail address"),
        "address": _("the address"),
    }
    named = [words[one] for one in agrees if one in words]
    if len(named) < 2:  # noqa: PLR2004
        return _("{what} agrees").format(what="".join(named))
    return _("{what} and {last} agree").format(what=", ".join(named[:-1]), last=named[-1])
