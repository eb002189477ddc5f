"""Where staff ask people to evaluate: which forms are open, the code for the room, the paper.

Nothing here tells who answered, or how many did while people are still in the room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import TitleColumn

from courses.common import clock, formats, qr
from courses.common.addresses import EVALUATION
from courses.common.errors import Refusal
from courses.common.labelled_columns import STACKED, LabelledColumn
from courses.common.list_views import RestrictedListView
from courses.common.mail import absolute_url
from courses.common.pdf import MissingGlyphs, PdfUnavailable
from courses.editions.models import Edition
from courses.editions.queries import editions_for_staff
from courses.evaluation import rendering
from courses.evaluation.builder.rights import ASK_PEOPLE, may_ask_people, refuse_others
from courses.evaluation.codes import code_of_edition, code_of_survey
from courses.evaluation.enums import ENOUGH, INVITATION_AGAIN, FormStatus, Occasion
from courses.evaluation.links import readable
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries import asking, staff
from courses.evaluation.queries.closing import people_to_ask_again
from courses.evaluation.queries.disclosure.rule import told_while_open
from courses.evaluation.queries.opening import OPEN_FOR
from courses.evaluation.services import restarting
from courses.evaluation.services.opening import open_form, questions_at
from courses.notices.queries import who_gets_what
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest

LANGUAGES = ("nl", "en")


class AskingMenuItem(MenuItem):
    """Only for who gives or runs trainings."""

    def is_shown(self, request: HttpRequest) -> bool:
        return staff.may_ask(request.user)


def _moment(moment: datetime) -> str:
    return date_format(clock.local(moment), "D j F Y, H:i")


class OpenFormsView(RestrictedListView):
    """The forms that people can fill in now; each leads to the ways in which they can."""

    model = EvaluationForm
    page_title = _("Evaluaties die open zijn")
    header_icon = "form"
    index_url_name = "evaluation_asking"
    index_results_url_name = "evaluation_asking_results"
    search_fields = ["edition__training__title", "title"]
    table_classname = STACKED
    columns = [
        TitleColumn(
            "subject",
            label=_("Waarover"),
            accessor="subject",
            get_url=lambda form: address_of(form),
        ),
        LabelledColumn("held", label=_("Uitvoering"), accessor=lambda form: _held(form)),
        LabelledColumn("occasion", label=_("Wanneer"), accessor="get_occasion_display"),
        LabelledColumn("answers", label=_("Antwoorden"), accessor=lambda form: _answers(form)),
        LabelledColumn(
            "opened_at", label=_("Open sinds"), accessor=lambda form: _moment(form.opened_at)
        ),
        LabelledColumn(
            "closes_at", label=_("Sluit op"), accessor=lambda form: _moment(form.closes_at)
        ),
    ]

    def refuse_others(self, request: HttpRequest) -> None:
        if not staff.may_ask(request.user):
            raise PermissionDenied

    def get_base_queryset(self) -> QuerySet[EvaluationForm]:
        return staff.with_answers(staff.open_forms_for_staff(self.request.user))


def _held(form: EvaluationForm) -> str:
    """When what it is about begins; nothing for a survey."""
    return formats.day(form.edition.starts_at) if form.edition is not None else ""


def _answers(form: EvaluationForm) -> str:
    """How many answered of who was invited, by fives. Not before the edition is over."""
    invited: int = form.invited  # type: ignore[attr-defined]  # counted by the query
    answered: int = form.answered  # type: ignore[attr-defined]
    if form.edition is not None and not form.edition.is_past:
        return gettext("na afloop")
    by_fives = told_while_open(answered)
    if not by_fives:
        return gettext("minder dan 5 van %(invited)d") % {"invited": invited}
    return gettext("ten minste %(n)d van %(invited)d") % {"n": by_fives, "invited": invited}


class WithoutEvaluationView(RestrictedListView):
    """The editions of the past year of which no evaluation came back; each leads to the ways in
    which people are asked."""

    model = Edition
    page_title = _("Uitvoeringen zonder evaluatie")
    page_subtitle = _("Van het afgelopen jaar")
    header_icon = "form"
    index_url_name = "evaluation_without"
    index_results_url_name = "evaluation_without_results"
    search_fields = ["training__title"]
    table_classname = STACKED
    columns = [
        TitleColumn(
            "training",
            label=_("Training"),
            accessor="training",
            get_url=lambda edition: reverse("evaluation_of_edition", args=[edition.pk]),
        ),
        LabelledColumn(
            "starts_at", label=_("Begin"), accessor=lambda edition: formats.day(edition.starts_at)
        ),
        LabelledColumn(
            "ends_at", label=_("Einde"), accessor=lambda edition: formats.day(edition.ends_at)
        ),
        LabelledColumn("seats_taken", label=_("Deelnemers"), accessor="seats_taken"),
        LabelledColumn(
            "why",
            label=_("Waarom"),
            accessor=lambda edition: (
                gettext("Niemand antwoordde.")
                if edition.was_asked
                else gettext("Er is niets gevraagd.")
            ),
        ),
    ]

    def refuse_others(self, request: HttpRequest) -> None:
        if not staff.may_ask(request.user):
            raise PermissionDenied

    def get_base_queryset(self) -> QuerySet[Edition]:
        return staff.without_answers_for_staff(self.request.user)

    @cached_property
    def no_results_message(self) -> str:
        """That this is good news, or that nothing is like what was searched for."""
        if self.is_searching:
            return str(super().no_results_message)
        asked, still_open = staff.all_that_could_be_asked(self.request.user)
        if not asked:
            return gettext(
                "In het afgelopen jaar was er nog geen uitvoering om iets over te vragen."
            )
        good = gettext("Goed nieuws: je mist geen enkele evaluatie.")
        if not still_open:
            return good
        words = ngettext(
            "Van de %(asked)d uitvoeringen is er nog %(n)d open.",
            "Van de %(asked)d uitvoeringen zijn er nog %(n)d open.",
            still_open,
        )
        return f"{good} {words % {'asked': asked, 'n': still_open}}"


def address_of(form: EvaluationForm) -> str:
    """The page with the ways to answer a form."""
    if form.edition_id is None:
        return reverse("evaluation_of_survey", args=[form.pk])
    return reverse("evaluation_of_edition", args=[form.edition_id])


@never_cache
@require_safe
def of_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked about an edition, and how people can answer."""
    edition = _edition(request, pk)
    forms = list(edition.evaluation_forms.select_related("edition__training").order_by("opened_at"))
    has_begun = asking.may_open_in_room(edition)
    return _ways(
        request,
        subject=str(edition),
        forms=forms,
        edition=edition,
        may_open=has_begun and not any(one.occasion == Occasion.END for one in forms),
    )


