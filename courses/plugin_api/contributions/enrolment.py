"""Rules for enrolling."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from courses.plugin_api.contributions.base import Contribution, Json, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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
class Link:
    """Where somebody can do what a rule asks. New in version 1.1.

    `label` is what people read, `url` the address of a page of this academy, such as
    `/trainingen/bellen/`; one of another site is a fault.
    """

    label: Text
    url: str


@dataclass(frozen=True)
class Condition:
    """What a rule asks of everybody who wants to take part. New in version 1.1.

    `sentence` is plain, and true for every reader: also for who meets it already.
    """

    sentence: Text
    links: Sequence[Link] = ()


@dataclass(frozen=True)
class Deny:
    """Not this person, or not yet; `reason` says so in a plain sentence.

    `links` (new in version 1.1) lead to where the person can do something about it.
    """

    reason: Text
    links: Sequence[Link] = ()


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

    `conditions` (new in version 1.1) is called when the page of a training is shown that one can
    enrol in, and the enrolment page to who has not signed in. A failure leaves them out.
    """

    @abstractmethod
    def check(self, request: EnrolmentRequest) -> Allow | Deny | Waitlist:
        """Whether this person may have a seat now."""

    def conditions(self, training_id: int, settings: Mapping[str, Json]) -> Sequence[Condition]:
        """What it asks of everybody, as can be told before it is known who reads it.

        `settings` are the plugin's for the training. Nobody should make an account only to find
        out that a training is not for them.
        """
        return ()
