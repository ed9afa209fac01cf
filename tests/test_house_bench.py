"""The benchmark runner: one table, a ratio against a baseline of the same run."""

from pathlib import Path

from benchmarks.__main__ import run
from benchmarks.measure import Measured, measure


def test_work_and_baseline_take_turns() -> None:
    calls: list[str] = []
    measure(lambda: calls.append("work"), lambda: calls.append("baseline"), repeat=3)
    assert calls == ["work", "baseline"] * 4


def test_a_ratio_says_how_many_baselines_the_work_takes() -> None:
    assert Measured(work_s=0.3, baseline_s=0.1).ratio == 0.3 / 0.1


def test_the_table_has_a_line_for_each_benchmark_wanted(tmp_path: Path) -> None:
    (tmp_path / "bench_counting.py").write_text(
        "from benchmarks.measure import measure\n"
        "def bench_counting_far():\n"
        "    'Counting far against not at all.'\n"
        "    return measure(lambda: sum(range(1000)), lambda: None, repeat=2)\n"
        "def bench_nothing():\n"
        "    raise AssertionError('not wanted')\n"
    )
    heading, line = run(tmp_path, "counting")
    assert heading.split() == ["work", "baseline", "ratio"]
    assert line.startswith("counting-far")
    assert line.endswith("Counting far against not at all.")
