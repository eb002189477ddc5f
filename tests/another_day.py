"""Run the tests as on another day: what is asked in December only is found before December.

    python -m pytest -p tests.another_day --day 2027-01-01T00:20

The moment is one on the academy's clock; from there time goes on. Only what asks Django for the
time is led along, as the academy's clock does. Files, signed messages, processes that a test starts
and the database's own functions stay in today, so a test that compares these with the clock fails
here by itself (messages of LTI, the signature of a webhook, keys that were left behind).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from django.utils import timezone


def pytest_addoption(parser: pytest.Parser) -> None:
    """The moment at which the tests begin."""
    parser.addoption("--day", type=datetime.fromisoformat, required=True, help="2027-01-01T00:20")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Before anything is imported: a model keeps the function that says when a row was made."""
    begin: datetime = early_config.known_args_namespace.day

    @cache
    def away() -> timedelta:
        return begin.replace(tzinfo=timezone.get_default_timezone()) - datetime.now(UTC)

    def now() -> datetime:
        return datetime.now(UTC) + away()

    timezone.now = now
