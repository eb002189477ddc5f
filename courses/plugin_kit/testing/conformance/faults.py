"""What a plugin that fails may cost others: nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.plugin_kit.testing import breaking, walk
from courses.plugin_kit.testing.conformance.base import Checks
from courses.plugin_kit.testing.faults import demand_none, watched
from courses.plugin_kit.testing.world import World, standing_in, undone

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.plugin_api.contributions.base import Contribution
    from courses.plugin_api.plugin import CoursePlugin

_NOT_YOURS = (
    "A failure of your plugin reached other people. Unless you changed the academy itself (in "
    "ready(), signals, middleware or Wagtail hooks), tell its makers:"
)


class FaultChecks(Checks):
    """Checks on what a plugin costs, in ordinary use and broken on purpose."""

    def test_nothing_fails_in_ordinary_use(self, world: World) -> None:
        with watched(world.plugin.slug) as faults, undone():
            kinds = walk.kinds_of(world)
            problems = walk.problems_on(world, walk.whole_walk(world, kinds))
            problems += walk.problems_in_actions(world, kinds)
        demand_none([*problems, *map(str, faults)], "Correct what fails when people use the site:")

    def test_a_contribution_that_raises_costs_nobody_a_page(self, world: World) -> None:
        change = breaking.with_broken_methods(breaking.RAISES)
        demand_none(_broken_parts_walk(world, change, "raises", walk.whole_walk), _NOT_YOURS)

    def test_a_contribution_that_gives_nonsense_costs_nobody_a_page(self, world: World) -> None:
        problems: list[str] = []
        for way in breaking.ODD:
            problems += _broken_parts_walk(world, breaking.with_broken_methods(way), str(way))
        for way in (breaking.ODD[0], breaking.ODD[2], breaking.ODD[-1]):
            change = breaking.with_broken_constants(way)
            told = f"{way} (labels, columns and the like)"
            problems += _broken_parts_walk(world, change, told)
        demand_none(problems, _NOT_YOURS)

    def test_blocks_pages_and_settings_that_fail_cost_nobody_a_page(self, world: World) -> None:
        problems: list[str] = []
        for way in (breaking.RAISES, breaking.ODD[0], breaking.ODD[-1]):
            change = breaking.with_broken_first_methods(way)
            told = f"{way} (block, patterns)"
            problems += _broken_parts_walk(world, change, told, walk.editing_walk)
            if world.plugin.settings_form() is not None:
                twin = breaking.with_broken_settings(world.plugin, way)
                told = f"{way} (settings_form)"
                # Anything the plugin adds may use its settings.
                kinds = walk.kinds_of(world)
                problems += _broken_walk(world, twin, told, walk.settings_walk, kinds)
        demand_none(problems, _NOT_YOURS)

    def test_a_contribution_that_breaks_a_transaction_costs_nobody_a_page(
        self, world: World
    ) -> None:
        problems: list[str] = []
        for way in breaking.TRANSACTIONS:
            problems += _broken_parts_walk(world, breaking.with_broken_methods(way), str(way))
        demand_none(problems, _NOT_YOURS)


def _broken_parts_walk(
    world: World,
    change: Callable[[Contribution], Contribution],
    way: str,
    visits: Callable[[World, walk.Kinds], list[walk.Visit]] = walk.short_walk,
) -> list[str]:
    """What it costs others that contributions of the plugin are changed so, where any is.

    Asked is what is broken: how the rest does is seen in ordinary use.
    """
    kinds = breaking.broken_kinds(world.plugin, change)
    if not kinds:
        return []
    return _broken_walk(world, breaking.broken_plugin(world.plugin, change), way, visits, kinds)


def _broken_walk(
    world: World,
    twin: CoursePlugin,
    way: str,
    visits: Callable[[World, walk.Kinds], list[walk.Visit]],
    kinds: walk.Kinds,
) -> list[str]:
    """What it costs others that `twin` stands in for the plugin, of which `kinds` are broken."""
    body = walk.stored_body(world.lesson)
    with undone(), standing_in(twin):
        before = walk.rows_kept()
        problems = walk.problems_on(world, visits(world, kinds))
        problems += walk.problems_in_actions(world, kinds)
        problems += walk.lost(before, walk.rows_kept())
        if visits is walk.editing_walk:
            walk.save_again(world.lesson)
        if walk.stored_body(world.lesson) != body:
            problems.append("a lesson that is saved meanwhile loses content")
    return [f"{way}: {problem}" for problem in problems]
