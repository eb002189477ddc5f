"""Mails about an account say what they are for, and how to go on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from tests.factories import PersonFactory
from tests.mails import CODE, message_parts, newest_code

if TYPE_CHECKING:
    from django.test import Client

    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

KNOWN, NEW = "bekend@example.org", "nieuw@example.org"
ACCOUNT = {"first_name": "Siti", "last_name": "", "background": "resident"}


@pytest.fixture
def person() -> User:
    person = PersonFactory.create(email=KNOWN)
    EmailAddress.objects.create(user=person, email=KNOWN, primary=True, verified=True)
    return person


def _mail(client: Client, path: str, **data: Any) -> tuple[str, str]:
    client.post(path, data)
    (message,) = mail.outbox
    return str(message.subject), str(message.body)


def test_the_code_for_signing_in_says_so(client: Client, person: User) -> None:
    subject, body = _mail(client, "/account/login/code/", email=KNOWN)
    assert subject == "Je code om in te loggen"
    assert "Dit is je code om in te loggen." in body
    ((_kind, html),) = message_parts(mail.outbox[0])
    assert re.search(rf"<p style=\"font-size:28px;font-weight:bold[^>]*>{newest_code()}</p>", html)


def test_the_code_for_a_new_account_says_so(client: Client) -> None:
    subject, body = _mail(client, "/account/signup/", email=NEW, **ACCOUNT)
    assert subject == "Je code voor je nieuwe account"
    assert "Je maakt een account bij de Vrijwilligersacademie." in body


def test_the_code_for_another_address_says_so(client: Client, person: User) -> None:
    client.force_login(person)
    subject, body = _mail(client, "/account/email/", email=NEW)
    assert subject == "Je code voor je nieuwe e-mailadres"
    assert "Je wilt dit e-mailadres gebruiken voor je account" in body
    assert "Is die pagina weg?" not in body


def test_the_code_for_signing_in_with_an_address_that_is_not_proved_says_so(
    client: Client, person: User
) -> None:
    EmailAddress.objects.update(verified=False)
    person.set_password("een lang wachtwoord")
    person.save()
    client.force_login(person)
    client.logout()
    subject, body = _mail(
        client, "/account/login/", login=KNOWN, password="een lang wachtwoord", way="password"
    )
    assert subject == "Je code om in te loggen"
    assert "Eerst kijken we of dit adres van jou is." in body
    assert "Is die pagina weg?" in body


def test_who_wanted_to_enrol_and_is_new_goes_on_with_that(client: Client) -> None:
    enrolling = "/trainingen/inschrijven/7/?van=agenda"
    subject, body = _mail(client, "/account/login/", login=NEW, way="code", next=enrolling)
    assert subject == "Geen account gevonden"
    assert "Je bent er dus ook nog niet mee ingeschreven." in body
    assert "/account/signup/?next=%2Ftrainingen%2Finschrijven%2F7%2F\n" in body
    assert re.search(r"Lukt het niet\? Bel Infopunt .+: \(?0", body)


@pytest.mark.parametrize("elsewhere", ["https://elders.example/", "//elders.example/x", ""])
def test_nobody_is_sent_elsewhere_by_a_mail_about_an_account(
    client: Client, elsewhere: str
) -> None:
    _subject, body = _mail(client, "/account/login/", login=NEW, way="code", next=elsewhere)
    assert "/account/signup/\n" in body
    assert "elders" not in body


def test_who_has_an_account_already_gets_a_code_to_sign_in_with(
    client: Client, person: User
) -> None:
    subject, body = _mail(
        client, "/account/signup/", email=KNOWN, next="/trainingen/inschrijven/7/", **ACCOUNT
    )
    assert subject == "Je code om in te loggen: je hebt al een account"
    assert "Dit is je code. Typ hem over op de pagina die je open hebt." in body
    assert newest_code()
    # Who closed that page goes on from here.
    assert "/account/login/code/?next=%2Ftrainingen%2Finschrijven%2F7%2F\n" in body
    assert "/account/password/reset/" in body


@pytest.mark.parametrize(
    ("form", "typed"),
    [
        ("/account/login/", {"login": KNOWN, "way": "code"}),
        ("/account/signup/", {"email": NEW, **ACCOUNT}),
    ],
)
def test_who_closed_the_page_goes_on_from_the_mail_with_the_code(
    client: Client, person: User, form: str, typed: dict[str, str]
) -> None:
    _subject, body = _mail(client, form, next="/trainingen/inschrijven/7/", **typed)
    assert newest_code()
    assert "Is die pagina weg? Vul dan hier je e-mailadres in." in body
    assert "/account/login/code/?next=%2Ftrainingen%2Finschrijven%2F7%2F\n" in body


def test_an_account_that_is_closed_gets_no_code(client: Client, person: User) -> None:
    person.is_active = False
    person.save()
    subject, body = _mail(client, "/account/signup/", email=KNOWN, **ACCOUNT)
    assert subject == "Je hebt al een account"
    assert not re.search(CODE, body, re.MULTILINE)
    assert "Je kunt nu niet inloggen. Bel of mail ons: " in body
