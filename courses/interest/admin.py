"""Who waits for a date of a training: kept by who gives it, and by coordinators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.catalogue.models import TrainingPage
from courses.common.errors import Refusal
from courses.editions.enums import Language, PartOfDay
from courses.editions.queries import gives
from courses.enrolment.queries import find_people
from courses.enrolment.staff_access import may_change
from courses.interest import queries, services
from courses.people.queries import people_for_staff, signed_in_user

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from courses.people.models import User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interested(request: HttpRequest, training_id: int) -> HttpResponse:
    """The list; somebody who calls is put on it, and taken off it."""
    training = get_object_or_404(TrainingPage, pk=training_id)
    actor = signed_in_user(request)
    if not (may_change(actor) and gives(actor, training.pk)):
        raise PermissionDenied
    if request.method == "POST":
        _change(request, training, actor)
        return redirect("interest_admin", training.pk)
    search = request.GET.get("q", "")
    rows = list(queries.interested_in(training))
    there = {one.person_id for one in rows}
    known = list(find_people(search, user=actor))
    return render(
        request,
        "interest/admin/interested.html",
        {
            "training": training,
            "rows": rows,
            "parts_of_day": PartOfDay.choices,
            "languages": Language.choices,
            "searched_for": search,
            "found": [one for one in known if one.pk not in there],
            "is_there": any(one.pk in there for one in known),
            "header_title": gettext("Wie wacht op een nieuwe datum"),
        },
    )


def _change(request: HttpRequest, training: TrainingPage, actor: User) -> None:
    key = request.POST.get("person", "")
    if request.POST.get("action") == "remove":
        row = get_object_or_404(queries.interested_in(training), person=_number(key))
        services.withdraw_interest(person=row.person, training=training, actor=actor)
        messages.success(
            request, gettext("%(name)s staat niet meer op de lijst.") % {"name": row.person.name}
        )
        return
    person = get_object_or_404(people_for_staff(actor), pk=_number(key))
    try:
        made = services.register_interest(
            person=person,
            training=training,
            actor=actor,
            part_of_day=request.POST.get("part_of_day", ""),
            language=request.POST.get("language", ""),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = gettext("%(name)s hoort het als er een datum is.")
        if made.when:
            said = gettext("%(name)s hoort het als er een datum %(when)s is.")
        messages.success(request, said % {"name": person.name, "when": made.when})


def _number(key: str) -> int:
    return int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
