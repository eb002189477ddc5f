"""What a training asks before it counts as completed."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from courses.plugin_api.contributions.base import Contribution, Json, Text

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class CompletionContext:
    """Whose completion of what is asked; `settings` are the plugin's for the training."""

    enrolment_id: int
    person_id: int
    edition_id: int
    training_id: int
    settings: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Met:
    """The criterion is met."""


@dataclass(frozen=True)
class NotAsked(Met):
    """Nothing is asked here: it counts as met, and participants do not read of it."""


@dataclass(frozen=True)
class NotYet:
    """The criterion is not met yet; `reason` says in a plain sentence what is still to do."""

    reason: Text


class CompletionCriterion(Contribution):
    """Something that must be done before a training counts as completed.

    Called after something in a participant's progress changed, on the participant's own page,
    and by the tick. A failure leaves completion undetermined: nothing is issued, nothing is
    taken back.
    """

    label: ClassVar[Text]

    @abstractmethod
    def evaluate(self, ctx: CompletionContext) -> Met | NotYet:
        """Whether the criterion is met now."""
