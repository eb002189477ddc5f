"""The info card of a training, and the sheet for who has no computer, to save or to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from courses.catalogue.models import TrainingPage, is_open_to
from courses.common import addresses, clock
from courses.common.addresses import spellings
from courses.common.content_language import DUTCH, SOURCE, reading_in
from courses.common.pdf import MissingGlyphs, PdfUnavailable
from courses.common.public_version import memory
from courses.learning import info_cards, queries
from courses.translations.queries import offered
from courses.translations.reading import reading_language

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def info_card(request: HttpRequest, training: str) -> HttpResponse:
    """The card: with the tips of all lessons for who may read them, else of the open ones."""
    page = TrainingPage.objects.filter(slug__in=spellings(training)).first()
    if page is None or not is_open_to(request, page) or not page.is_training:
        raise Http404
    if page.is_closed_to(request):
        return redirect(page.url)
    lessons = queries.readable_to(request, page)
    is_sheet = request.GET.get("papier") == "a4"
    # What can be enrolled in today may have begun tomorrow.
    day = clock.today() if is_sheet else None
    language = _language_of_sheet(request, page) if is_sheet else SOURCE
    read = tuple(one.pk for one in lessons)
    key = ("info card", page.pk, page.live, read, is_sheet, day, language)

    def made() -> bytes:
        if not is_sheet:
            return info_cards.render(page, lessons)
        with reading_in(offered().get(language, DUTCH)):
            with translation.override(language):
                taking_part = info_cards.taking_part_in(page)
            return info_cards.render(
                page, lessons, paper="a4", taking_part=taking_part, language=language
            )

    try:
        content = memory.get(key, made)
    except (PdfUnavailable, MissingGlyphs):
        messages.error(request, gettext("De infokaart kan nu niet gemaakt worden."))
        return redirect(addresses.training(page.slug))
    response = HttpResponse(content, content_type="application/pdf")
    kind = "training" if is_sheet else "infokaart"
    # Who takes both finds them apart in a folder of downloads.
    ending = "" if language == SOURCE else f"-{language}"
    name = f"{kind}-{slugify(page.title) or 'training'}{ending}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    patch_cache_control(response, private=True, no_store=True)
    return response


def _language_of_sheet(request: HttpRequest, training: TrainingPage) -> str:
    """What was asked for, else the reader's, where there is a sheet in it; else Dutch."""
    wanted = request.GET.get("taal") or reading_language().code
    return wanted if wanted in info_cards.languages_of_sheet(training) else SOURCE
