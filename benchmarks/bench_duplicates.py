"""Who is in the book twice: how surely and how fast they are found, beside `recordlinkage` on the same people.

The people are generated (people.py): households that share a phone and an address, twins, juniors, and every eighth
written down a second time with one to three errors. Those of `elsewhere` are of another make, with other errors and many
more of one name (people_elsewhere.py): nothing was chosen on them, of the operating point or of the weights.
`recordlinkage` needs pandas and numpy, which are never in the program's own environment: it gets one in the cache folder
of the benchmarks.
"""

import csv
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from aidbook.store.crowd import Crowd
from aidbook.store.who import Described, who
from benchmarks.measure import Measured
from benchmarks.people import Person, Town, town
from benchmarks.people_elsewhere import elsewhere

SEED = 20_260_411
LINKAGE = Path(__file__).with_name("linkage")
_FIELDS = ("given", "family", "birth", "phone", "address")

Pairs = set[tuple[int, int]]


def bench_duplicates_10k() -> Measured:
    """Comparing 10,000 people with each other, against recordlinkage on the same."""
    return _measured(town(SEED, 10_000))


def bench_duplicates_100k() -> Measured:
    """Comparing 100,000 people with each other, against recordlinkage on the same."""
    return _measured(town(SEED, 100_000))


def bench_duplicates_elsewhere_100k() -> Measured:
    """Comparing 100,000 people of another make with each other, against recordlinkage on the same."""
    return _measured(elsewhere(SEED, 100_000))


def _measured(people: Town) -> Measured:
    ours, took = _ours(people)
    theirs, baseline = _theirs(people)
    print(f"  {len(people.people):,} people, {len(people.twice):,} of them written down twice", flush=True)
    _say("here", ours, people.twice, took)
    _say("recordlinkage", theirs, people.twice, baseline)
    return Measured(took, baseline)


def _say(whose: str, found: Pairs, twice: Pairs, took_s: float) -> None:
    right = len(found & twice)
    precision, recall = right / max(len(found), 1), right / len(twice)
    f1 = 2 * right / (len(found) + len(twice))
    print(
        f"  {whose:14} precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}  {took_s:.1f} s of processor time",
        flush=True,
    )


def _ours(people: Town) -> tuple[Pairs, float]:
    """Return what the program finds, and the seconds it took, folding of names included."""
    Crowd([who("", Described(name="Rosa"))]).pairs()  # what is imported is there, as it is for the other
    begun = time.process_time()
    everybody = [who(f"{number:08d}", _described(one)) for number, one in enumerate(people.people)]
    pairs = Crowd(everybody).pairs()
    took = time.process_time() - begun
    return {(int(pair.a), int(pair.b)) for pair in pairs}, took


def _described(one: Person) -> Described:
    return Described(
        name=one.given, family_name=one.family, birth=one.birth, phones=(one.phone,), address=one.address
    )


def _theirs(people: Town) -> tuple[Pairs, float]:
    """Return what recordlinkage finds, and the seconds it took, cleaning of names included."""
    with tempfile.TemporaryDirectory() as folder:
        asked, found = Path(folder) / "people.csv", Path(folder) / "found.csv"
        with asked.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(_FIELDS)
            lines.writerows([getattr(one, field) for field in _FIELDS] for one in people.people)
        said = subprocess.run(
            [_python(), LINKAGE / "link.py", asked, found], check=True, capture_output=True, text=True
        )
        with found.open(encoding="utf-8", newline="") as file:
            rows = [sorted(map(int, row)) for row in list(csv.reader(file))[1:]]
    return {(one, other) for one, other in rows}, float(said.stdout)


def _python() -> Path:
    """Return the interpreter of recordlinkage's own environment; it is made where it is not there yet."""
    wanted = LINKAGE / "requirements.txt"
    stamp = hashlib.blake2b(wanted.read_bytes(), digest_size=6).hexdigest()
    home = Path(os.environ.get("AIDBOOK_BENCH", tempfile.gettempdir())) / "aidbook-bench" / f"linkage-{stamp}"
    own = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (home / "done").exists():
        shutil.rmtree(home, ignore_errors=True)
        uv = shutil.which("uv")
        make = [uv, "venv", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
        install = [uv, "pip", "install", "--python", str(own)] if uv else [str(own), "-m", "pip", "install"]
        for each in ([*make, str(home)], [*install, "-r", str(wanted)]):
            subprocess.run(each, check=True, capture_output=True)
        (home / "done").touch()
    return own
