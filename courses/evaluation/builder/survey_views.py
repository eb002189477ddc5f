"""Asking a list of people: all surveys, a new one in two steps, and how one is going."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import django_filters
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from courses.common import clock
from courses.common.errors import Refusal
from courses.common.list_views import RestrictedListView
from courses.enrolment.group_forms import PART_CHOICES, STATE, first_state, submitted_state
from courses.evaluation import people_lists
from courses.evaluation.builder import rights
from courses.evaluation.builder.survey_forms import LIST, EndForm, SurveyForm
from courses.evaluation.enums import ENOUGH, INVITATION_SURVEY, FormStatus, Kind, Occasion
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries import surveys as queries
from courses.evaluation.queries.templates import questions_of
from courses.evaluation.services import surveys as services
from courses.notices.queries import who_gets_what
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from courses.enrolment.group_forms import ListState
    from courses.evaluation.people_lists import RecognisedRow
    from courses.notices.queries import Reach
    from courses.people.models import User

CHANGE, SEND, SEEN = "change", "send", "seen"
"""Buttons of the second step, and the name of what it showed."""


class SurveyFilterSet(WagtailFilterSet):
    """Whether it is open."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=FormStatus.choices)

    class Meta:
        model = EvaluationForm
        fields = ["status"]


class SurveysView(RestrictedListView):
    """All surveys, the newest first."""

    model = EvaluationForm
    page_title = _("Enquêtes")
    header_icon = "mail"
    index_url_name = "surveys"
    index_results_url_name = "surveys_results"
    filterset_class = SurveyFilterSet
    search_fields = ["title"]
    columns = [
        TitleColumn(
            "title",
            label=_("Titel"),
            get_url=lambda survey: reverse("survey", args=[survey.pk]),
        ),
        Column("opened_at", label=_("Verstuurd"), accessor=lambda one: _day(one.opened_at)),
        Column("closes_at", label=_("Sluit"), accessor=lambda one: _day(one.closes_at)),
        # Of some that were held elsewhere nobody knows.
        Column("asked", label=_("Gevraagd"), accessor=lambda one: one.asked or "–"),
        Column("get_status_display", label=_("Status")),
    ]

    def refuse_others(self, request: HttpRequest) -> None:
        rights.refuse_others(request, rights.ASK_PEOPLE)

    def get_base_queryset(self) -> QuerySet[EvaluationForm]:
        return queries.surveys()

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(_("Nieuwe enquête"), url=reverse("survey_new"), icon_name="plus"),
            HeaderButton(
                _("Overgenomen van elders"),
                url=reverse("evaluation_imports"),
                icon_name="download",
            ),
        ]


def _day(moment: datetime) -> str:
    return date_format(clock.local(moment), "j N Y")


