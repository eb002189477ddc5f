"""Filling in a form together with somebody who rings or is called.

The member of staff hears the answers and says so first. They go the same way as everybody's: to the
sealed box, and nowhere else. Not for who gave the training.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, DateTimeField
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from courses.common import clock
from courses.common.errors import Refusal
from courses.common.statements import Statement
from courses.evaluation.forms import AnswersForm
from courses.evaluation.queries import answering, asking, staff
from courses.evaluation.services.answering import submit
from courses.people import person_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from courses.evaluation.models import Participation
    from courses.people.models import User


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of one person, filled in by who has that person on the telephone.

    Whether it was answered already is told when answers are sent, and not to who only looks: who
    looked now and then would know when.
    """
    participation = get_object_or_404(answering.invitations(), pk=pk)
    form, person = participation.form, participation.person
    assert person is not None  # noqa: S101 - an invitation without a person is never found
    if not staff.may_fill_in(request.user, form):
        raise PermissionDenied
    answers = AnswersForm(
        request.POST if request.method == "POST" else None, questions=list(form.questions.all())
    )
    has_answered = False
    if answers.is_bound and answers.is_valid():
        try:
            submit(form=form, person=person, answers=answers.answers())
        except Refusal as refusal:
            answers.add_error(answers.name_of_key(refusal.field), str(refusal))
            participation.refresh_from_db(fields=["answered"])
            has_answered = participation.answered
        else:
            messages.success(request, gettext("De antwoorden zijn bewaard, zonder naam."))
            return redirect("person_page", person.pk)
    return render(
        request,
        "evaluation/admin/together.html",
        {
            "participation": participation,
            "person": person,
            "evaluation": form,
            "has_answered": has_answered,
            "is_open": form.takes_answers and not has_answered,
            "form": answers,
            "header_title": asking.heading_of(form),
            "header_icon": "comment",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": reverse("person_page", args=[person.pk]), "label": person.name},
                {"url": "", "label": gettext("Samen invullen")},
            ],
        },
    )


@person_page.provide_actions
def fill_in_together(person: User, viewer: User) -> Iterable[person_page.Action]:
    """A button for each form that is open for somebody who rings, answered or not: the page about a
    person tells nobody who answered."""
    return [
        person_page.Action(
            _("Evaluatie samen invullen: %(subject)s") % {"subject": one.form.subject},
            reverse("evaluation_telephone", args=[one.pk]),
        )
        for one in _open_for(person)
        if staff.may_fill_in(viewer, one.form)
    ]


def _open_for(person: User) -> list[Participation]:
    return _OPEN.run(person=person.pk, now=clock.now())


_OPEN: Statement[Participation] = Statement(
    lambda person, now: answering.open_invitations(person, now=now),
    person=BigIntegerField(),
    now=DateTimeField(),
)


urlpatterns = [
    path("evaluatie/telefoon/<int:pk>/", together, name="evaluation_telephone"),
]
