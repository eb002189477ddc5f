"""A plugin from far away: a block and an exercise that tests make behave as they like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail import blocks

import tests.courses.catalogue as this_package
from courses.plugin_api.contributions.content import ContentBlock
from courses.plugin_api.contributions.exercises import Exercise, ExerciseContext, Score
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from courses.plugin_api.contributions.base import Contribution, Json

MAP = {"type": "vreemd_map", "value": "De kaart", "id": "m1"}
QUIZ = {"type": "vreemd_quiz", "value": {"question": "Welk woord?"}, "id": "q1"}
UNAVAILABLE = "Dit onderdeel is nu niet beschikbaar."


class MapBlock(blocks.CharBlock):
    class Meta:
        label = "Plattegrond"
        icon = "site"
        group = "Van ver"


class Map(ContentBlock):
    """A block that `made_of` makes."""

    name = "map"
    made_of: Callable[[], Any] = MapBlock

    def block(self) -> blocks.Block:
        return self.made_of()


class QuizBlock(blocks.StructBlock):
    question = blocks.CharBlock(label="Vraag")

    class Meta:
        label = "Raadsel"
        group = "Van ver"


class Quiz(Exercise):
    """Whoever writes a word has a point for each of its letters."""

    name = "quiz"
    template_name = "vreemd/quiz.html"

    def block(self) -> blocks.Block:
        return QuizBlock()

    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        return {"word": data["word"][0]}

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        return Score(len(answer["word"]), 20)


class Strange(CoursePlugin):
    name = "tests.courses.catalogue"
    label = "vreemd"
    slug = "vreemd"
    title = "Vreemd"
    brought: Sequence[Contribution] = ()

    def contributions(self) -> Sequence[Contribution]:
        return self.brought


def strange(*brought: Contribution) -> Strange:
    """The plugin with these contributions, for the fixture `install_plugin`."""
    plugin = Strange("tests.courses.catalogue", this_package)
    plugin.brought = brought
    return plugin


def switch(*, on: bool) -> None:
    """Switch the plugin for the whole site; a test never commits, so the rest is told here."""
    standing.switch(plugin="vreemd", on=on)
    standing.forget()