@dataclass(frozen=True)
class SurveyPlan:
    """What would happen: who is asked, and which rows of a list are nobody we know."""

    people: list[User]
    rows: list[RecognisedRow]
    state: ListState | None

    @property
    def token(self) -> str:
        """For the button: these people, and no others."""
        keys = ",".join(str(one.pk) for one in sorted(self.people, key=lambda one: one.pk))
        return salted_hmac("people of a survey", keys).hexdigest()

    @property
    def reach(self) -> Reach:
        """How each of them is asked."""
        return who_gets_what(self.people, kind=INVITATION_SURVEY)

    @property
    def doubtful(self) -> list[RecognisedRow]:
        """Rows of which somebody has to say who it is."""
        return [row for row in self.rows if row.candidates]

    @property
    def unknown(self) -> list[RecognisedRow]:
        """Rows that are nobody with an account."""
        return [row for row in self.rows if row.is_unknown]

    @property
    def lines(self) -> list[RecognisedRow]:
        """Rows that seem to be nobody at all."""
        return [row for row in self.rows if row.line]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_survey(request: HttpRequest) -> HttpResponse:
    """What is asked of whom; then how many people that are, and how each is told; then it is sent.

    Each step is a POST, and only the last stores something.
    """
    rights.refuse_others(request, rights.ASK_PEOPLE)
    state = submitted_state(request.POST) if STATE in request.POST else None
    form = SurveyForm(
        request.POST or None, request.FILES or None, table=state.table if state else None
    )
    if request.method != "POST" or CHANGE in request.POST or not form.is_valid():
        return _first_step(request, form, state)
    if form.cleaned_data["whom"] == LIST and state is None and form.table is not None:
        state = first_state(form.table)
    plan = _plan(form, state)
    if SEND in request.POST and constant_time_compare(request.POST.get(SEEN, ""), plan.token):
        try:
            survey = services.open_survey(
                template=form.cleaned_data["template"],
                title=form.cleaned_data["title"],
                people=plan.people,
                closes_at=form.closes_at,
                actor=signed_in_user(request),
            )
        except Refusal as refusal:
            _refuse(form, refusal)
            return _first_step(request, form, state)
        messages.success(request, gettext("De enquête is verstuurd."))
        messages.info(request, plan.reach.with_names)
        return redirect("survey", survey.pk)
    if SEND in request.POST:
        messages.warning(
            request, gettext("De lijst van mensen is veranderd. Kijk nog eens of het klopt.")
        )
    return _second_step(request, form, plan)


def _refuse(form: SurveyForm, refusal: Refusal) -> None:
    names = {"closes_at": "closes_on", "people": "whom"}
    field = names.get(refusal.field or "", refusal.field)
    form.add_error(field if field in form.fields else None, str(refusal))


def _plan(form: SurveyForm, state: ListState | None) -> SurveyPlan:
    if form.cleaned_data["whom"] != LIST or state is None:
        return SurveyPlan(list(form.people()), [], None)
    rows = people_lists.recognise(state.table, state.decisions)
    people = {row.person.pk: row.person for row in rows if row.person is not None}
    return SurveyPlan(list(people.values()), rows, state)


def _first_step(request: HttpRequest, form: SurveyForm, state: ListState | None) -> HttpResponse:
    return render(
        request,
        "evaluation/builder/survey_new.html",
        {"form": form, "state": state, "list_value": LIST},
    )


def _second_step(request: HttpRequest, form: SurveyForm, plan: SurveyPlan) -> HttpResponse:
    template = form.cleaned_data["template"]
    sent = [
        (name, str(request.POST.get(name, "")))
        for name in form.fields
        if name not in {"text", "file"}
    ]
    return render(
        request,
        "evaluation/builder/survey_plan.html",
        {
            "form": form,
            "sent": sent,
            "plan": plan,
            "template": template,
            "questions": questions_of(template),
            "reach": plan.reach,
            "closes_at": form.closes_at,
            "part_choices": PART_CHOICES,
            "state": plan.state,
            "enough": ENOUGH,
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """How a survey is going; its end can be moved while it is open."""
    rights.refuse_others(request, rights.ASK_PEOPLE)
    found = get_object_or_404(
        EvaluationForm.objects.select_related("template"), pk=pk, occasion=Occasion.SURVEY
    )
    form = EndForm(
        request.POST if request.method == "POST" else None,
        initial={"closes_on": clock.local_day(found.closes_at)},
    )
    if form.is_bound and form.is_valid():
        try:
            services.move_end(form=found, closes_at=form.closes_at, actor=signed_in_user(request))
        except Refusal as refusal:
            form.add_error("closes_on", str(refusal))
        else:
            messages.success(request, gettext("Bewaard."))
            return redirect("survey", pk)
    return render(
        request,
        "evaluation/builder/survey.html",
        {
            "survey": found,
            "form": form if found.takes_answers else None,
            "asked": found.participations.count(),
            "answered": queries.answered_at_least(found),
            "questions": found.questions.exclude(kind=Kind.INTRO),
            "enough": ENOUGH,
            "is_open": found.status == FormStatus.OPEN,
        },
    )
