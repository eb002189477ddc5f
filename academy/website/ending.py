"""The end of a training: what somebody did, what is still to do, and what fits next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.attendance.queries import presence
from courses.catalogue.models import TrainingPage, is_open_to
from courses.catalogue.queries import next_in_paths, same_theme
from courses.certificates import queries as certificates
from courses.common import addresses
from courses.common.visitors import account_of
from courses.enrolment.queries import latest_in, trainings_followed
from courses.evaluation.queries import address_of, to_evaluate
from courses.learning import plugin_pages
from courses.learning.failed_checks import count_failed
from courses.learning.queries import exercises_done, going_on_in
from courses.translations.reading import read

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from courses.enrolment.models import Enrolment
    from courses.people.models import User


@login_required
@never_cache
@require_safe
def ending(request: HttpRequest, training: str) -> HttpResponse:
    """How somebody rounds a training off; who takes no part in it goes to the training."""
    slugs = addresses.spellings(training)
    page = TrainingPage.objects.select_related("theme").filter(slug__in=slugs).first()
    if page is None or not page.is_training or not is_open_to(request, page):
        raise Http404
    enrolment = latest_in(account_of(request), page.pk)
    if enrolment is None or page.is_closed_to(request):
        return redirect(addresses.training(page.slug))
    values = {
        "training": page,
        "enrolment": enrolment,
        "plugin_links": plugin_pages.links(request, page),
        "crumbs": [
            *page.crumbs_above,
            (read(page.title), addresses.training(page.slug)),
            (_("Afronden"), None),
        ],
        "noindex": True,
        **_done(account_of(request), page, enrolment),
        **_certificate(enrolment),
        **_next(account_of(request), page, enrolment),
    }
    return render(request, "website/ending.html", values)


def _done(person: User, page: TrainingPage, enrolment: Enrolment) -> dict[str, object]:
    """What somebody did: lessons, exercises, sessions."""
    progress = going_on_in(person_id=person.pk, trainings=[page])[page.pk]
    return {
        "progress": progress,
        # A check that is not passed is still to do.
        "exercises": exercises_done(person_id=person.pk, lessons=progress.lessons)
        - count_failed(person.pk, page.pk, progress.lessons),
        "presence": presence(enrolment_id=enrolment.pk),
    }


def _certificate(enrolment: Enrolment) -> dict[str, object]:
    """The certificate, or what the training still asks for it and why."""
    certificate = certificates.current(enrolment.pk)
    if certificate is not None:
        return {"certificate": certificate, "complete": certificate.revoked_at is None}
    criteria = certificates.progress(enrolment)
    return {
        "criteria": [one for one in criteria if one.is_asked],
        "complete": all(one.is_met for one in criteria),
        "certificate_comes": certificates.when_it_comes(enrolment, criteria),
    }


def _next(person: User, page: TrainingPage, enrolment: Enrolment) -> dict[str, object]:
    """The evaluation, when it is open, and what fits behind this training."""
    followed = trainings_followed(person)
    steps = next_in_paths(page, done=followed)
    shown = {*followed, *(step.card.pk for step in steps)}
    forms = [one.form for one in to_evaluate(person)]
    return {
        "to_evaluate": [
            (form, address_of(form)) for form in forms if form.edition_id == enrolment.edition_id
        ],
        "path_steps": steps,
        "others": same_theme(page, leave_out=shown),
    }
