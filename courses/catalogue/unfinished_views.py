"""What is to be finished before a page can be sent in, for who is writing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page

from courses.catalogue.completeness import Fault, faults_along, faults_of
from courses.catalogue.models import TrainingPage
from courses.catalogue.plain_language_views import number_of_hints

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_TOLD = 3
"""How many a message names; all of them stand in the checks."""


def is_checked(page: Page) -> bool:
    """Whether it is one of our pages: others are Wagtail's to check."""
    return bool(page.pk and getattr(page, "translated_fields", None))


def in_the_checks(page: Page) -> dict[str, object]:
    """What stands beside the form of a draft: what is not finished, and how many tips there are on
    plain Dutch."""
    if not is_checked(page):
        return {"faults": [], "saved": False}
    return {
        "page": page,
        "faults": faults(page),
        "saved": True,
        "is_sent_in": page.workflow_in_progress,
        "is_on_site": page.live and not page.has_unpublished_changes,
        # What the site says of a new training without anybody having typed it.
        "promises": page if isinstance(page, TrainingPage) and _is_new(page) else None,
        "unsent_training": getattr(page, "unsent_training", None),
        "tips": number_of_hints(page),
    }


def _is_new(page: Page) -> bool:
    return not page.live and page.first_published_at is None


def faults(page: Page) -> list[Fault]:
    """What is not finished in this draft, and in what goes public along with it."""
    return [*faults_of(page), *faults_along(page)] if is_checked(page) else []


@never_cache
@require_safe
def unfinished(request: HttpRequest, page_id: int) -> HttpResponse:
    """The list as it is since the last saving, for the checks beside the form."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not is_checked(page):
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    return render(request, "catalogue/admin/_unfinished.html", in_the_checks(draft))


def tell_of_unfinished(request: HttpRequest, page: Page) -> None:
    """Say above a draft, when it is opened and so right after saving too, what is still to come
    before it can be sent in."""
    is_draft = not page.live or page.has_unpublished_changes
    found = faults(page) if is_draft and not page.workflow_in_progress else []
    if not found:
        return
    named = format_html_join(
        "; ", '<a href="{}">{}</a>', ((one.url, str(one).rstrip(".")) for one in found[:MOST_TOLD])
    )
    more = gettext(" En nog %(n)d.") % {"n": rest} if (rest := len(found) - MOST_TOLD) > 0 else ""
    begin = gettext("Dit is een concept. Nog te doen voor je instuurt:")
    messages.info(request, format_html("{} {}.{}", begin, named, more))


urlpatterns = [path("nog-te-doen/<int:page_id>/", unfinished, name="unfinished")]
