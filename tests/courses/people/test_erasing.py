"""Somebody has the own account erased, may come back on it, and reads what we know."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from wagtail.models import ModelLogEntry

from courses.common import clock
from courses.common.errors import Refusal
from courses.enrolment.models import Enrolment
from courses.people import queries
from courses.people.enums import Role
from courses.people.erasing import WAIT, cancel_erasure, erase_due, request_erasure
from courses.people.models import User
from courses.people.readable import Item, as_sections
from tests.courses.certificates.people import make_certificate
from tests.factories import EnrolmentFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from tests.courses.people.diary import Diary

pytestmark = pytest.mark.django_db

ERASE = "/mijn/gegevens/wissen/"
LATER = WAIT.length + timedelta(minutes=1)


def sign_in(client: Client, person: User) -> None:
    person.set_password("een lang wachtwoord")
    person.save()
    EmailAddress.objects.create(user=person, email=person.email or "", verified=True, primary=True)
    sent = {"login": person.email, "password": "een lang wachtwoord", "way": "password"}
    client.post("/account/login/", sent)


@pytest.mark.both_databases
def test_who_asks_is_erased_after_the_time_to_come_back_on_it(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person = PersonFactory.create(email="riet@example.org")
    EnrolmentFactory.create(person=person)
    sign_in(client, person)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(ERASE, {"action": "erase"})
    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["riet@example.org"], "Je account gaat weg")
    ]
    assert erase_due() == 0
    mail.outbox.clear()
    with clock.at(clock.now() + LATER), django_capture_on_commit_callbacks(execute=True):
        assert (erase_due(), erase_due()) == (1, 0)
    assert not User.objects.filter(pk=person.pk).exists()
    assert Enrolment.objects.count() == 0
    assert [one.subject for one in mail.outbox] == ["Je account is weg"]
    assert ModelLogEntry.objects.filter(action="people.erase").count() == 1


def test_nobody_is_erased_from_a_browser_that_was_left_open(client: Client) -> None:
    person = PersonFactory.create()
    # Signed in, and not just now as far as we know.
    client.force_login(person)
    assert not client.get(ERASE).context["has_signed_in_just_now"]
    answer = client.post(ERASE, {"action": "erase"})
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/account/login/?next=%2Fmijn%2Fgegevens%2Fwissen%2F",
    )
    person.refresh_from_db()
    assert (person.erase_at, "_auth_user_id" in client.session) == (None, False)


@pytest.mark.both_databases
def test_who_comes_back_on_it_stays(client: Client) -> None:
    person = request_erasure(person=PersonFactory.create())
    client.force_login(person)
    assert client.post(ERASE, {"action": "keep"}).status_code == 302
    with clock.at(clock.now() + LATER):
        assert erase_due() == 0
    assert User.objects.filter(pk=person.pk, erase_at=None).exists()


@pytest.mark.both_databases
def test_of_who_has_something_that_a_plugin_keeps_only_that_stays(
    client: Client, diary: Diary
) -> None:
    person = PersonFactory.create(telephone="0612345678", street="Oudegracht 1", birth_year=1941)
    EnrolmentFactory.create(person=person)
    name = person.name
    sign_in(client, person)
    diary.failure = Refusal("Het dagboek is nog uitgeleend.")
    assert client.get(ERASE).context["stays"]
    request_erasure(person=person)
    with clock.at(clock.now() + LATER):
        assert erase_due() == 1
    person.refresh_from_db()
    assert (person.name, person.enrolments.count(), person.is_active) == (name, 1, False)
    assert [person.email, person.birth_year] == [None, None]
    assert (person.telephone, person.street) == ("", "")
    assert EmailAddress.objects.count() == 0


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_who_works_here_asks_an_administrator(client: Client, role: Role) -> None:
    person = person_in_role(role)
    with pytest.raises(Refusal, match="Jij doet werk voor de academie"):
        request_erasure(person=person)
    client.force_login(person)
    assert "Haal mijn account weg" not in client.get(ERASE).content.decode()


def test_staff_see_it_and_can_keep_the_account(client: Client) -> None:
    person = request_erasure(person=PersonFactory.create())
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get(f"/beheer/personen/{person.pk}/").content.decode()
    assert "Deze persoon vroeg zelf om gewist te worden." in page
    assert client.post(f"/beheer/personen/{person.pk}/niet-wissen/").status_code == 302
    person.refresh_from_db()
    assert person.erase_at is None
    with pytest.raises(Refusal):
        cancel_erasure(person=person, actor=person_in_role(Role.TRAINER))


# --- What we know, to read -------------------------------------------------------------------


def test_what_is_known_is_a_page_to_read_and_nothing_of_it_is_left_out(client: Client) -> None:
    person = make_certificate().enrolment.person
    client.force_login(person)
    page = client.get("/mijn/gegevens/alles/")
    assert page.status_code == 200
    document = queries.export_personal_data(person)
    assert isinstance(document, dict)
    parts = document["onderdelen"]
    assert isinstance(parts, list)
    titles = [one.title for one in page.context["sections"]]
    assert titles == ["Wie je bent", *(one["onderdeel"] for one in parts if isinstance(one, dict))]
    shown = page.content.decode()
    assert str(person.email) in shown


def test_moments_and_lists_are_written_for_people() -> None:
    who = {"naam": "Riet", "account sinds": "2026-03-03T19:00+01:00", "organisatie": None}
    parts = [
        {"onderdeel": "Lessen", "gegevens": [{"les": "Een", "klaar": True, "dag": "2026-03-04"}]},
        {"onderdeel": "Leeg", "gegevens": None},
        {"onderdeel": "Weg", "ontbreekt": "Dit deel ontbreekt."},
    ]
    sections = as_sections({"wie je bent": who, "onderdelen": parts})
    assert [(one.title, one.items) for one in sections] == [
        ("Wie je bent", [Item("Naam", "Riet"), Item("Account sinds", "3 maart 2026, 19:00")]),
        (
            "Lessen",
            [Item("Les", "Een", [Item("Klaar", "Ja"), Item("Dag", "4 maart 2026")])],
        ),
        ("Leeg", []),
        ("Weg", [Item(text="Dit deel ontbreekt.")]),
    ]
