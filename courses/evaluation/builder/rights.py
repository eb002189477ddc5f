"""Who may make forms and ask people: coordinators; trainers look at what their trainings ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from wagtail.admin.menu import MenuItem

from courses.catalogue.models import TrainingPage
from courses.editions.queries import gives

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from courses.people.models import User

MAKE_FORMS = "evaluation.change_formtemplate"
ASK_PEOPLE = "evaluation.change_evaluationform"


def may_make_forms(user: User | AnonymousUser) -> bool:
    """Whether somebody decides what forms ask."""
    return user.has_perm(MAKE_FORMS)


def may_ask_people(user: User | AnonymousUser) -> bool:
    """Whether somebody asks a list of people to fill in a form."""
    return user.has_perm(ASK_PEOPLE)


def refuse_others(request: HttpRequest, right: str) -> None:
    """
    Raises:
        PermissionDenied: who asks has not this right.
    """
    if not request.user.has_perm(right):
        raise PermissionDenied


def training_to_see(request: HttpRequest, training_id: int) -> TrainingPage:
    """A training, for who gives it or oversees all.

    Raises:
        Http404: there is none.
        PermissionDenied: it is another's.
    """
    training: TrainingPage = get_object_or_404(TrainingPage, pk=training_id)
    if not gives(request.user, training.pk):
        raise PermissionDenied
    return training


class SurveysMenuItem(MenuItem):
    """Only for who asks people."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_ask_people(request.user)
