"""Prints one table of every benchmark: `python3 run.py bench [NAME]`.

A benchmark is a function `bench_…` in a file `benchmarks/bench_….py`. It returns what `measure` gave; the first line of
its docstring says what is timed against what. NAME is any part of a function's name.
"""

import sys
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from benchmarks.measure import Measured

HERE = Path(__file__).resolve().parent


def run(folder: Path, wanted: str = "") -> Iterator[str]:
    """Run the benchmarks of a folder whose names contain `wanted`; yield the table line by line, as they end."""
    yield f"{'':26}{'work':>12}{'baseline':>12}{'ratio':>8}"
    for name, bench in sorted(_benchmarks(folder).items()):
        if wanted in name:
            took = bench()
            what = (bench.__doc__ or "").partition("\n")[0]
            yield f"{name:26}{_time(took.work_s)}{_time(took.baseline_s)}{took.ratio:8.2f}  {what}"


def _benchmarks(folder: Path) -> dict[str, Callable[[], Measured]]:
    found: dict[str, Callable[[], Measured]] = {}
    for path in sorted(folder.glob("bench_*.py")):
        spec = spec_from_file_location(f"benchmarks.{path.stem}", path)
        if spec and spec.loader:
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
            found |= {
                name.removeprefix("bench_").replace("_", "-"): thing
                for name, thing in vars(module).items()
                if name.startswith("bench_") and callable(thing)
            }
    return found


def _time(seconds: float) -> str:
    return f"{seconds * 1000:9.2f} ms"


def main(words: list[str]) -> int:
    """Print the table; return 1 when nothing has that name."""
    count = -1
    for line in run(HERE, words[0] if words else ""):
        print(line, flush=True)
        count += 1
    if not count:
        print(
            f"No benchmark has {words[0]!r} in its name." if words else "There is no benchmark.",
            file=sys.stderr,
        )
    return 0 if count else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
