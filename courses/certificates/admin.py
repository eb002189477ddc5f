"""Certificates in the administration."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from courses.certificates import queries, rendering, services
from courses.certificates.forms import RevokeForm
from courses.certificates.models import Certificate
from courses.common.errors import Refusal

VIEW, CHANGE = "certificates.view_certificate", "certificates.change_certificate"


class CertificateMenuItem(MenuItem):
    """Only for who may see certificates."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(VIEW))


class CertificatesView(generic.IndexView):
    """All certificates, the latest first, with search."""

    model = Certificate
    page_title = _("Certificaten")
    header_icon = "success"
    index_url_name = "certificates_admin"
    index_results_url_name = "certificates_admin_results"
    any_permission_required = ["view"]
    search_fields = ["person_name", "training_title", "code"]
    search_backend_name = None
    paginate_by = 30
    default_ordering = "-issued_at"
    columns = [
        TitleColumn(
            "person_name",
            label=_("Naam"),
            sort_key="person_name",
            get_url=lambda certificate: reverse("certificate_admin", args=[certificate.pk]),
        ),
        Column("training_title", label=_("Training"), sort_key="training_title"),
        Column(
            "issued_at",
            label=_("Uitgegeven"),
            sort_key="issued_at",
            accessor=lambda certificate: date_format(localtime(certificate.issued_at), "j F Y"),
        ),
        Column("code", label=_("Code")),
        Column("state", label=_("Status"), accessor=lambda certificate: state_of(certificate)),
    ]

    def get_base_queryset(self) -> QuerySet[Certificate]:
        return queries.certificates()


def state_of(certificate: Certificate) -> str:
    """Valid or revoked, in a word."""
    return gettext("Ingetrokken") if certificate.revoked_at else gettext("Geldig")


@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate, and the form to take it back."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    found = get_object_or_404(queries.certificates().select_related("enrolment"), pk=pk)
    may_revoke = request.user.has_perm(CHANGE)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_revoke:
            raise PermissionDenied
        if _revoke(request, found, form):
            return redirect("certificate_admin", pk=pk)
    data = found.data
    response = render(
        request,
        "certificates/admin/certificate.html",
        {
            "certificate": found,
            "state": state_of(found),
            "days": rendering.days_text(data["first_day"], data["last_day"]),
            "hours": rendering.hours_text(data["hours"]),
            "form": form if may_revoke and not found.revoked_at else None,
            "header_title": str(found),
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": reverse("certificates_admin"), "label": CertificatesView.page_title},
                {"url": "", "label": str(found)},
            ],
        },
        status=422 if form.is_bound else 200,
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _revoke(request: HttpRequest, found: Certificate, form: RevokeForm) -> bool:
    """Take the certificate back; whether that worked. If not, the form says why."""
    if not form.is_valid():
        return False
    try:
        services.revoke(certificate=found, reason=form.cleaned_data["reason"], actor=request.user)
    except Refusal as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    messages.success(request, gettext("Het certificaat is ingetrokken."))
    return True


urlpatterns = [
    path("certificaten/", CertificatesView.as_view(), name="certificates_admin"),
    path(
        "certificaten/resultaten/",
        CertificatesView.as_view(results_only=True),
        name="certificates_admin_results",
    ),
    path("certificaten/<int:pk>/", certificate, name="certificate_admin"),
]
