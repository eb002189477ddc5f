"""Typing in forms that people filled in on paper: by keyboard alone, with a second look.

For coordinators, and not for who gave the training. No page here shows a paper beside a name.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.common.errors import Refusal
from courses.evaluation.asking_views import OpenFormsView, address_of
from courses.evaluation.enums import ENOUGH, OTHER, Kind
from courses.evaluation.forms import AnswersForm, HandedInForm
from courses.evaluation.queries import asking, staff
from courses.evaluation.services import paper as services

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from courses.evaluation.models import EvaluationForm
    from courses.evaluation.services.paper import Paper

    View = Callable[..., HttpResponse]


def without_key(view: View) -> View:
    """Where the key of a form is away, the page with the ways to answer says so."""

    @wraps(view)
    def wrapped(request: HttpRequest, pk: int, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, pk, *args, **kwargs)
        except Refusal as no:
            messages.error(request, str(no))
            return redirect(address_of(_form(request, pk)))

    return wrapped


def _form(request: HttpRequest, pk: int) -> EvaluationForm:
    """The form, for who may type in what others answered.

    Raises:
        Http404: it is not there, or not for this person.
        PermissionDenied: it is not for who gave the training, or for who only gives trainings.
    """
    form = get_object_or_404(staff.forms_for_staff(request.user), pk=pk)
    if not staff.may_fill_in(request.user, form):
        raise PermissionDenied
    return form


def _page(
    request: HttpRequest, template: str, evaluation: EvaluationForm, **values: object
) -> HttpResponse:
    return render(
        request,
        f"evaluation/admin/{template}.html",
        {
            "evaluation": evaluation,
            "header_title": gettext("Papieren formulieren: %(subject)s")
            % {"subject": evaluation.subject},
            "header_icon": "edit",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": reverse("evaluation_asking"), "label": OpenFormsView.page_title},
                {"url": address_of(evaluation), "label": evaluation.subject},
                {
                    "url": reverse("evaluation_paper", args=[evaluation.pk]),
                    "label": gettext("Papier"),
                },
            ],
            **values,
        },
    )


@never_cache
@require_safe
@without_key
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed in and does not count yet, and what to do next."""
    form = _form(request, pk)
    papers = services.papers_of(form)
    return _page(
        request,
        "paper",
        form,
        papers=papers,
        unchecked=[one for one in papers if not one.is_checked],
        heading=asking.heading_of(form),
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@without_key
def type_in(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """One form from paper, a new one or one that was typed in wrongly."""
    form = _form(request, pk)
    questions = list(form.questions.all())
    paper = _paper(form, number) if number is not None else None
    if request.method == "POST":
        answers = AnswersForm(request.POST, questions=questions, on_paper=True)
    else:
        answers = AnswersForm(questions=questions, on_paper=True)
        answers.initial = initial_of(answers, paper) if paper is not None else {}
    if answers.is_bound and answers.is_valid():
        try:
            return _typed(request, form, answers, number)
        except Refusal as refusal:
            answers.add_error(answers.name_of_key(refusal.field), str(refusal))
    return _page(
        request,
        "paper_entry",
        form,
        form=answers,
        number=number,
        typed=len(services.papers_of(form)),
    )


def _typed(
    request: HttpRequest, form: EvaluationForm, answers: AnswersForm, number: int | None
) -> HttpResponse:
    if number is not None:
        services.change_paper(form=form, number=number, answers=answers.answers())
        messages.success(
            request, gettext("Formulier %(number)d is veranderd.") % {"number": number}
        )
        return redirect("evaluation_paper_check", form.pk, number)
    new = services.add_paper(form=form, answers=answers.answers())
    messages.success(
        request,
        gettext("Bewaard. Schrijf op het papier: %(number)d.") % {"number": new.number},
    )
    return redirect("evaluation_paper_type", form.pk)


@never_cache
@require_safe
@without_key
def look_again(request: HttpRequest, pk: int) -> HttpResponse:
    """To the first form that nobody compared with the paper yet, or to the names."""
    form = _form(request, pk)
    papers = services.papers_of(form)
    waiting = next((one for one in papers if not one.is_checked), None)
    if waiting is not None:
        return redirect("evaluation_paper_check", form.pk, waiting.number)
    return redirect("evaluation_paper_people" if papers else "evaluation_paper", form.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@without_key
def check(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One form that was typed in, to compare with the paper."""
    form = _form(request, pk)
    paper = _paper(form, number)
    if request.method == "POST":
        try:
            services.check_paper(form=form, number=number)
        except Refusal as no:
            messages.error(request, str(no))
        return redirect("evaluation_paper_look_again", form.pk)
    return _page(
        request,
        "paper_check",
        form,
        paper=paper,
        rows=rows_of(AnswersForm(questions=list(form.questions.all())), paper),
    )


@require_POST
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take away a form that was typed in twice, or that is one too many."""
    form = _form(request, pk)
    try:
        services.remove_paper(form=form, number=number)
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, gettext("Formulier %(number)d is weg.") % {"number": number})
    return redirect("evaluation_paper", form.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@without_key
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who handed in a form, and then all forms count. Here is nothing of what they say."""
    form = _form(request, pk)
    papers = services.papers_of(form)
    if not papers or not all(one.is_checked for one in papers):
        return redirect("evaluation_paper_look_again", form.pk)
    names = HandedInForm(
        request.POST if request.method == "POST" else None,
        participations=form.participations.exclude(person=None).select_related("person"),
    )
    if names.is_bound and names.is_valid():
        try:
            count = services.count_papers(form=form, people=names.people_chosen)
        except Refusal as no:
            names.add_error("people", str(no))
        else:
            # The same, whether or not somebody had answered already.
            said = ngettext(
                "%(n)d formulier is verwerkt.", "%(n)d formulieren zijn verwerkt.", count
            )
            messages.success(request, said % {"n": count})
            return redirect("evaluation_paper", form.pk)
    return _page(
        request,
        "paper_people",
        form,
        form=names,
        count=len(papers),
        is_few=len(papers) < ENOUGH,
        enough=ENOUGH,
    )


def _paper(form: EvaluationForm, number: int) -> Paper:
    found = next((one for one in services.papers_of(form) if one.number == number), None)
    if found is None:
        raise Http404
    return found


def initial_of(form: AnswersForm, paper: Paper) -> dict[str, object]:
    """A paper as values of the inputs."""
    found: dict[str, object] = {}
    for name, question in form.questions.items():
        answer = paper.answers.get(question.key)
        if answer is None:
            continue
        if question.kind == Kind.OPEN:
            found[name] = answer.text
            continue
        values = list(answer.values)
        found[name] = values if question.kind == Kind.MULTIPLE else next(iter(values), "")
        found[f"{name}_other"] = answer.text
    return found


def rows_of(form: AnswersForm, paper: Paper) -> list[tuple[int, str, str]]:
    """A paper as lines to read: number, question, and the answer in words ("" for none)."""
    rows = []
    for item in form.items:
        if item.intro:
            continue
        question = item.question
        answer = paper.answers.get(question.key)
        words = dict(question.labels)
        values = [words.get(one, one) for one in answer.values if one != OTHER] if answer else []
        if answer and OTHER in answer.values:
            values.append(gettext("Anders: %(text)s") % {"text": answer.text or "…"})
        elif answer and answer.text:
            values.append(answer.text)
        rows.append((item.number, question.label, "; ".join(values)))
    return rows


HERE = "evaluatie/formulier/<int:pk>/papier/"

urlpatterns = [
    path(HERE, batch, name="evaluation_paper"),
    path(f"{HERE}typ/", type_in, name="evaluation_paper_type"),
    path(f"{HERE}typ/<int:number>/", type_in, name="evaluation_paper_change"),
    path(f"{HERE}nakijken/", look_again, name="evaluation_paper_look_again"),
    path(f"{HERE}nakijken/<int:number>/", check, name="evaluation_paper_check"),
    path(f"{HERE}weg/<int:number>/", remove, name="evaluation_paper_remove"),
    path(f"{HERE}namen/", people, name="evaluation_paper_people"),
]
