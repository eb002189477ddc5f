"""Rules for enrolling."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

from courses.plugin_api.contributions.base import Contribution, Json, Text


@dataclass(frozen=True)
class EnrolmentRequest:
    """Who asks for a seat in which edition.

    `by_staff`: a coordinator enrols the person, who called or wrote. `settings` are the plugin's
    for the training.
    """

    person_id: int
    edition_id: int
    training_id: int
    by_staff: bool = False
    settings: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Allow:
    """The rule has nothing against it."""


@dataclass(frozen=True)
class Deny:
    """Not this person, or not yet; `reason` says so in a plain sentence."""

    reason: Text


@dataclass(frozen=True)
class Waitlist:
    """On the waiting list, even when there is a seat; `reason` says why in a plain sentence.

    The rule is asked again whenever a seat can be offered.
    """

    reason: Text


class EnrolmentRule(Contribution):
    """Decides who may enrol in the editions of a training.

    Called when somebody enrols (inside the transaction), when the enrolment page is shown to
    somebody who is signed in, and for people on the waiting list when a seat can be offered. All
    rules of a training must allow; one `Deny` is enough to refuse.
    It only reads. When it fails, enrolment stays closed: the person reads a plain sentence, and
    nobody on the waiting list gets an offer.
    """

    @abstractmethod
    def check(self, request: EnrolmentRequest) -> Allow | Deny | Waitlist:
        """Whether this person may have a seat now."""
