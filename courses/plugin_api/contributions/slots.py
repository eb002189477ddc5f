"""Places on the academy's pages in which a plugin puts something."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from courses.plugin_api.contributions.base import Audience, Contribution, Json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.safestring import SafeString


class SlotPlace(StrEnum):
    """Where on a page."""

    TRAINING = "training"
    """The page of a training, below what it is about; for every reader."""
    OWN_TRAINING = "own_training"
    """`/mijn/`, in the part about a training that somebody takes part in."""
    EDITION = "edition"
    """The page of an edition where people enrol, below when and where it is."""


@dataclass(frozen=True)
class SlotContext:
    """What stands on the page, and who looks.

    `keys` are what the place is about: trainings, or for `EDITION` editions, by the training that
    each belongs to. Only those in which the plugin is on. `person_id` is None for a visitor, and
    where the page is the same for everybody. `settings` are the plugin's by training.
    """

    place: SlotPlace
    keys: Mapping[int, int]
    person_id: int | None = None
    settings: Mapping[int, Mapping[str, Json]] = field(default_factory=dict)


class Slot(Contribution):
    """HTML for a place on a page of the academy's. Since 1.3.

    Called once for a page, with everything that the page is about, so ask the database once for
    all. `audience` is `EVERYONE` or `PARTICIPANT`: with `EVERYONE` the HTML is the same for every
    reader, since such a page is kept. A failure leaves it out.
    """

    place: ClassVar[SlotPlace]
    audience: ClassVar[Audience] = Audience.EVERYONE

    @abstractmethod
    def render(self, ctx: SlotContext) -> Mapping[int, SafeString]:
        """HTML by key of `ctx.keys`; what is left out shows nothing."""
