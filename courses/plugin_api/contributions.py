"""What a plugin can add to courses: one typed base class for each extension point.

A plugin subclasses these and lists instances in `CoursePlugin.contributions()`. What goes in and
comes out are frozen dataclasses, so that a plugin can change nothing behind the core's back.
Every call goes through `courses.plugin_api.guard.call_plugin`; each class says what a failure
does.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.functional import Promise

if TYPE_CHECKING:
    from wagtail.blocks import Block

    from courses.plugin_api.events import Event

Text = str | Promise
"""A text for people; may be lazily translated."""

Json = Any
"""Anything that `json.dumps` takes."""


class Contribution(ABC):
    """One thing that a plugin adds. `name` is unique within the plugin and its kind."""

    name: ClassVar[str]
    """Lowercase letters, digits and underscores; part of stored data, so it never changes."""


# --- Training -------------------------------------------------------------------------------


@dataclass
class LessonDraft:
    """A lesson as a plugin proposes it.

    `body` is a list of `(block type, value)`; `minutes` is how long following it takes.
    """

    slug: str
    title: str
    summary: str
    minutes: int
    body: list[tuple[str, Any]] = field(default_factory=list)


@dataclass
class TrainingDraft:
    """A whole training as a plugin proposes it; `build` fills it in.

    `minutes` is the length of the meetings together. `introduction` and `for_whom` are HTML of
    the kind that the editor makes; `goals` are the sentences under "what you learn".
    """

    slug: str = ""
    title: str = ""
    summary: str = ""
    introduction: str = ""
    goals: list[str] = field(default_factory=list)
    for_whom: str = ""
    theme: str = ""
    minutes: int = 0
    partner: str = ""
    lessons: list[LessonDraft] = field(default_factory=list)

    def lesson(
        self, slug: str, title: str, *, summary: str, minutes: int, body: list[tuple[str, Any]]
    ) -> LessonDraft:
        """Add a lesson at the end and return it."""
        draft = LessonDraft(slug, title, summary, minutes, body)
        self.lessons.append(draft)
        return draft


class Training(Contribution):
    """A whole training with lessons.

    Called when the plugin's trainings are installed (`manage.py trainings install`). Pages that
    exist are left alone: what a trainer changed wins over an update.
    A failure skips this training and is reported.
    """

    @abstractmethod
    def build(self, draft: TrainingDraft) -> None:
        """Fill in `draft`."""


# --- Content --------------------------------------------------------------------------------


class ContentBlock(Contribution):
    """A kind of block that trainers can put in a lesson.

    Called once, when the lesson editor's blocks are first needed. The block's type in stored
    content is `<plugin slug>_<name>`. When it fails or is inactive, readers see a placeholder
    and the content is kept.
    """

    @abstractmethod
    def block(self) -> Block:
        """A Wagtail block, with label, icon and template in its `Meta`."""


# --- Exercises ------------------------------------------------------------------------------


@dataclass(frozen=True)
class ExerciseContext:
    """Where an exercise is done.

    `config` is the value of the exercise's block in the lesson; `exercise_id` identifies this
    exercise in this lesson and stays the same through edits.
    """

    exercise_id: str
    config: Any
    training_id: int
    lesson_id: int
    settings: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Score:
    """The outcome of an answer.

    `points` of `out_of`; `finished` is false while an exercise of several steps goes on.
    `feedback` is for the exercise's own template, e.g. a sentence per option; JSON.
    """

    points: int
    out_of: int
    finished: bool = True
    feedback: Json = None


class Exercise(Contribution):
    """A kind of exercise: a block that trainers fill in and participants answer.

    `grade` is called when a participant sends an answer, and again when the page shows an answer
    that was kept. It must be a pure function of its arguments. When it fails the participant
    reads "try again later" and the answer is kept.

    The exercise is shown with `template_name`, inside a form that the core provides (with
    csrf token, address and submit button). The template gets `exercise` (the ExerciseContext),
    `config` (the block's value), `answer` (JSON from `read_answer`, or None), `score` (Score or
    None) and `field_prefix`; it must name its inputs `{{ field_prefix }}-…` and must work without
    JavaScript and by keyboard.
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
        """The answer in what was posted, as JSON.

        `data` has the posted values by field name, without the prefix. `previous` is the answer
        kept so far or None. Raise `courses.common.errors.Refusal` with a plain sentence when the
        answer cannot be used (nothing chosen, for instance).
        """

    @abstractmethod
    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        """Judge `answer`; gives the score and the feedback to show."""


# --- Completion -----------------------------------------------------------------------------


@dataclass(frozen=True)
class CompletionContext:
    """Whose completion of what is asked."""

    enrolment_id: int
    person_id: int
    edition_id: int
    training_id: int
    settings: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Met:
    """The criterion is met."""


@dataclass(frozen=True)
class NotYet:
    """The criterion is not met yet; `reason` says in a plain sentence what is still to do."""

    reason: Text


class CompletionCriterion(Contribution):
    """Something that must be done before a training counts as completed.

    Called after something in a participant's progress changed, and on the participant's own
    page. A failure leaves completion undetermined: nothing is issued, nothing is taken back.
    """

    label: ClassVar[Text]

    @abstractmethod
    def evaluate(self, ctx: CompletionContext) -> Met | NotYet:
        """Whether the criterion is met now."""


# --- Evaluation -----------------------------------------------------------------------------


class QuestionKind(StrEnum):
    """How a question of an evaluation form is answered."""

    SCORE = "score"
    """A mark from 1 to 10."""
    CHOICE = "choice"
    """One of the options."""
    MULTIPLE = "multiple"
    """Any number of the options."""
    OPEN = "open"
    """At most 75 words of own text."""


@dataclass(frozen=True)
class Question:
    """A question of an evaluation form.

    `key` identifies it through the years (figures are added up by it). `options` are the choices
    in order; `other` adds "Anders, namelijk …".
    """

    key: str
    kind: QuestionKind
    text: str
    options: tuple[str, ...] = ()
    other: bool = False
    required: bool = False


class EvaluationQuestions(Contribution):
    """Questions that a training adds to its evaluation form.

    Called when the form of an edition is made. A failure leaves these questions out.
    """

    @abstractmethod
    def questions(self, training_id: int) -> Sequence[Question]:
        """The questions, in order."""


# --- Events ---------------------------------------------------------------------------------


class EventHandler(Contribution):
    """Does something after something has happened.

    Called after commit, by a task, at least once: it must be harmless when repeated (`event.id`
    tells a repeat). A failure is reported and undoes nothing.
    """

    events: ClassVar[tuple[type[Event], ...]]

    @abstractmethod
    def handle(self, event: Event) -> None:
        """Act on `event`."""
