"""A plugin's blocks and exercises in a lesson."""

from __future__ import annotations

from django.test import override_settings

from courses.catalogue.models import LessonPage
from courses.common.streams import placeholder
from courses.plugin_api.contributions.exercises import Exercise
from courses.plugin_host import registry
from courses.plugin_kit.testing import walk
from courses.plugin_kit.testing.conformance.base import Checks
from courses.plugin_kit.testing.faults import demand_none, watched
from courses.plugin_kit.testing.world import World, look_again


class BlockChecks(Checks):
    """Checks on blocks in a lesson, exercises among them."""

    def test_its_blocks_can_be_filled_in(self, world: World) -> None:
        demand_none(
            [f"{name}: {why}" for name, why in world.unfilled.items()],
            "No value that the block accepts could be made up. Give one in your class, as "
            "`block_values = {name: {…}}` in the form of a LessonDraft:",
        )

    def test_its_blocks_survive_its_absence(self, world: World) -> None:
        body = walk.stored_body(world.lesson)
        problems = []
        walk.save_again(world.lesson)
        if walk.stored_body(world.lesson) != body:
            problems.append("saving a lesson unchanged changes what is stored of a block")
        body = walk.stored_body(world.lesson)
        with override_settings(PLUGINS_DISABLED=[world.plugin.slug]):
            look_again()
            walk.save_again(world.lesson)
            gone = walk.stored_body(world.lesson)
            problems += walk.problems_on(world, [("participant", world.whole_lesson_url)])
        look_again()
        walk.save_again(world.lesson)
        if gone != body:
            problems.append("a save while the plugin is gone changes what is stored")
        if walk.stored_body(world.lesson) != body:
            problems.append("what is stored changes when the plugin comes back")
        demand_none(
            problems, "The value of a block must be stored in one form only (see get_prep_value):"
        )

    def test_its_blocks_are_shown_only_where_it_is_on(self, world: World) -> None:
        if not world.lesson.body:
            return
        problems = []
        with watched(world.plugin.slug) as faults:
            on = world.client("participant").get(world.whole_lesson_url).content.decode()
            faults_on = list(faults)
        off = world.client("stranger").get(world.other_whole_lesson_url).content.decode()
        if str(placeholder()) in on:
            problems.append("in the training with the plugin on a block is not shown")
        for _exercise, ident in _exercises_in(world, world.other_lesson):
            answer = world.client("stranger").post(f"{world.other_lesson_url}opdracht/{ident}/", {})
            if answer.status_code != 404:
                problems.append("an exercise can be answered where the plugin is off")
        if off.count(str(placeholder())) < len(world.other_lesson.body):
            problems.append("a block is shown where the plugin is off")
        demand_none(
            [*problems, *map(str, faults_on)],
            "Blocks are shown with the value they were given:",
        )


def _exercises_in(world: World, lesson: LessonPage) -> list[tuple[str, str]]:
    keys = {
        entry.key for entry in registry.every(Exercise) if entry.plugin.slug == world.plugin.slug
    }
    raw = LessonPage.objects.get(pk=lesson.pk).body.raw_data
    return [(one["type"], one["id"]) for one in raw if one["type"] in keys]
