"""The bench of the tests compares the same tests, as the Makefile runs them."""

import pytest

from bench import suite
from bench.report import Figure


def test_only_tests_that_both_have_are_compared_and_a_sample_is_always_the_same() -> None:
    before = [f"tests/test_a.py::test_{number}" for number in range(200)]
    after = [f"tests/test_a.py::test_{number}" for number in range(100, 300)]

    both = suite.chosen_of(before, after, one_of=1)
    sample = suite.chosen_of(before, after, one_of=5)

    assert both == sorted({*before} & {*after})
    assert sample == suite.chosen_of(after, before, one_of=5)
    assert set(sample) < set(both)
    assert 10 <= len(sample) <= 30


@pytest.mark.parametrize("half", suite.HALVES)
def test_each_half_is_run_as_the_makefile_runs_it(half: str) -> None:
    (command,) = suite.commands(suite.ROOT, half)
    assert ("with_postgres" in command) == (half == "postgres")


def test_a_round_is_compared_with_the_round_beside_it() -> None:
    assert suite.ratio([100.0, 300.0, 200.0], [50.0, 180.0, 80.0]) == 0.5


def test_a_suite_that_takes_too_much_of_the_older_one_misses_its_aim() -> None:
    assert str(Figure("suite_seconds", 0.61, "ratio", "<=", suite.AIM)).endswith("MISSED")
