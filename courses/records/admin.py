"""Learning records in the administration: for coordinators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from courses.common import audit, clock, pdf
from courses.common.errors import Refusal
from courses.common.uploads import as_download
from courses.people.queries import is_coordinator, people_for_staff, signed_in_user
from courses.records import queries, rendering, services
from courses.records.models import TrainingElsewhere
from courses.records.views import cannot_be_made, file_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from courses.people.models import User


def _coordinator(request: HttpRequest) -> User:
    """Who may see what people followed elsewhere.

    Raises:
        PermissionDenied: this one may not.
    """
    if not is_coordinator(request.user):
        raise PermissionDenied
    return signed_in_user(request)


class ElsewhereMenuItem(MenuItem):
    """Only for coordinators."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user)


class ElsewhereFilterSet(WagtailFilterSet):
    """Narrow the list down to what nobody looked at."""

    seen = django_filters.ChoiceFilter(
        label=_("Gezien"),
        choices=[("no", _("Nog niet gezien")), ("yes", _("Gezien"))],
        method="filter_seen",
    )

    class Meta:
        model = TrainingElsewhere
        fields: list[str] = []

    def filter_seen(
        self, found: QuerySet[TrainingElsewhere], _name: str, value: str
    ) -> QuerySet[TrainingElsewhere]:
        """Those that staff looked at, or not."""
        return found.filter(seen_at__isnull=value == "no")


class ElsewhereListView(generic.IndexView):
    """All that people followed elsewhere, the latest first, with search."""

    model = TrainingElsewhere
    page_title = _("Elders gevolgd")
    header_icon = "doc-full-inverse"
    # Not by a right of the model: `_coordinator` asks for the role, as for what is behind it.
    any_permission_required = None
    index_url_name = "elsewhere_list"
    index_results_url_name = "elsewhere_list_results"
    search_fields = ["title", "organisation", "person__sort_name"]
    search_backend_name = None
    filterset_class = ElsewhereFilterSet
    paginate_by = 30
    default_ordering = "-added_at"
    columns = [
        TitleColumn(
            "title",
            label=_("Training"),
            sort_key="title",
            get_url=lambda one: reverse("elsewhere_admin", args=[one.pk]),
        ),
        Column("person", label=_("Naam"), sort_key="person__sort_name"),
        Column("organisation", label=_("Organisatie"), sort_key="organisation"),
        Column(
            "added_at",
            label=_("Toegevoegd"),
            sort_key="added_at",
            accessor=lambda one: date_format(clock.local(one.added_at), "j F Y"),
        ),
        Column("seen", label=_("Gezien"), accessor=lambda one: seen_of(one)),
    ]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        _coordinator(request)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_base_queryset(self) -> QuerySet[TrainingElsewhere]:
        return queries.all_elsewhere()


def seen_of(one: TrainingElsewhere) -> str:
    """Whether staff looked at it, in words."""
    return gettext("Gezien") if one.seen_at else gettext("Nog niet gezien")


@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere(request: HttpRequest, pk: int) -> HttpResponse:
    """One training from elsewhere, and whether staff looked at it."""
    actor = _coordinator(request)
    one = get_object_or_404(queries.all_elsewhere(), pk=pk)
    if request.method == "POST":
        try:
            services.mark_seen(elsewhere=one, seen=request.POST.get("seen") == "yes", actor=actor)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, gettext("Bewaard."))
        return redirect("elsewhere_admin", pk)
    response = render(
        request,
        "records/admin/elsewhere.html",
        {
            "one": one,
            "hours": queries.hours_of(one),
            "header_title": one.title,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": reverse("elsewhere_list"), "label": ElsewhereListView.page_title},
                {"url": "", "label": one.title},
            ],
        },
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The file with it, to keep."""
    _coordinator(request)
    return file_of(get_object_or_404(queries.all_elsewhere(), pk=pk))


@require_safe
def learning_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody's learning record as a PDF, for who asks by telephone; written in the audit log."""
    actor = _coordinator(request)
    person = get_object_or_404(people_for_staff(actor), pk=pk)
    try:
        content = rendering.learning_record(person)
    except (pdf.PdfUnavailable, pdf.MissingGlyphs) as no:
        messages.error(request, cannot_be_made(no))
        return redirect("person_page", pk)
    audit.record(person, "records.fetch", actor=actor)
    return as_download(f"leeroverzicht-{slugify(person.name) or 'persoon'}.pdf", content)


urlpatterns = [
    path("elders-gevolgd/", ElsewhereListView.as_view(), name="elsewhere_list"),
    path(
        "elders-gevolgd/resultaten/",
        ElsewhereListView.as_view(results_only=True),
        name="elsewhere_list_results",
    ),
    path("elders-gevolgd/<int:pk>/", elsewhere, name="elsewhere_admin"),
    path("elders-gevolgd/<int:pk>/bestand/", proof, name="elsewhere_proof"),
    path("personen/<int:pk>/leeroverzicht/", learning_record, name="person_learning_record"),
]
