"""Exercises in lessons."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from courses.common.errors import Refusal
from courses.plugin_api.contributions.base import Contribution, Json, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wagtail.blocks import Block

    from courses.plugin_api.contributions.portable import PortableExercise

MOST_POINTS = 1000


@dataclass(frozen=True)
class ExerciseContext:
    """Where an exercise is done.

    `config` is the value of the exercise's block in the lesson; `exercise_id` identifies this
    exercise in this lesson: at most 64 characters, the same through edits, another one in a copy
    of the lesson's block, and what `ExerciseAttempt.exercise_id` holds. `settings` are the
    plugin's for the training.

    Since 1.3: the `training_title`, and addresses on this site. `plugin_url` is that of the
    plugin's own pages in this training (see `CourseUrls`), with a slash at the end; `answer_url`
    takes and gives answers as JSON. All are the same for every reader.
    """

    exercise_id: str
    config: Any
    training_id: int
    lesson_id: int
    settings: Mapping[str, Json] = field(default_factory=dict)
    training_title: str = ""
    training_url: str = ""
    lesson_url: str = ""
    plugin_url: str = ""
    answer_url: str = ""


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


@dataclass(frozen=True)
class BestResult:
    """The best result that somebody had in an exercise, and in which `attempt` (from 1). Since 1.3.

    An attempt ends with an answer whose score is `finished`; the next answer begins another one.
    """

    points: int
    out_of: int
    attempt: int


class Exercise(Contribution):
    """A kind of exercise: a block that trainers fill in and participants answer.

    `grade` is called when a participant sends an answer, and again when the page shows an answer
    that was kept. It must be a pure function of its arguments. When it fails the participant
    reads "try again later" and the answer is kept.

    The exercise is shown with `template_name`, inside a form that the core provides (with
    csrf token, address and submit button). The template gets `exercise` (the ExerciseContext),
    `config` (the block's value), `answer` (JSON from `read_answer`, or None), `score` (Score or
    None), `error` (why the last answer was refused), `posted` (what was sent then: lists of values
    by field name, so that nothing typed is lost), `field_prefix`, and since 1.3 `attempt` (which
    attempt the answer is of, from 1), `best` (a BestResult, or None) and `next_url` (of the step
    behind it, or empty; at a result that is shown); it must name its inputs
    `{{ field_prefix }}-…` and must work without JavaScript and by keyboard.

    A script may answer too, since 1.3: it sends JSON to `exercise.answer_url`, which `read_json`
    makes an answer of.
    """

    template_name: ClassVar[str]
    submit_label: ClassVar[Text | None] = None
    """Text of the submit button; None for the core's own. "" means that the template brings its
    own submit buttons (for instance one button per choice)."""
    answers_by_script: ClassVar[bool] = False
    """Whether people answer in no form but by a script of the plugin's, here or on a page of its
    own. Then the template needs no inputs, and says what somebody without a script can do. Since
    1.3."""
    most_characters: ClassVar[int] = 100_000
    """How many characters an answer may take as JSON; never more than 1,000,000. Since 1.3."""

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

    def read_json(self, sent: Json, previous: Json) -> Json:
        """The answer in what a script sent; as `read_answer` in all else. Since 1.3.

        Called while nobody else can answer for this person, so `previous` is what this answer will
        take the place of: a script may send what changed, and this puts the two together.
        """
        raise Refusal(_("Deze opdracht kun je alleen in de les zelf beantwoorden."))

    def portable_exercise(self, ctx: ExerciseContext) -> PortableExercise | None:
        """The exercise in words, for who takes the training along to another system, and for
        paper. Since 1.3.

        Called when a trainer looks what comes along, and takes it. None, or a failure, leaves a
        sentence that says where the exercise is. Where lessons are printed it gives the questions
        of what one cannot answer on paper as it is shown, and what is right on the page at the
        back; the latter not where the plugin has a `CompletionCriterion`.
        """
        return None

    @property
    def takes_json(self) -> bool:
        """Whether a script may answer: whether there is a `read_json` of its own. Since 1.3."""
        return type(self).read_json is not Exercise.read_json
