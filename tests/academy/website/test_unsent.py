"""What somebody sends without a session, or with an old token, is given back to send again."""

from __future__ import annotations

import html
import logging
import re
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.test import Client
from django.urls import reverse

from courses.people.enums import Role
from tests.courses.evaluation.factories import open_evaluation, said
from tests.courses.evaluation.test_privacy import whole_database
from tests.courses.learning.test_unsent import Fields
from tests.factories import EditionFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from courses.people.models import User

pytestmark = pytest.mark.django_db

SECRET = "Dit schreef ik\r\nen niemand anders."
LOST = "Dit is nog niet verstuurd"


@pytest.fixture
def person() -> User:
    made: User = PersonFactory.create()
    return made


@pytest.fixture
def address(person: User) -> str:
    return reverse("evaluation:form", args=[open_evaluation(people=[person]).edition_id])


def answers() -> dict[str, Any]:
    return {"q0": "8", "q5": ["De moeilijkheid", "Het tempo"], "q6": SECRET}


def fields_of(page: str) -> dict[str, list[str]]:
    """What the page would send on, with every value of a field of choices."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', page, re.S):
        found.setdefault(name, []).append(value)
    return found


def test_an_evaluation_sent_without_a_session_is_carried_on_by_the_page(
    client: Client, person: User, address: str
) -> None:
    response = client.post(address, answers())

    page = response.content.decode()
    assert response.status_code == 403
    assert response["Cache-Control"] == "private, no-store"
    assert LOST in page
    assert 'target="_blank"' in page
    assert Fields(page).values["q6"].split() == SECRET.split()
    client.force_login(person)
    assert "ga terug naar het andere" in client.get("/weer-ingelogd/").content.decode()
    sent = client.post(address, fields_of(page))
    assert sent["Location"] == f"{address}bedankt/"
    chosen, (text,) = said()
    assert text.split() == SECRET.split()
    assert {value for _key, value in chosen} == {"8", "De moeilijkheid", "Het tempo"}


@pytest.mark.both_databases
@pytest.mark.parametrize("old_token", [False, True], ids=["no session", "old token"])
def test_nothing_of_an_evaluation_stays_on_the_server(
    person: User, address: str, old_token: bool, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Client(enforce_csrf_checks=old_token, headers={"origin": "http://testserver"})
    if old_token:
        browser.force_login(person)
    # What every page makes at the first look.
    browser.get("/mijn/")
    Client().get("/account/login/")
    before = whole_database()

    with caplog.at_level(logging.DEBUG):
        response = browser.post(address, answers())

    assert LOST in response.content.decode()
    assert whole_database() == before
    spoken = [record for record in caplog.records if not record.name.startswith("django.db")]
    words = [str(vars(record)) for record in spoken]
    words += [str(value) for value in caches["default"]._cache.values()]  # type: ignore[attr-defined]
    words += [morsel.OutputString() for morsel in response.cookies.values()]
    assert [text for text in words if "niemand anders" in text] == []


def test_a_stale_token_gives_back_what_was_sent_and_a_new_token(person: User, address: str) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    browser.force_login(person)
    browser.get(address)
    refused = browser.post(address, answers() | {"csrfmiddlewaretoken": "x" * 64})
    page = refused.content.decode()
    assert (refused.status_code, LOST in page) == (403, True)
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[-1]
    sent = browser.post(address, fields_of(page) | {"csrfmiddlewaretoken": token})
    assert sent["Location"] == f"{address}bedankt/"


def _browser() -> Client:
    return Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})


def _given_back(browser: Client, address: str) -> dict[str, Any]:
    """What the page sends that a form gets as answer which was sent without a session."""
    browser.get("/account/login/")
    token = browser.cookies["csrftoken"].value
    page = browser.post(address, answers() | {"csrfmiddlewaretoken": token}).content.decode()
    assert LOST in page
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([\w-]+)">', page))
    return fields_of(page) | hidden


def _sign_in(browser: Client, person: User) -> None:
    """As the sign-in page does: with a new token."""
    code = SimpleCookie()
    browser.force_login(person)
    request = HttpRequest()
    rotate_token(request)
    code["csrftoken"] = request.META["CSRF_COOKIE"]
    browser.cookies.update(code)


def test_after_signing_in_one_press_sends_it(person: User, address: str) -> None:
    browser = _browser()
    held = _given_back(browser, address)
    _sign_in(browser, person)
    assert browser.post(address, held)["Location"] == f"{address}bedankt/"
    assert said()[1][0].split() == SECRET.split()


@pytest.mark.parametrize("odd", ["another riddle", "no riddle", "another site", "no cookie"])
def test_only_the_page_that_was_given_back_in_this_browser_is_taken(
    person: User, address: str, odd: str
) -> None:
    browser = _browser()
    held = _given_back(browser, address)
    _sign_in(browser, person)
    headers = {"origin": "https://elders.example"} if odd == "another site" else {}
    if odd == "another riddle":
        held["teruggegeven"] = "x" * 43
    elif odd == "no riddle":
        del held["teruggegeven"]
    elif odd == "no cookie":
        del browser.cookies["teruggegeven"]
    assert browser.post(address, held, headers=headers).status_code == 403
    assert said() == (set(), [])


def test_the_riddle_goes_to_no_other_address_and_says_nothing(address: str) -> None:
    browser = _browser()
    held = _given_back(browser, address)
    cookie = browser.cookies["teruggegeven"]
    assert (cookie.value, cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        held["teruggegeven"],
        address,
        True,
        "Strict",
    )


def test_marks_and_choices_are_shown_with_their_questions(client: Client, address: str) -> None:
    sent = {
        "vraag-q0": "Welk cijfer?",
        "vraag-q5": "Wat kan beter?",
        "vraag-q5_other": "Anders, namelijk",
        "vraag-q7": "Niet ingevuld",
        "q0": "8",
        "q5": ["De moeilijkheid", "__other__"],
        "q5_other": "de koffie",
        "q7": "",
    }
    page = client.post(address, sent).content.decode()
    shown = re.findall(r"<(?:dt|dd)>(?:<p>)?(.*?)(?:</p>)?</(?:dt|dd)>", page)
    assert shown == [
        *("Welk cijfer?", "8", "Wat kan beter?", "De moeilijkheid", "Anders, namelijk"),
        "de koffie",
    ]


def test_a_form_sends_along_what_its_questions_are_called(
    client: Client, person: User, address: str
) -> None:
    client.force_login(person)
    page = client.get(address).content.decode()
    asked = set(re.findall(r'name="(q\w+)"', page))
    labelled = dict(re.findall(r'<input type="hidden" name="vraag-(\w+)" value="([^"]+)">', page))
    assert labelled.keys() == asked


HOSTILE = '"></textarea></form><form action="https://elders.example"><script>alert(1)</script>'


def test_hostile_names_and_values_stay_text_and_go_to_our_own_address(
    client: Client, address: str
) -> None:
    sent = {HOSTILE: HOSTILE, f"vraag-{HOSTILE}": HOSTILE, "action": HOSTILE, "q6": "een twee"}
    query = "?next=//elders.example/%22%3E%3Cscript%3E"
    page = client.post(address + query, sent).content.decode()
    form = page.index(">Verstuur het nu<")
    assert "<script>alert" not in page
    assert [one for one in re.findall(r'<form[^>]* action="([^"]*)"', page) if "elders" in one] == [
        f"{address}?next=//elders.example/%22%3E%3Cscript%3E"
    ]
    assert form > 0
    # Nor does the way to sign in take its goal from there.
    ways = re.findall(r'href="/account/login/\?next=([^"]*)"', page)
    assert [urlsplit(unquote(way)).path for way in ways if "elders" in way] == [address]


def test_a_very_long_text_is_carried_on_whole_and_shown_in_part(
    client: Client, person: User
) -> None:
    long = "<& " * 100_000
    page = client.post("/mijn/gegevens/", {"first_name": long}).content.decode()
    assert html.unescape(fields_of(page)["first_name"][0]) == long
    assert len(page) < 2 * len(html.escape(long))


def test_a_file_is_not_carried_on_and_the_page_says_so(client: Client) -> None:
    sent = {"first_name": "Jo Anne", "file": SimpleUploadedFile("<b>.txt", b"koffiedik")}
    page = client.post("/mijn/gegevens/", sent).content.decode()
    assert ("Kies het straks opnieuw" in page, "koffiedik" in page) == (True, False)


@pytest.mark.parametrize("origin", [None, "null", "https://elders.example"])
def test_another_site_gets_no_form_to_press(person: User, address: str, origin: str | None) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"origin": origin} if origin else {})
    browser.force_login(person)
    response = browser.post(address, answers())
    assert response.status_code == 403
    assert LOST not in response.content.decode()
    assert "niemand anders" not in response.content.decode()


@pytest.mark.parametrize("path", ["/account/login/", "/account/password/set/"])
def test_what_is_typed_to_sign_in_is_never_given_back(person: User, path: str) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    sent = {"login": person.email, "password": "geheim geheim", "password1": "geheim geheim"}
    for client in (browser, Client()):
        assert "geheim geheim" not in client.post(path, sent).content.decode()


def test_the_profile_is_given_back_and_saved_after_signing_in(client: Client, person: User) -> None:
    sent = {
        "first_name": "Jo Anne",
        "last_name": "de Vries",
        "background": person.background,
        "language": "nl",
    }
    page = client.post("/mijn/gegevens/", sent).content.decode()
    assert LOST in page
    client.force_login(person)
    client.post("/mijn/gegevens/", fields_of(page))
    person.refresh_from_db()
    assert person.first_name == "Jo Anne"


def test_what_staff_typed_is_given_back_too(client: Client) -> None:
    edition = EditionFactory.create()
    address = f"/beheer/uitvoeringen/edit/{edition.pk}/"
    page = client.post(address, {"note": "Neem een sleutel mee."}).content.decode()
    assert "Neem een sleutel mee." in page
    assert LOST in page
    client.force_login(person_in_role(Role.COORDINATOR))
    # The programmes of the administration get what they know how to read.
    client.logout()
    by_script = client.post(
        address, {"note": "Neem een sleutel mee."}, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert LOST not in by_script.content.decode()


def test_a_button_alone_leads_to_signing_in(client: Client) -> None:
    edition = EditionFactory.create()
    response = client.post(f"/inschrijven/{edition.pk}/", {"action": "enrol"})
    assert response["Location"] == f"/account/login/?next=/inschrijven/{edition.pk}/"
