"""The sizes of screen that pages are tried on."""

import pytest
from playwright.sync_api import ViewportSize

SCREENS: dict[str, ViewportSize] = {
    "phone": {"width": 360, "height": 740},
    "desktop": {"width": 1280, "height": 900},
}

# Put above a test to run it once on each screen.
on_phone_and_desktop = pytest.mark.parametrize("screen", list(SCREENS), indirect=True)

# What sticks out of the screen at the right and cannot be scrolled to, in a page's main part.
BEYOND = """
() => {
    const width = document.documentElement.clientWidth;
    const rolls = one => ['auto', 'scroll'].includes(getComputedStyle(one).overflowX);
    const scrolls = element => {
        const around = element.parentElement;
        if (!around || around.tagName === 'MAIN') return false;
        return (around.clientWidth <= width && rolls(around)) || scrolls(around);
    };
    const kinds = 'input, select, textarea, button, td, th, p, dd';
    return [...document.querySelectorAll(`main :is(${kinds})`)]
        .filter(one => one.checkVisibility({visibilityProperty: true}))
        .filter(one => one.getBoundingClientRect().right > width + 1 && !scrolls(one))
        .map(one => one.outerHTML.slice(0, 100));
}
"""
