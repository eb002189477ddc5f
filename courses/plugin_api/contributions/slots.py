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
    OWN_EDITION = "own_edition"
    """`/mijn/`, in the card of an edition that somebody takes part in."""
    EDITION = "edition"
    """The page of an edition, where people enrol and look when and where it is."""


@dataclass(frozen=True)
class SlotContext:
    """What stands on the page, and who looks.

    `keys` are what the place is about: editions (for `TRAINING`: trainings), each with the training
    that it belongs to. Only those in which the plugin is on. `person_id` is who takes part; None
    where `audience` is `EVERYONE`. `settings` are the plugin's by training.
    """

    place: SlotPlace
    keys: Mapping[int, int]
    person_id: int | None = None
    settings: Mapping[int, Mapping[str, Json]] = field(default_factory=dict)


class Slot(Contribution):
    """HTML for a place on a page of the academy's. Since 1.3.

    Called once for a page, with everything that the page is about, so ask the database once for
    all. `audience` is `EVERYONE` or `PARTICIPANT` (who has a seat): with `EVERYONE` the HTML is the
    same for every reader, since such a page is kept. A failure leaves it out.
    """

    place: ClassVar[SlotPlace]
    audience: ClassVar[Audience] = Audience.EVERYONE

    @abstractmethod
    def render(self, ctx: SlotContext) -> Mapping[int, SafeString]:
        """HTML by key of `ctx.keys`; what is left out shows nothing."""
