"""What all contributions share."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from courses.common import clock
from courses.plugin_api.contributions.base import checked_json
from courses.plugin_host.models import Delivery

TEXTS = st.text(st.characters(), max_size=6) | st.sampled_from(
    ["\0", "\ud83d", "a\udc00", "\\u0000"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def _comparable(value: Any) -> Any:
    """PostgreSQL gives a whole number for a large broken one: the same number, of another type."""
    if isinstance(value, dict):
        return {key: _comparable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_comparable(one) for one in value]
    return float(value) if isinstance(value, float) or type(value) is int else value


@pytest.mark.both_databases
@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(VALUES, max_size=8))
@example(values=[1e308, -0.0, 10**300, "\ud83d\ude00", {"\ud83d\ude00": "\x01\x7f\u2028"}])
def test_what_passes_can_be_stored_and_read_back(values: list[Any]) -> None:
    passed = []
    for value in values:
        try:
            passed.append(checked_json(value))
        except (TypeError, ValueError):
            continue
    with transaction.atomic():
        row = Delivery.objects.create(data=passed, due_at=clock.now())
        assert _comparable(Delivery.objects.get(pk=row.pk).data) == _comparable(passed)


@pytest.mark.parametrize("text", ["\0", "a\ud83d", "\udc00"])
def test_a_text_that_no_database_keeps_is_refused(text: str) -> None:
    for value in (text, [text], {text: 1}, {"a": {"b": [text]}}):
        with pytest.raises(ValueError, match="a NUL, or half of a character"):
            checked_json(value)


def test_what_only_spells_a_nul_out_is_kept() -> None:
    assert checked_json(["\\u0000"]) == ["\\u0000"]


def test_an_answer_has_a_limit() -> None:
    assert checked_json("x" * 99_998) == "x" * 99_998
    with pytest.raises(ValueError, match="JSON of 100001 characters; 100000 is the most"):
        checked_json("x" * 99_999)
