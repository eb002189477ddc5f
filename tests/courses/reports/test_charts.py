"""Charts: the same drawing on a page, in print and in a PDF, without anything that pygal adds."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from courses.common.pdf import render
from courses.reports.charts import Point, bars, columns, trend, trend_bounds

MARKS = tuple(str(mark) for mark in range(1, 11))
COUNTS = (0, 0, 0, 0, 0, 1, 2, 12, 5, 0)
LONG = "Aandacht voor verschillende groepen <mensen>"


def read(svg: str) -> ET.Element:
    """The chart as its elements."""
    return ET.fromstring(svg)  # noqa: S314 - we drew it


def texts_of(svg: str) -> list[str]:
    """What is to be read in a chart, in order; broken lines as one."""
    found = (one for one in read(svg).iter() if one.tag.endswith("text"))
    return [text for text in ("".join(one.itertext()) for one in found) if text]


def test_a_distribution_names_every_mark_and_says_every_number() -> None:
    svg = columns("Verdeling", "De meeste gaven een 8.", MARKS, COUNTS)

    root = read(svg)
    assert (root.get("role"), root.get("aria-label")) == ("img", "Verdeling")
    assert [one.text for one in root[:2]] == ["Verdeling", "De meeste gaven een 8."]
    assert sorted(texts_of(svg)) == sorted([*MARKS, *map(str, COUNTS)])
    # No styles for the whole page, no script, no day on which it was made, no address of others.
    assert not any(word in svg for word in ("<style", "<script", "http://pygal", "<!--", "id="))
    assert columns("Verdeling", "De meeste gaven een 8.", MARKS, COUNTS) is svg
    assert len(svg) < 3000


def test_long_options_are_broken_over_lines_and_escaped() -> None:
    svg = bars("Kan beter", "Zin.", (LONG, "Het tempo"), (3, 0))

    assert "&lt;mensen&gt;" in svg
    lines = [one.text for one in read(svg).iter() if one.tag.endswith("tspan")]
    assert " ".join(filter(None, lines)) == f"Het tempo {LONG}"


def test_a_trend_writes_a_comma_and_breaks_where_words_change_or_years_are_missing() -> None:
    points = (
        Point("2021", 7.9, 7.5, 8.3),
        Point("2022", 8.0, 7.8, 8.2),
        Point("2023", None),
        Point("2024", 8.4, 8.2, 8.6),
        Point("2025", 8.5, 8.3, 8.7, group=2),
    )

    svg = trend("Trend", "Zin.", points, trend_bounds(points))

    assert trend_bounds(points) == (6.0, 9.0)
    assert texts_of(svg) == ["6,0", "7,0", "8,0", "9,0", "2021", "2022", "2023", "2024", "2025"]
    lines = [one for one in read(svg).iter() if one.get("class") == "va-chart__line"]
    assert sum(path.get("d", "").count("L") for line in lines for path in line) == 1
    assert svg.count("<circle") == 4


def test_years_are_written_in_full_and_left_out_where_they_do_not_fit() -> None:
    years = tuple(Point(str(year), 8.0) for year in range(2019, 2027))
    found = texts_of(trend("Per jaar", "Zin.", years, (7.0, 10.0)))
    assert [one for one in found if one.startswith("20")] == [one.label for one in years]
    longer = tuple(Point(f"{year} (2)", 8.0) for year in range(2019, 2027))
    found = texts_of(trend("Per jaar", "Zin.", longer, (7.0, 10.0)))
    assert [one for one in found if one.startswith("20")] == [one.label for one in longer[::2]]


def test_the_axis_of_a_trend_has_whole_marks_around_all_intervals() -> None:
    assert trend_bounds((Point("2024", 9.6, 9.0, 10.0),)) == (7.0, 10.0)
    assert trend_bounds((Point("2024", 1.4, 1.0, 1.9),)) == (1.0, 4.0)
    assert trend_bounds(()) == (1.0, 10.0)


def test_a_pdf_shows_it_and_says_what_it_is() -> None:
    """WeasyPrint draws what stands in the page; its text is there to be read and searched."""
    svg = columns("Verdeling van de cijfers", "De meeste gaven een 8.", MARKS, COUNTS)

    content = render(f'<html lang="nl"><title>Proef</title><figure>{svg}</figure></html>')

    assert content.startswith(b"%PDF-")
