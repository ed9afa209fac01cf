"""The program's own log: what it did by name, which version, which kind of error at which place of the code.

Nobody's data is ever in it: no message of an error (it can hold a name), no value, no path of this machine, no key. It
lies in `paths.log_dir()`, is small, and turns over by itself.
"""

import platform
import re
import traceback
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import aidbook
from aidbook import clock, paths

NAME = "aidbook.log"
_MOST_BYTES = 200_000
_KEPT = 3
_PACKAGE = Path(aidbook.__file__).parent
_WORD = re.compile(r"[a-z0-9][a-z0-9 ._-]{0,40}")


def event(name: str, *words: str) -> None:
    """Note that something happened. `name` and `words` are words of the program: what looks otherwise is left out."""
    _write(" ".join([name, *(word if _WORD.fullmatch(word) else "-" for word in words)]))


def failure(name: str, error: BaseException) -> None:
    """Note an error: its kind, where in the code it came from, and what caused it."""
    for each in _causes(error):
        _write(f"{name}: {kind_of(type(each))} {' < '.join(reversed(places(each.__traceback__)))}")


def report(error: BaseException, *versions: str) -> str:
    """Return what a maker of the program needs: versions, and for the error and its causes the kind and the places.

    An error's message can hold a name, and so can a value; neither is in it.
    """
    lines = [
        ", ".join([f"AidBook {aidbook.__version__}", f"Python {platform.python_version()}", *versions]),
        f"{platform.system()} {platform.release()}, {platform.machine()}",
    ]
    for each in _causes(error):
        lines.append(kind_of(type(each)))
        lines += [f"  {place}" for place in places(each.__traceback__)]
    return "\n".join(lines) + "\n"


def kind_of(kind: type[BaseException]) -> str:
    """Return the full name of a kind of error."""
    return f"{kind.__module__}.{kind.__qualname__}"


def places(trace: TracebackType | None) -> list[str]:
    """Return the places of the code that an error went through, the outermost first."""
    # Not extract_tb: that reads the sources, and these are names and numbers alone.
    return [
        f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(trace)
    ]


def _causes(error: BaseException) -> Iterable[BaseException]:
    seen: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in seen:
        seen.append(at)
        at = at.__cause__ or at.__context__
    return seen


def _short(path: str) -> str:
    """Return a source file's path from its package on: what lies before may be somebody's name."""
    with suppress(ValueError):
        return Path(path).relative_to(_PACKAGE.parent).as_posix()
    parts = path.replace("\\", "/").split("/")
    if "site-packages" in parts:
        return "/".join(parts[len(parts) - parts[::-1].index("site-packages") :])
    return parts[-1]


def _write(line: str) -> None:
    """Append a line. A log that cannot be written must not stop the work it tells of."""
    with suppress(OSError):
        path = paths.log_dir() / NAME
        _turn_over(path)
        moment = datetime.fromtimestamp(clock.now_ms() / 1000, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{moment} {aidbook.__version__} {line}\n")
        path.chmod(0o600)


def _turn_over(path: Path) -> None:
    """Begin a new file where this one has grown, and keep the last few."""
    if not path.exists() or path.stat().st_size < _MOST_BYTES:
        return
    for number in range(_KEPT - 1, 0, -1):
        older = path.with_name(f"{NAME}.{number}")
        if older.exists():
            older.replace(path.with_name(f"{NAME}.{number + 1}"))
    path.replace(path.with_name(f"{NAME}.1"))