@never_cache
@require_safe
def of_survey(request: HttpRequest, pk: int) -> HttpResponse:
    """How people can answer a survey."""
    form = get_object_or_404(staff.forms_for_staff(request.user), pk=pk, edition=None)
    return _ways(request, subject=form.title, forms=[form], edition=None, may_open=False)


def _ways(
    request: HttpRequest,
    *,
    subject: str,
    forms: list[EvaluationForm],
    edition: Edition | None,
    may_open: bool,
) -> HttpResponse:
    may_fill_in = bool(forms) and staff.may_fill_in(request.user, forms[0])
    return render(
        request,
        "evaluation/admin/ways.html",
        {
            "edition": edition,
            "forms": forms,
            "may_open": may_open,
            "enough": ENOUGH,
            "may_fill_in": may_fill_in,
            "may_import": _may_import(request, edition),
            "may_ask_again": may_ask_people(request.user),
            "before": edition is not None and not any(f.occasion == Occasion.END for f in forms),
            "header_title": subject,
            "header_icon": "form",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": reverse("evaluation_asking"), "label": OpenFormsView.page_title},
                {"url": "", "label": subject},
            ],
        },
    )


def _may_import(request: HttpRequest, edition: Edition | None) -> bool:
    """Whether the evaluation of an edition that is over can be taken over from elsewhere."""
    return (
        edition is not None
        and edition.ends_at is not None
        and edition.ends_at <= clock.now()
        and may_ask_people(request.user)
    )


@require_POST
def open_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the form while the last session goes on, for who is in the room."""
    edition = _edition(request, pk)
    try:
        open_form(edition=edition)
    except Refusal as no:
        messages.error(request, str(no))
        return redirect("evaluation_of_edition", pk)
    messages.success(request, gettext("Het formulier is open. Laat de code zien aan de groep."))
    return redirect("evaluation_room_of_edition", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask anew what was answered to a form whose answers are lost; says first whom."""
    refuse_others(request, ASK_PEOPLE)
    form = get_object_or_404(staff.forms_for_staff(request.user), pk=pk, status=FormStatus.LOST)
    back = address_of(form)
    people = people_to_ask_again(form)
    reach = who_gets_what(people, kind=INVITATION_AGAIN)
    if request.method == "POST":
        try:
            restarting.ask_again(form=form, actor=signed_in_user(request))
        except Refusal as no:
            messages.error(request, str(no))
        else:
            messages.success(request, gettext("Het formulier is weer open. Iedereen hoort het."))
            messages.info(request, reach.with_names)
        return redirect(back)
    return render(
        request,
        "evaluation/admin/ask_again.html",
        {
            "people": people,
            "reach": reach,
            "days": OPEN_FOR.days,
            "back": back,
            "header_title": form.subject,
            "header_icon": "form",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": back, "label": form.subject},
                {"url": "", "label": gettext("Opnieuw vragen")},
            ],
        },
    )


