"""Times a piece of work against a baseline in the same run, so that a figure means the same on every machine."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

REPEAT = 15


@dataclass(frozen=True)
class Measured:
    """Median seconds of the work and of its baseline."""

    work_s: float
    baseline_s: float

    @property
    def ratio(self) -> float:
        """Return how many times the baseline's time the work takes."""
        return self.work_s / self.baseline_s


def measure(work: Callable[[], object], baseline: Callable[[], object], repeat: int = REPEAT) -> Measured:
    """Run both in turns, `repeat` times after once to warm up: what slows the machine meanwhile slows both."""
    work()
    baseline()
    times = [(_seconds(work), _seconds(baseline)) for _round in range(repeat)]
    works, baselines = zip(*times, strict=True)
    return Measured(statistics.median(works), statistics.median(baselines))


def _seconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun
