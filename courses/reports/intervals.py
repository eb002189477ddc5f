"""How sure a mean is: an interval that says no more than the answers do.

Marks are whole numbers from 1 to 10 that people in groups gave. People in one group had the same
trainer on the same day, so fifty marks of five groups say less than fifty marks of fifty groups.
So two standard errors are worked out, and the one with the wider interval is used:

* between people: the ordinary one of a mean, with n - 1 degrees of freedom;
* between groups: groups as a whole are what varies ("cluster-robust", CR1), with the number of
  groups - 1 degrees of freedom (Cameron and Miller, A Practitioner's Guide to Cluster-Robust
  Inference, 2015, section VI). One group has no such error.

Both with Student's t, at 95 %. Marks are rounded to whole numbers, so their variance is taken as
1/12 at least (Sheppard): ten people who all gave an 8 do not mean exactly 8. An interval never
leaves the scale. The tests compare it with what scipy and statsmodels make of the same marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, inf, sqrt
from operator import itemgetter
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courses.evaluation.queries import MarkSums

LOWEST, HIGHEST = 1.0, 10.0
ROUNDING = 1 / 12
"""The variance of what gets lost when a mark is rounded to a whole number."""

_QUANTILES = (
    *(12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004),
    *(2.262157, 2.228139, 2.200985, 2.178813, 2.160369, 2.144787, 2.131450, 2.119905),
    *(2.109816, 2.100922, 2.093024, 2.085963, 2.079614, 2.073873, 2.068658, 2.063899),
    *(2.059539, 2.055529, 2.051831, 2.048407, 2.045230, 2.042272),
)
"""The 97.5th percentile of Student's t for 1 to 30 degrees of freedom."""
_NORMAL = NormalDist().inv_cdf(0.975)
"""That of so many that chance is normal."""


def quantile(degrees: float) -> float:
    """The 97.5th percentile of Student's t; of a broken number of degrees, of the whole one below.

    Raises:
        ValueError: less than one degree of freedom.
    """
    if degrees < 1:
        raise ValueError("no degrees of freedom")
    if degrees < len(_QUANTILES) + 1:
        return _QUANTILES[floor(degrees) - 1]
    z = _NORMAL
    if degrees == inf:
        return z
    # Abramowitz and Stegun 26.7.5; beyond thirty degrees right in six figures.
    whole = floor(degrees)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / whole + second / whole**2 + third / whole**3


@dataclass(frozen=True)
class Interval:
    """Between what the mean lies, and how that was found."""

    low: float
    high: float
    error: float
    degrees: float


def interval(sums: MarkSums) -> Interval | None:
    """The 95 % interval of a mean; None for fewer than two marks."""
    n, mean_of_all = sums.n, sums.mean
    if n < 2 or mean_of_all is None:
        return None
    mean = float(mean_of_all)
    variance = max(sums.variance or 0.0, ROUNDING)
    found = [_half(sqrt(variance / n), float(n - 1))]
    if sums.forms > 1:
        between = sums.between_groups / n**2 * sums.forms / (sums.forms - 1)
        found.append(_half(sqrt(max(between, 0.0)), float(sums.forms - 1)))
    half, error, degrees = max(found, key=itemgetter(0))
    return Interval(max(mean - half, LOWEST), min(mean + half, HIGHEST), error, degrees)


def _half(error: float, degrees: float) -> tuple[float, float, float]:
    """Half an interval, and what it was made of."""
    return error * quantile(degrees), error, degrees


@dataclass(frozen=True)
class Difference:
    """How much higher one mean is than another, and between what that lies."""

    value: float
    low: float
    high: float

    @property
    def means_something(self) -> bool:
        """Whether chance alone would seldom make it: its interval does not hold nothing."""
        return self.low > 0 or self.high < 0


def difference(one: MarkSums, other: MarkSums) -> Difference | None:
    """One mean minus another of different people; None when one of them has no interval.

    Welch's: the errors add up in squares, the degrees of freedom follow from both.
    """
    first, second = interval(one), interval(other)
    if first is None or second is None or one.mean is None or other.mean is None:
        return None
    squares = first.error**2, second.error**2
    error = sqrt(sum(squares))
    below = squares[0] ** 2 / first.degrees + squares[1] ** 2 / second.degrees
    degrees = max(sum(squares) ** 2 / below, 1.0) if below else inf
    half = error * quantile(degrees)
    value = float(one.mean - other.mean)
    return Difference(value, value - half, value + half)
