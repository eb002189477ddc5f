"""The rule that is asked when somebody enrols."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.editions.models import Edition
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.people.models import Partner, User
from courses.plugin_api.api import (
    Allow,
    Deny,
    EnrolmentRequest,
    EnrolmentRule,
    Json,
    Waitlist,
)
from plugins.voorkennis.enums import DAYS_AT_FIRST, Audience, Needed, Others


class PriorKnowledge(EnrolmentRule):
    """Certain trainings first, and seats for people of partner organisations.

    A training counts as done when somebody's enrolment in one of its editions is completed. Who
    has a certificate has such an enrolment; a certificate that was revoked later changes nothing
    here. A training that is not in the catalogue any more (deleted, or taken off the site) is not
    demanded, since nobody could follow it now; who completed it has done so all the same.
    The training itself is never demanded. Where nothing is chosen there is no rule: all may enrol.
    """

    name = "prior_knowledge"

    def check(self, request: EnrolmentRequest) -> Allow | Deny | Waitlist:
        if request.by_staff and request.settings.get("staff_may_deviate", True):
            return Allow()
        # A refusal that no training can change comes first: nobody should do one for nothing.
        for_whom = _for_whom(request)
        if isinstance(for_whom, Deny):
            return for_whom
        return _first_other_trainings(request) or for_whom


# --- Trainings --------------------------------------------------------------------------------


def _first_other_trainings(request: EnrolmentRequest) -> Deny | None:
    demanded = [pk for pk in _keys(request, "trainings") if pk != request.training_id]
    if not demanded:
        return None
    one_is_enough = Needed(request.settings.get("needed", Needed.ALL)) == Needed.ONE
    done = _completed(request.person_id, demanded)
    if one_is_enough and done:
        return None
    missing = TrainingPage.objects.live().filter(pk__in=set(demanded) - done).order_by("title")
    titles = list(missing.values_list("title", flat=True))
    return Deny(_do_first(titles, one_is_enough=one_is_enough)) if titles else None


def _completed(person_id: int, trainings: Sequence[int]) -> frozenset[int]:
    return frozenset(
        Enrolment.objects.filter(
            person=person_id,
            status=EnrolmentStatus.COMPLETED,
            edition__training__in=trainings,
        ).values_list("edition__training_id", flat=True)
    )


def _do_first(titles: Sequence[str], *, one_is_enough: bool) -> str:
    if one_is_enough and len(titles) > 1:
        sentence = gettext("Doe eerst een van deze trainingen: %(titles)s.")
        return sentence % {"titles": _listed(titles, last=gettext("of"))}
    sentence = ngettext(
        "Doe eerst de training %(titles)s.", "Doe eerst deze trainingen: %(titles)s.", len(titles)
    )
    return sentence % {"titles": _listed(titles, last=gettext("en"))}


# --- People -----------------------------------------------------------------------------------


def _for_whom(request: EnrolmentRequest) -> Allow | Deny | Waitlist:
    audience = Audience(request.settings.get("audience", Audience.EVERYONE))
    if audience == Audience.EVERYONE:
        return Allow()
    chosen = _keys(request, "partners")
    partner = User.objects.values_list("partner_id", flat=True).get(pk=request.person_id)
    if partner is not None and (audience == Audience.ANY_PARTNER or partner in chosen):
        return Allow()
    # When all chosen organisations are gone their seats are for nobody: a coordinator has to say
    # for whom they are now.
    names = list(
        Partner.objects.filter(pk__in=chosen).order_by("name").values_list("name", flat=True)
        if audience == Audience.CHOSEN_PARTNERS
        else ()
    )
    if Others(request.settings.get("others", Others.DENY)) == Others.WAIT:
        return _after_the_others(request, names)
    return Deny(_not_for_you(names))


def _after_the_others(request: EnrolmentRequest, names: Sequence[str]) -> Allow | Waitlist:
    """A place on the waiting list, until the day on which free seats are for everyone."""
    starts_at = Edition.objects.values_list("starts_at", flat=True).get(pk=request.edition_id)
    if starts_at is None:
        return Waitlist(_others_first(names))
    days = request.settings.get("days", DAYS_AT_FIRST)
    free_from = clock.local_day(starts_at) - timedelta(days=days)
    if clock.today() >= free_from:
        return Allow()
    day = gettext("Vanaf %(day)s zijn de vrije plaatsen voor iedereen.") % {
        "day": date_format(free_from, "j F")
    }
    return Waitlist(f"{_others_first(names)} {day}")


def _not_for_you(names: Sequence[str]) -> str:
    if not names:
        return gettext(
            "Deze training is voor mensen van een partnerorganisatie. Hoor je bij zo'n "
            "organisatie? Kies haar dan bij je gegevens."
        )
    return gettext(
        "Deze training is voor mensen van %(names)s. Hoor je daarbij? Kies je organisatie dan bij "
        "je gegevens."
    ) % {"names": _listed(names, last=gettext("of"))}


def _others_first(names: Sequence[str]) -> str:
    if not names:
        return gettext("Mensen van een partnerorganisatie gaan voor.")
    return gettext("Mensen van %(names)s gaan voor.") % {
        "names": _listed(names, last=gettext("en"))
    }


# --- Both -------------------------------------------------------------------------------------


def _keys(request: EnrolmentRequest, name: str) -> list[int]:
    found: Json = request.settings.get(name) or ()
    return [int(key) for key in found]


def _listed(names: Sequence[str], *, last: str) -> str:
    """`‘A’`, `‘A’ en ‘B’`, `‘A’, ‘B’ en ‘C’`; `last` is the word before the last."""
    quoted = [f"‘{name}’" for name in names]
    if len(quoted) == 1:
        return quoted[0]
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"
