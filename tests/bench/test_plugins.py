"""The bench of plugins makes real plugins, and compares what it says it compares."""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from bench import comparison, guard_cost, idle, steps
from bench.comparison import Difference, Measurement, PageRequest, Site
from bench.guard_cost import GuardCost
from bench.idle_plugin.apps import IdlePlugin
from courses.plugin_api.contributions.base import Contribution
from courses.plugin_host.discovery import discover

PAGE = PageRequest("lesson", "/les/", "a=1", at_most=2.0)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path with three idle plugins."""
    folder = idle.folder_for(tmp_path, 3)
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    for name in [one for one in sys.modules if one.startswith("idle_0")]:
        del sys.modules[name]


def test_idle_plugins_are_found_by_their_entry_points(packages: Path) -> None:
    found = discover([], others=["django.contrib.auth"])
    names = ("idle_01", "idle_02", "idle_03")
    assert (found.apps, found.left_out) == (tuple(f"{one}.apps.IdlePlugin" for one in names), ())


def test_each_is_a_package_of_its_own(packages: Path) -> None:
    plugin = import_module("idle_02.apps").IdlePlugin("idle_02", sys.modules["idle_02"])
    brought = plugin.contributions()
    modules = {type(one).__module__.partition(".")[0] for one in brought}
    assert (plugin.slug, modules) == ("idle_02", {"idle_02"})
    templates = sorted(one.name for one in packages.glob("idle_02/templates/idle_02/*"))
    assert templates == ["choice.html", "note.html"]


def test_the_folder_is_made_once(packages: Path, tmp_path: Path) -> None:
    assert idle.folder_for(tmp_path, 3) == packages


def test_an_idle_plugin_brings_a_little_of_everything() -> None:
    from bench import idle_plugin

    brought = IdlePlugin("bench.idle_plugin", idle_plugin).contributions()
    kinds = [type(one).__mro__[1].__name__ for one in brought if isinstance(one, Contribution)]
    assert kinds == [
        "ContentBlock",
        "Exercise",
        "EnrolmentRule",
        "CompletionCriterion",
        "EventHandler",
        "DashboardPanel",
        "Report",
        "CourseUrls",
    ]


@pytest.mark.django_db
def test_the_guard_is_measured_without_the_call_itself(
    install_plugin: Callable[[Any], Any],
) -> None:
    from bench import idle_plugin

    install_plugin(IdlePlugin("bench.idle_plugin", idle_plugin))
    cost = guard_cost.measure(1)
    assert [value > 0 for value in (cost.bare, cost.outside, cost.inside)] == [True] * 3


def test_the_site_without_idle_plugins_is_there_twice() -> None:
    assert [site.number for site in comparison.sites()] == [0, 0, 10, 50]


def test_each_turn_is_compared_with_the_turns_beside_it() -> None:
    # The second start is on a machine that is ten times slower.
    measured = Measurement([[11.0, 12.0, 10.0], [150.0, 120.0, 100.0]])
    first = Measurement([[10.0, 10.0, 10.0], [100.0, 100.0, 100.0]])
    found = comparison.difference(measured, first)
    rounded = Difference(round(found.middle, 6), round(found.lowest, 6), round(found.highest, 6))
    assert rounded == Difference(middle=15.0, lowest=10.0, highest=20.0)


def site(number: int, cost: float) -> Site:
    return Site(str(number), number, pages={PAGE.name: Measurement([[cost]])})


def test_a_figure_compares_with_both_sites_without_idle_plugins() -> None:
    found = [site(0, 9.0), site(0, 11.0), site(10, 20.0), site(50, 10.3)]
    lines = [str(one) for one in comparison.figures(found, [PAGE], GuardCost(0.1, 6.25, 70.0))]
    assert lines == [
        "figure lesson_50_idle 3 % aim <=2 MISSED",
        "figure guard 6.25 µs aim <=10 ok",
    ]


def test_noise_is_what_two_equal_sites_seem_to_differ() -> None:
    found = [site(0, 10.0), site(0, 9.0), site(50, 20.0)]
    assert round(comparison.noise(found, [PAGE]), 6) == 10


def test_every_turn_begins_with_another() -> None:
    assert [comparison.in_order(["a", "b", "c"], turn) for turn in (0, 1, 5)] == [
        ["a", "b", "c"],
        ["b", "c", "a"],
        ["c", "a", "b"],
    ]


def test_an_unknown_subject_is_refused() -> None:
    from bench.__main__ import main

    with pytest.raises(SystemExit, match="plugin"):
        main("everything")


def test_steps_are_counted_and_compared() -> None:
    once = steps._steps(lambda: sum(number for number in range(10)))
    assert once == steps._steps(lambda: sum(number for number in range(10)))
    assert steps._steps(lambda: sum(number for number in range(20))) > once
    (figure,) = steps.figures([steps.Counted("a_page", 1000, 1020)], 50)
    assert (figure.name, figure.unit, round(figure.value, 6)) == ("a_page_50_idle_steps", "%", 2.0)
