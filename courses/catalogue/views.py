"""A short way to the pages of the catalogue.

Wagtail finds a page by walking down the tree, with two queries for every step. These addresses
say what kind of page they lead to, so one query finds it. Everything after that is Wagtail's:
the hooks, who may see the page, and how it is shown. What is not found here, Wagtail looks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import CharField
from django.utils.functional import SimpleLazyObject
from wagtail.documents.views.serve import serve as serve_whole_document
from wagtail.views import serve

from courses.catalogue import page_context
from courses.catalogue.forms import CatalogueFilterForm
from courses.catalogue.media_files import in_pieces
from courses.catalogue.models import (
    CataloguePage,
    LessonPage,
    TrainingPage,
    for_everybody,
    is_open_to,
)
from courses.catalogue.queries import coming_cards, training_cards
from courses.common.addresses import CATALOGUE, composed, pattern, spellings
from courses.common.internals.of_wagtail import answer_with
from courses.common.statements import Several, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase
    from wagtail.models import Page

    from courses.catalogue.queries import TrainingCard


_CATALOGUE = Statement(lambda: CataloguePage.objects.filter(slug="trainingen"))
_TRAININGS = Statement(
    lambda slugs: TrainingPage.objects.filter(slug__in=slugs), slugs=Several(CharField())
)
_LESSONS = Statement(
    lambda slugs: LessonPage.objects.filter(slug__in=slugs), slugs=Several(CharField())
)

PAGE = "pagina"
"""Which page of the list, in its address."""

MOST_NEARBY = 50
"""Trainings among which is looked for what comes nearest when nothing fits all filters."""


def catalogue(request: HttpRequest) -> HttpResponse:
    """The list of trainings."""
    return _serve(request, _CATALOGUE.run(), pattern(CATALOGUE))


def serve_document(request: HttpRequest, key: str, name: str) -> HttpResponseBase:
    """A document as Wagtail serves it, after asking who may have it; players get pieces."""
    return in_pieces(request, serve_whole_document(request, key, name))


def training(request: HttpRequest, training: str) -> HttpResponse:
    """One training."""
    pages = _TRAININGS.run(slugs=[*spellings(training)])
    return _serve(request, pages, f"{pattern(CATALOGUE)}{training}/")


def lesson(request: HttpRequest, training: str, lesson: str) -> HttpResponse:
    """One lesson of a training."""
    pages = _LESSONS.run(slugs=[*spellings(lesson)])
    return _serve(request, pages, f"{pattern(CATALOGUE)}{training}/{lesson}/")


@page_context.provide("CataloguePage")
def found_trainings(
    request: HttpRequest, page: CataloguePage, _values: dict[str, object]
) -> dict[str, object]:
    """The trainings on the list: what fits the search and the filters, a page of it."""
    # Most people look at all of it, which is the same for everybody: no filter is made for them.
    form: Any = SimpleLazyObject(lambda: CatalogueFilterForm(request.GET))
    nothing_asked = not request.GET.keys() - {PAGE}
    is_whole = nothing_asked or not form.is_filtered

    def trainings() -> QuerySet[TrainingPage]:
        return for_everybody(TrainingPage.objects.child_of(page), on=page)

    listed: Any = coming_cards(page.pk, trainings) if is_whole else form.apply(trainings())
    # `get_page` answers a page number that is none, or too high, with the nearest page.
    page_obj = Paginator(listed, page.PAGE_SIZE).get_page(request.GET.get(PAGE))
    shown: Any = page_obj.object_list
    cards = shown if is_whole else training_cards(shown)
    meant = "" if is_whole else form.found.meant
    return {
        "filter_form": form,
        "meant_address": form.address_of(meant) if meant else "",
        "not_told_apart": "" if is_whole else _not_told_apart(form, trainings()),
        "chosen": {} if nothing_asked else form.cleaned_data,
        "page_obj": page_obj,
        "cards": cards,
        "found": None if is_whole else form.found,
        "nearby_cards": [] if is_whole or page_obj.number > 1 else _nearby(form, cards),
        "typed": "" if nothing_asked else form.cleaned_data.get("q", ""),
    }


def _not_told_apart(form: CatalogueFilterForm, all_trainings: QuerySet[TrainingPage]) -> str:
    """The words of a search that every training fits: who typed them must not think that a choice
    was made."""
    if not form.numbers or form.number_chosen or form.found.meant:
        return ""
    is_all = len(form.numbers) == all_trainings.count() > 1
    return str(form.cleaned_data["q"]) if is_all and not form.best_stands_out else ""


def _nearby(form: CatalogueFilterForm, cards: Sequence[TrainingCard]) -> list[TrainingCard]:
    """What fits the words, and better than all that fits the filters too: who wants an evening
    should not think that there is no training at all."""
    if not form.number_chosen:
        return []
    better = form.better_than(cards[0].pk) if cards else form.nearby
    return training_cards(better[:MOST_NEARBY])


def _serve(request: HttpRequest, pages: Iterable[Page], path: str) -> HttpResponse:
    for page in pages:
        # In the tree the address begins with the site's front page.
        is_here = composed(page.url_path.split("/", 2)[2]) == composed(path)
        if is_here and _is_found(request, page):
            answer_with(request, page)
    response: HttpResponse = serve(request, request.path_info.removeprefix("/"))
    return response


def _is_found(request: HttpRequest, page: Page) -> bool:
    return page.live if isinstance(page, CataloguePage) else is_open_to(request, page)
