from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import tests.courses.people as this_package
from tests.courses.people.diary import Diary, DiaryPlugin

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def diary(install_plugin: Callable[[Any], Any]) -> Diary:
    plugin = DiaryPlugin("tests.courses.people", this_package)
    plugin.diary = Diary()
    install_plugin(plugin)
    return plugin.diary
