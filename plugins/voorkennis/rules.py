"""The rule that is asked when somebody enrols."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from courses.catalogue.models import TrainingPage
from courses.common import addresses, clock
from courses.editions.models import Edition
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.people.models import Partner, User
from courses.plugin_api.api import (
    Allow,
    Condition,
    Deny,
    EnrolmentRequest,
    EnrolmentRule,
    Json,
    Link,
    Waitlist,
)
from courses.translations.reading import read
from plugins.voorkennis.enums import DAYS_AT_FIRST, Audience, OutsiderPolicy, PrerequisiteRule

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


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

    def conditions(self, training_id: int, settings: Mapping[str, Json]) -> Sequence[Condition]:
        found = (_whose_seats(settings), _trainings_before(training_id, settings))
        return [one for one in found if one is not None]


# --- Trainings --------------------------------------------------------------------------------


def _first_other_trainings(request: EnrolmentRequest) -> Deny | None:
    demanded = _demanded(request.training_id, request.settings)
    if not demanded:
        return None
    one_is_enough = _one_is_enough(request.settings)
    done = _completed(request.person_id, demanded)
    if one_is_enough and done:
        return None
    missing = _in_catalogue(demanded - done)
    if not missing:
        return None
    return Deny(_do_first(_titles(missing), one_is_enough=one_is_enough), links=_links_to(missing))


def _trainings_before(training_id: int, settings: Mapping[str, Json]) -> Condition | None:
    demanded = _demanded(training_id, settings)
    trainings = _in_catalogue(demanded) if demanded else []
    if not trainings:
        return None
    sentence = _first_done(_titles(trainings), one_is_enough=_one_is_enough(settings))
    return Condition(sentence, links=_links_to(trainings))


def _demanded(training_id: int, settings: Mapping[str, Json]) -> frozenset[int]:
    return frozenset(_keys(settings, "trainings")) - {training_id}


def _one_is_enough(settings: Mapping[str, Json]) -> bool:
    return PrerequisiteRule(settings.get("needed", PrerequisiteRule.ALL)) == PrerequisiteRule.ONE


def _in_catalogue(trainings: frozenset[int]) -> list[tuple[str, str]]:
    """Title, as its reader has it, and slug of those that can be followed now, by title."""
    found = TrainingPage.objects.live().filter(pk__in=trainings).order_by("title")
    return [(read(title), slug) for title, slug in found.values_list("title", "slug")]


def _titles(trainings: Sequence[tuple[str, str]]) -> list[str]:
    return [title for title, _slug in trainings]


def _links_to(trainings: Sequence[tuple[str, str]]) -> tuple[Link, ...]:
    return tuple(
        Link(gettext("Naar de training ‘%(title)s’") % {"title": title}, addresses.training(slug))
        for title, slug in trainings
    )


def _first_done(titles: Sequence[str], *, one_is_enough: bool) -> str:
    """As `_do_first`, but true for who has done them too."""
    if one_is_enough and len(titles) > 1:
        sentence = gettext(
            "Je kunt meedoen als je eerst een van deze trainingen hebt afgerond: %(titles)s."
        )
        return sentence % {"titles": _listed(titles, last=gettext("of"))}
    sentence = ngettext(
        "Je kunt meedoen als je eerst de training %(titles)s hebt afgerond.",
        "Je kunt meedoen als je eerst deze trainingen hebt afgerond: %(titles)s.",
        len(titles),
    )
    return sentence % {"titles": _listed(titles, last=gettext("en"))}


def _completed(person_id: int, trainings: Collection[int]) -> frozenset[int]:
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
    chosen = _keys(request.settings, "partners")
    partner = User.objects.values_list("partner_id", flat=True).get(pk=request.person_id)
    if partner is not None and (audience == Audience.ANY_PARTNER or partner in chosen):
        return Allow()
    names = _names_of_partners(request.settings)
    if _others_wait(request.settings):
        return _after_the_others(request, names)
    to_details = Link(gettext("Naar je gegevens"), reverse("people:profile"))
    return Deny(_not_for_you(names), links=(to_details,))


def _whose_seats(settings: Mapping[str, Json]) -> Condition | None:
    if Audience(settings.get("audience", Audience.EVERYONE)) == Audience.EVERYONE:
        return None
    names = _names_of_partners(settings)
    if not _others_wait(settings):
        return Condition(_only_for(names))
    days = settings.get("days", DAYS_AT_FIRST)
    later = ngettext(
        "%(days)d dag voor het begin zijn de vrije plaatsen voor iedereen.",
        "%(days)d dagen voor het begin zijn de vrije plaatsen voor iedereen.",
        days,
    ) % {"days": days}
    return Condition(f"{_others_first(names)} {later}")


def _names_of_partners(settings: Mapping[str, Json]) -> list[str]:
    """The organisations that were chosen; none where all are meant.

    When all chosen ones are gone their seats are for nobody: a coordinator has to say for whom
    they are now.
    """
    if Audience(settings.get("audience", Audience.EVERYONE)) != Audience.CHOSEN_PARTNERS:
        return []
    chosen = Partner.objects.filter(pk__in=_keys(settings, "partners")).order_by("name")
    return list(chosen.values_list("name", flat=True))


def _others_wait(settings: Mapping[str, Json]) -> bool:
    return OutsiderPolicy(settings.get("others", OutsiderPolicy.DENY)) == OutsiderPolicy.WAIT


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
            "organisatie? Kies die dan bij je gegevens."
        )
    return gettext(
        "Deze training is voor mensen van %(names)s. Hoor je daarbij? Kies je organisatie dan bij "
        "je gegevens."
    ) % {"names": _listed(names, last=gettext("of"))}


def _only_for(names: Sequence[str]) -> str:
    """As `_not_for_you`, for who has no account yet."""
    if not names:
        return gettext("Deze training is voor mensen van een partnerorganisatie.")
    sentence = gettext("Deze training is voor mensen van %(names)s.")
    return sentence % {"names": _listed(names, last=gettext("of"))}


def _others_first(names: Sequence[str]) -> str:
    if not names:
        return gettext("Mensen van een partnerorganisatie gaan voor.")
    return gettext("Mensen van %(names)s gaan voor.") % {
        "names": _listed(names, last=gettext("en"))
    }


# --- Both -------------------------------------------------------------------------------------


def _keys(settings: Mapping[str, Json], name: str) -> list[int]:
    found: Json = settings.get(name) or ()
    return [int(key) for key in found]


def _listed(names: Sequence[str], *, last: str) -> str:
    """`‘A’`, `‘A’ en ‘B’`, `‘A’, ‘B’ en ‘C’`; `last` is the word before the last."""
    quoted = [f"‘{name}’" for name in names]
    if len(quoted) == 1:
        return quoted[0]
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"
