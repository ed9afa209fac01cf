"""Plants faults in a copy of the program, one after another, and tells whether the property tests catch each.

`python tools/plant_faults.py` plants all of them; with words, those whose names contain one. Ends with 1 where the sound
program fails or a fault goes uncaught. A fault is an exact change of text: where the code has moved on, it says so.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MACHINE = "tests/properties/test_book_state_machine.py"
TESTS = (
    (MACHINE,),
    (f"--ignore={MACHINE}", "tests/properties", "tests/exchange", "tests/store/test_ledger_and_fold.py"),
)
"""The state machine first; what it lets pass, the other tests of merging get to see."""


@dataclass(frozen=True)
class Change:
    """In a file of the program, `old`, which stands there once, becomes `new`."""

    file: str
    old: str
    new: str

    def make(self, source: Path) -> None:
        """Make the change in a copy of the program's folder."""
        path = source / "aidbook" / self.file
        text = path.read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            sys.exit(
                f"{self.file} holds this {text.count(self.old)} times, not once; mend the fault:\n{self.old}"
            )
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")


@dataclass(frozen=True)
class Fault:
    """A mistake somebody could make."""

    name: str
    changes: tuple[Change, ...]


FAULTS = (
    Fault(
        "the last to arrive wins",
        (
            Change(
                "store/views.py",
                "(body.subject, field, named.hash, body.kind, body.written, _plain(value))",
                "(body.subject, field, named.hash, body.kind, connection.total_changes, _plain(value))",
            ),
        ),
    ),
    Fault(
        "what comes twice is stored twice",
        (
            Change(
                "store/authors.py",
                'if self._connection.execute("SELECT 1 FROM body WHERE hash = ?", (name,)).fetchone() is None:\n'
                "            yield from",
                "if True:\n            yield from",
            ),
            Change("store/views.py", "if present:  # two facts", "if False:  # two facts"),
        ),
    ),
    Fault(
        "gaps are not looked for",
        (
            Change(
                "store/incoming.py",
                "                return before\n        return None\n",
                "                return before\n        return None if run.first == 1 else bytes(32)\n",
            ),
            Change(
                "store/incoming.py",
                "here = run.first == 1 or self.ledger.head_at(previous) == before",
                "here = run.first == 1 or self.ledger.head_at(previous) in (None, before)",
            ),
        ),
    ),
    Fault(
        "an erasure misses what comes after it",
        (
            Change(
                "store/fold.py",
                "if self._erased and erased.must_go(self._connection, named):",
                "if False and erased.must_go(self._connection, named):",
            ),
            Change("store/erased.py", "return None if erased else raw", "return raw"),
        ),
    ),
    Fault(
        "a count is booked as a difference",
        (
            Change(
                "store/stock.py",
                "WHERE counted_at IS NULL OR counted_at < ?",
                "WHERE 1 OR counted_at < ?",
            ),
        ),
    ),
    Fault(
        "an erased body is kept",
        (
            Change(
                "store/erased.py",
                'connection.execute("DELETE FROM body WHERE hash = ?", (name,))',
                'connection.execute("SELECT ?", (name,))',
            ),
        ),
    ),
    Fault(
        "a relay's forged entries are taken",
        (
            Change(
                "exchange/reading.py",
                "signed.header.seq != run.last or not signed.is_by(keys[run.origin])",
                "signed.header.seq != run.last",
            ),
        ),
    ),
    Fault(
        "a replaced value comes back to life",
        (
            Change(
                "store/views.py",
                "WHERE NOT EXISTS (SELECT 1 FROM replaced",
                "WHERE 1 OR NOT EXISTS (SELECT 1 FROM replaced",
            ),
        ),
    ),
)


def verdict(source: Path, tests: tuple[str, ...]) -> str | None:
    """Return the name of the first test that fails with a copy of the program, or None where all pass."""
    surroundings = os.environ | {"PYTHONPATH": str(source), "QT_QPA_PLATFORM": "offscreen"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "--no-header",
        "-rfE",
        "--hypothesis-profile=first",
        *tests,
    ]
    ran = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603
    if ran.returncode == 0:
        return None
    failed = re.search(r"^(?:FAILED|ERROR) \S+::(\S+)", ran.stdout, re.MULTILINE)
    if not failed:
        sys.exit(f"The tests did not run:\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return failed[1]


def tried(fault: Fault | None) -> str | None:
    """Return which test catches a fault; with None, which fails although there is none."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "src"
        shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
        (Path(folder) / "resources").symlink_to(ROOT / "resources")
        for change in fault.changes if fault else ():
            change.make(source)
        return next((name for tests in TESTS if (name := verdict(source, tests))), None)


def main(words: list[str]) -> int:
    """Plant the faults and print what became of each."""
    if failing := tried(None):
        print(f"Without any fault, {failing} fails.")
        return 1
    missed = 0
    for fault in FAULTS:
        if words and not any(word in fault.name for word in words):
            continue
        begun = time.perf_counter()
        caught = tried(fault)
        missed += caught is None
        took = time.perf_counter() - begun
        print(
            f"{fault.name:40} {f'caught by {caught}' if caught else 'NOT CAUGHT'} ({took:.0f} s)", flush=True
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
