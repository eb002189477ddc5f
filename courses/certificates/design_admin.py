"""How certificates look, in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates import design_services, looks, rendering
from courses.certificates.admin import CHANGE, CertificatesView
from courses.certificates.forms import DesignForm
from courses.common import pdf
from courses.common.edit_conflicts import TAKE, Conflict, FormSnapshot, token
from courses.common.errors import Refusal
from courses.common.visitors import account_of

if TYPE_CHECKING:
    from django.http import HttpRequest

FIELDS = ("orientation", "signatory", "role")


@require_http_methods(["GET", "HEAD", "POST"])
def design(request: HttpRequest) -> HttpResponse:
    """Who signs the certificates, and how they stand."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    now = looks.design()
    stored = {name: getattr(now, name) for name in FIELDS}
    is_sent = request.method == "POST"
    form = DesignForm(
        _typed(request, stored) if is_sent else None,
        request.FILES if is_sent else None,
        initial=stored,
    )
    conflict: Conflict | None = None
    if form.is_bound and form.is_valid():
        try:
            design_services.change_design(
                **{name: form.cleaned_data[name] for name in FIELDS},
                signature=form.picture(),
                actor=account_of(request),
                snapshot=FormSnapshot.submitted(request.POST),
            )
        except Conflict as stale:
            conflict = stale
        except Refusal as no:
            field = no.field if no.field in form.fields else "signature"
            form.add_error(field, str(no))
        else:
            messages.success(
                request,
                gettext("Bewaard. Nieuwe certificaten zien er zo uit; oude blijven zoals ze zijn."),
            )
            return redirect("certificates_design")
    if form.is_bound:
        _keep_picture(form)
    title = gettext("Vormgeving van certificaten")
    response = render(
        request,
        "certificates/admin/design.html",
        {
            "form": form,
            "signature": looks.signature_url(now),
            "conflict": conflict,
            "snapshot_token": conflict.token if conflict else token(looks.design_facts(now)),
            "header_title": title,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": reverse("certificates_admin"), "label": CertificatesView.page_title},
                {"url": "", "label": title},
            ],
        },
        status=422 if form.is_bound else 200,
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _typed(request: HttpRequest, stored: dict[str, str]) -> dict[str, object]:
    """What was typed; what the other saved, where the button for that was pressed."""
    theirs = request.POST.get(TAKE, "").split(",")
    typed: dict[str, object] = dict(request.POST.items())
    return {**typed, **{name: value for name, value in stored.items() if name in theirs}}


def _keep_picture(form: DesignForm) -> None:
    """Show an image that was sent as if it had been drawn: a browser does not send it again."""
    try:
        picture = form.picture() if form.cleaned_data.get("signature") else None
        if picture:
            kept = looks.as_url(design_services.signature_picture(picture))
            form.data = {**form.data, "drawn": kept}
    except (Refusal, KeyError):
        return


@require_safe
def example(request: HttpRequest) -> HttpResponse:
    """A certificate as it looks now, with invented facts. It is kept nowhere."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    try:
        content = rendering.render_example()
    except pdf.PdfUnavailable as unavailable:
        messages.error(request, str(unavailable))
        return redirect("certificates_design")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="voorbeeld-certificaat.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("certificaten/vormgeving/", design, name="certificates_design"),
    path("certificaten/vormgeving/voorbeeld/", example, name="certificates_design_example"),
]
