from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.apps import AppConfig, apps

from courses.common import process_cache
from tests.courses.certificates.fragile.apps import Whim

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def whim(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Whim]]:
    """An installed plugin whose criterion answers what the test sets as `whim.answer`."""
    # Wagtail's apps cannot be loaded twice, which changing INSTALLED_APPS would do.
    plugin = AppConfig.create("tests.courses.certificates.fragile.apps.FragilePlugin")
    monkeypatch.setitem(apps.app_configs, plugin.label, plugin)
    process_cache.forget_plugins()
    before = Whim.answer
    Whim.asked.clear()
    yield Whim
    Whim.answer = before
    process_cache.forget_plugins()
