"""Taking over evaluations that were held elsewhere: the list of them, a file with answers in two
steps, figures without answers, and undoing it. For coordinators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.crypto import constant_time_compare
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from courses.common import clock
from courses.common.errors import Refusal
from courses.common.list_views import RestrictedListView
from courses.editions.queries import editions_for_staff
from courses.evaluation import import_forms
from courses.evaluation.answer_plans import OWN, plan_import
from courses.evaluation.builder import rights
from courses.evaluation.enums import ENOUGH, Kind, Occasion, Purpose
from courses.evaluation.import_forms import AnswerFileForm, FiguresForm
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries.templates import form_questions, questions_of, standard_form
from courses.evaluation.services import importing
from courses.evaluation.services.opening import questions_at
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from courses.editions.models import Edition
    from courses.evaluation.answer_files import AnswerFile
    from courses.evaluation.models import FormQuestion

CHANGE, IMPORT, SEEN = "change", "import", "seen"
"""Buttons of the second step, and the name of what it showed."""


class ImportsView(RestrictedListView):
    """What was taken over, the newest first."""

    model = EvaluationForm
    page_title = _("Overgenomen evaluaties")
    header_icon = "download"
    index_url_name = "evaluation_imports"
    index_results_url_name = "evaluation_imports_results"
    search_fields = ["title", "edition__training__title", "imported__source"]
    columns = [
        TitleColumn(
            "subject",
            label=_("Waarover"),
            accessor="subject",
            get_url=lambda form: reverse("evaluation_import_of_form", args=[form.pk]),
        ),
        Column("day", label=_("Dag"), accessor=lambda form: _day(form)),
        Column("occasion", label=_("Wanneer gevraagd"), accessor="get_occasion_display"),
        Column("answered_count", label=_("Antwoorden")),
        Column("tool", label=_("Vandaan"), accessor="imported.get_tool_display"),
        Column("source", label=_("Bron"), accessor="imported.source"),
    ]

    def refuse_others(self, request: HttpRequest) -> None:
        rights.refuse_others(request, rights.ASK_PEOPLE)

    def get_base_queryset(self) -> QuerySet[EvaluationForm]:
        return _imports().order_by("-imported__imported_at", "-pk")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(
                _("Antwoorden van een enquête"), url=reverse("evaluation_import"), icon_name="plus"
            ),
            HeaderButton(
                _("Cijfers van een enquête"),
                url=reverse("evaluation_import_figures"),
                icon_name="plus",
            ),
        ]


def _day(form: EvaluationForm) -> str:
    return date_format(clock.local(form.closes_at), "j F Y")


def _imports() -> QuerySet[EvaluationForm]:
    return EvaluationForm.objects.filter(imported__isnull=False).select_related(
        "imported", "edition__training"
    )


def _edition(request: HttpRequest, pk: int | None) -> Edition | None:
    """The edition that it is about; None for a survey.

    Raises:
        Http404: there is none.
        PermissionDenied: it is not for this person.
    """
    rights.refuse_others(request, rights.ASK_PEOPLE)
    if pk is None:
        return None
    edition: Edition = get_object_or_404(
        editions_for_staff(request.user).select_related("training"), pk=pk
    )
    return edition


def _ours(edition: Edition | None, occasion: Occasion) -> list[FormQuestion]:
    """What we would ask."""
    if edition is not None:
        questions = questions_at(edition.training, occasion)[1]
    else:
        template = standard_form(Purpose.SURVEY)
        questions = [] if template is None else form_questions(questions_of(template))
    for position, question in enumerate(questions):
        question.position = position
    return questions


def _page(
    request: HttpRequest, template: str, edition: Edition | None, title: str, **values: object
) -> HttpResponse:
    return render(
        request,
        f"evaluation/admin/{template}.html",
        {
            "edition": edition,
            "enough": ENOUGH,
            "header_title": title,
            "header_icon": "download",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": reverse("evaluation_imports"), "label": ImportsView.page_title},
                {"url": "", "label": title},
            ],
            **values,
        },
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def import_answers(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A file with answers; then what of it would count; then it is counted.

    Each step is a POST, and only the last stores something.
    """
    edition = _edition(request, pk)
    state = (
        import_forms.submitted_answers(request.POST) if import_forms.STATE in request.POST else None
    )
    form = AnswerFileForm(request.POST or None, request.FILES or None, edition=edition, state=state)
    title = str(edition) if edition is not None else gettext("Antwoorden van een enquête overnemen")
    if request.method != "POST" or CHANGE in request.POST or not form.is_valid():
        has_file = state is not None and form.is_bound
        hidden = import_forms.as_json(state) if has_file and state is not None else ""
        return _page(request, "import_file", edition, title, form=form, state=hidden)
    assert form.answers is not None  # noqa: S101 - a form without it is not valid
    return _columns(request, form, form.answers, title)


