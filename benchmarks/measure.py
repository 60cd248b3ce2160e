"""Timing: whole processes from outside, operations inside this one; medians, for the machines are noisy."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

QUALCODE = [sys.executable, "-m", "qualcode"]


@dataclass
class Figure:
    """One operation's measured times and its goal; `unit` is s, ms or MB."""

    operation: str
    goal: float
    unit: str
    values: list[float] = field(default_factory=list)
    kind: str = "median"

    @property
    def value(self) -> float:
        """The figure to compare: the median, or the 95th percentile where the goal is one."""
        if self.kind == "p95":
            ordered = sorted(self.values)
            return ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
        return statistics.median(self.values)

    @property
    def line(self) -> tuple[str, str, str, str, str]:
        """Operation, value, goal, ratio to the goal, and spread, as printed."""
        spread = f"{min(self.values):.4g} to {max(self.values):.4g} in {len(self.values)}"
        met = "met" if self.value <= self.goal else "MISSED"
        return (
            self.operation,
            f"{self.value:.4g} {self.unit} {self.kind}",
            f"<= {self.goal:g} {self.unit}",
            f"{self.value / self.goal:.2f} {met}",
            spread,
        )


RUNNER = """
import os, subprocess, sys, time
started = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
print(time.perf_counter() - started, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))
"""
"""A small parent: a child's peak memory counts its parent's at the fork, and ours is large by then."""


def process(arguments: Sequence[str], cwd: Path) -> tuple[float, float]:
    """Wall seconds and peak memory in MB of one run of the command line."""
    runner = [sys.executable, "-S", "-c", RUNNER, *QUALCODE, *arguments]
    done = subprocess.run(runner, cwd=cwd, capture_output=True, text=True, check=True)
    seconds, peak, code = done.stdout.split()
    if code != "0":
        raise RuntimeError(f"qualcode {' '.join(arguments)} ended with {code}: {done.stderr}")
    return float(seconds), float(peak)


def timed(action: Callable[[], object], *, runs: int = 5, scale: float = 1.0) -> list[float]:
    """Seconds (times `scale`) of each of several runs, after one that is not counted."""
    action()
    values = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        values.append((time.perf_counter() - started) * scale)
    return values
