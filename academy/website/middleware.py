"""What the site does around every page: the language, forms that nobody signed in sent, and
mistyped addresses."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from wagtail.models import Site

from academy.website import unsent
from courses.catalogue.completeness import Unfinished
from courses.common.addresses import composed


class LanguageMiddleware:
    """Dutch, unless the visitor chose otherwise.

    Django's own middleware follows the browser's language. Our content is Dutch and pages for
    visitors are kept whole, so only an explicit choice (a cookie) counts here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.languages = dict(settings.LANGUAGES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in self.languages else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        return self.get_response(request)


class UnsentFormMiddleware:
    """Gives back what somebody sent after their session had ended, instead of losing it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if unsent.was_turned_away(request, response):
            return unsent.give_back(request, sign_in=True)
        return response


class MeantAddressMiddleware:
    """Lead who typed or copied the address of a page a little differently to the page.

    A comma or bracket of the sentence around it came along, a phone began with a capital letter, or
    a program wrote an accent as a sign of its own. Asked only when nothing is found, and only of
    published pages: Wagtail and whoever may see the page have their say at the right address.
    """

    STRAY = " \t\r\n\u00a0\u200b\u200e\u200f\ufeff.,;:!?'\")]}>»”’*"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        for path in self._meant(request.path_info):
            if self._is_page(request, path):
                query = request.META.get("QUERY_STRING", "")
                return HttpResponseRedirect(escape_uri_path(path) + (f"?{query}" if query else ""))
        return response

    def _meant(self, path: str) -> Iterator[str]:
        if len(path) > 2000 or "\0" in path:
            return
        parts = [part.strip(self.STRAY) for part in composed(path).split("/")]
        tidy = "/".join(["", *filter(None, parts), ""])
        for candidate in dict.fromkeys((tidy, tidy.lower())):
            if candidate != path:
                yield candidate

    def _is_page(self, request: HttpRequest, path: str) -> bool:
        site = Site.find_for_request(request)
        if site is None:
            return False
        try:
            site.root_page.specific.route(request, [part for part in path.split("/") if part])
        except Http404:
            return False
        return True


class UnfinishedPageMiddleware:
    """Sends who wanted to put a page on the site that is not finished to what is to be finished.

    Wagtail's own screens that publish without a form (an approval, a batch, a schedule) know no
    page that refuses; here is the one place that all of them pass.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Unfinished):
            return None
        links = format_html_join(
            "", '<li><a href="{}">{}</a></li>', ((one.url, str(one)) for one in exception.faults)
        )
        title = exception.page.get_admin_display_title()
        sentence = gettext("“%(title)s” kan nog niet op de site. Maak dit eerst af:") % {
            "title": title
        }
        messages.error(request, format_html("{}<ul>{}</ul>", sentence, links))
        url = exception.faults[0].url
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # The dialogue in which an approval is given goes where this says.
            return JsonResponse({"step": "success", "redirect": url})
        return redirect(url)
