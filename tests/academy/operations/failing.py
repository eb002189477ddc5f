"""A program that fails while somebody sends a form: see `test_error_reports`."""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING

import django
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory, override_settings
from django.urls import path

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def fail(request: HttpRequest, code: str) -> HttpResponse:
    """Fail as a view of ours would, with what somebody typed at hand."""
    typed = request.POST["text"]
    raise ValueError(f"Geen geldig adres: riet@example.org, bel 06 12345678 {len(typed)}")


urlpatterns = [path("evaluatie/link/<str:code>/", fail)]


def start_response(*_answer: object) -> Callable[[bytes], object]:
    """What a server gives; nobody reads the answer."""
    return bytes


def main() -> None:
    """Fail once in a view, and once beside one."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "academy.settings.test"
    django.setup()
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        sent = RequestFactory().post(
            "/evaluatie/link/abc123def456ghi789/?email=riet%40example.org",
            {"text": "Mijn buurvrouw is eenzaam"},
            headers={
                "authorization": "Bearer geheim-token-1234",
                "cookie": "sessionid=geheime-sessie-1234",
            },
        )
        # As a server asks it.
        for _part in WSGIHandler()(sent.environ, start_response):
            pass
    logging.getLogger("academy").error("No mail to %s", "riet@example.org")
    if "sentry_sdk" in sys.modules:
        sys.modules["sentry_sdk"].flush()
    else:
        sys.stdout.write("nothing loaded")


if __name__ == "__main__":
    sys.modules["tests.academy.operations.failing"] = sys.modules[__name__]
    main()
