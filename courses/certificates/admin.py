"""Certificates in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from courses.certificates import notice_kinds, queries, rendering, services
from courses.certificates.enums import CertificateState
from courses.certificates.forms import ReplaceForm, RevokeForm
from courses.certificates.models import Certificate
from courses.common import clock, pdf
from courses.common.errors import Refusal, add_refusal
from courses.common.visitors import account_of
from courses.notices.enums import FOR_STAFF, NoticeState
from courses.notices.queries import who_gets_what

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from courses.notices.queries import Reach

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
            sort_key="enrolment__person__sort_name",
            get_url=lambda certificate: reverse("certificate_admin", args=[certificate.pk]),
        ),
        Column("training_title", label=_("Training"), sort_key="training_title"),
        Column(
            "issued_at",
            label=_("Uitgegeven"),
            sort_key="issued_at",
            accessor=lambda certificate: date_format(clock.local(certificate.issued_at), "j F Y"),
        ),
        Column("code", label=_("Code")),
        Column("state", label=_("Status"), accessor=lambda certificate: state_of(certificate)),
    ]

    template_name = "certificates/admin/certificates.html"

    def get_base_queryset(self) -> QuerySet[Certificate]:
        return queries.certificates()

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        return {
            **super().get_context_data(*args, **kwargs),
            "in_doubt": queries.in_doubt(),
            "waiting": queries.waiting_by_reason(),
        }


def state_of(certificate: Certificate) -> str:
    """Valid, revoked or replaced, in a word; and whether somebody must look at it."""
    state = str(certificate.state.label)
    if certificate.asks_for_a_look:
        look = gettext("kijk na")
        return f"{state} – {look}"
    return state


@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate, the way to a new one, and the form to take it back."""
    found = _found(request, pk)
    may_change = request.user.has_perm(CHANGE)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        if _revoke(request, found, form):
            return redirect("certificate_admin", pk=pk)
    data = found.data
    may_revoke = may_change and queries.may_become(found, CertificateState.REVOKED)
    values = {
        "state": state_of(found),
        "days": rendering.days_text(data["first_day"], data["last_day"]),
        "hours": rendering.hours_text(data["hours"]),
        "form": form if may_revoke else None,
        "reach": _reach(request, found, notice_kinds.REVOKED),
        "may_change": may_change,
        "may_replace": may_change and queries.may_become(found, CertificateState.REPLACED),
        "may_post": may_change and found.state == CertificateState.VALID,
        **_posted(found),
        "sheet_url": reverse("attendance_sheet", args=[found.enrolment.edition_id]),
        "new": getattr(found, "replaced_by", None),
    }
    return _page(request, "certificate", found, values, is_bound=form.is_bound)


def _posted(found: Certificate) -> dict[str, object]:
    """When it was printed to go by post, and whether a letter with it still waits."""
    letters = list(services.letters_with(found))
    printed = [one.settled_at for one in letters if one.state == NoticeState.SENT]
    return {
        "printed_at": max((one for one in printed if one is not None), default=None),
        "waits_for_printer": any(one.state in FOR_STAFF for one in letters),
    }


@require_POST
def by_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the certificate with the letters to print."""
    found = _found(request, pk)
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    if found.state != CertificateState.VALID:
        return redirect("certificate_admin", pk=pk)
    try:
        services.send_by_post(certificate=found, actor=account_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("certificate_admin", pk=pk)
    messages.success(request, gettext("De brief met het certificaat staat klaar. Print hem hier."))
    return redirect("notices_letters")


@require_POST
def choose_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the check page tell the name or not, for an owner who asked for it."""
    found = _found(request, pk)
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    hide = request.POST.get("name") == "hidden"
    services.choose_name(certificate=found, hide=hide, actor=account_of(request))
    if hide:
        messages.success(request, gettext("De controlepagina laat de naam niet meer zien."))
    else:
        messages.success(request, gettext("De controlepagina laat de naam zien."))
    return redirect("certificate_admin", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new certificate in the place of one that is wrong."""
    found = _found(request, pk)
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    if not queries.may_become(found, CertificateState.REPLACED):
        return redirect("certificate_admin", pk=pk)
    person = found.enrolment.person
    names = {"first_name": person.first_name, "last_name": person.last_name}
    form = ReplaceForm(request.POST if request.method == "POST" else None, initial=names)
    if form.is_bound and form.is_valid():
        new = _replace(request, found, form)
        if new is not None:
            return redirect("certificate_admin", pk=new.pk)
    values = {"form": form, "reach": _reach(request, found, notice_kinds.REPLACED)}
    return _page(request, "replace", found, values, is_bound=form.is_bound)


def _reach(request: HttpRequest, found: Certificate, kind: str) -> Reach:
    """How the owner hears what staff do with a certificate."""
    return who_gets_what([found.enrolment.person], kind=kind, actor=account_of(request))


def _found(request: HttpRequest, pk: int) -> Certificate:
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    return get_object_or_404(
        Certificate.objects.select_related("enrolment__person", "replaces", "replaced_by").defer(
            "pdf", "replaces__pdf", "replaced_by__pdf"
        ),
        pk=pk,
    )


def _page(
    request: HttpRequest,
    name: str,
    found: Certificate,
    values: dict[str, object],
    *,
    is_bound: bool,
) -> HttpResponse:
    response = render(
        request,
        f"certificates/admin/{name}.html",
        {
            "certificate": found,
            "header_title": str(found),
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": reverse("certificates_admin"), "label": CertificatesView.page_title},
                {"url": "", "label": str(found)},
            ],
            **values,
        },
        status=422 if is_bound else 200,
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _replace(request: HttpRequest, found: Certificate, form: ReplaceForm) -> Certificate | None:
    """The new certificate; if there is none, the form says why."""
    try:
        new = services.replace(certificate=found, actor=account_of(request), **form.cleaned_data)
    except Refusal as refusal:
        add_refusal(form, refusal)
    except pdf.PdfUnavailable as unavailable:
        form.add_error(None, str(unavailable))
    else:
        if found.revoked_at:
            messages.success(request, gettext("Er is een nieuw certificaat. Het geldt vanaf nu."))
        else:
            text = gettext("Er is een nieuw certificaat. Het oude geldt niet meer.")
            messages.success(request, text)
        messages.info(request, _reach(request, new, notice_kinds.REPLACED).with_names)
        return new
    return None


def _revoke(request: HttpRequest, found: Certificate, form: RevokeForm) -> bool:
    """Take the certificate back; whether that worked. If not, the form says why."""
    if not form.is_valid():
        return False
    try:
        services.revoke(
            certificate=found, reason=form.cleaned_data["reason"], actor=account_of(request)
        )
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(request, gettext("Het certificaat is ingetrokken."))
    messages.info(request, _reach(request, found, notice_kinds.REVOKED).with_names)
    return True


urlpatterns = [
    path("certificaten/", CertificatesView.as_view(), name="certificates_admin"),
    path(
        "certificaten/resultaten/",
        CertificatesView.as_view(results_only=True),
        name="certificates_admin_results",
    ),
    path("certificaten/<int:pk>/", certificate, name="certificate_admin"),
    path("certificaten/<int:pk>/vervang/", replace, name="certificate_replace"),
    path("certificaten/<int:pk>/naam/", choose_name, name="certificate_name"),
    path("certificaten/<int:pk>/per-post/", by_post, name="certificate_by_post"),
]
