"""What readers make of a page that is open: another width, theme, colours and size of letters.

A page is asked for once and looked at in each way, with only those rules of axe that can differ
from one to the other. That a page that is made smaller is the page that opens small, holds for a
site whose script measures nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import pytest

from tests.browser.screens import NO_MARK

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import JSHandle, Page

AT_ONCE = """
() => document.getAnimations()
    .filter(one => one instanceof CSSTransition)
    .forEach(one => one.finish())
"""
"""Colours on their way from one theme to the other are of neither."""
LETTERS = """
times => {
    const {documentElement: root} = document;
    root.style.removeProperty('font-size');
    if (times === 1) return;
    const size = times * parseFloat(getComputedStyle(root).fontSize);
    root.style.setProperty('font-size', `${size}px`, 'important');
}
"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPTED_OUT = """
() => {
    const chosen = document.createElement('p');
    chosen.style.cssText = 'forced-color-adjust: none; color: HighlightText; background: Highlight';
    document.body.append(chosen);
    const colours = ({color, backgroundColor}) => `${color} on ${backgroundColor}`;
    const ofChosen = colours(getComputedStyle(chosen));
    chosen.remove();
    const keeps = style => style.forcedColorAdjust === 'none' && colours(style) !== ofChosen;
    return [...document.querySelectorAll('body *')]
        .filter(one => !one.closest('svg') && keeps(getComputedStyle(one)))
        .filter(one => [...one.childNodes].some(each => each.nodeType === 3 && each.data.trim()))
        .filter(one => one.checkVisibility({visibilityProperty: true}))
        .map(one => one.outerHTML.slice(0, 100));
}
"""
"""Words that keep the academy's colours where the reader has chosen colours, but for those that are
chosen: they have the reader's own for that."""

CHOSEN_UNSEEN = """
() => [...document.querySelectorAll('.utrecht-radio-button:checked, .utrecht-checkbox:checked')]
    .filter(one => getComputedStyle(one).appearance === 'none')
    .map(one => one.outerHTML.slice(0, 100))
"""
"""Choices of which only a background says that they are made: in the reader's own colours that is
gone."""
DRAWN_OTHERWISE = """
() => [...document.querySelectorAll('svg.va-icon')]
    .filter(one => getComputedStyle(one).color !== getComputedStyle(one.parentElement).color)
    .map(one => one.parentElement.outerHTML.slice(0, 100))
"""
"""Drawings in another colour than the words beside them, where the reader chose colours: it may be
that of the background."""


@dataclass(frozen=True)
class Look:
    """One way in which somebody reads."""

    name: str
    width: int
    height: int = 900
    theme: Literal["light", "dark"] = "light"
    forced: Literal["none", "active"] = "none"
    letters: int = 1
    """How many times as large as usual."""
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    within: str = "html"
    """The part of the page that is looked at."""


