"""All figures are asked on 20 May 2026."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courses.common import clock
from tests.plugins.bereik.held import moment

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def on_20_may() -> Iterator[None]:
    with clock.at(moment("2026-05-20 12:00")):
        yield
