"""All lessons of a training in a row: a page to print, PDFs, and a file for without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.catalogue.models import TrainingPage, is_open_to
from courses.catalogue.queries import readable_lessons
from courses.common import addresses
from courses.common.addresses import spellings
from courses.common.pdf import MissingGlyphs, PdfUnavailable, TooLong
from courses.learning import booklets, queries
from courses.translations.reading import read

if TYPE_CHECKING:
    from django.http import HttpRequest

    from courses.catalogue.models import LessonPage


class _PrintedFile:
    """A PDF of these lessons, before it is made."""

    def __init__(
        self,
        page: TrainingPage,
        chapters: list[booklets.Chapter],
        *,
        paper: str,
        is_large: bool = False,
    ) -> None:
        letters = "&letters=groot" if is_large else ""
        self.url = f"{reverse('learning:booklet_pdf', args=[page.slug])}?papier={paper}{letters}"
        self.pages = booklets.pages_about(chapters, paper=paper, is_large=is_large)


@require_safe
def booklet(request: HttpRequest, training: str) -> HttpResponse:
    """The lessons that the reader may read, on one page, with what else one can do with them."""
    page = _training(training, request)
    if page.is_closed_to(request):
        return redirect(page.url)
    lessons = queries.readable_to(request, page)
    chapters = booklets.chapters(request, lessons)
    values = {
        "training": page,
        "chapters": chapters,
        "has_more": _has_more(page, lessons),
        "has_answers": any(one.solved for one in chapters),
        "has_tests": any(one.has_tests for one in chapters),
        "hard_words": booklets.hard_words(chapters),
        "usual": _PrintedFile(page, chapters, paper="a4"),
        "large": _PrintedFile(page, chapters, paper="a4", is_large=True),
        "small": [
            (_("Op A5, voor een boekje (pdf)"), _PrintedFile(page, chapters, paper="a5")),
            (
                _("Op A5 in grote letters (pdf)"),
                _PrintedFile(page, chapters, paper="a5", is_large=True),
            ),
        ],
        "file_url": reverse("learning:booklet_file", args=[page.slug]),
        "crumbs": [
            *page.crumbs_above,
            (read(page.title), addresses.training(page.slug)),
            (_("Boekje"), None),
        ],
        "noindex": True,
    }
    return render(request, "learning/booklet.html", values)


@require_safe
def booklet_pdf(request: HttpRequest, training: str) -> HttpResponse:
    """The same as a PDF, on the paper and in the letters that were asked for; or one lesson."""
    page = _training(training, request)
    if page.is_closed_to(request):
        return redirect(page.url)
    lessons = queries.readable_to(request, page)
    wanted = request.GET.get("les", "")
    only = _number_of(wanted, lessons) if wanted else 0
    if not lessons or only is None:
        raise Http404
    paper = request.GET.get("papier", "")
    paper = paper if paper in booklets.PAPERS else booklets.PAPERS[0]
    is_large = request.GET.get("letters") == "groot"
    try:
        content = booklets.as_pdf(
            request,
            page,
            lessons,
            paper=paper,
            is_large=is_large,
            only=only,
            of=readable_lessons(page).count(),
            takes_part=queries.follows(request, page.pk),
        )
    except (PdfUnavailable, MissingGlyphs, TooLong):
        messages.error(
            request, _("Het boekje kan nu niet gemaakt worden. Je kunt wel deze bladzijde printen.")
        )
        return redirect(addresses.booklet(page.slug))
    # Names that tell the files apart in a folder of downloads.
    kind = f"-les-{only}" if only else "-lessen"
    letters = "-grote-letters" if is_large else ""
    response = HttpResponse(content, content_type="application/pdf")
    return _own(response, page, f"{kind}-{paper}{letters}.pdf", "inline")


def _number_of(slug: str, lessons: list[LessonPage]) -> int | None:
    """The number of the lesson with this address among these; None when it is not there."""
    known = spellings(slug)
    return next((n for n, one in enumerate(lessons, 1) if one.slug in known), None)


@require_safe
def booklet_file(request: HttpRequest, training: str) -> HttpResponse:
    """The same as one file that is read without a network."""
    page = _training(training, request)
    if page.is_closed_to(request):
        return redirect(page.url)
    lessons = queries.readable_to(request, page)
    if not lessons:
        raise Http404
    made = booklets.chapters(request, lessons)
    content = booklets.as_file(page, made, has_more=_has_more(page, lessons))
    return _own(HttpResponse(content), page, ".html", "attachment")


def _own(response: HttpResponse, page: TrainingPage, ending: str, how: str) -> HttpResponse:
    """What nobody else gets, under a name to find it by."""
    name = f"{slugify(page.title) or 'training'}{ending}"
    response["Content-Disposition"] = f'{how}; filename="{name}"'
    patch_cache_control(response, private=True, no_store=True)
    return response


def _training(slug: str, request: HttpRequest) -> TrainingPage:
    page: TrainingPage | None = TrainingPage.objects.filter(slug__in=spellings(slug)).first()
    if page is None or not is_open_to(request, page) or not page.is_training:
        raise Http404
    return page


def _has_more(page: TrainingPage, shown: list[LessonPage]) -> bool:
    """Whether participants can read more lessons than these."""
    return readable_lessons(page).count() > len(shown)