AS_IT_IS = """
() => {
    const state = part => part && {
        html: part.outerHTML,
        shown: [...part.querySelectorAll('*')]
            .filter(one => one.checkVisibility({visibilityProperty: true})),
    };
    return {html: state(document.body), main: state(document.querySelector('main'))};
}
"""
"""All that rules read but for where things stand, and in which colours."""
IS_AS_BEFORE = f"""
([all, within]) => {{
    const now = ({AS_IT_IS})()[within];
    return all.map(one => one[within]).some(one => now && one
        && now.html === one.html && now.shown.length === one.shown.length
        && now.shown.every((each, place) => each === one.shown[place]));
}}
"""
CONTRAST = "color-contrast"
OF_LAYOUT = (
    CONTRAST,
    "target-size",
    "scrollable-region-focusable",
    "link-in-text-block",
    "region",
    "skip-link",
    "bypass",
    "td-has-header",
)
"""Rules that also read where things stand and how they look: what the others say of a page in which
nothing came and nothing went is what they said before."""
DESK = Look("desk", 1280)
IN_THE_DARK = Look("in the dark", 1280, theme="dark", only=(CONTRAST,))
SMALL = Look("small", 320, 640)
SMALL_IN_THE_DARK = Look("small in the dark", 320, 640, theme="dark", only=(CONTRAST,))
LARGE = Look("large letters", 360, 740, letters=2)
# In forced colours axe compares a colour that we chose with the reader's background; words are the
# reader's there, unless they opt out, which OPTED_OUT looks for.
OWN_COLOURS = Look(
    "own colours, large letters", 360, 740, forced="active", letters=2, without=(CONTRAST,)
)
OWN_DARK_COLOURS = replace(OWN_COLOURS, name="own dark colours, large letters", theme="dark")
ALL_LOOKS = (DESK, IN_THE_DARK, SMALL, SMALL_IN_THE_DARK, LARGE, OWN_COLOURS, OWN_DARK_COLOURS)
"""For the page with every component; other pages have the same colours."""
LOOKS = (DESK, IN_THE_DARK, replace(SMALL, without=(CONTRAST,)), OWN_COLOURS)
ENLARGED = (Look("enlarged on a phone", 320, 640, letters=2), Look("enlarged", 640, 512))
"""640 pixels is what a screen of 1280 shows at 200 %, and 320 at 400 %: only whether it fits."""


def show(page: Page, look: Look, before: Look | None = None) -> None:
    """Let the open page be read in that way.

    Args:
        page: the open page.
        look: how it is to be read.
        before: how it is read now, where that is known: what stays the same is not asked for again,
            since the browser then draws the whole page once more.
    """
    if page.viewport_size != {"width": look.width, "height": look.height}:
        page.set_viewport_size({"width": look.width, "height": look.height})
    if before is None or (before.theme, before.forced) != (look.theme, look.forced):
        page.emulate_media(color_scheme=look.theme, forced_colors=look.forced)
    if before is None or before.letters != look.letters:
        page.evaluate(LETTERS, look.letters)
    page.evaluate(AT_ONCE)


def problems_of_looks(
    page: Page,
    axe: Callable[..., None],
    *,
    looks: tuple[Look, ...] = LOOKS,
    without: tuple[str, ...] = (),
    fits: bool = True,
) -> list[str]:
    """All that is wrong with the open page in any look; it ends as it began.

    Args:
        page: the open page.
        axe: the fixture.
        looks: how it is read.
        without: rules of axe that it need not keep in any look.
        fits: whether the page may not be wider than the screen.
    """
    size = page.viewport_size
    assert size
    as_it_was = now = Look("as it was", size["width"], size["height"])
    found = []
    asked: list[JSHandle] = []
    for look in looks:
        show(page, look, now)
        now = look
        try:
            leave_out = () if look.only else (*without, *look.without)
            axe(page, only=look.only, without=leave_out, within=look.within, since=asked)
        except pytest.fail.Exception as problem:
            found.append(f"{look.name}: {problem}")
        if not look.only and look.within == "html":
            asked.append(page.evaluate_handle(AS_IT_IS))
        if look.forced == "active":
            found += [f"{page.url}: keeps its colours: {one}" for one in page.evaluate(OPTED_OUT)]
            found += [f"{page.url}: seems unchosen: {one}" for one in page.evaluate(CHOSEN_UNSEEN)]
            drawn = page.evaluate(DRAWN_OTHERWISE)
            found += [f"{page.url}: drawn in another colour: {one}" for one in drawn]
            if look == OWN_COLOURS:
                page.keyboard.press("Tab")
                found += [f"{page.url}: no mark: {one}" for one in page.evaluate(NO_MARK)]
        if fits:
            found += _too_wide(page, look)
    for look in ENLARGED if fits else ():
        show(page, look, now)
        now = look
        found += _too_wide(page, look)
    show(page, as_it_was, now)
    return found


def _too_wide(page: Page, look: Look) -> list[str]:
    wider = page.evaluate(WIDER)
    return [f"{look.name}: {page.url} is {wider} px wider than the screen"] if wider else []
