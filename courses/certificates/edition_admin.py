"""All certificates of one edition in the administration: to see, to print, to keep."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates import (
    batches,
    notice_kinds,
    pocket_cards,
    queries,
    rendering,
    services,
)
from courses.certificates.admin import CHANGE, VIEW, CertificatesView
from courses.certificates.enums import sheet_language
from courses.certificates.forms import ByHandForm
from courses.common import audit, clock, formats, pdf, pdf_joining
from courses.common.errors import Refusal, add_refusal
from courses.common.visitors import account_of
from courses.editions.models import Edition
from courses.notices.queries import who_gets_what
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from courses.certificates.models import Certificate
    from courses.certificates.queries import Criterion
    from courses.enrolment.models import Enrolment
    from courses.people.models import User

MOST_BY_HAND = 100
"""How many people one page can show with what they did not do."""

AT_ONCE = 20
"""How many files are in memory at the same time while a folder is made."""


@dataclass(frozen=True)
class Row:
    """Somebody who took part, with the certificate or why there is none yet."""

    enrolment: Enrolment
    certificate: Certificate | None
    waits: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def of_edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Who has a certificate and who has none, with what can be done with all at once."""
    edition = _found(request, edition_id)
    if request.method == "POST":
        return _issue(request, edition)
    rows = [
        Row(
            one,
            next((mine for mine in one.certificates.all() if mine.replaced_at is None), None),
            one.waiting_certificate.reason if hasattr(one, "waiting_certificate") else "",
        )
        for one in queries.who_took_part(edition)
    ]
    may_issue = request.user.has_perm(CHANGE) and queries.can_issue(edition)
    return _page(
        request,
        "of_edition",
        gettext("Certificaten: %(edition)s") % {"edition": edition},
        {
            "edition": edition,
            "rows": rows,
            "number": sum(bool(row.certificate and row.certificate.is_valid) for row in rows),
            "may_issue": may_issue,
            "may_choose": may_issue and any(row.certificate is None for row in rows),
            "batch": edition.certificate_batches.first(),
            "progress_url": reverse("certificates_progress", args=[edition.pk]),
            "sheet_url": reverse("attendance_sheet", args=[edition.pk]),
        },
    )


