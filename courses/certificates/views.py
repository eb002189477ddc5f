"""The public check page, and the download for the owner."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates import (
    attachments,
    codes,
    limits,
    pocket_cards,
    queries,
    rendering,
    services,
)
from courses.certificates.forms import CodeForm
from courses.common.limits import RateLimited
from courses.common.pdf import MissingGlyphs, PdfUnavailable
from courses.common.visitors import account_of
from courses.people.queries import is_coordinator

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from courses.certificates.models import Certificate
    from courses.people.models import User

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]


def _kept_out_of_sight(view: View) -> View:
    """No copies in caches and nothing in search engines: a certificate is about a person."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def _not_too_often(view: View) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            limits.count_look(request)
        except RateLimited as no:
            response = _page(request, "certificates/too_often.html", {"when": no.when}, status=429)
            response["Retry-After"] = "60"
            return response
        return view(request, *args, **kwargs)

    return wrapped


@require_safe
@_kept_out_of_sight
@_not_too_often
def ask_code(request: HttpRequest) -> HttpResponse:
    """A form for who has a certificate on paper. Works without a session, so by GET."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("certificates:check", code=form.cleaned_data["code"])
    return _page(request, "certificates/ask.html", {"form": form})


@require_safe
@_kept_out_of_sight
def ask_shortly(request: HttpRequest) -> HttpResponse:
    """The short way to the form."""
    return redirect("certificates:ask")


@require_safe
@_kept_out_of_sight
def check_shortly(request: HttpRequest, code: str) -> HttpResponse:
    """The short address of a check page. Looks nothing up, so it need not be counted."""
    return redirect("certificates:check", code=codes.normalise(code) or code)


@require_safe
@_kept_out_of_sight
@_not_too_often
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What anybody with the code may know: is this certificate real, and is it still valid?"""
    certificate = queries.find(code)
    if certificate is None:
        erased = queries.find_erased(code)
        if erased is not None:
            return _page(request, "certificates/erased.html", {"erased": erased})
        form = CodeForm(initial={"code": code[:60]})
        return _page(request, "certificates/unknown.html", {"form": form}, status=404)
    data = certificate.data
    return _page(
        request,
        "certificates/check.html",
        {
            "certificate": certificate,
            "new": getattr(certificate, "replaced_by", None),
            "days": rendering.days_text(data["first_day"], data["last_day"]),
            "hours": rendering.hours_text(data["hours"]),
            "may_download": _may_download(request.user, certificate),
            **_of_files(certificate),
            "sections": attachments.sections_for(certificate),
            "is_own": certificate.enrolment.person_id == request.user.pk,
            "spoken": codes.spoken(certificate.code, (get_language() or "nl").split("-")[0]),
        },
    )


def _of_files(certificate: Certificate) -> dict[str, str]:
    """What the browser compares with: digests of the PDF and the files inside, and their kinds."""
    inside = certificate.attachments
    endings = ("." + one["name"].rpartition(".")[2] for one in inside)
    return {
        "digests": " ".join([certificate.sha256, *(one["sha256"] for one in inside)]),
        "kinds": ",".join(["application/pdf", *endings]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@_kept_out_of_sight
@login_required
def choose_name(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the check page tells the name: for the owner alone, with what follows from it."""
    certificate = queries.find(code)
    if certificate is None or certificate.enrolment.person_id != request.user.pk:
        raise Http404
    if request.method == "POST":
        hide = request.POST.get("name") == "hidden"
        services.choose_name(certificate=certificate, hide=hide, actor=account_of(request))
        if hide:
            messages.success(request, _("De controlepagina laat je naam niet meer zien."))
        else:
            messages.success(request, _("De controlepagina laat je naam zien."))
        return redirect("certificates:check", code=certificate.code)
    return _page(request, "certificates/name.html", {"certificate": certificate})


@require_safe
@_kept_out_of_sight
@login_required
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The PDF, for the person whose name is on it and for coordinators."""

    def found(certificate: Certificate, pdf: bytes) -> HttpResponse:
        fetched = request.session.get(queries.FETCHED, [])
        if certificate.pk not in fetched:
            request.session[queries.FETCHED] = [*fetched, certificate.pk]
        return _file(certificate, pdf, "application/pdf", ".pdf")

    return _handed_out(request, code, found)


@require_safe
@_kept_out_of_sight
@login_required
def download_attachment(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """A file that is inside the PDF, for the same people."""

    def found(certificate: Certificate, pdf: bytes) -> HttpResponse:
        told = next((one for one in certificate.attachments if one["name"] == name), None)
        content = attachments.read_attachment(pdf, name) if told else None
        if told is None or content is None:
            raise Http404
        return _file(certificate, content, told["media_type"], f"-{name}")

    return _handed_out(request, code, found)


def _handed_out(
    request: HttpRequest, code: str, answer: Callable[[Certificate, bytes], HttpResponse]
) -> HttpResponse:
    certificate = queries.find(code)
    if certificate is None or not _may_see(request.user, certificate):
        raise Http404
    if not _may_download(request.user, certificate):
        return redirect("certificates:check", code=certificate.code)
    content = bytes(certificate.pdf)
    if not queries.is_as_issued(content, certificate):
        logger.error("The file of certificate %s is not the one that was issued", certificate.pk)
        return _page(request, "certificates/damaged.html", {"certificate": certificate}, status=503)
    return answer(certificate, content)


def _file(certificate: Certificate, content: bytes, media_type: str, ending: str) -> HttpResponse:
    name = f"certificaat-{slugify(certificate.training_title) or 'training'}{ending}"
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@_kept_out_of_sight
@login_required
def pocket_card(request: HttpRequest, code: str) -> HttpResponse:
    """A small card to cut out and fold, for whoever may have the certificate itself."""
    certificate = queries.find(code)
    if certificate is None or not _may_see(request.user, certificate):
        raise Http404
    if not certificate.is_valid:
        return redirect("certificates:check", code=certificate.code)
    try:
        content = pocket_cards.render([certificate], language=certificate.language)
    except (PdfUnavailable, MissingGlyphs):
        messages.error(request, _("Het pasje kan nu niet gemaakt worden. Probeer het later weer."))
        return redirect("certificates:check", code=certificate.code)
    name = f"pasje-{slugify(certificate.training_title) or 'training'}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _may_see(user: User | AnonymousUser, certificate: Certificate) -> bool:
    return certificate.enrolment.person_id == user.pk or is_coordinator(user)


def _may_download(user: User | AnonymousUser, certificate: Certificate) -> bool:
    """What does not count any more is not handed out; coordinators can still look it up."""
    if not user.is_authenticated or not _may_see(user, certificate):
        return False
    return certificate.is_valid or is_coordinator(user)


def _page(
    request: HttpRequest, template: str, context: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    values = {
        "noindex": True,
        "crumbs": [(_("Home"), "/"), (_("Certificaat controleren"), None)],
        **(context or {}),
    }
    return render(request, template, values, status=status)
