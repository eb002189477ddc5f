"""How sure a mean is, beside what scipy 1.17.1 and statsmodels 0.15.0 make of the same marks."""

from __future__ import annotations

from fractions import Fraction
from math import inf, sqrt

import pytest

from courses.evaluation.enums import MARKS
from courses.evaluation.queries import MarkSums
from courses.reports.intervals import difference, interval, quantile

FIRST = [
    [8, 9, 8, 7, 10, 9, 8, 8, 9, 7, 8],
    [9, 9, 8, 10, 9],
    [7, 6, 8, 7, 8, 7],
    [8, 8, 9, 9, 10, 8, 9],
]
SECOND = [[7, 8, 6, 7, 8], [8, 7, 7, 9, 6, 7]]


def sums(*groups: list[int]) -> MarkSums:
    found = MarkSums()
    for group in groups:
        n, total = len(group), sum(group)
        counts = tuple(group.count(mark) for mark in MARKS)
        found += MarkSums(1, counts, n * n, n * total, total * total)
    return found


@pytest.mark.parametrize(
    ("degrees", "expected"),
    [
        (1, 12.706205),
        (2.9, 4.302653),
        (10, 2.228139),
        (30, 2.042272),
        (31, 2.039513),
        (40, 2.021075),
        (65, 1.997138),
        (100, 1.983972),
        (1000, 1.962339),
        (inf, 1.959964),
    ],
)
def test_the_quantile_is_scipys(degrees: float, expected: float) -> None:
    assert abs(quantile(degrees) - expected) < 2e-6


def test_no_degrees_of_freedom_give_no_quantile() -> None:
    with pytest.raises(ValueError, match="degrees"):
        quantile(0.5)


@pytest.mark.parametrize(
    ("groups", "error", "degrees", "low", "high"),
    [
        # scipy.stats.t over the marks: 0.1850 with 28 degrees. statsmodels' OLS with clusters:
        # 0.3255 with 3 degrees, which is wider.
        (FIRST, 0.3254813, 3, 7.2400352, 9.3116889),
        (SECOND, 0.0661157, 1, 6.4326476, 8.1128068),
        # One group: between people alone.
        (FIRST[:1], 0.2727273, 10, 7.6650530, 8.8804015),
    ],
)
def test_the_wider_of_people_and_groups(
    groups: list[list[int]], error: float, degrees: float, low: float, high: float
) -> None:
    found = interval(sums(*groups))

    assert found is not None
    assert found.degrees == degrees
    assert abs(found.error - error) < 1e-6
    assert (abs(found.low - low) < 1e-6, abs(found.high - high) < 1e-6) == (True, True)


def test_people_who_all_say_the_same_are_not_sure_to_a_hair() -> None:
    """Marks are rounded: what lies behind ten eights is not exactly eight."""
    found = interval(sums([8] * 10))

    assert found is not None
    assert abs(found.error - sqrt(1 / 12 / 10)) < 1e-12
    assert (round(found.low, 2), round(found.high, 2)) == (7.79, 8.21)


def test_an_interval_never_leaves_the_scale() -> None:
    high, low = interval(sums([10, 10, 10, 9, 6])), interval(sums([1, 1, 1, 2, 5]))

    assert high is not None
    assert low is not None
    assert (high.high, low.low) == (10.0, 1.0)


def test_fewer_than_two_marks_have_no_interval() -> None:
    assert interval(sums([8])) is None
    assert interval(MarkSums()) is None
    assert difference(sums([8]), sums([8, 9])) is None


def test_a_difference_means_something_when_chance_would_seldom_make_it() -> None:
    far = difference(sums([9, 9, 8, 9, 10, 9, 9]), sums([6, 7, 6, 5, 7, 6, 6]))
    near = difference(sums([8, 9, 8, 7, 8]), sums([8, 8, 9, 8, 8]))

    assert far is not None
    assert near is not None
    assert (far.means_something, near.means_something) == (True, False)
    # scipy.stats.ttest_ind(equal_var=False).confidence_interval() of the first two is 2.1136 to
    # 3.6007, with 11.64 degrees of freedom; ours takes 11 and is a hair wider.
    assert abs(far.value - 2.857143) < 1e-6
    assert 2.1136 - 0.006 < far.low < 2.1136
    assert 3.6007 < far.high < 3.6007 + 0.006


@pytest.mark.parametrize(
    "groups", [[[8]], [[1, 10]], [[7, 8, 9], [6]], [[3] * 9, [4, 10, 10], [1]]]
)
def test_one_division_is_what_the_formula_in_steps_is(groups: list[list[int]]) -> None:
    found = sums(*groups)
    marks = [mark for group in groups for mark in group]
    mean = Fraction(sum(marks), len(marks))
    squares = sum((mark - mean) ** 2 for mark in marks)
    # To the last bit: whole numbers are divided as exactly as a fraction is.
    variance = float(squares / (len(marks) - 1)) if len(marks) > 1 else None
    assert found.variance == variance
    assert found.between_groups == float(sum((sum(one) - len(one) * mean) ** 2 for one in groups))
    assert MarkSums().between_groups == 0