def _page(
    request: HttpRequest, name: str, title: str, values: dict[str, object], status: int = 200
) -> HttpResponse:
    values = {
        "header_title": title,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
            {"url": reverse("certificates_admin"), "label": CertificatesView.page_title},
            {"url": "", "label": title},
        ],
        **values,
    }
    response = render(request, f"certificates/admin/{name}.html", values, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def progress(request: HttpRequest, edition_id: int) -> HttpResponse:
    """How far the certificates are: a part of the page, asked for again while it is there."""
    edition = _found(request, edition_id)
    response = render(
        request,
        "certificates/admin/progress.html",
        {"batch": edition.certificate_batches.first()},
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _issue(request: HttpRequest, edition: Edition) -> HttpResponse:
    actor = _who_may_issue(request)
    if _can_make_pdfs(request):
        batches.start_batch(edition=edition, actor=actor)
    return redirect("certificates_of_edition", edition.pk)


def _who_may_issue(request: HttpRequest) -> User:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return signed_in_user(request)


def _can_make_pdfs(request: HttpRequest) -> bool:
    try:
        pdf.load()
    except pdf.PdfUnavailable as unavailable:
        messages.error(request, str(unavailable))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def by_hand(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Give a certificate to people who did not do all that the training asks, with a reason.

    First shows of each what is not done; nothing is kept before that was seen.
    """
    edition = _found(request, edition_id)
    actor = _who_may_issue(request)
    # From the list, in the address; from this page's own form, in its body.
    wanted = (request.POST if request.method == "POST" else request.GET).getlist("who")
    chosen = [
        one
        for one in queries.who_took_part(edition).select_related("edition__training")
        if str(one.pk) in set(wanted[:MOST_BY_HAND])
    ]
    if not chosen:
        messages.error(request, gettext("Kies eerst wie het certificaat krijgt."))
        return redirect("certificates_of_edition", edition.pk)
    if len(wanted) > MOST_BY_HAND:
        text = gettext("Dit zijn de eerste %(most)d. Doe de anderen daarna.")
        messages.warning(request, text % {"most": MOST_BY_HAND})
    form = ByHandForm(request.POST if request.method == "POST" else None)
    reach = who_gets_what((one.person for one in chosen), kind=notice_kinds.READY, actor=actor)
    may_try = form.is_bound and form.is_valid() and _can_make_pdfs(request)
    if may_try and _give(request, edition, chosen, form, actor):
        messages.info(request, reach.with_names)
        return redirect("certificates_of_edition", edition.pk)
    return _page(
        request,
        "by_hand",
        gettext("Certificaat met de hand geven"),
        {
            "edition": edition,
            "form": form,
            "people": [_asked_for(one) for one in chosen],
            "reach": reach,
        },
        status=422 if form.is_bound else 200,
    )


def _asked_for(one: Enrolment) -> tuple[Enrolment, list[Criterion], str]:
    """Somebody, with what is not done, and the hours that the certificate will say."""
    missing = [done for done in queries.progress(one) if not done.is_met]
    return one, missing, rendering.hours_text(formats.hours(services.minutes_for(one)))


def _give(
    request: HttpRequest, edition: Edition, chosen: list[Enrolment], form: ByHandForm, actor: User
) -> bool:
    """Give one at once, or begin with several; if not, the form says why."""
    reason = form.cleaned_data["reason"]
    try:
        if len(chosen) > 1:
            batches.start_batch(
                edition=edition,
                actor=actor,
                enrolments=[one.pk for one in chosen],
                reason=reason,
            )
            return True
        services.issue_by_hand(enrolment_id=chosen[0].pk, reason=reason, actor=actor)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(request, gettext("Het certificaat is gemaakt."))
    return True


@require_safe
def print_file(request: HttpRequest, edition_id: int) -> HttpResponseBase:
    """All valid certificates of the edition in one PDF, each on a sheet of its own."""
    edition = _found(request, edition_id)
    whole: list[Certificate] = []
    damaged: list[Certificate] = []
    for one in queries.valid_with_files(edition):
        (whole if _is_whole(one) else damaged).append(one)
    if damaged:
        # Seen on the page that this file is fetched from, when somebody goes on there.
        messages.error(request, _damage(damaged))
    if not whole:
        if not damaged:
            messages.error(request, gettext("Er zijn geen certificaten om te printen."))
        return redirect("certificates_of_edition", edition.pk)
    _record(request, edition, len(whole))
    response = HttpResponse(
        pdf_joining.join([bytes(one.pdf) for one in whole]), content_type="application/pdf"
    )
    return _named(response, edition, "pdf")


def _damage(damaged: Sequence[Certificate]) -> str:
    """Which certificates are not handed out, and why."""
    return gettext(
        "Deze certificaten zitten er niet bij, want het bestand is beschadigd: %(names)s. "
        "Vraag de beheerder om een reservekopie terug te zetten."
    ) % {"names": ", ".join(f"{one.person_name} ({one.code})" for one in damaged)}


@require_safe
def cards(request: HttpRequest, edition_id: int) -> HttpResponseBase:
    """The pocket cards of all valid certificates of the edition, five on a sheet."""
    edition = _found(request, edition_id)
    certificates = queries.valid_without_files(edition)
    if not certificates:
        messages.error(request, gettext("Er zijn geen certificaten, dus ook geen pasjes."))
        return redirect("certificates_of_edition", edition.pk)
    try:
        language = sheet_language(edition.language)
        content = pocket_cards.render(certificates, language=language)
    except (pdf.PdfUnavailable, pdf.MissingGlyphs) as no:
        messages.error(request, str(no))
        return redirect("certificates_of_edition", edition.pk)
    _record(request, edition, len(certificates))
    response = HttpResponse(content, content_type="application/pdf")
    return _named(response, edition, "pdf", what="pasjes")


@require_safe
def folder(request: HttpRequest, edition_id: int) -> HttpResponseBase:
    """The same as separate files in a ZIP, sent while it is made."""
    edition = _found(request, edition_id)
    certificates = queries.valid_with_files(edition)
    number = certificates.count()
    if not number:
        messages.error(request, gettext("Er zijn geen certificaten om te bewaren."))
        return redirect("certificates_of_edition", edition.pk)
    _record(request, edition, number)
    files = _files(certificates.iterator(chunk_size=AT_ONCE))
    response = StreamingHttpResponse(_zipped(files), content_type="application/zip")
    return _named(response, edition, "zip")


def _files(certificates: Iterable[Certificate]) -> Iterator[tuple[str, bytes]]:
    """The files by name; where some are damaged, at the end one that says which."""
    damaged = []
    for one in certificates:
        if _is_whole(one):
            yield f"{slugify(one.person_name) or 'certificaat'}-{one.code}.pdf", bytes(one.pdf)
        else:
            damaged.append(one)
    if damaged:
        yield "NIET-COMPLEET.txt", _damage(damaged).encode()


def _is_whole(certificate: Certificate) -> bool:
    return queries.is_as_issued(bytes(certificate.pdf), certificate)


class _Pipe(io.RawIOBase):
    """What a ZIP is written to when it leaves at once: it remembers only what was not taken."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        chunk = bytes(content)  # type: ignore[call-overload]
        self._written.append(chunk)
        return len(chunk)

    def take(self) -> bytes:
        chunk, self._written = b"".join(self._written), []
        return chunk


def _zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    pipe = _Pipe()
    # PDFs are compressed already.
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as whole:
        for name, content in files:
            whole.writestr(zipfile.ZipInfo(name, clock.local(clock.now()).timetuple()[:6]), content)
            yield pipe.take()
    yield pipe.take()


def _found(request: HttpRequest, edition_id: int) -> Edition:
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    return get_object_or_404(Edition.objects.select_related("training"), pk=edition_id)


def _record(request: HttpRequest, edition: Edition, number: int) -> None:
    audit.record(edition, "certificate.fetch_all", actor=account_of(request), number=number)


def _named(
    response: HttpResponseBase, edition: Edition, ending: str, what: str = "certificaten"
) -> HttpResponseBase:
    name = f"{what}-{slugify(edition.training.title) or 'training'}-{edition.pk}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("certificaten/uitvoering/<int:edition_id>/", of_edition, name="certificates_of_edition"),
    path(
        "certificaten/uitvoering/<int:edition_id>/voortgang/",
        progress,
        name="certificates_progress",
    ),
    path(
        "certificaten/uitvoering/<int:edition_id>/met-de-hand/",
        by_hand,
        name="certificates_by_hand",
    ),
    path(
        "certificaten/uitvoering/<int:edition_id>/printen/",
        print_file,
        name="certificates_of_edition_print",
    ),
    path(
        "certificaten/uitvoering/<int:edition_id>/pasjes/",
        cards,
        name="certificates_of_edition_cards",
    ),
    path(
        "certificaten/uitvoering/<int:edition_id>/bewaren/",
        folder,
        name="certificates_of_edition_zip",
    ),
]
