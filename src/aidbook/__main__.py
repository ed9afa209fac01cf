"""Starts the window, or the command line where a command is given."""

import os
import sys
from pathlib import Path

from aidbook.secrets_given import take_from_environment

_BOOK_SUFFIX = ".aidbook"


def main() -> int:
    """Run the program and return its exit status."""
    take_from_environment()
    words = sys.argv[1:]
    book = only_book(words)
    return _command_line(words) if words and book is None else _window(book)


def only_book(words: list[str]) -> Path | None:
    """Return the book that was clicked on: the one argument, if it is an existing book."""
    path = Path(words[0]) if len(words) == 1 else None
    return path if path and path.suffix == _BOOK_SUFFIX and path.is_file() else None


def _command_line(words: list[str]) -> int:
    try:
        from aidbook.cli import main as command_line

        return command_line(words)
    except KeyboardInterrupt:  # before the command began: what stops it later, it says itself
        from aidbook.i18n import _, best_language, set_language

        set_language(best_language())
        sys.stderr.write(f"{_('Stopped. Nothing was changed.')}\n")
        return 1


def _window(book: Path | None) -> int:
    if not _has_screen():
        from aidbook.i18n import best_language, set_language
        from aidbook.ui.no_screen import no_screen

        set_language(best_language())
        sys.stderr.write(f"{no_screen()}\n")
        return 1
    from aidbook.ui.app import run

    return run(book)


def _has_screen() -> bool:
    """Tell whether there may be a screen. Only Linux can be asked; there Qt aborts without one."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
