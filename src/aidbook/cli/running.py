"""Running a command: what went wrong becomes one sentence on standard error and an exit status, never a traceback."""

import errno
import io
import os
import sys

from aidbook import log
from aidbook.cli import opening, parser
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import faults
from aidbook.store.connection import DatabaseError

_WHAT = ("what", "sheet", "kind")
"""Where a command has what it lists, prints or reads in."""


def run(words: list[str]) -> int:
    """Read the words, run the command they name, and return its exit status."""
    _speak_utf8()
    asked = None
    try:
        asked = parser.build().parse_args(words)
        log.event("command", asked.command)
        what = next((said for name in _WHAT if (said := getattr(asked, name, None))), "")
        with opening.asking_for(asked.command, str(what)):
            status: int = asked.run(asked)
        sys.stdout.flush()
    except SystemExit as end:  # argparse has said all there is to say
        return int(end.code or 0)
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (UserError, DatabaseError, OSError, MemoryError, KeyboardInterrupt) as error:
        log.failure("refused", error)
        print(" ".join(_sentence(error).split()), file=sys.stderr)
        return 1
    except Exception as error:  # noqa: BLE001 - our own mistake: told as one, and no traceback with somebody's name
        log.failure("our own error", error)
        print(_of_ours(error), file=sys.stderr)
        return 1
    return status


def _speak_utf8() -> None:
    """Write UTF-8 whatever the system's own encoding is: names are from everywhere, and scripts read us."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _sentence(error: BaseException) -> str:
    """Return what went wrong and what to do now, for a person."""
    if isinstance(error, KeyboardInterrupt):
        return _("Stopped. Nothing was changed.")
    fault = faults.explain(error)
    if fault is not None and not (isinstance(error, OSError) and error.filename):
        return str(fault)
    if isinstance(error, DatabaseError):
        what = _("The book cannot be read or written: the disk is full, or the file is damaged.")
        return f"{what} {_('Make room on the disk, then see what “aidbook check” says.')}"
    return _of_a_file(error) if isinstance(error, OSError) else str(error)


def _of_a_file(error: OSError) -> str:
    """Return what went wrong with a file that was named: the whole path, as it was typed."""
    if error.errno in faults.NO_ROOM:
        return str(faults.explain(error))
    what = _("{file} cannot be read or written.").format(file=error.filename or _("A file"))
    if error.errno in faults.CLOSED:
        remedy = _("You may not read or write there: choose another place, or change its permissions.")
    elif error.errno == errno.ENOENT:
        remedy = _("It is not there: look at its name and folder.")
    else:
        remedy = _("See that the disk or stick is in and sound, then try again.")
    return f"{what} {remedy}"


def _of_ours(error: Exception) -> str:
    what = _("Something in AidBook went wrong. Your records are safe, and nothing is half written.")
    return f"{what} {_('This report helps to mend it; nothing from the book is in it:')}\n{log.report(error)}"
