"""The words of xAPI that we use. The addresses are those of ADL's vocabulary and of Activity
Streams, which record stores know."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from courses.plugin_api.api import Text

ADL = "http://adlnet.gov/expapi"
ACTIVITY_STREAMS = "http://activitystrea.ms/schema/1.0"


class Verb(NamedTuple):
    """What somebody did. `label` says it to that person, and `display` is for the record store."""

    name: str
    id: str
    display: dict[str, str]
    label: Text


REGISTERED = Verb(
    "registered",
    f"{ADL}/verbs/registered",
    {"nl": "schreef zich in voor", "en": "registered"},
    _("Je schreef je in"),
)
LEFT = Verb(
    "left",
    f"{ACTIVITY_STREAMS}/leave",
    {"nl": "meldde zich af van", "en": "left"},
    _("Je meldde je af"),
)
EXPERIENCED = Verb(
    "experienced",
    f"{ADL}/verbs/experienced",
    {"nl": "was bezig met", "en": "experienced"},
    _("Je was bezig met een les"),
)
COMPLETED = Verb(
    "completed",
    f"{ADL}/verbs/completed",
    {"nl": "rondde af", "en": "completed"},
    _("Je rondde iets af"),
)
ANSWERED = Verb(
    "answered",
    f"{ADL}/verbs/answered",
    {"nl": "maakte", "en": "answered"},
    _("Je maakte een opdracht"),
)
ATTENDED = Verb(
    "attended",
    f"{ADL}/verbs/attended",
    {"nl": "was bij", "en": "attended"},
    _("Je was bij een bijeenkomst"),
)
EARNED = Verb(
    "earned",
    "http://specification.openbadges.org/xapi/verbs/earned.json",
    {"nl": "verdiende", "en": "earned"},
    _("Je kreeg een certificaat"),
)
VOIDED = Verb(
    "voided",
    f"{ADL}/verbs/voided",
    {"nl": "trok in", "en": "voided"},
    _("Wij namen een bericht terug"),
)

VERBS = {
    verb.name: verb
    for verb in (
        REGISTERED,
        LEFT,
        EXPERIENCED,
        COMPLETED,
        ANSWERED,
        ATTENDED,
        EARNED,
        VOIDED,
    )
}

COURSE = f"{ADL}/activities/course"
LESSON = f"{ADL}/activities/lesson"
ASSESSMENT = f"{ADL}/activities/assessment"
MEETING = f"{ADL}/activities/meeting"
BADGE = f"{ACTIVITY_STREAMS}/badge"
