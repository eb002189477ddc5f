"""How the outcome is printed."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.certificates import Certificates
    from bench.measure import Subject


@dataclass(frozen=True)
class Figure:
    """A measured value beside its aim; `comparison` is `>=` or `<=`."""

    name: str
    value: float
    unit: str
    comparison: str
    aim: float

    @property
    def is_reached(self) -> bool:
        if self.comparison == ">=":
            return self.value >= self.aim
        return self.value <= self.aim

    def __str__(self) -> str:
        value = f"{self.value:.3g}" if self.value < 100 else f"{self.value:.0f}"
        verdict = "ok" if self.is_reached else "MISSED"
        aim = f"{self.comparison}{self.aim:g}"
        return f"figure {self.name} {value} {self.unit} aim {aim} {verdict}"


def say(text: str) -> None:
    """A line on what is going on."""
    print(f"→ {text}", flush=True)


def table(unit: Subject, subjects: Iterable[Subject], pdf: Certificates) -> None:
    """Everything that was measured, with or without an aim."""
    print(f"\n{'':24}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'units':>9}")
    for subject in (unit, *subjects):
        p50, p99 = percentile(subject.latencies, 50), percentile(subject.latencies, 99)
        units = f"{statistics.median(subject.ratios):9.2f}" if subject.ratios else f"{'1':>9}"
        speed = statistics.median(subject.per_second)
        print(f"{subject.name:24}{speed:9.0f}{1000 * p50:9.2f}{1000 * p99:9.2f}{units}")
    print(f"\n{'':24}{'ms':>9}{'p99 ms':>9}")
    for name, times in (("bare page in PDF", pdf.bare), ("certificate", pdf.certificate)):
        print(f"{name:24}{statistics.median(times):9.1f}{percentile(times, 99):9.1f}")
    print()


def percentile(values: list[float], share: int) -> float:
    """The value that `share` percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def figures(found: Iterable[Figure]) -> None:
    """One line for each aim."""
    for figure in found:
        print(figure, flush=True)
