"""What is compared before and after."""

from __future__ import annotations

from courses.plugin_kit.testing.walk import lost


def test_rows_that_are_gone_are_noticed() -> None:
    assert lost({"a.B": 3, "a.C": 1}, {"a.B": 2, "a.C": 4}) == ["a.B: 3 rows before, 2 after"]
