"""Making statements of xAPI: what happened, as a record store reads it.

Moments are whole, with their zone, and durations in whole minutes: some stores and validators take
no parts of a number in a duration.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING

from django.conf import settings

from courses.common.mail import absolute_url
from plugins.xapi import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from courses.plugin_api.api import Json
    from plugins.xapi.models import Consent
    from plugins.xapi.vocabulary import Verb

CONTENT_LANGUAGE = "nl"
"""The language in which trainers write."""


@dataclass(frozen=True)
class Activity:
    """Something that a statement is about. `path` is its address on this site."""

    path: str
    type: str
    name: Mapping[str, str]

    def as_json(self) -> dict[str, Json]:
        """As it stands in a statement."""
        definition = {"name": dict(self.name), "type": self.type}
        return {
            "objectType": "Activity",
            "id": absolute_url(self.path),
            "definition": definition,
        }


@dataclass(frozen=True)
class Fact:
    """That somebody did something. `key` names it among all that the person did, and stays."""

    key: str
    verb: Verb
    activity: Activity
    at: datetime
    parents: tuple[Activity, ...] = ()
    result: Mapping[str, Json] = field(default_factory=dict)


def home_page() -> str:
    """Whose numbers the numbers of people are."""
    return absolute_url("/")


def agent(subject: uuid.UUID) -> dict[str, Json]:
    """A person by number: no name and no address."""
    return {
        "objectType": "Agent",
        "account": {"homePage": home_page(), "name": str(subject)},
    }


def id_of(consent: Consent, key: str) -> uuid.UUID:
    """The id that follows from what happened: sent twice it is one."""
    return uuid.uuid5(consent.store.namespace, f"{consent.subject} {key}")


def statement(consent: Consent, fact: Fact, *, enrolment_id: int) -> dict[str, Json]:
    """What the store is told of a fact."""
    around: dict[str, Json] = {}
    if fact.parents:
        around["parent"] = [fact.parents[0].as_json()]
        around["grouping"] = [fact.parents[-1].as_json()]
    context: dict[str, Json] = {
        "registration": str(id_of(consent, f"enrolment {enrolment_id}")),
        "platform": str(settings.WAGTAIL_SITE_NAME),
        "language": CONTENT_LANGUAGE,
    }
    if around:
        context["contextActivities"] = around
    found: dict[str, Json] = {
        "id": str(id_of(consent, fact.key)),
        "actor": agent(consent.subject),
        "verb": {"id": fact.verb.id, "display": dict(fact.verb.display)},
        "object": fact.activity.as_json(),
        "context": context,
        "timestamp": moment(fact.at),
    }
    if fact.result:
        found["result"] = dict(fact.result)
    return found


def voiding(consent: Consent, statement_id: uuid.UUID, at: datetime) -> dict[str, Json]:
    """What takes an earlier statement back."""
    verb = vocabulary.VOIDED
    return {
        "id": str(id_of(consent, f"voided {statement_id}")),
        "actor": agent(consent.subject),
        "verb": {"id": verb.id, "display": dict(verb.display)},
        "object": {"objectType": "StatementRef", "id": str(statement_id)},
        "timestamp": moment(at),
    }


def moment(at: datetime) -> str:
    """A moment as xAPI has it: RFC 3339, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def minutes(number: float) -> str:
    """A duration as ISO 8601 has it, in whole minutes.

    The seconds are there for TinCanJS, which reads a duration without them as none at all
    (`findings/tincanjs-durations-without-seconds.sh`).
    """
    return f"PT{max(round(number), 0)}M0S"
