"""Signing up and in with a code, and one's own details."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from courses.common import clock
from courses.common.models import Tally
from courses.people import services
from courses.people.enums import Role
from courses.people.models import User
from courses.people.queries import has_role, is_coordinator, is_trainer
from tests.factories import PartnerFactory, PersonFactory, person_in_role
from tests.mails import newest_code
from tests.responses import Response, person_of

pytestmark = pytest.mark.django_db


def sign_up(client: Client, **changes: Any) -> Response:
    data = {
        "email": "Nieuw@Example.org",
        "first_name": "Nieuwe",
        "last_name": "Vrijwilliger",
        "background": "resident",
        "partner": "",
        "password1": "",
        **changes,
    }
    return client.post("/account/signup/", data, follow=True)


def test_signing_up_takes_a_code_that_comes_by_mail(client: Client) -> None:
    partner = PartnerFactory.create()
    response = sign_up(client, partner=partner.pk)
    assert response.status_code == 200
    response = client.post(response.request["PATH_INFO"], {"code": newest_code()}, follow=True)
    assert response.redirect_chain[-1][0] == "/mijn/"
    person = User.objects.get(email="nieuw@example.org")
    assert (person.name, person.background, person.partner) == (
        "Nieuwe Vrijwilliger",
        "resident",
        partner,
    )
    assert has_role(person, Role.VOLUNTEER)
    assert not person.has_usable_password()


def test_what_was_typed_stays_typed_when_something_is_missing(client: Client) -> None:
    page = sign_up(client, first_name="").content.decode()
    assert 'value="Nieuw@Example.org"' in page
    assert 'value="Vrijwilliger"' in page
    assert User.objects.count() == 0


@pytest.fixture
def somebody() -> User:
    """Somebody for whom staff made the account."""
    person = PersonFactory.create(email="hier@example.org")
    services.keep_address(person=person)
    return person


def test_signing_in_takes_a_code_without_a_password(client: Client, somebody: User) -> None:
    response = client.post("/account/login/code/", {"email": "hier@example.org"}, follow=True)
    response = client.post(response.request["PATH_INFO"], {"code": newest_code()}, follow=True)
    assert response.status_code == 200
    assert person_of(response).email == "hier@example.org"


def test_a_wrong_code_lets_nobody_in(client: Client, somebody: User) -> None:
    response = client.post("/account/login/code/", {"email": "hier@example.org"}, follow=True)
    response = client.post(response.request["PATH_INFO"], {"code": "ZZZZZZ"}, follow=True)
    assert not response.wsgi_request.user.is_authenticated


PASSWORD = "regen-op-het-dak-9"


def prove_by_code(client: Client, email: str) -> Response:
    response = client.post("/account/login/code/", {"email": email}, follow=True)
    return client.post(response.request["PATH_INFO"], {"code": newest_code()}, follow=True)


def test_who_signed_up_with_anothers_address_has_no_way_in_once_the_owner_proves_it(
    client: Client,
) -> None:
    """A stranger fills in an address with a password of his own, and waits for its owner."""
    stranger, address = Client(), "eigenaar@example.org"
    sign_up(stranger, email=address, password1=PASSWORD)
    Tally.objects.all().delete()  # the next mail is asked for a day later
    page = prove_by_code(client, address)
    assert person_of(page).email == address
    assert "Bij dit account stond al een wachtwoord." in page.content.decode()
    for one in (stranger, Client()):
        one.post("/account/login/", {"login": address, "password": PASSWORD, "way": "password"})
        assert "_auth_user_id" not in one.session
    for path in ("/account/confirm-email/", "/account/login/", "/mijn/"):
        assert not stranger.get(path, follow=True).wsgi_request.user.is_authenticated


def test_the_password_of_who_proved_the_address_while_signing_up_stays(client: Client) -> None:
    response = sign_up(client, password1=PASSWORD)
    client.post(response.request["PATH_INFO"], {"code": newest_code()}, follow=True)
    Tally.objects.all().delete()
    page = prove_by_code(Client(), "nieuw@example.org")
    assert "Bij dit account stond al een wachtwoord." not in page.content.decode()
    assert User.objects.get(email="nieuw@example.org").check_password(PASSWORD)


def test_a_new_address_that_staff_fill_in_leaves_the_password_alone(client: Client) -> None:
    person = PersonFactory.create(email="oud@example.org", last_login=clock.now())
    person.set_password(PASSWORD)
    person.email = "anders@example.org"
    person.save()
    services.keep_address(person=person)
    prove_by_code(client, "anders@example.org")
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_the_first_administrator_keeps_the_password_that_was_typed_on_the_server(
    client: Client,
) -> None:
    person = User.objects.create_superuser("baas@example.org", PASSWORD, first_name="De Baas")
    prove_by_code(client, "baas@example.org")
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_opening_the_page_of_a_code_consumes_nothing(client: Client, somebody: User) -> None:
    response = client.post("/account/login/code/", {"email": "hier@example.org"}, follow=True)
    path = response.request["PATH_INFO"]
    client.get(path)
    assert client.post(path, {"code": newest_code()}, follow=True).wsgi_request.user.is_active


def test_the_password_of_the_demo_works_nowhere_else(client: Client) -> None:
    PersonFactory.create(email="vrijwilliger@demo.example")
    client.post("/account/login/", {"login": "vrijwilliger@demo.example", "password": "demo"})
    assert "_auth_user_id" not in client.session


def test_many_people_may_have_no_address_but_no_two_share_one() -> None:
    PersonFactory.create(email=None)
    PersonFactory.create(email="")
    PersonFactory.create(email="een@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonFactory.create(email="EEN@example.org")
    assert User.objects.filter(email=None).count() == 2


def test_roles_are_what_their_groups_say() -> None:
    people = {role: person_in_role(role) for role in Role}
    assert {role: is_coordinator(one) for role, one in people.items()} == {
        Role.VOLUNTEER: False,
        Role.TRAINER: False,
        Role.COORDINATOR: True,
        Role.ADMINISTRATOR: True,
    }
    assert [role for role, one in people.items() if is_trainer(one)] == [Role.TRAINER]
    assert [role for role, one in people.items() if one.has_perm("wagtailadmin.access_admin")] == [
        Role.TRAINER,
        Role.COORDINATOR,
        Role.ADMINISTRATOR,
    ]


def test_an_inactive_person_has_no_role() -> None:
    assert not has_role(person_in_role(Role.COORDINATOR, is_active=False), Role.COORDINATOR)


def test_people_change_their_own_details(client: Client) -> None:
    person = PersonFactory.create()
    client.force_login(person)
    page = client.post(
        "/mijn/gegevens/",
        {
            "first_name": "Anders",
            "last_name": person.last_name,
            "background": "business",
            "partner": "",
            "language": "en",
        },
        follow=True,
    )
    person.refresh_from_db()
    assert (person.first_name, person.background, person.language) == ("Anders", "business", "en")
    assert "Je gegevens zijn bewaard." in page.content.decode()


def test_wrong_details_are_refused_at_the_field_and_stay_typed(client: Client) -> None:
    client.force_login(PersonFactory.create(first_name="Oud"))
    page = client.post("/mijn/gegevens/", {"first_name": "Half", "background": "koning"})
    content = page.content.decode()
    assert page.status_code == 200
    assert 'value="Half"' in content
    assert not User.objects.filter(first_name="Half").exists()


def test_details_are_for_who_is_signed_in(client: Client) -> None:
    assert client.get("/mijn/gegevens/")["Location"].startswith("/account/login/")


def test_administrators_make_an_account_without_an_address(client: Client) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    data = {
        "email": "",
        "first_name": "Zonder",
        "last_name": "Mail",
        "background": "resident",
        "language": "nl",
        "groups": [],
    }
    for looked in ({}, {"somebody_else": "on"}):
        assert client.post("/beheer/users/new/", {**data, **looked}).status_code == 302
    assert User.objects.filter(first_name="Zonder", email=None).count() == 2


@pytest.mark.parametrize("path", ["email/", "2fa/", "password/set/", "password/reset/", "logout/"])
def test_pages_about_an_account_are_in_no_cache_of_a_shared_computer(
    client: Client, path: str
) -> None:
    person = PersonFactory.create()
    client.force_login(person)
    assert "no-store" in client.get(f"/account/{path}", follow=True)["Cache-Control"]
