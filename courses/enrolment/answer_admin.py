"""What somebody answered at enrolment, filled in or corrected by staff for who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.common import edit_conflicts
from courses.common.edit_conflicts import Conflict, FormSnapshot
from courses.enrolment.answers import answer_facts, change_answers, questions_of
from courses.enrolment.enums import ACTIVE
from courses.enrolment.forms import answers_among, fields_for_staff
from courses.enrolment.models import Enrolment
from courses.enrolment.staff_access import edition_to_change, way_back
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict


class AnswersForm(forms.Form):
    """The questions of a training, with what somebody answered so far."""

    def __init__(self, data: QueryDict | None = None, *, enrolment: Enrolment) -> None:
        stored = answer_facts(enrolment)
        super().__init__(data, initial={name: one.value for name, one in stored.items()})
        self.fields.update(fields_for_staff(questions_of(enrolment.edition.training_id)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, pk: int, enrolment_pk: int) -> HttpResponse:
    """Read what somebody answered, and write down what it has become."""
    edition = edition_to_change(request, pk)
    enrolments = Enrolment.objects.select_related("person", "edition__training")
    enrolment = get_object_or_404(enrolments, pk=enrolment_pk, edition=edition)
    back = way_back(request, edition, enrolment.person_id)
    if enrolment.status not in ACTIVE or edition.is_past:
        messages.info(request, gettext("Deze persoon doet hier niet (meer) mee."))
        return redirect(back.url)
    sent: QueryDict | None = request.POST if request.method == "POST" else None
    if sent is not None and edit_conflicts.TAKE in sent:
        sent = edit_conflicts.with_theirs(sent, AnswersForm(enrolment=enrolment))
    form = AnswersForm(sent, enrolment=enrolment)
    conflict: Conflict | None = None
    if form.is_valid():
        try:
            change_answers(
                enrolment=enrolment,
                answers=answers_among(form.cleaned_data),
                actor=signed_in_user(request),
                snapshot=FormSnapshot.submitted(request.POST),
            )
        except Conflict as found:
            conflict = found
        else:
            messages.success(request, gettext("De antwoorden zijn bewaard."))
            return redirect(back.url)
    stored = answer_facts(enrolment)
    return render(
        request,
        "enrolment/admin/answers.html",
        {
            "edition": edition,
            "enrolment": enrolment,
            "form": form,
            "back": back,
            "conflict": conflict,
            "snapshot_token": conflict.token if conflict else edit_conflicts.token(stored),
        },
    )
