"""What the site does around every page: the language, and forms that nobody signed in sent."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from academy.website import unsent


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
