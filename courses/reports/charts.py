"""The one door to pygal, which draws our charts.

A chart is an SVG with a title and a description, in the colours and the letters of where it stands:
on a page, in print, in a PDF. It never stands alone: the page shows the same numbers in a table and
the most important ones in a sentence. What pygal adds for itself (styles for the whole page, a
script, texts for a mouse, the day on which it was made) is taken out, so the same numbers give the
same chart, and a chart is kept in memory once it is drawn.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pygal.graph.graph import Graph

SVG = "{http://www.w3.org/2000/svg}"
WIDTH = 360
"""In pixels at the usual size of letters; pages scale it with their letters, never wider than
they are themselves."""
LETTERS = 13
ACCENT = "#0d5763"
MOST_LABELS = 8
"""Of years that fit beside each other."""
WIDEST_LABEL = 20
"""Characters on one line of a label."""
ROOM_FOR_LETTERS = 18
"""Before labels at the left: pygal counts with narrower letters than ours."""
KEPT = 512
"""How many charts stay in memory: some two megabytes."""

_SUPERFLUOUS = frozenset({"script", "style", "defs", "desc", "title"})
_UNSEEN = frozenset({"tooltip-overlay", "background", "titles", "tooltip"})


@dataclass(frozen=True)
class Point:
    """A value in a trend, with the interval that it lies in; `group` breaks the line where it
    changes. A value of None is a gap."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    group: int = 0


@lru_cache(KEPT)
def columns(
    title: str, description: str, labels: tuple[str, ...], counts: tuple[int, ...]
) -> SafeString:
    """How often each of some short values was given, from left to right: the marks."""
    import pygal  # noqa: PLC0415 - slow, and only some pages show a chart

    chart = pygal.Bar(**_settings(height=200), **_printed(counts), show_y_labels=False)
    chart.x_labels = labels
    chart.add("", list(counts))
    return _finished(chart, title, description)


@lru_cache(KEPT)
def bars(
    title: str, description: str, labels: tuple[str, ...], counts: tuple[int, ...]
) -> SafeString:
    """How often each option was chosen, one below the other, with room for their words."""
    import pygal  # noqa: PLC0415 - slow, and only some pages show a chart

    wrapped = [textwrap.wrap(label, WIDEST_LABEL) or [""] for label in reversed(labels)]
    lines = max((len(one) for one in wrapped), default=1)
    height = 10 + len(labels) * max(30, lines * (LETTERS + 3) + 8)
    chart = pygal.HorizontalBar(
        **_settings(height=height),
        **_printed(counts),
        show_x_labels=False,
        margin_left=ROOM_FOR_LETTERS,
    )
    # It makes room for the longest line; the lines themselves follow below.
    chart.x_labels = [max(one, key=len) for one in wrapped]
    chart.add("", list(reversed(counts)))
    return _finished(chart, title, description, wrapped=wrapped)


