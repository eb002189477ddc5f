"""Exercises in lessons."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from courses.plugin_api.contributions.base import Contribution, Json, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wagtail.blocks import Block

MOST_POINTS = 1000


@dataclass(frozen=True)
class ExerciseContext:
    """Where an exercise is done.

    `config` is the value of the exercise's block in the lesson; `exercise_id` identifies this
    exercise in this lesson and stays the same through edits. `settings` are the plugin's for the
    training.
    """

    exercise_id: str
    config: Any
    training_id: int
    lesson_id: int
    settings: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Score:
    """The outcome of an answer.

    `points` of `out_of` (at most 1000); `finished` is false while an exercise of several steps
    goes on. `feedback` is for the exercise's own template, e.g. a sentence per option; JSON.

    Raises:
        ValueError: the points are no whole numbers, below zero, or more than there are.
    """

    points: int
    out_of: int
    finished: bool = True
    feedback: Json = None

    def __post_init__(self) -> None:
        if type(self.points) is not int or type(self.out_of) is not int:
            raise ValueError("points are whole numbers")
        if not 0 <= self.points <= self.out_of <= MOST_POINTS:
            raise ValueError(f"{self.points} points of {self.out_of}")


class Exercise(Contribution):
    """A kind of exercise: a block that trainers fill in and participants answer.

    `grade` is called when a participant sends an answer, and again when the page shows an answer
    that was kept. It must be a pure function of its arguments. When it fails the participant
    reads "try again later" and the answer is kept.

    The exercise is shown with `template_name`, inside a form that the core provides (with
    csrf token, address and submit button). The template gets `exercise` (the ExerciseContext),
    `config` (the block's value), `answer` (JSON from `read_answer`, or None), `score` (Score or
    None), `error` (why the last answer was refused), `posted` (what was sent then: lists of values
    by field name, so that nothing typed is lost) and `field_prefix`; it must name its inputs
    `{{ field_prefix }}-…` and must work without JavaScript and by keyboard.
    """

    template_name: ClassVar[str]
    submit_label: ClassVar[Text | None] = None
    """Text of the submit button; None for the core's own. "" means that the template brings its
    own submit buttons (for instance one button per choice)."""

    @abstractmethod
    def block(self) -> Block:
        """The Wagtail block in which a trainer writes this exercise."""

    @abstractmethod
    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        """The answer in what was posted, as JSON (at most 100,000 characters, and not None).

        `data` has the posted values by field name, without the prefix. `previous` is the answer
        kept so far or None. Raise `Refusal` with a plain sentence when the answer cannot be used
        (nothing chosen, for instance).
        """

    @abstractmethod
    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        """Judge `answer`; gives the score and the feedback to show."""
