"""Pages that say that something is not there, not for you, or went wrong."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation


def words(html: str) -> str:
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    assert main is not None
    return " ".join(re.sub(r"<[^>]+>", " ", main[0]).split())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "context", "said"),
    [
        (
            "403.html",
            {},
            "Deze pagina is niet voor jou Je mag deze pagina niet zien. "
            "Misschien moet je eerst inloggen. Bekijk de trainingen Ga naar het begin",
        ),
        (
            "403_csrf.html",
            {},
            "Dat lukte niet De pagina stond misschien lang open. Of je browser bewaart geen "
            "cookies. Ga terug, laad de pagina opnieuw en probeer het nog eens. Ga naar het begin",
        ),
        (
            "404.html",
            {},
            "Deze pagina bestaat niet Misschien is de pagina verhuisd. Of er zit een foutje in "
            "het adres. Bekijk de trainingen Ga naar het begin",
        ),
        (
            "429.html",
            {},
            "Even wachten Je hebt dit te vaak geprobeerd. Probeer het over een paar minuten nog "
            "eens. Bekijk de trainingen Ga naar het begin",
        ),
        (
            "429.html",
            {"reason": "Dat mag om tien uur weer."},
            "Even wachten Dat mag om tien uur weer. Bekijk de trainingen Ga naar het begin",
        ),
        (
            "400.html",
            {},
            "Dat lukte niet Er klopt iets niet aan het adres of aan wat je browser stuurde. "
            "Ga terug en probeer het nog eens. Ga naar het begin",
        ),
        (
            "500.html",
            {},
            "Er ging iets mis Dat ligt niet aan jou. Probeer het over een paar minuten nog eens. "
            "Ga naar het begin",
        ),
    ],
)
def test_each_page_says_what_is_the_matter_and_where_to_go(
    name: str, context: dict[str, object], said: str
) -> None:
    request = RequestFactory().get("/weg/")
    request.user = AnonymousUser()
    with translation.override("nl"):
        html = render_to_string(name, context, request)
    assert words(html) == said
    assert html.count("<html") == html.count('content="noindex"') == 1
    heading = words(html).split(". ")[0]
    title = re.search(r"<title>\s*(.*?)\s*–", html)
    assert title is not None
    assert heading.startswith(title[1])


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_a_page_for_what_broke_asks_the_site_for_nothing(name: str) -> None:
    html = render_to_string(name)
    assert re.findall(r"""(?:href|src)=["']([^"']+)""", html) == ["/"]
