"""The sizes of screen that pages are tried on."""

import pytest
from playwright.sync_api import ViewportSize

SCREENS: dict[str, ViewportSize] = {
    "phone": {"width": 360, "height": 740},
    "desktop": {"width": 1280, "height": 900},
}

# Put above a test to run it once on each screen.
on_phone_and_desktop = pytest.mark.parametrize("screen", list(SCREENS), indirect=True)
