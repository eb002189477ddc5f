"""Making, showing and ending personal tokens, and what becomes of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from academy.api import services
from academy.api.enums import Lifetime, Scope
from academy.api.models import PersonalToken
from academy.api.personal_data import OwnTokens
from academy.api.queries import digest_of, working_token
from courses.common import clock
from courses.common.errors import Refusal
from courses.people.enums import Role
from courses.people.merging import merge_people
from courses.people.queries import export_personal_data
from tests.academy.api.programs import Program, token_of
from tests.factories import PersonFactory, person_in_role

if TYPE_CHECKING:
    from courses.people.models import User

pytestmark = pytest.mark.django_db

PAGE = "/mijn/gegevens/sleutels/"
STOP = f"{PAGE}stop/"
FILLED_IN = {"name": "Mijn app", "scope": "enrol", "lifetime": "90"}


@pytest.fixture
def person() -> User:
    return PersonFactory.create()


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_token_is_shown_once_and_kept_as_a_digest(person: User) -> None:
    client = browser(person)
    page = client.post(PAGE, FILLED_IN)
    token = page.context["token"]
    assert token in page.content.decode()
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    kept = PersonalToken.objects.get()
    assert (kept.digest, kept.hint, kept.scope) == (digest_of(token), token[-4:], "enrol")
    assert kept.expires_at - kept.created_at == timedelta(days=90)
    again = client.get(PAGE).content.decode()
    assert (token in again, "Mijn app" in again, token[-4:] in again) == (False, True, True)


def test_what_was_typed_stays_typed_when_something_is_wrong(person: User) -> None:
    page = browser(person).post(PAGE, {**FILLED_IN, "lifetime": "4000"})
    assert page.status_code == 400
    assert 'value="Mijn app"' in page.content.decode()
    assert PersonalToken.objects.count() == 0


def test_there_is_a_most_and_the_page_says_so(person: User) -> None:
    for _number in range(services.MOST):
        token_of(person)
    page = browser(person).post(PAGE, FILLED_IN)
    assert page.status_code == 400
    assert "Je hebt al 10 sleutels." in page.content.decode()
    assert PersonalToken.objects.count() == services.MOST


def test_a_closed_account_gets_none(person: User) -> None:
    person.is_active = False
    person.save()
    with pytest.raises(Refusal):
        services.create_token(person=person, name="x", scope=Scope.READ, lifetime=Lifetime.MONTH)


def test_one_is_ended_or_all_and_never_anothers(person: User) -> None:
    token_of(person)
    token_of(person)
    other = token_of(PersonFactory.create())
    first, second, theirs = PersonalToken.objects.order_by("pk")
    client = browser(person)
    assert client.post(STOP, {"token": theirs.pk})["Location"] == PAGE
    assert working_token(other) is not None
    client.post(STOP, {"token": first.pk})
    assert set(PersonalToken.objects.all()) == {second, theirs}
    client.post(STOP, {"token": "9" * 40})
    client.post(STOP)
    assert set(PersonalToken.objects.all()) == {theirs}


def test_the_page_is_for_who_is_signed_in() -> None:
    for answer in (Client().get(PAGE), Client().post(PAGE, FILLED_IN), Client().post(STOP)):
        assert answer.status_code in (302, 403)
    assert Client().get(STOP).status_code in (302, 405)


def test_the_page_is_found_from_the_own_details(person: User) -> None:
    assert PAGE in browser(person).get("/mijn/gegevens/").content.decode()


def test_what_is_told_and_erased_of_somebody(person: User) -> None:
    assert OwnTokens().export(person.pk) is None
    token = token_of(person)
    told = str(export_personal_data(person))
    assert ("Een programma" in told, token in told, digest_of(token) in told) == (
        True,
        False,
        False,
    )
    OwnTokens().erase(person.pk)
    assert PersonalToken.objects.count() == 0


def test_tokens_of_an_account_that_goes_into_another_end() -> None:
    """Else a program of a volunteer would have a coordinator's rights from then on."""
    stays, goes = person_in_role(Role.VOLUNTEER), PersonFactory.create()
    own, other = token_of(stays), token_of(goes)
    merge_people(stays=stays, goes=goes, actor=person_in_role(Role.ADMINISTRATOR))
    assert (working_token(own) is not None, working_token(other)) == (True, None)


def test_ended_tokens_are_forgotten_a_month_later(person: User) -> None:
    token_of(person)
    with clock.at(clock.now() + timedelta(days=59)):
        assert services.forget_ended() == 0
    with clock.at(clock.now() + timedelta(days=61)):
        assert services.forget_ended() == 1


def test_a_role_that_is_taken_away_counts_at_once() -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    program = Program(coordinator)
    program.get("/figures")
    coordinator.groups.clear()
    program.get("/figures", 403)


def test_who_signs_out_everywhere_else_ends_the_tokens_too(person: User) -> None:
    """That is for who lost a telephone, and perhaps what was on it."""
    other = token_of(PersonFactory.create())
    token = token_of(person)
    client = browser(person)
    assert "Heb je sleutels voor programma" not in client.get("/account/sessions/").content.decode()
    client.post("/account/sessions/", {"session": "999"})
    assert working_token(token) is not None
    client.post("/account/sessions/", {})
    assert (working_token(token), working_token(other) is None) == (None, False)


PASSWORD, NEW = "een lange zin om te onthouden", "nog een lange zin erbij"


@pytest.mark.parametrize("had_one", [True, False])
def test_a_new_password_ends_the_tokens_and_says_so(person: User, had_one: bool) -> None:
    person.set_password(PASSWORD if had_one else None)
    person.save()
    client = browser(person)
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    address = f"/account/password/{'change' if had_one else 'set'}/"
    token = token_of(person)
    page = client.post(address, {**typed, "oldpassword": "iets anders"} if had_one else {})
    assert (page.status_code, working_token(token) is None) == (200, False)
    page = client.post(address, typed, follow=True)
    assert working_token(token) is None
    assert "Je persoonlijke sleutels werken niet meer." in page.content.decode()
