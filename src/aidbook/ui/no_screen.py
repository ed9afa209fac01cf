"""What is said where no window can be opened. It needs no Qt."""

from aidbook.i18n import _


def no_screen() -> str:
    """Return the sentence."""
    return _(
        "AidBook cannot open its window here: there is no screen to show it on. "
        "Start it from a desktop, or use the command line: aidbook --help"
    )
