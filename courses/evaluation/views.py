"""The pages on which a participant evaluates a training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from courses.common import addresses
from courses.common.errors import Refusal
from courses.common.visitors import account_of
from courses.evaluation.forms import AnswersForm
from courses.evaluation.queries.answering import participation_of
from courses.evaluation.services.answering import submit

if TYPE_CHECKING:
    from courses.evaluation.models import Participation


@login_required
@cache_control(private=True, no_store=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The form itself, or why it is not there any more. Unknown to who is not invited."""
    participation = _invitation(request, edition_id)
    state = _state(participation)
    # What is sent to a form that closed meanwhile is shown again with the reason. What is sent
    # twice was taken the first time.
    if state == "answered" or (state == "closed" and request.method != "POST"):
        return _page(request, f"evaluation/{state}.html", participation)
    answers = AnswersForm(
        request.POST if request.method == "POST" else None,
        questions=list(participation.form.questions.all()),
    )
    if request.method == "POST" and answers.is_valid():
        try:
            submit(form=participation.form, person=account_of(request), answers=answers.answers())
        except Refusal as refusal:
            answers.add_error(answers.name_of_key(refusal.field), str(refusal))
        else:
            return redirect("evaluation:thanks", edition_id=edition_id)
    return _page(request, "evaluation/form.html", participation, form=answers)


@login_required
@cache_control(private=True, no_store=True)
@require_safe
def thanks(request: HttpRequest, edition_id: int) -> HttpResponse:
    """What someone sees after sending the form."""
    participation = _invitation(request, edition_id)
    if not participation.answered:
        return redirect("evaluation:form", edition_id=edition_id)
    return _page(request, "evaluation/thanks.html", participation)


def _invitation(request: HttpRequest, edition_id: int) -> Participation:
    participation = participation_of(account_of(request), edition_id)
    if participation is None:
        raise Http404
    return participation


def _state(participation: Participation) -> str:
    """The name of the page that fits: `open`, `answered` or `closed`."""
    if participation.answered:
        return "answered"
    return "open" if participation.form.takes_answers else "closed"


def _draft_key(participation: Participation) -> str:
    """By what the browser knows a draft again: of this person, for this form, and a riddle else."""
    return salted_hmac("evaluation draft", f"{participation.pk}").hexdigest()


def _page(
    request: HttpRequest, template: str, participation: Participation, **context: object
) -> HttpResponse:
    edition = participation.form.edition
    assert edition is not None  # noqa: S101 - these pages are found by the edition
    return render(
        request,
        template,
        {
            "evaluation": participation.form,
            "edition": edition,
            "training": edition.training,
            "draft_key": _draft_key(participation),
            "crumbs": [
                (_("Home"), "/"),
                (_("Mijn academie"), addresses.MINE),
                (_("Evaluatie"), ""),
            ],
            "noindex": True,
            **context,
        },
    )
