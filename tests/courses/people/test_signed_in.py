"""Where somebody is signed in: what is kept of it, what the page shows, and how it ends."""

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from courses.people import browsers, services
from courses.people.models import User
from courses.people.personal_data import Account
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

PAGE = "/account/sessions/"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; SM-A546B) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36"
)
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.mark.parametrize(
    ("told", "name"),
    [
        (PHONE, "Samsung Internet op Android"),
        (LAPTOP, "Firefox op Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Version/17.5 Safari/604.1", "Safari op iPhone"),
        ("Mozilla/5.0 (Macintosh) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge op Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
        ("curl/8.5.0", "Een apparaat dat wij niet kennen"),
        ("", "Een apparaat dat wij niet kennen"),
    ],
)
def test_a_browser_has_a_name_that_people_know(told: str, name: str) -> None:
    assert browsers.readable(told) == name
    assert browsers.readable(browsers.kind(told)) == name


PASSWORD = "regen-op-het-dak-9"


def with_password(address: str) -> User:
    person = PersonFactory.create(email=address)
    person.set_password(PASSWORD)
    person.save()
    services.keep_address(person=person)
    EmailAddress.objects.filter(user=person).update(verified=True)
    return person


@pytest.fixture
def somebody() -> User:
    return with_password("hier@example.org")


def sign_in(person: User, device: str) -> Client:
    client = Client(HTTP_USER_AGENT=device, REMOTE_ADDR="203.0.113.9")
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/mijn/gegevens/").status_code == 200


@pytest.mark.both_databases
def test_somebody_ends_it_on_one_device_and_on_all_others(somebody: User) -> None:
    here, lost, laptop = (sign_in(somebody, one) for one in (LAPTOP, PHONE, LAPTOP))
    stranger = sign_in(with_password("ander@example.org"), PHONE)
    kept = UserSession.objects.filter(user=somebody).order_by("pk")
    assert list(kept.values_list("ip", "user_agent")) == [
        ("0.0.0.0", "Firefox/Windows"),  # noqa: S104
        ("0.0.0.0", "Samsung Internet/Android"),  # noqa: S104
        ("0.0.0.0", "Firefox/Windows"),  # noqa: S104
    ]
    page = here.get(PAGE).content.decode()
    assert page.count("Dit apparaat") == 1
    assert "Log uit op Samsung Internet op Android" in page

    other_row = UserSession.objects.exclude(user=somebody).get()
    said = here.post(PAGE, {"session": other_row.pk}, follow=True).content.decode()
    assert "was je al uitgelogd" in said
    assert is_signed_in(stranger)

    here.post(PAGE, {"session": kept[1].pk})
    assert [is_signed_in(one) for one in (here, lost, laptop)] == [True, False, True]
    here.post(PAGE)
    assert [is_signed_in(one) for one in (here, lost, laptop)] == [True, False, False]
    somebody.refresh_from_db()
    assert somebody.browsers_forgotten == 1
    page = here.get(PAGE).content.decode()
    assert "Je bent nergens anders ingelogd." in page
    assert is_signed_in(stranger)

    here.post("/account/logout/")
    assert not UserSession.objects.filter(user=somebody).exists()


def test_a_session_that_ran_out_leaves_the_list_and_the_export_names_the_others(
    somebody: User,
) -> None:
    sign_in(somebody, LAPTOP)
    Session.objects.all().delete()
    sign_in(somebody, PHONE)
    sign_in(somebody, LAPTOP)
    Session.objects.filter(
        session_key=UserSession.objects.order_by("pk").last().session_key
    ).delete()
    assert services.forget_ended_sessions() == 1
    exported = Account().export(somebody.pk)
    assert isinstance(exported, dict)
    [device] = exported["nu ingelogd"]
    assert device["apparaat"] == "Samsung Internet op Android"


def test_who_was_signed_in_before_there_was_a_list_can_be_signed_out(somebody: User) -> None:
    old = sign_in(somebody, PHONE)
    here = sign_in(somebody, LAPTOP)
    Client().get("/account/login/")
    UserSession.objects.all().delete()
    migration = import_module("courses.people.migrations.0013_list_who_is_signed_in")
    for _again in range(2):
        migration.forwards(apps, connection.schema_editor())
        assert UserSession.objects.filter(user=somebody).count() == 2
    here.post(PAGE)
    assert not is_signed_in(old)


def test_the_page_is_for_who_is_signed_in(client: Client) -> None:
    assert client.get(PAGE).status_code == 302
