"""What a badge says: an OpenBadgeCredential (Open Badges 3.0, Verifiable Credentials 2.0).

Nothing of a person but the name, as it stands on the certificate. The number of the owner is
another in every badge, so that nobody can tell by it that two badges are of one person.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.catalogue.models import TrainingPage
from courses.editions.models import Edition
from plugins.openbadges import addresses, proofs
from plugins.openbadges.encodings import tidy
from plugins.openbadges.statements import BADGES, CREDENTIALS

if TYPE_CHECKING:
    from courses.plugin_api.api import AttachmentContext, CertificateData, Json
    from plugins.openbadges.models import StatusEntry

EQF = "https://europass.europa.eu/en/description-eight-eqf-levels"


@dataclass(frozen=True)
class Course:
    """What a badge says of the training, as it is when the badge is made."""

    training_id: int
    title: str
    summary: str
    theme: str
    goals: tuple[str, ...]
    language: str
    eqf_level: str


def course(ctx: AttachmentContext) -> Course:
    """The training of a certificate that is being made."""
    training = TrainingPage.objects.select_related("theme").get(pk=ctx.training_id)
    return Course(
        training_id=training.pk,
        title=ctx.data.training,
        summary=training.summary,
        theme=str(training.theme or ""),
        goals=tuple(training.goals.values_list("text", flat=True)),
        language=Edition.objects.values_list("language", flat=True).get(pk=ctx.data.edition),
        eqf_level=str(ctx.settings.get("eqf_level") or ""),
    )


def credential(ctx: AttachmentContext, about: Course, place: StatusEntry) -> dict[str, Json]:
    """The badge as it is signed as JSON; `for_jwt` makes of it what a VC-JWT holds."""
    data, moment = ctx.data, proofs.moment(ctx.issued_at)
    achieved = _achievement(data, about)
    return {
        "@context": [CREDENTIALS, BADGES],
        "id": data.check_url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": tidy(data.training),
        "issuer": profile(),
        "validFrom": moment,
        "awardedDate": moment,
        "credentialStatus": _status(place, jwt=False),
        "credentialSubject": {
            "id": uuid.uuid4().urn,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityType": "name",
                    "identityHash": tidy(data.name),
                    "hashed": False,
                }
            ],
            "activityStartDate": _noon(data.first_day),
            "activityEndDate": _noon(data.last_day),
            "creditsEarned": number(data.hours),
            "achievement": achieved,
            "result": [
                {
                    "type": ["Result"],
                    "resultDescription": achieved["resultDescription"][0]["id"],
                    "status": "Completed",
                }
            ],
        },
    }


def for_jwt(document: dict[str, Json], place: StatusEntry) -> dict[str, Json]:
    """The same badge for a VC-JWT: its list of what does not count is one too."""
    return {**document, "credentialStatus": _status(place, jwt=True)}


def profile() -> dict[str, Json]:
    """Who signs."""
    return {
        "id": addresses.issuer(),
        "type": ["Profile"],
        "name": str(settings.WAGTAIL_SITE_NAME),
        "url": addresses.base(),
    }


def _noon(day: str) -> str:
    """A day as the schema of badges wants it: a moment, which is that day in all of Europe."""
    return f"{day}T12:00:00Z"


def number(hours: str) -> int | float:
    """Hours as a number; whole ones without a fraction."""
    value = Decimal(hours)
    return int(value) if value == value.to_integral_value() else float(value)


def _status(place: StatusEntry, *, jwt: bool) -> dict[str, Json]:
    address = addresses.status_list(place.number, jwt=jwt)
    return {
        "id": f"{address}#{place.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place.index),
        "statusListCredential": address,
    }


def _achievement(data: CertificateData, about: Course) -> dict[str, Json]:
    address = addresses.achievement(about.training_id)
    with override("nl"):
        told: dict[str, Json] = {
            "id": address,
            "type": ["Achievement"],
            "achievementType": "CertificateOfCompletion",
            "name": tidy(data.training),
            "description": tidy(about.summary),
            "criteria": {"narrative": _narrative(about)},
            "inLanguage": about.language,
            # In hours: the specification calls it credit hours, and knows no other place.
            "creditsAvailable": number(data.hours),
            "image": {
                "id": addresses.address("badge.svg"),
                "type": "Image",
                "caption": _("Badge van de Vrijwilligersacademie"),
            },
            "resultDescription": [
                {
                    "id": f"{address}#result",
                    "type": ["ResultDescription"],
                    "name": _("Afgerond"),
                    "resultType": "Status",
                }
            ],
        }
    if data.partner:
        told["creator"] = _partner(data.partner)
    if about.theme:
        told["fieldOfStudy"] = tidy(about.theme)
    if about.eqf_level:
        told["alignment"] = [_level(about.eqf_level)]
    return told


def _narrative(about: Course) -> str:
    lines = [_("Wie deze badge heeft, was erbij en deed alles wat de training vraagt.")]
    if about.goals:
        lines += ["", _("Dit leer je in de training:"), ""]
        lines += [f"* {tidy(goal)}" for goal in about.goals]
    return "\n".join(lines)


def _partner(name: str) -> dict[str, Json]:
    """Who offers the training: a name of which this academy makes a number, always the same."""
    return {
        "id": uuid.uuid5(uuid.NAMESPACE_URL, f"{addresses.base()}#{name}").urn,
        "type": ["Profile"],
        "name": tidy(name),
    }


def _level(level: str) -> dict[str, Json]:
    return {
        "type": ["Alignment"],
        "targetName": f"EQF {level}",
        "targetUrl": EQF,
        "targetCode": level,
        "targetFramework": "European Qualifications Framework",
        "targetType": "ext:EQFLevel",
    }
