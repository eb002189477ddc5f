"""What is loaded before copies of a process are made."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from academy.operations import loading

if TYPE_CHECKING:
    import pytest


def test_what_pages_charts_and_pdfs_need_is_there_and_nothing_is_said_of_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        loading.load()
        loading.let_go()
    assert {"weasyprint", "pygal", *loading.COMMANDS} <= set(sys.modules)
    assert caplog.messages == []
