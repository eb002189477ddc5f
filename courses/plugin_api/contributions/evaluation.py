"""Questions on evaluation forms."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from courses.plugin_api.contributions.base import Contribution, Json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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


@dataclass(frozen=True)
class QuestionsContext:
    """For which training questions are asked; `settings` are the plugin's for that training."""

    training_id: int
    settings: Mapping[str, Json] = field(default_factory=dict)


class EvaluationQuestions(Contribution):
    """Questions that a training adds to its evaluation form.

    Called when the form of an edition is made, once. The answers are counted like all others,
    and nobody can tell whose they are; a plugin never sees them one by one.
    A failure leaves these questions out.
    """

    @abstractmethod
    def questions(self, ctx: QuestionsContext) -> Sequence[Question]:
        """The questions, in order."""
