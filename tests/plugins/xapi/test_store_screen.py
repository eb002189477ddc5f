"""What an administrator fills in about the record store, tries, and reads of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from courses.people.enums import Role
from plugins.xapi import sealing
from plugins.xapi.models import OutgoingStatement, RecordStore, RemovalRequest
from plugins.xapi.services import consents
from tests.factories import PersonFactory, person_in_role
from tests.plugins.xapi.record_store import KEY, SECRET, Store

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

ADDRESS = "/beheer/extra/xapi/store/"


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(person_in_role(Role.COORDINATOR))
    return client


def _filled_in(store: Store, **changes: str) -> dict[str, str]:
    return {
        "name": "Gemeente",
        "endpoint": store.endpoint.rstrip("/"),
        "key": KEY,
        "secret": SECRET,
        "version": "2.0.0",
        "is_on": "on",
        **changes,
    }


def test_a_store_is_named_and_its_secret_never_shown_again(client: Client, store: Store) -> None:
    assert RecordStore.objects.count() == 0
    page = client.post(ADDRESS, _filled_in(store), follow=True).content.decode()
    named = RecordStore.objects.get()
    assert (named.endpoint, named.version, named.is_on) == (store.endpoint, "2.0.0", True)
    assert "De recordstore is bewaard." in page
    assert SECRET not in page
    assert SECRET not in named.secret
    assert sealing.opened(named.secret) == SECRET
    # Left empty it stays, also when the name changes.
    client.post(ADDRESS, _filled_in(store, secret="", name="Gemeente Utrecht"))
    named.refresh_from_db()
    assert (named.name, sealing.opened(named.secret)) == ("Gemeente Utrecht", SECRET)


def test_what_was_filled_in_for_one_address_goes_to_no_other(
    client: Client, named: RecordStore, store: Store
) -> None:
    elsewhere = {"endpoint": f"{store.endpoint}ander", "secret": ""}
    page = client.post(ADDRESS, _filled_in(store, **elsewhere))
    assert page.status_code == 422
    assert "Bij een nieuw adres hoort een eigen geheim." in page.content.decode()
    person = PersonFactory.create()
    consents.give(person=person, store=named)
    client.post(ADDRESS, _filled_in(store, endpoint=f"{store.endpoint}ander"))
    other = RecordStore.objects.get(is_current=True)
    # Who agreed to the first did not agree to this one.
    assert (other.pk == named.pk, consents.consent_of(person.pk, other)) == (False, None)
    # And back again, with a secret: who agreed then, agreed.
    client.post(ADDRESS, _filled_in(store))
    assert RecordStore.objects.get(is_current=True).pk == named.pk


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("endpoint", "http://lrs.example/xapi"),
        ("endpoint", "https://10.0.0.8/xapi"),
        ("endpoint", "https://wie:wat@lrs.example/xapi"),
        ("endpoint", "https://lrs.example/xapi?a=1"),
        ("endpoint", "geen adres"),
        ("key", "een:twee"),
        ("version", "0.9"),
        ("name", ""),
    ],
)
def test_what_cannot_be_is_said_at_the_field(
    client: Client, store: Store, field: str, value: str
) -> None:
    page = client.post(ADDRESS, _filled_in(store, **{field: value}))
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {field}
    assert RecordStore.objects.count() == 0


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (200, "Het werkt: de recordstore kent ons."),
        (401, "De recordstore kent deze sleutel met dit geheim niet."),
        (404, "Op dit adres is geen recordstore."),
        (500, "De recordstore antwoordt met fout 500."),
    ],
)
def test_the_button_says_whether_it_works(
    client: Client, named: RecordStore, store: Store, status: int, sentence: str
) -> None:
    store.status = status
    page = client.post(f"{ADDRESS}proef/", follow=True).content.decode()
    assert sentence in page
    assert store.kept == {}


def test_the_button_says_that_a_store_is_away(
    client: Client, named: RecordStore, settings: Settings
) -> None:
    settings.ACADEMY_INSIDE_HOSTS = []
    page = client.post(f"{ADDRESS}proef/", follow=True).content.decode()
    assert "De recordstore is niet te bereiken" in page
    RecordStore.objects.all().delete()
    for button in ("proef/", "opnieuw/", "gewist/"):
        assert client.post(f"{ADDRESS}{button}").status_code in {302, 409}


def test_how_it_goes_is_told_and_what_can_be_done(client: Client, named: RecordStore) -> None:
    consent = consents.give(person=PersonFactory.create(), store=named)
    row: Any = {"consent": consent, "verb": "completed", "about": "Les", "at": consent.given_at}
    OutgoingStatement.objects.create(pk=consent.subject, refused="status 400", body={}, **row)
    RemovalRequest.objects.create(store=named, subject=consent.subject)
    page = client.get(ADDRESS).content.decode()
    assert "Verstuur wat geweigerd is opnieuw" in page
    assert str(consent.subject) in page
    again = client.post(f"{ADDRESS}opnieuw/", follow=True).content.decode()
    assert "1 bericht gaat opnieuw." in again
    client.post(f"{ADDRESS}gewist/")
    assert not RemovalRequest.objects.exists()
