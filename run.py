#!/usr/bin/env python3
"""Sets AidBook up and starts it, from a bare system with nothing but Python.

python3 run.py               sets up and opens the window
python3 run.py test          sets up and runs lint, types, contracts and tests; words after it go to pytest alone
python3 run.py bench [NAME]  sets up and runs the benchmarks
python3 run.py i18n          sets up and brings the catalogues up to date
python3 run.py WORDS ...     sets up and runs a command of the program: python3 run.py --help lists them

What it installs goes to .venv beside this file; missing system libraries come from apt-get. A second run needs no
network. Standard library only; its top must be readable by an old Python, which is then told what is missing.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this with an older Python should read why it stops
    sys.exit(
        "AidBook needs Python 3.11 or newer, and this is Python %d.%d.\n"  # noqa: UP031 - an older Python reads this
        "Install a newer Python (Debian 12 or later: sudo apt-get install python3) and run this again with it,\n"
        "for example: python3.11 run.py" % sys.version_info[:2]
    )

import ctypes
import hashlib
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "aidbook-set-up"
WHAT_DECIDES = (ROOT / "pyproject.toml", ROOT / "requirements.lock")

# What the window needs from the system, and Debian's package for each (Ubuntu and its kin have the same names).
LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libcups.so.2": "libcups2",
}
# What the tests hold the book against: a program, and Debian's package of it.
JUDGES = {"hledger": "hledger"}
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")

CHECKS = (
    ("lint", ("-m", "ruff", "check", ".")),
    ("format", ("-m", "ruff", "format", "--check", ".")),
    ("types", ("-m", "mypy")),
    (
        "contracts",
        ("-c", "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"),
    ),
)


def main(words: Sequence[str]) -> NoReturn:
    """Set up what is missing, then become what was asked for."""
    command = words[0] if words else None
    refusal = None if command else no_display(sys.platform, os.environ)
    draws = command in {None, "test", "bench"} and not refusal
    packages = needed_packages(window=draws, screen=draws and not command and not offscreen())
    set_up([*packages, *(needed_judges() if command == "test" else ())])
    if command == "test":
        sys.exit(run_tests(words[1:]))
    if command == "bench":
        become(("-m", "benchmarks", *words[1:]), inside=ROOT)
    if command == "i18n":
        become(("tools/catalogues.py", *words[1:]), inside=ROOT)
    if refusal:
        sys.exit(refusal)
    become(
        ("-P", "-m", "aidbook", *words)
    )  # -P: a file of ours in this folder must not stand in for a module


def run_tests(words: Sequence[str]) -> int:
    """Run every check, or with words pytest alone; return 0 only when all passed. pytest speaks last."""
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if words:
        return subprocess.call([python(), "-m", "pytest", *words], cwd=ROOT, env=surroundings)
    failed = []
    for name, arguments in CHECKS:
        say(f"-- {name}")
        if subprocess.call([python(), *arguments], cwd=ROOT, env=surroundings):
            failed.append(name)
    say(f"-- tests (before them failed: {', '.join(failed)})" if failed else "-- tests")
    tests = subprocess.call([python(), "-m", "pytest", "-n", "2"], cwd=ROOT, env=surroundings)
    return 1 if failed or tests else 0


def become(arguments: Sequence[str], inside: Path | None = None) -> NoReturn:
    """Go on as the environment's Python with these arguments."""
    command = [str(python()), *arguments]
    if inside:
        os.chdir(inside)
    if os.name == "nt":  # exec there returns to the prompt at once
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


def offscreen() -> bool:
    """Tell whether Qt has been asked to draw without a screen."""
    return os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in {"offscreen", "minimal", "vnc"}


def no_display(platform: str, environment: Mapping[str, str]) -> str | None:
    """Return why no window can open here and what to do, or None: Qt itself would abort without a word."""
    shown = any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if not platform.startswith("linux") or shown:
        return None
    return (
        "AidBook is set up, but there is no display here to open its window on (DISPLAY and WAYLAND_DISPLAY are empty).\n"
        "Start it from a desktop session, or over ssh with 'ssh -X'. Without a screen the command line works:\n"
        "python3 run.py --help"
    )


