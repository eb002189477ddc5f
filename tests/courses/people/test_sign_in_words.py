"""What signing in says is plain Dutch, and tells where one is when it is done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, SetPasswordForm
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.messages import get_messages
from django.utils import translation

from courses.people import services
from tests.courses.people.test_codes import by_change
from tests.factories import PersonFactory
from tests.mails import newest_code

if TYPE_CHECKING:
    from django.test import Client

    from courses.people.models import User

pytestmark = pytest.mark.django_db

STIFF = re.compile(
    r"opgegeven|gebruiker|verifi|primair|sleutel|incorrect|ongeldig|niet correct|factor|"
    r"bevestigen|gekoppeld|momenteel|geregistreerd",
    re.I,
)
NOT_HERE = ("username", "phone", "unknown_phone", "max_email")
"""People have neither here, and one address."""

HERE = "hier@example.org"


def test_no_message_of_signing_in_is_stiff() -> None:
    messages = {
        key: str(text)
        for adapter in (DefaultAccountAdapter, DefaultMFAAdapter)
        for key, text in adapter.error_messages.items()
        if not key.startswith(NOT_HERE) and key != "incorrect_code"
    }
    with translation.override("nl"):
        said = {key: translation.gettext(str(text)) for key, text in messages.items()}
        labels = [
            str(field.label)
            for form in (SetPasswordForm, ChangePasswordForm)
            for field in form.base_fields.values()
        ]
    assert {key: text for key, text in said.items() if STIFF.search(text)} == {}
    assert [label for label in labels if STIFF.search(label)] == []


def test_a_wrong_password_is_said_plainly(client: Client) -> None:
    sent = {"login": "niemand@example.org", "password": "zomaar iets", "way": "password"}
    page = client.post("/account/login/", sent).content.decode()
    assert "Je e-mailadres of je wachtwoord klopt niet. Kijk het na, of vraag een code." in page


@pytest.fixture
def person(client: Client) -> User:
    made: User = PersonFactory.create(email=HERE)
    made.set_unusable_password()
    made.save()
    services.keep_address(person=made)
    client.force_login(made)
    return made


def _landed(response: Any) -> tuple[str, list[str]]:
    said = [str(one) for one in get_messages(response.wsgi_request)]
    return response.redirect_chain[-1][0], said


def test_after_choosing_a_password_one_lands_where_it_says_so(client: Client, person: User) -> None:
    chosen = {"password1": "zeven groene fietsen", "password2": "zeven groene fietsen"}
    response = client.post("/account/password/set/", chosen, follow=True)
    assert _landed(response) == ("/mijn/gegevens/", ["Je wachtwoord is bewaard."])
    another = {
        "oldpassword": chosen["password1"],
        "password1": "acht blauwe fietsen",
        "password2": "acht blauwe fietsen",
    }
    response = client.post("/account/password/change/", another, follow=True)
    assert response.redirect_chain[-1][0] == "/mijn/gegevens/"


def test_after_changing_the_address_one_lands_where_it_says_so(
    client: Client, person: User
) -> None:
    page = by_change(client)
    path = page.request["PATH_INFO"]
    response = client.post(path, {"code": newest_code()}, follow=True)
    assert _landed(response) == (
        "/mijn/gegevens/",
        [
            "Je e-mailadres anders@example.org klopt.",
            "Klaar. Voortaan mailen we je op anders@example.org. Je logt ook in met dat adres.",
        ],
    )