@lru_cache(KEPT)
def trend(
    title: str,
    description: str,
    points: tuple[Point, ...],
    bounds: tuple[float, float],
    comma: str = ",",
) -> SafeString:
    """A mean from one period to the next, with its intervals."""
    import pygal  # noqa: PLC0415 - slow, and only some pages show a chart

    chart = pygal.Line(
        **_settings(height=260, guides=True),
        range=bounds,
        dots_size=4,
        value_formatter=lambda value: f"{value:.1f}".replace(".", comma),
    )
    # Room at both ends, for the words below the first and the last.
    every = -(-len(points) // _labels_that_fit(points)) or 1
    words = [point.label if place % every == 0 else "" for place, point in enumerate(points)]
    chart.x_labels = ["", *words, ""]
    chart.y_labels = [bounds[0] + step for step in range(int(bounds[1] - bounds[0]) + 1)]
    for first, last in _stretches(points):
        own = [
            _value(point) if first <= place <= last else None for place, point in enumerate(points)
        ]
        chart.add("", [None, *own, None])
    return _finished(chart, title, description)


def _labels_that_fit(points: tuple[Point, ...]) -> int:
    longest = max((len(point.label) for point in points), default=1)
    return max(1, min(MOST_LABELS, int(0.8 * WIDTH / (0.6 * LETTERS * longest + 4))))


def _stretches(points: tuple[Point, ...]) -> Iterator[tuple[int, int]]:
    """From which place to which a line runs: it stops at a gap, and where the group changes."""
    first = 0
    for place, point in enumerate(points):
        following = points[place + 1] if place + 1 < len(points) else None
        if following is None or following.value is None or following.group != point.group:
            if point.value is not None:
                yield first, place
            first = place + 1


def _printed(counts: tuple[int, ...]) -> dict[str, object]:
    """Every number stands at its bar, so no axis has to say it."""
    return {
        "print_values": True,
        "print_values_position": "top",
        "range": (0, max(counts, default=1) * 1.12 or 1),
    }


def trend_bounds(points: tuple[Point, ...]) -> tuple[float, float]:
    """From which mark to which the axis of a trend runs: whole marks around all intervals, three
    marks at least. A trend that is nearly flat looks so."""
    known = [
        float(one)
        for point in points
        for one in (point.value, point.low, point.high)
        if one is not None
    ]
    low, high = (int(min(known)), -int(-max(known) // 1)) if known else (1, 10)
    while high - low < 3:
        low, high = (low - 1, high) if low > 1 else (low, high + 1)
        if high - low < 3 and high < 10:
            high += 1
    return float(max(low, 1)), float(min(high, 10))


def _value(point: Point) -> dict[str, object] | None:
    if point.value is None:
        return None
    value: dict[str, object] = {"value": point.value}
    if point.low is not None and point.high is not None:
        value["ci"] = {"low": point.low, "high": point.high}
    return value


def _settings(*, height: int, guides: bool = False) -> dict[str, object]:
    from pygal.style import Style  # noqa: PLC0415 - as pygal itself

    style = Style(
        label_font_size=LETTERS,
        major_label_font_size=LETTERS,
        value_font_size=LETTERS,
        font_family="sans-serif",
    )
    return {
        "style": style,
        "width": WIDTH,
        "height": height,
        "js": (),
        "css": (),
        "show_legend": False,
        # It would cut years to "20…" where there are many of them.
        "truncate_label": -1,
        "margin": 4,
        "spacing": 6,
        "show_y_guides": guides,
        "show_x_guides": False,
        "disable_xml_declaration": True,
    }


# --- From pygal's drawing to ours -----------------------------------------------------------------


def _finished(
    chart: Graph, title: str, description: str, *, wrapped: list[list[str]] | None = None
) -> SafeString:
    drawn: ET.Element = chart.render_tree()
    parts = list(_kept(drawn))
    root = ET.Element(
        "svg",
        {
            "class": "va-chart",
            "role": "img",
            "viewBox": drawn.get("viewBox", ""),
            "xmlns": "http://www.w3.org/2000/svg",
            "font-size": str(LETTERS),
            "font-family": "inherit",
            "fill": "currentColor",
            "aria-label": title,
        },
    )
    ET.SubElement(root, "title").text = title
    ET.SubElement(root, "desc").text = description
    root.extend(parts)
    if wrapped:
        _wrap_labels(root, wrapped)
    # Every text was escaped when it was written.
    return mark_safe(ET.tostring(root, encoding="unicode"))


def _kept(parent: ET.Element, around: frozenset[str] = frozenset()) -> Iterator[ET.Element]:
    """What is to be seen below an element, as our own elements; `around` are the classes of what
    it stands in. What looks the same stands in one group, which says how."""
    group: ET.Element | None = None
    for element, look in _flat(parent, around):
        if not look:
            if group is not None:
                yield group
                group = None
            yield element
            continue
        if group is None or group.attrib != look:
            if group is not None:
                yield group
            group = ET.Element("g", look)
        group.append(element)
    if group is not None:
        yield group


def _flat(
    parent: ET.Element, around: frozenset[str]
) -> Iterator[tuple[ET.Element, dict[str, str]]]:
    """What is to be seen below an element, each with how it looks; groups that move what is in
    them have no look of their own."""
    for child in parent:
        name = child.tag.removeprefix(SVG) if isinstance(child.tag, str) else ""
        classes = frozenset((child.get("class") or "").split())
        if not name or name in _SUPERFLUOUS or classes & _UNSEEN:
            continue
        if name == "path" and _is_spare_line(classes | around):
            continue
        if name != "g":
            yield _placed(name, child), _look(name, classes | around)
        elif child.get("transform"):
            ours = _placed(name, child)
            ours.extend(_kept(child, around | classes))
            if len(ours):
                yield ours, {}
        else:
            # It only keeps things together for pygal's own styles.
            yield from _flat(child, around | classes)


def _is_spare_line(classes: frozenset[str]) -> bool:
    """Whether a line of an axis says nothing: those across a trend's years, and the one beside
    columns, that have their numbers at them."""
    if "axis" not in classes:
        return False
    return "x" in classes and ("guide" in classes or "bar-graph" in classes)


_ROUNDED = ("x", "y", "width", "height", "cx", "cy", "r")


def _placed(name: str, child: ET.Element) -> ET.Element:
    """The element with nothing but where it is."""
    found = {"transform": child.get("transform", "")} if child.get("transform") else {}
    for key in _ROUNDED:
        if child.get(key):
            found[key] = f"{float(child.get(key, '0')):.1f}"
    if child.get("d"):
        found["d"] = " ".join(map(rounded, child.get("d", "").split()))
    ours = ET.Element(name, found)
    ours.text = child.text
    return ours


def _look(name: str, classes: frozenset[str]) -> dict[str, str]:
    """How something looks where no style sheet says otherwise; never nothing."""
    if name == "text":
        return _look_of_text(classes)
    if name in ("rect", "circle"):
        return {"class": "va-chart__mark", "fill": ACCENT}
    if name != "path":
        return {"fill": "currentColor"}
    if "guide" in classes:
        return {"stroke": "currentColor", "stroke-opacity": "0.25", "fill": "none"}
    if "reactive" in classes and "ci" not in classes:
        return {"class": "va-chart__line", "stroke": ACCENT, "stroke-width": "2.5", "fill": "none"}
    return {"stroke": "currentColor", "stroke-width": "1.25", "fill": "none"}


def _look_of_text(classes: frozenset[str]) -> dict[str, str]:
    if "value" in classes:
        anchor = "start" if "horizontal" in classes else "middle"
        return {"class": "va-chart__value", "text-anchor": anchor, "font-weight": "bold"}
    return {"text-anchor": "end" if "y" in classes else "middle"}


def rounded(word: str) -> str:
    letter, number = (word[0], word[1:]) if word[:1].isalpha() else ("", word)
    try:
        return f"{letter}{float(number):.1f}"
    except ValueError:
        return word


def _wrap_labels(root: ET.Element, wrapped: list[list[str]]) -> None:
    """Put the lines of each label below each other, around where pygal put its one line."""
    longest = [max(one, key=len) for one in wrapped]
    texts = [one for one in root.iter("text") if one.text in longest]
    for text, lines in zip(texts, wrapped, strict=False):
        text.text = None
        x, y = text.get("x", "0"), float(text.get("y", "0"))
        first = y - (len(lines) - 1) * (LETTERS + 2) / 2
        for number, line in enumerate(lines):
            place = {"x": x, "y": f"{first + number * (LETTERS + 2):.1f}"}
            ET.SubElement(text, "tspan", place).text = line
