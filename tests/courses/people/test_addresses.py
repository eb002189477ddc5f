"""The address that somebody has, changed by the person and by staff."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail

from courses.common.errors import Refusal
from courses.people import services
from courses.people.enums import Role
from tests.courses.people.test_admin import shown_values
from tests.factories import PersonFactory, person_in_role
from tests.mails import newest_code
from tests.responses import Response

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

OLD, NEW, SECOND = "oud@example.org", "nieuw@example.org", "tweede@example.org"
TOLD = "Dit e-mailadres hoort niet meer bij je account van de academie."


def addresses(person: User) -> list[tuple[str, bool, bool]]:
    """(address, primary, verified) of somebody, by address."""
    rows = EmailAddress.objects.filter(user=person).order_by("email")
    return list(rows.values_list("email", "primary", "verified"))


@pytest.fixture
def person() -> User:
    person = PersonFactory.create(email=OLD, first_name="Siti", last_name="")
    EmailAddress.objects.create(user=person, email=OLD, primary=True, verified=True)
    EmailAddress.objects.create(user=person, email=SECOND, primary=False, verified=True)
    return person


Save = Callable[..., Response]


@pytest.fixture
def by_staff(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> Save:
    client.force_login(person_in_role(Role.ADMINISTRATOR))

    def save(person: User, **changes: Any) -> Response:
        address = f"/beheer/users/edit/{person.pk}/"
        shown = shown_values(client.get(address).content.decode())
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(address, {**shown, "is_active": "on", **changes})
        person.refresh_from_db()
        return response

    return save


# --- By staff -------------------------------------------------------------------------------


@pytest.mark.parametrize("email", [OLD, "OUD@Example.org", " oud@example.org "])
def test_saving_a_person_unchanged_leaves_all_addresses_alone(
    person: User, by_staff: Save, email: str
) -> None:
    assert by_staff(person, email=email).status_code == 302
    assert addresses(person) == [(OLD, True, True), (SECOND, False, True)]
    assert (person.email, mail.outbox) == (OLD, [])


def test_another_main_address_takes_the_place_of_the_main_one_alone(
    person: User, by_staff: Save
) -> None:
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    assert by_staff(person, email=NEW).status_code == 302
    assert addresses(person) == [(NEW, True, False), (SECOND, False, True)]
    assert Authenticator.objects.filter(user=person).count() == 1
    assert [(one.to, TOLD in one.body, NEW in one.body) for one in mail.outbox] == [
        ([OLD], True, False)
    ]
    # Enough to know the own address again, and how to reach us if it is another's.
    body = mail.outbox[0].body
    assert "Je nieuwe e-mailadres begint en eindigt zo: n…@example.org" in body
    assert "Bel of mail ons dan meteen: (030) 236 17 45 of infopuntiz@nizu.nl." in body


def test_an_address_that_staff_mistyped_is_not_told_to_a_stranger(
    person: User, by_staff: Save
) -> None:
    EmailAddress.objects.filter(email=OLD).update(verified=False)
    by_staff(person, email=NEW)
    assert mail.outbox == []


def test_the_second_address_as_main_one_stays_proved(person: User, by_staff: Save) -> None:
    by_staff(person, email=SECOND)
    assert addresses(person) == [(SECOND, True, True)]


def test_without_an_address_nothing_is_left_to_sign_in_with(person: User, by_staff: Save) -> None:
    by_staff(person, email="")
    assert (person.email, addresses(person)) == (None, [])
    assert sorted(one.to[0] for one in mail.outbox) == [OLD, SECOND]
    assert "Er is geen ander e-mailadres voor in de plaats gekomen." in mail.outbox[0].body


def test_an_address_that_another_proved_is_refused_at_the_field(
    person: User, by_staff: Save
) -> None:
    other = PersonFactory.create(email="ander@example.org")
    EmailAddress.objects.create(user=other, email=NEW, verified=True)
    page = by_staff(person, email=NEW)
    assert page.context["form"].errors["email"] == ["Iemand anders heeft dit e-mailadres al."]
    assert addresses(person) == [(OLD, True, True), (SECOND, False, True)]
    with pytest.raises(Refusal, match="Iemand heeft dit e-mailadres al"):
        services.register_person(
            first_name="Nog", last_name="Iemand", background="resident", actor=None, email=NEW
        )


def test_two_people_with_each_others_unproved_address_stay_apart(
    person: User, by_staff: Save
) -> None:
    other = PersonFactory.create(email=NEW)
    EmailAddress.objects.create(user=other, email=NEW, primary=True)
    EmailAddress.objects.create(user=other, email="x@example.org")
    EmailAddress.objects.create(user=person, email=NEW)
    by_staff(other, email="x@example.org")
    by_staff(person, email=NEW)
    assert addresses(other) == [("x@example.org", True, False)]
    assert addresses(person) == [(NEW, True, False), (SECOND, False, True)]


def test_staff_see_with_which_other_addresses_somebody_can_sign_in(
    person: User, client: Client
) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    page = client.get(f"/beheer/users/edit/{person.pk}/").content.decode()
    assert f"Deze persoon kan ook inloggen met: {SECOND}." in page


# --- By the person --------------------------------------------------------------------------


def test_one_field_and_a_typed_code_change_the_address_and_the_old_one_is_told(
    person: User, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client.force_login(person)
    page = client.post("/account/email/", {"email": "Nieuw@example.org"}, follow=True)
    person.refresh_from_db()
    # Nothing has changed yet.
    assert (person.email, mail.outbox[-1].to) == (OLD, [NEW])
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(page.request["PATH_INFO"], {"code": newest_code().lower()}, follow=True)
    person.refresh_from_db()
    assert page.request["PATH_INFO"] == "/mijn/gegevens/"
    assert str(list(page.context["messages"])[-1]) == (
        f"Klaar. Voortaan mailen we je op {NEW}. Je logt ook in met dat adres."
    )
    assert (person.email, addresses(person)) == (NEW, [(NEW, True, True), (SECOND, False, True)])
    assert (mail.outbox[-1].to, TOLD in mail.outbox[-1].body) == ([OLD], True)


def test_an_address_left_from_before_can_be_taken_away(person: User, client: Client) -> None:
    client.force_login(person)
    assert f"Haal {SECOND} weg" in " ".join(client.get("/account/email/").content.decode().split())
    client.post("/account/email/", {"email": SECOND, "action_remove": ""})
    assert addresses(person) == [(OLD, True, True)]


def test_somebody_without_an_address_gets_one(client: Client) -> None:
    person = PersonFactory.create(email=None)
    client.force_login(person)
    page = client.post("/account/email/", {"email": NEW}, follow=True)
    client.post(page.request["PATH_INFO"], {"code": newest_code()})
    person.refresh_from_db()
    assert (person.email, addresses(person)) == (NEW, [(NEW, True, True)])


def test_the_address_that_one_has_is_no_change(person: User, client: Client) -> None:
    client.force_login(person)
    page = client.post("/account/email/", {"email": OLD})
    assert page.context["form"].errors["email"] == ["Dit is je e-mailadres al."]
    assert mail.outbox == []


def test_an_address_of_another_is_told_only_to_who_reads_its_mail(
    person: User, client: Client
) -> None:
    PersonFactory.create(email=NEW)
    client.force_login(person)
    page = client.post("/account/email/", {"email": NEW}, follow=True)
    assert "Kijk in je mail" in page.content.decode()
    page = client.post(page.request["PATH_INFO"], {"code": newest_code()})
    person.refresh_from_db()
    assert (page.status_code, person.email) == (200, OLD)