# Setting up


def set_up(packages: Sequence[str]) -> None:
    """Make .venv hold what requirements.lock says; do nothing, and need no network, when it does already."""
    ready = STAMP.is_file() and STAMP.read_text() == fingerprint() and works(python())
    uv = shutil.which("uv")
    if not ready and not uv:
        packages = [*packages, *packages_for_pip()]
    if packages:
        install_packages(packages)
    if ready:
        return
    say("Setting up AidBook in .venv: once, some minutes, needs the network.")
    if not works(python(), "sys" if uv else "pip"):
        shutil.rmtree(VENV, ignore_errors=True)
        maker = [uv, "venv", "--quiet", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
        run([*maker, str(VENV)])
    own = str(python())
    pip = [uv, "pip", "install", "--python", own] if uv else [own, "-m", "pip", "install", "--no-input"]
    run([*pip, "--quiet", "--require-hashes", "--no-deps", "-r", str(ROOT / "requirements.lock")])
    lead_to_source()
    STAMP.write_text(fingerprint())


def fingerprint() -> str:
    """Return what the environment was made from: another lock or another place of the checkout make it anew."""
    contents = b"".join(path.read_bytes() for path in WHAT_DECIDES)
    return hashlib.sha256(contents + str(ROOT).encode()).hexdigest()


def lead_to_source() -> None:
    """Let the environment import aidbook from this checkout, without building anything."""
    ask = [str(python()), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.check_output(ask, text=True).strip())
    (packages / "_aidbook.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")


def python() -> Path:
    """Return the environment's Python, whether it is there or not."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def works(interpreter: Path, module: str = "sys") -> bool:
    """Tell whether an interpreter is there, starts, is new enough and has a module."""
    if not interpreter.exists():
        return False
    ask = [str(interpreter), "-c", f"import sys, {module}; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.call(ask, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


# The system's packages


def needed_packages(*, window: bool, screen: bool) -> list[str]:
    """Return Debian's names of the libraries that the window needs and this system does not load."""
    if not window or not sys.platform.startswith("linux"):
        return []
    wanted = {**LIBRARIES, **SCREEN_LIBRARIES} if screen else LIBRARIES
    return [package for library, package in wanted.items() if not loads(library)]


def needed_judges() -> list[str]:
    """Return the packages of programs that the tests ask and this system lacks."""
    return [package for program, package in JUDGES.items() if not shutil.which(program)]


def loads(library: str) -> bool:
    """Tell whether the system finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def packages_for_pip() -> list[str]:
    """Return what this system's Python still needs before it can make an environment and fill it."""
    packages = []
    if subprocess.call([sys.executable, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL):
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    # Debian's pip trusts the system's certificates, other pips bring their own.
    if shutil.which("apt-get") and not CERTIFICATES.exists():
        packages.append("ca-certificates")
    return packages


def install_packages(packages: Sequence[str]) -> None:
    """Install packages with apt-get, or say exactly what somebody with the right to do so should type."""
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        sys.exit(
            f"AidBook needs libraries that this system lacks. Debian calls their packages: {names}.\n"
            "Install them, by whatever name your system has for them, and run this again."
        )
    if os.geteuid() != 0:  # apt-get is only found where this exists
        sys.exit(
            f"AidBook needs some system packages, and only an administrator can install them. Type this, then run this again:\n"
            f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}"
        )
    say(f"Installing system packages: {names}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "-qq", "update"], quiet)
    run(["apt-get", "-qq", "install", "-y", "--no-install-recommends", *packages], quiet)


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
    """Run one step; what it says goes to standard error, so that a command's own output stays clean."""
    try:
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=environment)
    except (subprocess.CalledProcessError, OSError):
        sys.exit(
            f"This step of the set-up did not finish:\n{shlex.join(command)}\n"
            "Look at the lines above it. Is there a network, and room on the disk? Nothing is broken: run this again."
        )


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
