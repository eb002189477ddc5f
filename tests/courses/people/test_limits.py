"""Limits that stop who guesses, and cannot be used against who is guessed at."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client

from courses.common import clock
from courses.people.browsers import COOKIE
from tests.factories import PersonFactory
from tests.mails import found_in_mail, newest_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PASSWORD = "zeven groene fietsen"
MOMENT = datetime(2026, 11, 28, 13, 30, 20, tzinfo=UTC)
ADDRESS = "sanne@example.org"
TOTP_PERIOD = 30


@pytest.fixture
def owner() -> User:
    person = PersonFactory.create(email=ADDRESS)
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=ADDRESS, verified=True, primary=True)
    return person


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    with clock.at(MOMENT):
        yield


def at(network: str) -> Client:
    return Client(REMOTE_ADDR=network)


def try_password(client: Client, password: str, address: str = ADDRESS) -> str:
    page = client.post(
        "/account/login/", {"login": address, "password": password, "way": "password"}
    )
    if page.status_code == 302:
        return "in"
    errors = page.context["form"].non_field_errors()
    return "refused" if errors.data[0].code == "too_often" else "wrong"


def signed_in_before(network: str) -> Client:
    """A browser in which the owner once signed in."""
    client = at(network)
    assert try_password(client, PASSWORD) == "in"
    client.post("/account/logout/")
    return client


def mails_to(address: str) -> int:
    return sum(one.to == [address] for one in mail.outbox)


# --- Passwords ------------------------------------------------------------------------------


def test_forty_wrong_passwords_do_not_keep_the_owner_out(owner: User) -> None:
    stranger = at("203.0.113.9")
    said = [try_password(stranger, f"fout {number}") for number in range(40)]
    assert said == ["wrong"] * 5 + ["refused"] * 35
    # Elsewhere and in a browser that we never saw.
    assert try_password(at("192.0.2.7"), PASSWORD) == "in"


def test_many_strangers_at_once_do_not_keep_the_owners_browser_out(owner: User) -> None:
    known = signed_in_before("192.0.2.7")
    said = [try_password(at(f"203.0.113.{number % 10}"), f"fout {number}") for number in range(60)]
    assert (said.count("wrong"), said.count("refused")) == (30, 30)
    assert try_password(at("198.51.100.1"), PASSWORD) == "refused"
    assert try_password(known, PASSWORD) == "in"
    with clock.at(MOMENT + timedelta(hours=1)):
        assert try_password(at("198.51.100.1"), PASSWORD) == "in"


def test_a_known_browser_may_not_guess_for_ever_either(owner: User) -> None:
    known = signed_in_before("192.0.2.7")
    said = [try_password(known, f"fout {number}") for number in range(14)]
    assert said == ["wrong"] * 10 + ["refused"] * 4


def test_one_network_may_not_try_all_accounts(owner: User) -> None:
    said = [
        try_password(at("203.0.113.9"), "fout", f"persoon{number}@example.org")
        for number in range(55)
    ]
    assert said == ["wrong"] * 50 + ["refused"] * 5


def test_who_signs_in_with_an_account_of_his_own_in_between_gets_no_more_tries(owner: User) -> None:
    other = PersonFactory.create(email="ander@example.org")
    other.set_password(PASSWORD)
    other.save()
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    said = []
    for number in range(12):
        said.append(try_password(at("203.0.113.9"), f"fout {number}"))
        assert try_password(at("203.0.113.9"), PASSWORD, "ander@example.org") == "in"
    assert said == ["wrong"] * 5 + ["refused"] * 7


def test_the_page_says_what_to_do_and_when_and_not_whether_there_is_an_account(owner: User) -> None:
    texts = []
    for address in (ADDRESS, "niemand@example.org"):
        client = at("203.0.113.9")
        for number in range(6):
            page = client.post(
                "/account/login/",
                {"login": address, "password": f"fout {number}", "way": "password"},
            )
        texts.append([str(one) for one in page.context["form"].non_field_errors()])
        assert f'value="{address}"' in page.content.decode()
    assert texts == 2 * [
        [
            "Er is te vaak een verkeerd wachtwoord ingevuld. Het kan om 14:46 uur weer. Wil je "
            "niet wachten? Vraag dan een code: daar heb je geen wachtwoord voor nodig."
        ]
    ]


def test_a_browser_is_known_to_whom_it_belongs_and_until_it_is_forgotten(owner: User) -> None:
    known = signed_in_before("192.0.2.7")
    cookie = known.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/account/", True, "Lax")
    assert cookie["max-age"] == 180 * 24 * 3600
    for number in range(30):
        try_password(at(f"203.0.113.{number % 6}"), f"fout {number}")
    forged = at("192.0.2.8")
    forged.cookies[COOKIE] = cookie.value[:-4] + "AAAA"
    assert try_password(forged, PASSWORD) == "refused"
    at_home = at("192.0.2.7")
    at_home.force_login(owner)
    page = at_home.post("/mijn/gegevens/apparaten/", follow=True)
    assert [str(one) for one in page.context["messages"]] == [
        "Klaar. Wij kennen je apparaten niet meer."
    ]
    assert try_password(known, PASSWORD) == "refused"


def test_nobody_forgets_browsers_of_another_or_with_a_link(owner: User) -> None:
    assert (
        at("192.0.2.7").post("/mijn/gegevens/apparaten/")["Location"].startswith("/account/login/")
    )
    client = at("192.0.2.7")
    client.force_login(owner)
    assert client.get("/mijn/gegevens/apparaten/").status_code == 405
    owner.refresh_from_db()
    assert owner.browsers_forgotten == 0


def test_giving_the_password_once_more_is_not_hindered_by_strangers_and_is_limited(
    owner: User,
) -> None:
    client = signed_in_before("192.0.2.7")
    assert try_password(client, PASSWORD) == "in"
    for number in range(36):
        try_password(at(f"203.0.113.{number % 9}"), f"fout {number}")
    for number in range(12):
        page = client.post("/account/reauthenticate/", {"password": f"fout {number}"})
    assert page.context["form"].errors.as_data()["password"][0].code == "too_often"
    with clock.at(MOMENT + timedelta(minutes=15)):
        page = client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert page.status_code == 302


def test_the_old_password_cannot_be_guessed_in_a_browser_left_open(owner: User) -> None:
    client = at("192.0.2.7")
    client.force_login(owner)
    new = {"password1": "acht blauwe boten", "password2": "acht blauwe boten"}
    for number in range(11):
        page = client.post("/account/password/change/", {"oldpassword": f"f {number}", **new})
    assert str(page.context["form"].errors["oldpassword"][0]).startswith("Er is te vaak")
    page = client.post("/account/password/change/", {"oldpassword": PASSWORD, **new})
    assert page.status_code == 200


def test_six_figures_of_the_second_step_cannot_be_guessed(owner: User) -> None:
    TOTP.activate(owner, generate_totp_secret())
    assert Authenticator.objects.count() == 1
    said = []
    for number in range(8):
        client = at("203.0.113.9")
        client.post("/account/login/", {"login": ADDRESS, "password": PASSWORD})
        page = client.post("/account/2fa/authenticate/", {"code": f"{number:06}"})
        said.append(page.context["form"].errors.as_data()["code"][0].code)
    assert said == ["incorrect_code"] * 5 + ["too_often"] * 3


def test_a_code_of_an_app_is_good_once_in_all_processes_together(
    owner: User, settings: Settings
) -> None:
    # However long this takes: the code stays right.
    settings.MFA_TOTP_TOLERANCE = 3
    secret = generate_totp_secret()
    TOTP.activate(owner, secret)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // TOTP_PERIOD))
    said = []
    for _ in range(2):
        client = at("192.0.2.7")
        client.post("/account/login/", {"login": ADDRESS, "password": PASSWORD})
        page = client.post("/account/2fa/authenticate/", {"code": code})
        said.append(page.status_code)
        # What another process knows of it.
        cache.clear()
    assert said == [302, 200]
    assert page.context["form"].errors.as_data()["code"][0].code == "incorrect_code"


def test_a_new_password_chosen_by_mail_works_at_once(owner: User) -> None:
    client = at("192.0.2.7")
    for number in range(8):
        said = try_password(client, f"vergeten {number}")
    assert said == "refused"
    client.post("/account/password/reset/", {"email": ADDRESS})
    link = found_in_mail(r"https?://[^/]+(/account/password/reset/key/\S+)")
    page = client.get(link, follow=True)
    new = "acht blauwe boten"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert try_password(client, new) == "in"


# --- Mail -----------------------------------------------------------------------------------


def ask_code(client: Client, address: str = ADDRESS) -> str:
    page = client.post("/account/login/", {"login": address, "way": "code"})
    if page.status_code == 302:
        return "sent"
    return str(page.context["form"].errors["login"][0])


def test_a_stranger_cannot_have_many_mails_sent_nor_use_up_the_owners_own(owner: User) -> None:
    known = signed_in_before("192.0.2.7")
    for minute in range(60):
        with clock.at(MOMENT + timedelta(minutes=minute)):
            ask_code(at("203.0.113.9"))
    assert mails_to(ADDRESS) == 5
    with clock.at(MOMENT + timedelta(hours=2)):
        assert ask_code(at("198.51.100.1")) == "sent"
        assert ask_code(known) == "sent"


def test_a_day_has_so_many_mails_to_an_address_but_the_known_browser_gets_its_code(
    owner: User,
) -> None:
    known = signed_in_before("192.0.2.7")
    said = [ask_code(at(f"203.0.113.{number}")) for number in range(14)]
    assert said.count("sent") == mails_to(ADDRESS) == 10
    assert said[-1] == (
        "Er zijn al veel mails naar dit adres gestuurd. Kijk in de nieuwste mail. Je kunt op "
        "zondag 29 november om 14:31 uur weer een nieuwe vragen. Wil je niet wachten? Gebruik dan "
        "het apparaat waarop je eerder inlogde, of bel of mail ons."
    )
    assert ask_code(known) == "sent"
    assert mails_to(ADDRESS) == 11


@pytest.mark.parametrize(
    "spelling",
    [
        "ROOS+{n}@Example.org",
        '"roos"@example.org',
        "roos@exam\u00adple.org",
        "roos@\uff45xample.org",
        "roos+{n}@\uff45xample.org",
    ],
)
def test_other_spellings_of_an_address_send_no_more_mail_to_its_mailbox(spelling: str) -> None:
    for number in range(14):
        ask_code(at(f"203.0.113.{number}"), spelling.format(n=number))
    assert len(mail.outbox) == 10
    assert ask_code(at("198.51.100.1"), "roos@example.org") != "sent"
    assert ask_code(at("198.51.100.1"), "rozen@example.org") == "sent"


@pytest.mark.parametrize(
    ("path", "field", "more"),
    [
        ("/account/login/code/", "email", {}),
        ("/account/password/reset/", "email", {}),
        ("/account/signup/", "email", {"first_name": "Siti", "background": "resident"}),
    ],
)
@pytest.mark.parametrize("address", [ADDRESS, "niemand@example.org"])
def test_every_door_that_sends_mail_counts_the_same_for_known_and_unknown(
    owner: User, path: str, field: str, more: dict[str, str], address: str
) -> None:
    for number in range(3):
        assert ask_code(at("203.0.113.9"), address).startswith(
            "sent" if not number else "Er is net"
        )
        page = at("203.0.113.9").post(path, {field: address, **more})
        assert page.status_code == 200
        assert page.context["form"].errors[field] == [
            "Er is net een mail naar dit adres gestuurd. Kijk eerst in je mail. Je kunt over 30 "
            "seconden een nieuwe vragen."
        ]
    assert mails_to(address) == 1


def test_changing_an_address_does_not_send_mail_without_end(owner: User) -> None:
    client = at("192.0.2.7")
    client.force_login(owner)
    for minute in range(20):
        with clock.at(MOMENT + timedelta(minutes=minute)):
            client.post("/account/email/", {"email": "een-ander@example.org"})
            client.post("/account/confirm-email/", {"action": "resend"})
    assert mails_to("een-ander@example.org") == 5


def test_a_new_code_asked_too_soon_keeps_the_page_and_says_when(owner: User) -> None:
    client = at("192.0.2.7")
    ask_code(client)
    page = client.post("/account/login/code/confirm/", {"action": "resend"}, follow=True)
    said = [str(one) for one in page.context["messages"]]
    assert said[-1] == (
        "Er is net een mail naar dit adres gestuurd. Kijk eerst in je mail. Je kunt over 30 "
        "seconden een nieuwe vragen."
    )
    assert page.request["PATH_INFO"] == "/account/login/code/confirm/"
    code = newest_code()
    page = client.post("/account/login/code/confirm/", {"code": code})
    assert (page.status_code, page["Location"]) == (302, "/mijn/")
