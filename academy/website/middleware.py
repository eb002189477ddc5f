"""What the site does around every page: the language, forms that nobody signed in sent,
mistyped addresses and odd values."""

import logging
import re
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib import messages
from django.db import DataError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from wagtail.models import Site

from academy.website import unsent
from courses.catalogue.completeness import Unfinished
from courses.common import clock
from courses.common.addresses import ACCOUNT, ADMIN, composed
from courses.common.content_language import CODE, DUTCH, reading_in
from courses.common.text import UNKEEPABLE, is_keepable
from courses.people.models import User
from courses.people.queries import second_factor_due
from courses.people.services import ask_second_factor
from courses.translations.queries import offered

logger = logging.getLogger(__name__)


class LanguageMiddleware:
    """Dutch, unless the visitor chose otherwise.

    Django's own middleware follows the browser's language. Our content is Dutch and pages for
    visitors are kept whole, so only an explicit choice (a cookie) counts here. A language in which
    there are texts only has its screens in another (`courses.common.content_language`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen not in ("", DUTCH.code) and CODE.fullmatch(chosen)
        reading = offered().get(chosen, DUTCH) if known else DUTCH
        translation.activate(reading.interface)
        request.LANGUAGE_CODE = reading.interface
        with reading_in(reading):
            return self.get_response(request)


class CarriedOnMiddleware:
    """Takes what the page sends that `UnsentFormMiddleware` gave, after somebody signed in.

    Comes before Django's check of the token, which is the one from before signing in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Give the form the token of now, if it is surely the one that we gave back."""
        if unsent.is_carried_on(request):
            unsent.renew_token(request)


class UnsentFormMiddleware:
    """Gives back what somebody sent after their session had ended, instead of losing it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if unsent.was_turned_away(request, response):
            return unsent.give_back(request, sign_in=True)
        return response


class OwnPagesMiddleware:
    """Keeps what somebody sees who is signed in out of caches that others use.

    allauth's pages about an account are kept nowhere, as our own pages about a person are: else who
    uses the computer next finds addresses and spare codes with the button Back. All else that says
    nothing of caches is the browser's alone, and asked again each time; `no-store` would have the
    browser forget the answers that somebody typed in a lesson when they go Back to it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        about_account = request.path.startswith(ACCOUNT)
        # For visitors no session is looked up: their pages are the same for all.
        may_be_own = about_account or settings.SESSION_COOKIE_NAME in request.COOKIES
        if may_be_own and "Cache-Control" not in response and request.user.is_authenticated:
            if about_account:
                patch_cache_control(response, private=True, no_store=True)
            else:
                patch_cache_control(response, private=True, no_cache=True)
        return response


