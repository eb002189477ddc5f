"""What stands around every page: navigation, language, signing in, pages that are not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.template.loader import render_to_string

from courses.people.enums import Role
from tests.factories import person_in_role
from tests.mails import newest_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.mail import EmailMessage
    from django.test import Client

    from tests.academy.world import World

pytestmark = pytest.mark.django_db


def links(html: str) -> set[str]:
    return set(re.findall(r'<a [^>]*href="([^"]+)"', html))


def title(html: str) -> str:
    [found] = re.findall(r"<title>(.*?)</title>", html, re.DOTALL)
    return " ".join(found.split())


def test_a_visitor_gets_a_page_that_is_the_same_for_everyone(client: Client) -> None:
    response = client.get("/")
    html = response.content.decode()
    assert response.status_code == 200
    assert "csrfmiddlewaretoken" not in html
    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "/account/login/" in links(html)
    assert not {"/mijn/", "/beheer/", "/account/logout/"} & links(html)


def test_who_is_signed_in_finds_the_own_page(client: Client) -> None:
    client.force_login(person_in_role(Role.VOLUNTEER))
    found = links(client.get("/").content.decode())
    assert "/mijn/" in found
    assert not {"/account/login/", "/beheer/"} & found


@pytest.mark.parametrize("path", ["/", "/trainingen/", "/agenda/", "/is-er-niet/", "lesson"])
def test_what_somebody_sees_who_is_signed_in_is_the_browsers_alone(
    world: World, client_of: Callable[[str], Client], path: str
) -> None:
    """`no-store` would lose the answers typed in a lesson on the button Back."""
    if path == "lesson":
        path = f"/trainingen/{world.training.slug}/lessen/{world.closed_lesson.slug}/"
    response = client_of("participant").get(path)
    assert response.status_code == (404 if path == "/is-er-niet/" else 200)
    parts = response.headers["Cache-Control"].split(", ")
    assert sorted(parts) == ["no-cache", "private"]
    visitor = client_of("visitor").get(path)
    assert "Cache-Control" not in visitor.headers


def test_an_answer_that_says_itself_how_it_is_kept_keeps_that(client: Client) -> None:
    client.force_login(person_in_role(Role.VOLUNTEER))
    for path in ("/mijn/", "/account/email/"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_staff_find_the_administration(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    assert "/beheer/" in links(client.get("/").content.decode())


@pytest.mark.parametrize(("role", "in_bar"), [(Role.VOLUNTEER, False), (Role.TRAINER, True)])
def test_the_menu_leads_to_signing_out_and_the_wide_bar_does_for_staff(
    client: Client, role: Role, in_bar: bool
) -> None:
    client.force_login(person_in_role(role))
    html = client.get("/agenda/").content.decode()
    menu, bar = html.split('<nav class="va-nav"', 1)
    assert ("/account/logout/" in links(menu), "/account/logout/" in links(bar)) == (True, in_bar)
    # The address itself signs nobody out.
    client.get("/account/logout/")
    assert "/mijn/" in links(client.get("/agenda/").content.decode())


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/account/login/", "Inloggen"),
        ("/account/signup/", "Maak een account"),
        ("/account/login/code/", "Inloggen met een code"),
        ("/account/password/reset/", "Wachtwoord vergeten"),
    ],
)
def test_account_pages_wear_our_frame_and_stay_out_of_search_engines(
    client: Client, address: str, heading: str
) -> None:
    response = client.get(address)
    html = response.content.decode()
    assert response.status_code == 200
    assert title(html) == f"{heading} – Vrijwilligersacademie"
    assert '<meta name="robots" content="noindex">' in html
    assert "/trainingen/" in links(html)


@pytest.mark.parametrize("address", ["/account/logout/", "/account/email/", "/account/2fa/"])
def test_pages_about_the_own_account_wear_our_frame(client: Client, address: str) -> None:
    client.force_login(person_in_role(Role.VOLUNTEER))
    response = client.get(address)
    assert response.status_code == 200
    assert "va-entrance" in response.content.decode()


def test_signing_in_with_a_wrong_password_keeps_the_address_and_says_what_is_wrong(
    client: Client,
) -> None:
    response = client.post("/account/login/", {"login": "wie@dan.nl", "password": "fout"})
    html = response.content.decode()
    assert response.status_code == 200
    assert 'value="wie@dan.nl"' in html
    assert 'id="fouten"' in html


def test_a_code_is_asked_for_on_the_page_for_signing_in(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    person = person_in_role(Role.VOLUNTEER)
    EmailAddress.objects.create(user=person, email=person.email, primary=True)
    response = client.post("/account/login/code/", {"email": person.email}, follow=True)
    [message] = mailoutbox
    assert message.subject == "Je code om in te loggen"
    assert title(response.content.decode()) == "Kijk in je mail – Vrijwilligersacademie"
    response = client.post("/account/login/code/confirm/", {"code": newest_code()}, follow=True)
    assert response.redirect_chain[-1][0] == "/mijn/"


def test_an_address_that_does_not_exist_says_so_in_our_frame(client: Client) -> None:
    response = client.get("/bestaat-niet/")
    html = response.content.decode()
    assert response.status_code == 404
    assert title(html) == "Deze pagina bestaat niet – Vrijwilligersacademie"
    assert "/trainingen/" in links(html)


def test_the_page_for_a_failure_needs_nothing() -> None:
    html = render_to_string("500.html")
    assert title(html) == "Er ging iets mis – Vrijwilligersacademie"
    assert "/static/" not in html


def test_the_frame_speaks_english_when_asked(client: Client) -> None:
    response = client.post("/taal/", {"language": "en", "next": "/"}, follow=True)
    assert '<html lang="en">' in response.content.decode()
