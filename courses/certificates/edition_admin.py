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
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates import pocket_cards, queries, services
from courses.certificates.admin import CHANGE, VIEW, CertificatesView
from courses.common import audit, clock, pdf, pdf_joining
from courses.common.visitors import account_of
from courses.editions.models import Edition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from courses.certificates.models import Certificate
    from courses.enrolment.models import Enrolment

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
    title = gettext("Certificaten: %(edition)s") % {"edition": edition}
    response = render(
        request,
        "certificates/admin/of_edition.html",
        {
            "edition": edition,
            "rows": rows,
            "number": sum(bool(row.certificate and row.certificate.is_valid) for row in rows),
            "may_issue": request.user.has_perm(CHANGE) and queries.can_issue(edition),
            "sheet_url": reverse("attendance_sheet", args=[edition.pk]),
            "header_title": title,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": reverse("certificates_admin"), "label": CertificatesView.page_title},
                {"url": "", "label": title},
            ],
        },
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _issue(request: HttpRequest, edition: Edition) -> HttpResponse:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    try:
        pdf.load()
    except pdf.PdfUnavailable as unavailable:
        messages.error(request, str(unavailable))
        return redirect("certificates_of_edition", edition.pk)
    made = services.issue_for_list(edition_id=edition.pk)
    if made:
        text = ngettext(
            "Er is %(n)d certificaat gemaakt.", "Er zijn %(n)d certificaten gemaakt.", made
        )
        messages.success(request, text % {"n": made})
    else:
        messages.info(request, gettext("Er was niets te maken: nog niemand anders heeft alles af."))
    return redirect("certificates_of_edition", edition.pk)


@require_safe
def print_file(request: HttpRequest, edition_id: int) -> HttpResponseBase:
    """All valid certificates of the edition in one PDF, each on a sheet of its own."""
    edition = _found(request, edition_id)
    whole = [one for one in queries.valid_with_files(edition) if _is_whole(one)]
    if not whole:
        messages.error(request, gettext("Er zijn geen certificaten om te printen."))
        return redirect("certificates_of_edition", edition.pk)
    _record(request, edition, len(whole))
    response = HttpResponse(
        pdf_joining.join([bytes(one.pdf) for one in whole]), content_type="application/pdf"
    )
    return _named(response, edition, "pdf")


@require_safe
def cards(request: HttpRequest, edition_id: int) -> HttpResponseBase:
    """The pocket cards of all valid certificates of the edition, five on a sheet."""
    edition = _found(request, edition_id)
    certificates = queries.valid_without_files(edition)
    if not certificates:
        messages.error(request, gettext("Er zijn geen certificaten, dus ook geen pasjes."))
        return redirect("certificates_of_edition", edition.pk)
    try:
        content = pocket_cards.render(certificates)
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
    files = (
        (f"{slugify(one.person_name) or 'certificaat'}-{one.code}.pdf", bytes(one.pdf))
        for one in certificates.iterator(chunk_size=AT_ONCE)
        if _is_whole(one)
    )
    response = StreamingHttpResponse(_zipped(files), content_type="application/zip")
    return _named(response, edition, "zip")


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
