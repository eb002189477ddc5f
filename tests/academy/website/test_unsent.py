"""What somebody sends without a session, or with an old token, is given back to send again."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from courses.evaluation.models import AnswerCount, TextAnswer
from courses.people.enums import Role
from courses.people.models import User
from tests.courses.evaluation.factories import open_evaluation
from tests.courses.evaluation.test_privacy import whole_database
from tests.courses.learning.test_unsent import Fields
from tests.factories import EditionFactory, PersonFactory, person_in_role

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
    assert TextAnswer.objects.get().text.split() == SECRET.split()
    counted = AnswerCount.objects.filter(count=1).values_list("value", flat=True)
    assert set(counted) == {"8", "De moeilijkheid", "Het tempo"}


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