def _columns(
    request: HttpRequest, form: AnswerFileForm, file: AnswerFile, title: str
) -> HttpResponse:
    """The second step, and the last."""
    ours = _ours(form.edition, form.about.occasion)
    plan = plan_import(file, ours, import_forms.said_of_columns(request.POST))
    state = import_forms.as_json(file)
    choices = [
        text
        for one in plan.columns
        for text in (one.choice, one.column.heading, *(code.meaning for code in one.codes))
    ]
    seen = import_forms.token([*choices, str(form.about.occasion)], state)
    if IMPORT in request.POST and constant_time_compare(request.POST.get(SEEN, ""), seen):
        try:
            imported = importing.import_answers(
                about=form.about,
                plan=plan,
                tool=file.tool,
                fingerprint=importing.fingerprint_of(file),
                actor=signed_in_user(request),
            )
        except Refusal as refusal:
            form.refuse(refusal)
            return _page(request, "import_file", form.edition, title, form=form, state=state)
        messages.success(request, gettext("De antwoorden zijn overgenomen en geteld."))
        return redirect("evaluation_import_of_form", imported.pk)
    if IMPORT in request.POST:
        messages.warning(request, gettext("Je koos iets anders. Kijk of het zo klopt."))
    return _page(
        request,
        "import_columns",
        form.edition,
        title,
        form=form,
        file=file,
        plan=plan,
        state=state,
        seen=seen,
        sent=[(name, str(request.POST.get(name, ""))) for name in form.fields if name != "file"],
        our_choices=[(f"q:{one.key}", one.label) for one in ours if one.kind != Kind.INTRO],
        own_choices=[(choice, kind.label) for choice, kind in OWN.items()],
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_figures(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Figures without answers, as somebody reported them."""
    edition = _edition(request, pk)
    occasion = Occasion.END if edition is not None else Occasion.SURVEY
    if edition is not None and request.method == "POST":
        asked = str(request.POST.get("occasion", ""))
        occasion = Occasion(asked) if asked in Occasion.values else Occasion.END
    form = FiguresForm(
        request.POST if request.method == "POST" else None,
        edition=edition,
        questions=_ours(edition, occasion),
    )
    if form.is_bound and form.is_valid():
        try:
            imported = importing.report_figures(
                about=form.about,
                reported=form.reported(),
                answered=form.cleaned_data["answered"],
                actor=signed_in_user(request),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("Bewaard, als opgave van anderen."))
            return redirect("evaluation_import_of_form", imported.pk)
    title = str(edition) if edition is not None else gettext("Cijfers van een enquête overnemen")
    return _page(request, "import_figures", edition, title, form=form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_form(request: HttpRequest, pk: int) -> HttpResponse:
    """One that was taken over: what it is, where its figures stand, and taking it away again."""
    rights.refuse_others(request, rights.ASK_PEOPLE)
    form = _imports().filter(pk=pk).first()
    if form is None:
        raise Http404
    if request.method == "POST":
        try:
            importing.remove_import(form=form, actor=signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("evaluation_import_of_form", pk)
        messages.success(request, gettext("De evaluatie is weg. Je kunt haar opnieuw overnemen."))
        return redirect("evaluation_imports")
    questions = form.questions.select_related("reported_mean", "summary")
    return _page(
        request, "import_of_form", form.edition, form.subject, form=form, questions=questions
    )


EDITION = "evaluatie/uitvoering/<int:pk>/overnemen/"

urlpatterns = [
    path("evaluatie/overgenomen/", ImportsView.as_view(), name="evaluation_imports"),
    path(
        "evaluatie/overgenomen/resultaten/",
        ImportsView.as_view(results_only=True),
        name="evaluation_imports_results",
    ),
    path("evaluatie/overgenomen/<int:pk>/", of_form, name="evaluation_import_of_form"),
    path("evaluatie/overnemen/", import_answers, name="evaluation_import"),
    path("evaluatie/overnemen/cijfers/", report_figures, name="evaluation_import_figures"),
    path(EDITION, import_answers, name="evaluation_import_edition"),
    path(f"{EDITION}cijfers/", report_figures, name="evaluation_import_edition_figures"),
]
