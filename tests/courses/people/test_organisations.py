"""Signing in with the account of one's work: with a real OpenID provider beside us."""

from __future__ import annotations

import json
import socket
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from courses.common import clock
from courses.people import organisation_file
from courses.people.enums import Role
from courses.people.models import OrganisationRole, User
from courses.people.organisations import ROLES_LAST, take_back_old_roles
from tests import openid_provider
from tests.factories import PersonFactory, person_in_role
from tests.mails import newest_code
from tests.openid_provider import organisation, use

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pytest_django import Settings

pytestmark = pytest.mark.django_db

LOGIN = "/account/oidc/gemeente/login/"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a running OpenID provider."""
    with openid_provider.running() as address:
        yield address


@pytest.fixture(autouse=True)
def organisations(settings: Settings, tmp_path: Path, provider: str) -> None:
    use(settings, tmp_path, organisation(provider))


class Worker:
    """Somebody with an account at the organisation, and a browser."""

    def __init__(self, provider: str, number: str, **claims: Any) -> None:
        self.provider, self.number, self.client = provider, number, Client()
        self.claim(**claims)

    def claim(self, **claims: Any) -> None:
        """Have the organisation say this of the person from now on."""
        address = f"{self.provider}/users/{self.number}"
        requests.put(address, json=claims, timeout=5).raise_for_status()

    def sign_in(self, **sent: str) -> Any:
        """By the button, the page of the organisation, and back."""
        there = self.client.post(LOGIN)
        assert there.status_code == 302
        form = {"sub": self.number, **sent}
        back = requests.post(there["Location"], data=form, allow_redirects=False, timeout=5)
        address = urlsplit(back.headers["Location"])
        query = {**parse_qs(urlsplit(there["Location"]).query), **parse_qs(address.query)}
        # This provider forgets the state where it says that somebody stopped.
        answer: dict[str, str | bytes | int | Iterable[str | bytes | int]] = {
            key: query[key][0] for key in ("code", "error", "state") if key in query
        }
        return self.client.get(address.path, answer)

    def type_the_code(self) -> Any:
        """As the page asks, with what is filled in there."""
        page = self.client.get("/account/login/code/")
        self.client.post("/account/login/code/", {"email": page.context["form"].initial["email"]})
        sent = {"code": newest_code(), "action": "verify"}
        return self.client.post("/account/login/code/confirm/", sent)

    @property
    def who(self) -> int | None:
        """Whose account is open in the browser."""
        key = self.client.session.get("_auth_user_id")
        return int(key) if key else None


def with_address(person: User) -> User:
    EmailAddress.objects.create(user=person, email=person.email or "", verified=True, primary=True)
    return person


def roles(*names: str) -> dict[str, Any]:
    return {"realm_access": {"roles": list(names)}}


def groups(person: User) -> set[str]:
    return set(person.groups.values_list("name", flat=True))


def linked(provider: str, person: User, number: str, **claims: Any) -> Worker:
    """Somebody who typed the code already."""
    worker = Worker(provider, number, email=person.email, **claims)
    worker.sign_in()
    worker.type_the_code()
    assert worker.who == person.pk
    worker.client.post("/account/logout/")
    return worker


def test_the_first_time_a_code_shows_whose_account_it_is_and_then_none_is_asked(
    provider: str,
) -> None:
    person = with_address(PersonFactory.create(email="samira@example.org"))
    worker = Worker(provider, "u1", email="samira@example.org", email_verified=True, name="Samira")
    answer = worker.sign_in()
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/code/")
    assert (worker.who, SocialAccount.objects.count()) == (None, 0)
    worker.type_the_code()
    assert worker.who == person.pk
    kept = SocialAccount.objects.get()
    # No name, picture or token of the organisation is kept.
    assert (kept.user, kept.provider, kept.uid, kept.extra_data) == (person, "gemeente", "u1", {})
    worker.client.post("/account/logout/")
    assert worker.who is None
    sent = len(mail.outbox)
    worker.claim(email="another@example.org", name="Samira")
    assert worker.sign_in().status_code == 302
    # By the number of the person: another address over there is no other person.
    assert (worker.who, len(mail.outbox)) == (person.pk, sent)
    kept.refresh_from_db()
    assert (kept.extra_data, SocialToken.objects.count()) == ({}, 0)


def test_an_organisation_that_claims_an_address_gets_into_nobodys_account(provider: str) -> None:
    victim = with_address(PersonFactory.create(email="slachtoffer@example.org"))
    worker = Worker(provider, "u2", email="slachtoffer@example.org", email_verified=True)
    worker.sign_in()
    assert not worker.client.session.get("_auth_user_id")
    # Somebody else's code, in the same browser, links nothing.
    other = with_address(PersonFactory.create(email="ander@example.org"))
    worker.client.post("/account/login/code/", {"email": "ander@example.org"})
    sent = {"code": newest_code(), "action": "verify"}
    worker.client.post("/account/login/code/confirm/", sent)
    assert (worker.who, SocialAccount.objects.count()) == (other.pk, 0)
    assert victim.pk != other.pk


def test_a_password_is_no_proof_of_the_address(provider: str) -> None:
    person = with_address(PersonFactory.create(email="w@example.org"))
    person.set_password("een lang wachtwoord")
    person.save()
    worker = Worker(provider, "u3", email="w@example.org")
    worker.sign_in()
    sent = {"login": "w@example.org", "password": "een lang wachtwoord", "way": "password"}
    worker.client.post("/account/login/", sent)
    assert (worker.who, SocialAccount.objects.count()) == (person.pk, 0)


def test_roles_follow_the_list_and_what_was_given_by_hand_stays(provider: str) -> None:
    person = with_address(person_in_role(Role.VOLUNTEER, email="t@example.org"))
    said = roles("va-trainer", "admin", "Beheerders", "superuser")
    worker = linked(provider, person, "u4", **said)
    assert groups(person) == {Role.VOLUNTEER.value, Role.TRAINER.value}
    person.groups.add(Group.objects.get(name=Role.COORDINATOR.value))
    for said, expected in (
        (roles("va-trainer", "va-coordinator"), {Role.TRAINER, Role.COORDINATOR}),
        # Of the two the one that the organisation gave goes.
        (roles(), {Role.COORDINATOR}),
        ({"realm_access": "va-trainer"}, {Role.COORDINATOR}),
        ({"roles": ["va-trainer"]}, {Role.COORDINATOR}),
        ({"realm_access": {"roles": "va-trainer"}}, {Role.TRAINER, Role.COORDINATOR}),
    ):
        worker.claim(email="t@example.org", **said)
        worker.sign_in()
        worker.client.post("/account/logout/")
        assert groups(person) == {Role.VOLUNTEER.value, *(one.value for one in expected)}
    person.refresh_from_db()
    assert not person.is_superuser


def test_who_does_not_come_by_the_organisation_any_more_loses_what_it_gave(
    provider: str, settings: Settings
) -> None:
    person = with_address(PersonFactory.create(email="v@example.org"))
    worker = linked(provider, person, "u5", **roles("va-coordinator"))
    assert take_back_old_roles() == 0
    with clock.at(clock.now() + ROLES_LAST + timedelta(minutes=1)):
        assert (take_back_old_roles(), take_back_old_roles()) == (1, 0)
    assert groups(person) == set()
    worker.sign_in()
    assert groups(person) == {Role.COORDINATOR.value}
    settings.ORGANISATIONS = ()
    assert (take_back_old_roles(), groups(person)) == (1, set())
    assert Client().post(LOGIN).status_code == 404


def test_somebody_ends_it_with_the_roles_that_came_of_it(provider: str) -> None:
    person = with_address(PersonFactory.create(email="e@example.org"))
    worker = linked(provider, person, "u6", **roles("va-trainer"))
    worker.sign_in()
    stranger = Client()
    stranger.force_login(PersonFactory.create())
    key = SocialAccount.objects.get().pk
    stranger.post("/account/3rdparty/", {"account": str(key)})
    assert SocialAccount.objects.count() == 1
    assert "Gemeente" in worker.client.get("/account/3rdparty/").content.decode()
    worker.client.post("/account/3rdparty/", {"account": str(key)})
    assert (SocialAccount.objects.count(), OrganisationRole.objects.count()) == (0, 0)
    assert groups(person) == set()


def test_what_goes_wrong_is_told_in_words_and_keeps_the_code_as_a_way_in(
    provider: str, settings: Settings, tmp_path: Path
) -> None:
    worker = Worker(provider, "u7", email="f@example.org")
    stopped = worker.sign_in(action="deny")
    assert (stopped.status_code, "bij je organisatie gestopt" in stopped.content.decode()) == (
        400,
        True,
    )
    nameless = Worker(provider, "u8")
    nameless.claim(name="Zonder adres")
    assert "geeft ons geen e-mailadres" in nameless.sign_in().content.decode()
    forged = worker.client.get(f"{LOGIN}callback/", {"code": "x", "state": "x"})
    assert (forged.status_code, "Inloggen lukt niet" in forged.content.decode()) == (400, True)
    busy = Worker(provider, "u9", email="g@example.org")
    busy.client.force_login(PersonFactory.create())
    assert "Je bent al ingelogd" in busy.sign_in().content.decode()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        use(settings, tmp_path, organisation(f"http://127.0.0.1:{nobody.getsockname()[1]}"))
        away = worker.client.post(LOGIN)
    assert (away.status_code, "Naar inloggen" in away.content.decode()) == (400, True)
    assert (worker.client.get(LOGIN).status_code, User.objects.count()) == (405, 1)


def test_the_page_to_sign_in_offers_each_organisation(client: Client, settings: Settings) -> None:
    button = "Inloggen met je account van Gemeente"
    assert button in client.get("/account/login/").content.decode()
    settings.ORGANISATIONS = ()
    assert button not in client.get("/account/login/").content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "Gemeente Utrecht"}, "the id has other signs"),
        ({"server": "http://login.example.org"}, "over https only"),
        ({"server": "http://127.0.0.1.example.org"}, "over https only"),
        ({"secret": ""}, "secret is missing"),
        ({"roles": {"x": "superuser"}}, "no role: superuser"),
        ({"role": {}}, "unknown: role"),
    ],
)
def test_a_file_that_says_something_impossible_stops_the_start(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps([{**organisation("https://login.example.org"), **change}]))
    with pytest.raises(ImproperlyConfigured, match=said):
        organisation_file.read(str(file))


def test_the_file_names_the_roles_that_there_are() -> None:
    assert set(organisation_file.ROLES.values()) == set(Role.values) - {Role.VOLUNTEER.value}