class SecondFactorMiddleware:
    """Leads staff who should have a second factor by now from the administration to where one is
    chosen. Asks nothing on other pages, nor in an academy that demands none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        demanded = settings.ACADEMY_STAFF_FACTOR_AFTER_DAYS > 0
        if demanded and request.path.startswith(ADMIN) and self._is_shut(request):
            text = gettext(
                "Wie in het beheer werkt, logt in met twee stappen. Zet dat hier eerst aan. Daarna "
                "kun je weer naar het beheer."
            )
            messages.warning(request, text)
            return redirect("mfa_index")
        return self.get_response(request)

    def _is_shut(self, request: HttpRequest) -> bool:
        person = request.user
        due = second_factor_due(person)
        if due is None or not isinstance(person, User):
            return False
        if person.factor_asked_at is None:
            ask_second_factor(person=person)
        # Who wants to leave, may.
        return clock.today() >= due and request.path != reverse("wagtailadmin_logout")


class InvalidInputMiddleware:
    """A value that nobody types, and that some screen could not take after all, is the sender's
    mistake and not a fault of ours: a page says so instead of "something went wrong".

    The screens answer such values themselves (`courses.common.invalid_input`); this is the net
    below.
    """

    FAULTS = (OverflowError, DataError, UnicodeEncodeError, ValueError)
    LONGEST_SEARCH = 200
    PHRASES = re.compile(r'(?:[^"]|(?<!\S)"[\w\s]+"(?!\S))*')
    ODD = re.compile(rf"{UNKEEPABLE.pattern}|[0-9]{{19}}|\\u(?:d|0000)", re.IGNORECASE)
    NO_NUMBER = re.compile(r"expected a number but got (.+)\.$", re.DOTALL)
    """How Django says that a key is none, wherever it is looked up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Forget a `next` that is no address: `redirect()` takes it for the name of a page.

        And read a search as Wagtail can.
        """
        self._mend_search(request)
        for source in ("GET", "POST"):
            goal = getattr(request, source).get("next", "/")
            if "/" not in goal and "." not in goal:
                without = getattr(request, source).copy()
                del without["next"]
                setattr(request, source, without)

    def _mend_search(self, request: HttpRequest) -> None:
        """No more than anybody would type, and no quotes but those around words.

        Wagtail's search puts every word inside the one before, until Python's stack is full, and
        hands quotes to SQLite as they are, which takes them for the limits of a phrase.
        """
        typed = request.GET.get("q", "")
        search = typed[: self.LONGEST_SEARCH]
        if not self.PHRASES.fullmatch(search):
            search = search.replace('"', " ")
        if search != typed:
            mended = request.GET.copy()
            mended["q"] = search
            setattr(request, "GET", mended)  # noqa: B010 - its type says it cannot be changed

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a wrong request, if the request holds what explains the fault."""
        if not isinstance(exception, self.FAULTS) or not self._explains(request, exception):
            return None
        logger.warning("Odd input at %s: %s", request.path, type(exception).__name__)
        return HttpResponseBadRequest(render_to_string("400.html"))

    def _explains(self, request: HttpRequest, exception: Exception) -> bool:
        texts = [request.path]
        for data in (request.GET, request.POST):
            for name, values in data.lists():
                texts += [name, *map(str, values)]
        named = self.NO_NUMBER.search(str(exception))
        if named and named[1] in map(repr, [*texts, *request.path.split("/")]):
            return True
        return any(self.ODD.search(text) for text in texts)


class MeantAddressMiddleware:
    """Lead who typed or copied the address of a page a little differently to the page.

    A comma or bracket of the sentence around it came along, a phone began with a capital letter, or
    a program wrote an accent as a character of its own. Asked only when nothing is found, and only
    of published pages and of addresses that the site knows (`/Agenda/`): Wagtail, the view and
    whoever may see the page have their say at the right address.
    """

    STRAY = " \t\r\n\u00a0\u200b\u200e\u200f\ufeff.,;:!?'\")]}>»”’*"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        found = (self._known(request, path) for path in self._meant(request.path_info))
        known = next(filter(None, found), "")
        if not known or known == request.path_info:
            return response
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(escape_uri_path(known) + (f"?{query}" if query else ""))

    def _meant(self, path: str) -> Iterator[str]:
        if len(path) > 2000 or not is_keepable(path):
            return
        parts = [part.strip(self.STRAY) for part in composed(path).split("/")]
        parts = [part for part in parts if part]
        tidy = "/".join(["", *parts, ""])
        # Codes and numbers in an address may need their capitals; its first word never does.
        first = "/".join(["", *(part.lower() for part in parts[:1]), *parts[1:], ""])
        for candidate in dict.fromkeys((tidy, first, tidy.lower())):
            if candidate != path:
                yield candidate

    def _known(self, request: HttpRequest, path: str) -> str:
        """The address as the site knows it, with or without a slash at the end; empty if not."""
        if self._is_page(request, path):
            return path
        if self._has_view(request.path_info):
            # That view has said what it thinks of the address, such as a code that nobody has.
            return ""
        if path.strip("/") == request.path_info.strip("/"):
            # Only a slash: that is Django's to add.
            return ""
        return next((one for one in (path, path.rstrip("/")) if self._has_view(one)), "")

    def _has_view(self, path: str) -> bool:
        try:
            match = resolve(path)
        except Resolver404:
            return False
        # Those lead to pages, of which is asked above.
        return match.view_name != "wagtail_serve" and match.app_name != "catalogue"

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
