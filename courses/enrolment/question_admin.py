"""What a training asks of who enrols: kept by who gives it, and by coordinators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from courses.catalogue.models import TrainingPage
from courses.common import edit_conflicts
from courses.common.edit_conflicts import Conflict, FormSnapshot
from courses.editions.queries import gives
from courses.enrolment.answers import QUESTION_FIELDS, question_facts, save_question
from courses.enrolment.models import EnrolmentQuestion
from courses.enrolment.staff_access import may_change
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg]
    """One question."""

    class Meta:
        model = EnrolmentQuestion
        fields = QUESTION_FIELDS


@never_cache
def questions(request: HttpRequest, training_id: int) -> HttpResponse:
    """All questions of a training, also those that are not asked any more."""
    training = _own_training(request, training_id)
    return render(
        request,
        "enrolment/admin/questions.html",
        {"training": training, "questions": training.enrolment_questions.all()},
    )


@never_cache
def add_question(request: HttpRequest, training_id: int) -> HttpResponse:
    """A new question."""
    training = _own_training(request, training_id)
    return _edit(request, EnrolmentQuestion(training=training))


@never_cache
def change_question(request: HttpRequest, training_id: int, pk: int) -> HttpResponse:
    """Change a question, or stop asking it."""
    training = _own_training(request, training_id)
    return _edit(request, get_object_or_404(EnrolmentQuestion, training=training, pk=pk))


def _edit(request: HttpRequest, question: EnrolmentQuestion) -> HttpResponse:
    sent: QueryDict | None = request.POST if request.method == "POST" else None
    is_new = question.pk is None
    if sent is not None and edit_conflicts.TAKE in sent and not is_new:
        sent = edit_conflicts.with_theirs(sent, QuestionForm(instance=question))
    stored = {} if is_new else question_facts(question)
    form = QuestionForm(sent, instance=question)
    conflict: Conflict | None = None
    if form.is_valid():
        try:
            save_question(
                question=form.instance,
                actor=signed_in_user(request),
                snapshot=None if is_new else FormSnapshot.submitted(request.POST),
            )
        except Conflict as found:
            conflict = found
        else:
            messages.success(request, gettext("De vraag is bewaard."))
            return redirect("enrolment_questions", question.training_id)
    return render(
        request,
        "enrolment/admin/question.html",
        {
            "training": question.training,
            "form": form,
            "conflict": conflict,
            "is_new": is_new,
            "snapshot_token": conflict.token if conflict else edit_conflicts.token(stored),
        },
    )


def _own_training(request: HttpRequest, training_id: int) -> TrainingPage:
    """A training, for who gives it or oversees all.

    Raises:
        Http404: there is none.
        PermissionDenied: it is another's.
    """
    training: TrainingPage = get_object_or_404(TrainingPage, pk=training_id)
    if not (may_change(request.user) and gives(request.user, training.pk)):
        raise PermissionDenied
    return training
