"""Which form a training uses at which moment, for who gives it; coordinators change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.common.errors import Refusal
from courses.evaluation.builder import rights
from courses.evaluation.enums import Occasion
from courses.evaluation.queries import templates as queries
from courses.evaluation.services import templates as services
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from courses.catalogue.models import TrainingPage
    from courses.people.models import User


@never_cache
@require_safe
def training_forms(request: HttpRequest, training_id: int) -> HttpResponse:
    """The forms that a training uses, in the order of time."""
    training = rights.training_to_see(request, training_id)
    return render(
        request,
        "evaluation/builder/training.html",
        {
            "training": training,
            "forms": queries.forms_of(training),
            "may_change": rights.may_make_forms(request.user),
        },
    )


def _own(training: TrainingPage, occasion: Occasion, actor: User) -> str:
    services.make_own_form(training=training, occasion=occasion, actor=actor)
    return gettext("Deze training heeft nu een eigen formulier. Verander het hier.")


def _standard(training: TrainingPage, occasion: Occasion, actor: User) -> str:
    services.use_standard_form(training=training, occasion=occasion, actor=actor)
    return gettext("De training gebruikt het standaardformulier weer.")


def _ask(training: TrainingPage, occasion: Occasion, actor: User) -> str:
    services.ask_later(training=training, occasion=occasion, is_asked=True, actor=actor)
    return gettext("Dit vragen we voortaan vanzelf aan wie meedeed.")


def _leave_out(training: TrainingPage, occasion: Occasion, actor: User) -> str:
    services.ask_later(training=training, occasion=occasion, is_asked=False, actor=actor)
    return gettext("Dit vragen we niet meer. Wat al open is, blijft open.")


ACTIONS: dict[str, Callable[[TrainingPage, Occasion, User], str]] = {
    "eigen": _own,
    "standaard": _standard,
    "vragen": _ask,
    "niet-vragen": _leave_out,
}


@require_POST
def change_training_form(
    request: HttpRequest, training_id: int, occasion: str, action: str
) -> HttpResponse:
    """Give a training a form of its own or the standard one, or ask later or not."""
    training = rights.training_to_see(request, training_id)
    rights.refuse_others(request, rights.MAKE_FORMS)
    if action not in ACTIONS or occasion not in Occasion.values or occasion == Occasion.SURVEY:
        raise Http404
    moment = Occasion(occasion)
    try:
        done = ACTIONS[action](training, moment, signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("training_forms", training_id)
    messages.success(request, done)
    if action == "eigen":
        own = queries.template_for(training, moment)
        if own is not None:
            return redirect("formulieren:edit", own.pk)
    return redirect("training_forms", training_id)
