"""The sizes of screen that pages are tried on."""

import pytest
from playwright.sync_api import ViewportSize

SCREENS: dict[str, ViewportSize] = {
    "phone": {"width": 360, "height": 740},
    "desktop": {"width": 1280, "height": 900},
}

BOTH = "phone and desktop"
# Put above a test that walks once and looks at each page on both screens: see `axe`.
on_phone_and_desktop = pytest.mark.parametrize("screen", [BOTH], indirect=True)

# Put above a test to run it once on each screen: what it does itself differs from one to the other.
once_on_each_screen = pytest.mark.parametrize("screen", list(SCREENS), indirect=True)


def begin_of(screen: str) -> ViewportSize:
    """The size with which a test begins."""
    return SCREENS["phone" if screen == BOTH else screen]


def other_size(size: ViewportSize | None) -> ViewportSize:
    """A desktop for who looks at a phone, and a phone for who looks at a desktop."""
    return SCREENS["desktop" if size == SCREENS["phone"] else "phone"]


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

# What has no visible mark when the keyboard comes there, after a first press of Tab. In colours of
# the reader there are no shadows.
NO_MARK = """
() => {
    const kinds = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
    const all = [...document.querySelectorAll(`main :is(${kinds}, [tabindex="0"])`)];
    const seen = {visibilityProperty: true};
    const stops = all.filter(one => one.checkVisibility(seen) && !one.disabled);
    const forced = matchMedia('(forced-colors: active)').matches;
    const marked = one => {
        const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(one);
        if (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) return true;
        return !forced && boxShadow !== 'none';
    };
    const focused = document.activeElement;
    const found = stops.filter(one => {
        one.focus({preventScroll: true});
        const {nextElementSibling: next, parentElement: parent} = one;
        const around = [one, next, one.closest('label'), one.closest('.va-card'), parent];
        return one.type !== 'date' && !around.some(each => each && marked(each));
    });
    focused?.focus({preventScroll: true});
    return found.map(one => one.outerHTML.slice(0, 100));
}
"""
