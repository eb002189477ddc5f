"""How a form looks to who fills it in: made by the template of the real one, and stored nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from courses.common import clock
from courses.evaluation.builder import rights
from courses.evaluation.builder.template_views import TEMPLATES
from courses.evaluation.enums import Occasion, Purpose
from courses.evaluation.forms import AnswersForm
from courses.evaluation.models import EvaluationForm, FormTemplate
from courses.evaluation.queries.opening import OPEN_FOR
from courses.evaluation.queries.templates import form_questions, questions_of
from courses.evaluation.services.opening import questions_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from courses.evaluation.builder.template_forms import QuestionForm
    from courses.evaluation.models import FormQuestion, TemplateQuestion

ROWS = "questions-TOTAL_FORMS"
"""What a page on which a form is made sends, and one on which it is filled in does not."""


@never_cache
@xframe_options_sameorigin
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A form as it is stored, or as it is typed at this moment."""
    rights.refuse_others(request, rights.MAKE_FORMS)
    template = get_object_or_404(FormTemplate.objects.select_related("training"), pk=pk)
    questions = _typed(request, template) if ROWS in request.POST else questions_of(template)
    return _page(request, form_questions(questions), _subject(template))


def _subject(template: FormTemplate) -> str:
    if template.training is not None:
        return str(template.training.title)
    return gettext("de academie") if template.purpose == Purpose.SURVEY else gettext("de training")


@never_cache
@xframe_options_sameorigin
@require_http_methods(["GET", "HEAD", "POST"])
def training_preview(request: HttpRequest, training_id: int, occasion: str) -> HttpResponse:
    """What a training would ask if its form opened now, with what plugins add."""
    training = rights.training_to_see(request, training_id)
    if occasion not in Occasion.values or occasion == Occasion.SURVEY:
        raise Http404
    _template, questions = questions_at(training, Occasion(occasion))
    return _page(request, questions, training.title)


def _typed(request: HttpRequest, template: FormTemplate) -> list[TemplateQuestion]:
    """The questions on the page that was sent, as far as they are right."""
    form = TEMPLATES.get_form_class(for_update=True)(
        request.POST, instance=template, for_user=request.user
    )
    rows: list[QuestionForm] = [
        row
        for row in form.formsets["questions"].forms
        if row.is_valid() and row.cleaned_data.get("text") and not row.cleaned_data.get("DELETE")
    ]
    rows.sort(key=lambda row: row.cleaned_data.get("ORDER") or 0)
    return [row.instance for row in rows]


def _page(request: HttpRequest, questions: Sequence[FormQuestion], subject: str) -> HttpResponse:
    asked = request.GET.get("taal", "")
    language = asked if asked in dict(settings.LANGUAGES) else get_language() or "nl"
    now = clock.now()
    evaluation = EvaluationForm(title=subject, opened_at=now, closes_at=now + OPEN_FOR)
    with override(language):
        answered = request.POST if request.method == "POST" and ROWS not in request.POST else None
        form = AnswersForm(answered, questions=questions)
        if form.is_bound and form.is_valid():
            messages.success(request, gettext("Zo werkt het. Er is niets verstuurd."))
        return render(
            request,
            "evaluation/form.html",
            {
                "evaluation": evaluation,
                "subject": subject,
                "heading": gettext("Wat vond je van %(subject)s?") % {"subject": subject},
                "draft_key": "voorbeeld",
                "training": {"title": subject},
                "form": form,
                "noindex": True,
                "is_preview": True,
            },
        )
