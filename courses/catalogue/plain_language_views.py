"""Kind hints on plain Dutch for who writes: while typing, and of a page as it was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from courses.common.plain_language import Hint, HintKind, plain_hints, words_of
from courses.common.text import made_keepable
from courses.translations.segments import segments_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_CHARACTERS = 20_000
MOST_HINTS = 5
"""At one field: more is no help."""


def in_words(hint: Hint) -> str:
    """A hint as somebody reads it."""
    words = {"words": hint.words, "instead": hint.instead, "count": len(words_of(hint.sentence))}
    match hint.kind:
        case HintKind.LONG:
            return (
                gettext("Een lange zin, van %(count)s woorden. Kun je er twee van maken?") % words
            )
        case HintKind.RARE:
            return (
                gettext(
                    "“%(words)s”: is dit goed gespeld, en kent iedereen dit woord? "
                    "Kies anders een ander woord, of leg het uit."
                )
                % words
            )
        case HintKind.PASSIVE:
            return gettext("“%(words)s”: zeg liever wie dat doet.") % words
        case HintKind.NOUNS:
            return gettext("“%(words)s”: zeg het liever met een werkwoord.") % words
        case HintKind.STIFF:
            return gettext("“%(words)s”: zeg liever “%(instead)s”.") % words


@require_POST
def hints(request: HttpRequest) -> JsonResponse:
    """What could be plainer in a text that somebody is typing. Nothing of it is kept."""
    text = made_keepable(request.POST.get("text", "")[:MOST_CHARACTERS])
    found = dict.fromkeys(in_words(hint) for hint in plain_hints(text))
    return JsonResponse({"hints": list(found)[:MOST_HINTS]})


@never_cache
@require_safe
def page_hints(request: HttpRequest, page_id: int) -> HttpResponse:
    """What could be plainer on a page as it was saved last."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not getattr(page, "translated_fields", None):
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    rows = [
        (segment.label, hint.sentence, in_words(hint))
        for segment in segments_of(page.get_latest_revision_as_object())
        for hint in plain_hints(segment.source)
    ]
    return render(request, "catalogue/admin/plain_language.html", {"page": page, "rows": rows})


def number_of_hints(page: Page) -> int:
    """How many there are on a page."""
    return sum(len(plain_hints(segment.source)) for segment in segments_of(page))


def tell_of_hints(request: HttpRequest, page: Page) -> None:
    """Say after saving that something could be plainer, and where that stands."""
    if "text/html" not in request.headers.get("accept", ""):
        # Wagtail saves by itself while somebody types; the hints stand at the fields then.
        return
    if not getattr(page, "translated_fields", None):
        return
    number = number_of_hints(page)
    if number:
        sentence = ngettext(
            "%(number)s tip om het makkelijker te lezen te maken.",
            "%(number)s tips om het makkelijker te lezen te maken.",
            number,
        ) % {"number": number}
        messages.info(
            request,
            format_html(
                '{} <a href="{}">{}</a>',
                sentence,
                reverse("plain_language_page", args=[page.pk]),
                gettext("Bekijk"),
            ),
        )


urlpatterns = [
    path("taalhulp/", hints, name="plain_language"),
    path("taalhulp/<int:page_id>/", page_hints, name="plain_language_page"),
]
