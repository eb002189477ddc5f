"""Somebody's own learning record, and what that person followed elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.common import addresses, names, pdf
from courses.common.errors import Refusal, add_refusal
from courses.common.uploads import as_download
from courses.people.queries import signed_in_user
from courses.records import queries, rendering, services
from courses.records.forms import ElsewhereForm

if TYPE_CHECKING:
    from django.http import HttpRequest

    from courses.records.models import TrainingElsewhere


@login_required
@never_cache
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What stands in the record, the way to the PDF, and what was followed elsewhere."""
    record = queries.record_of(signed_in_user(request))
    return _page(
        request,
        "own",
        {
            "record": record,
            "elsewhere": [(one, queries.hours_of(one)) for one in record.elsewhere],
            "may_add": len(record.elsewhere) < services.MOST,
        },
    )


@login_required
@never_cache
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The record as a PDF, made anew each time."""
    try:
        content = rendering.learning_record(signed_in_user(request))
    except (pdf.PdfUnavailable, pdf.MissingGlyphs) as no:
        messages.error(request, cannot_be_made(no))
        return redirect("records:own")
    return as_download("leeroverzicht.pdf", content)


def cannot_be_made(no: pdf.PdfUnavailable | pdf.MissingGlyphs) -> str:
    """Why there is no PDF, in a sentence."""
    if isinstance(no, pdf.MissingGlyphs):
        return _("Deze tekens kunnen niet in het overzicht staan: %(characters)s") % {
            "characters": names.in_sentence(no.characters)
        }
    return str(no)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Write down a training from elsewhere."""
    return _form_page(request, None)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what was written down."""
    return _form_page(request, _own_one(request, pk))


def _form_page(request: HttpRequest, one: TrainingElsewhere | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    initial = (
        {"title": one.title, "organisation": one.organisation, "day": one.day, "hours": one.hours}
        if one is not None
        else None
    )
    has_file = one is not None and bool(one.file_name)
    form = ElsewhereForm(
        sent, request.FILES if sent is not None else None, has_file=has_file, initial=initial
    )
    if form.is_valid() and _saved(request, form, one):
        messages.success(request, _("Bewaard. Het staat in je overzicht."))
        return redirect("records:own")
    if form.is_bound and "file" in request.FILES and not form.has_error("file"):
        # A browser does not keep the choice.
        form.add_error("file", _("Kies je bestand opnieuw."))
    return _page(request, "form", {"form": form, "one": one}, status=422 if form.is_bound else 200)


def _saved(request: HttpRequest, form: ElsewhereForm, one: TrainingElsewhere | None) -> bool:
    """Whether it was kept; if not, the form says why."""
    values = dict(form.cleaned_data)
    try:
        services.save_elsewhere(
            person=signed_in_user(request),
            elsewhere=one,
            upload=values.pop("file"),
            **values,
        )
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    return True


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether somebody is sure, and throw it away."""
    one = _own_one(request, pk)
    if request.method == "POST":
        services.remove_elsewhere(elsewhere=one)
        messages.success(request, _("Weggehaald."))
        return redirect("records:own")
    return _page(request, "remove", {"one": one})


@login_required
@never_cache
@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of one's own."""
    return file_of(_own_one(request, pk))


def file_of(one: TrainingElsewhere) -> HttpResponse:
    """The file, to keep and never to show.

    Raises:
        Http404: there is none.
    """
    stored = getattr(one, "stored", None)
    if stored is None:
        raise Http404
    return as_download(one.file_name, bytes(stored.content))


def _own_one(request: HttpRequest, pk: int) -> TrainingElsewhere:
    return get_object_or_404(queries.elsewhere_of(signed_in_user(request)), pk=pk)


def _page(
    request: HttpRequest, name: str, values: dict[str, object], status: int = 200
) -> HttpResponse:
    crumbs = [
        (_("Home"), "/"),
        (_("Mijn academie"), addresses.MINE),
        (_("Alles wat je leerde"), None),
    ]
    values = {"noindex": True, "crumbs": crumbs, **values}
    return render(request, f"records/{name}.html", values, status=status)