@require_safe
@never_cache
def room_of_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """The code for a screen in the room, and to print."""
    edition = _edition(request, pk)
    back = reverse("evaluation_of_edition", args=[pk])
    return _code(request, edition.training.title, code_of_edition(edition.pk), back)


@require_safe
@never_cache
def room_of_survey(request: HttpRequest, pk: int) -> HttpResponse:
    """The code of a survey, for a meeting of the people who are asked."""
    form = get_object_or_404(staff.forms_for_staff(request.user), pk=pk, edition=None)
    back = reverse("evaluation_of_survey", args=[pk])
    return _code(request, form.title, code_of_survey(form.pk), back)


def _code(request: HttpRequest, subject: str, code: str, back: str) -> HttpResponse:
    url = absolute_url(reverse("evaluation:room", args=[code]))
    code_to_scan = qr.drawing(url, gettext("QR-code naar %(url)s") % {"url": url})
    found = asking.in_room(code)
    values = {
        "subject": subject,
        "code": readable(code),
        "qr": code_to_scan,
        "address": absolute_url(EVALUATION).partition("://")[2].rstrip("/"),
        "takes_answers": found is not None and found.takes_answers,
        "back": back,
    }
    return render(request, "evaluation/admin/room.html", values)


@require_safe
@never_cache
def paper_of_edition(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The form after the last session on paper, also before it is open."""
    edition = _edition(request, pk)
    form = edition.evaluation_forms.filter(occasion=Occasion.END).first()
    if form is not None:
        return _pdf(request, rendering.of_form(form), language)
    _template, questions = questions_at(edition.training, Occasion.END)
    return _pdf(request, rendering.of_edition(edition, questions), language)


@require_safe
@never_cache
def paper_of_form(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """A form that is open, on paper."""
    form = get_object_or_404(staff.forms_for_staff(request.user), pk=pk)
    return _pdf(request, rendering.of_form(form), language)


def _pdf(request: HttpRequest, paper: rendering.PaperForm, language: str) -> HttpResponse:
    try:
        content = rendering.paper_form(paper, language=language if language in LANGUAGES else "nl")
    except (PdfUnavailable, MissingGlyphs):
        messages.error(request, gettext("Het formulier kan nu niet gemaakt worden."))
        return redirect("evaluation_asking")
    name = f"evaluatie-{slugify(paper.heading)[:60]}-{language}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _edition(request: HttpRequest, pk: int) -> Edition:
    if not staff.may_ask(request.user):
        raise PermissionDenied
    edition: Edition = get_object_or_404(
        editions_for_staff(request.user).select_related("training"), pk=pk
    )
    return edition


EDITION = "evaluatie/uitvoering/<int:pk>/"
SURVEY = "evaluatie/enquete/<int:pk>/"

urlpatterns = [
    path("evaluatie/", OpenFormsView.as_view(), name="evaluation_asking"),
    path("evaluatie/zonder/", WithoutEvaluationView.as_view(), name="evaluation_without"),
    path(
        "evaluatie/zonder/resultaten/",
        WithoutEvaluationView.as_view(results_only=True),
        name="evaluation_without_results",
    ),
    path(
        "evaluatie/resultaten/",
        OpenFormsView.as_view(results_only=True),
        name="evaluation_asking_results",
    ),
    path(EDITION, of_edition, name="evaluation_of_edition"),
    path(f"{EDITION}open/", open_now, name="evaluation_open"),
    path(f"{EDITION}code/", room_of_edition, name="evaluation_room_of_edition"),
    path(
        f"{EDITION}papier-<str:language>.pdf", paper_of_edition, name="evaluation_paper_of_edition"
    ),
    path("evaluatie/formulier/<int:pk>/opnieuw/", ask_again, name="evaluation_ask_again"),
    path(SURVEY, of_survey, name="evaluation_of_survey"),
    path(f"{SURVEY}code/", room_of_survey, name="evaluation_room_of_survey"),
    path(
        "evaluatie/formulier/<int:pk>/papier-<str:language>.pdf",
        paper_of_form,
        name="evaluation_paper_of_form",
    ),
]
