"""Running a command: what went wrong becomes one sentence on standard error and an exit status, never a traceback."""

import errno
import io
import os
import sys

from aidbook.cli import parser
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.connection import DatabaseError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}


def run(words: list[str]) -> int:
    """Read the words, run the command they name, and return its exit status."""
    _speak_utf8()
    try:
        asked = parser.build().parse_args(words)
        status: int = asked.run(asked)
        sys.stdout.flush()
    except SystemExit as end:  # argparse has said all there is to say
        return int(end.code or 0)
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (UserError, DatabaseError, OSError, KeyboardInterrupt) as error:
        print(" ".join(_sentence(error).split()), file=sys.stderr)
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
    if isinstance(error, DatabaseError):
        what = _("The book cannot be read or written: the disk is full, or the file is damaged.")
        return f"{what} {_('Make room on the disk, then see what “aidbook check” says.')}"
    return _of_the_system(error) if isinstance(error, OSError) else str(error)


def _of_the_system(error: OSError) -> str:
    if error.errno in _FULL:
        return _("The disk is full. Make room on it, then try again.")
    what = _("{file} cannot be read or written.").format(file=error.filename or _("A file"))
    if error.errno in _CLOSED:
        remedy = _("You may not read or write there: choose another place, or change its permissions.")
    elif error.errno == errno.ENOENT:
        remedy = _("It is not there: look at its name and folder.")
    else:
        remedy = _("See that the disk or stick is in and sound, then try again.")
    return f"{what} {remedy}"
