"""How the outcome is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


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


def percentile(values: list[float], share: int) -> float:
    """The value that `share` percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def figures(found: Iterable[Figure]) -> None:
    """One line for each aim."""
    for figure in found:
        print(figure, flush=True)
