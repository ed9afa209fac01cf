"""Every headless command: for scripts, for rescue, for tests. A command is a function that returns its exit status."""

import sys

from aidbook.cli.running import run
from aidbook.i18n import best_language, using

__all__ = ["main"]


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 refused with a sentence, 2 not a command."""
    words = sys.argv[1:] if argv is None else argv
    with using(best_language()):
        return run(words)
