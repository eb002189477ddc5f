"""A plugin whose criterion does what a test tells it to."""

from collections.abc import Sequence
from typing import Any

from courses.plugin_api.api import (
    CompletionContext,
    CompletionCriterion,
    Contribution,
    CoursePlugin,
    Met,
    NotYet,
)


class Whim(CompletionCriterion):
    name = "whim"
    label = "Gril"
    answer: Any = Met()
    asked: list[CompletionContext] = []

    def evaluate(self, ctx: CompletionContext) -> Met | NotYet:
        self.asked.append(ctx)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer  # type: ignore[no-any-return]


class FragilePlugin(CoursePlugin):
    name = "tests.courses.certificates.fragile"
    label = "fragile"
    slug = "fragile"
    title = "Breekbaar"

    def contributions(self) -> Sequence[Contribution]:
        return (Whim(),)
