"""An account that staff made becomes the own account of the person whom it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.utils.crypto import salted_hmac
from wagtail.models import ModelLogEntry

from courses.common import clock
from courses.common.errors import Refusal
from courses.enrolment.models import Enrolment
from courses.people.claiming import DAYS, claim_account, claimed_by, make_claim_code
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import EnrolmentFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

CLAIM = "/mijn/gegevens/code/"
WRONG = "Deze code klopt niet, of geldt niet meer."


@pytest.fixture
def coordinator() -> User:
    return person_in_role(Role.COORDINATOR)


@pytest.fixture
def account() -> User:
    """An account that staff made, with an enrolment."""
    made = PersonFactory.create(email=None, first_name="Riet", telephone="0612345678")
    EnrolmentFactory.create(person=made)
    return made


@pytest.mark.both_databases
def test_who_has_the_code_finds_the_own_trainings_after_saying_yes(
    client: Client, coordinator: User, account: User
) -> None:
    client.force_login(coordinator)
    code = client.post(f"/beheer/personen/{account.pk}/code/").context["code"]
    own = PersonFactory.create(first_name="Riet")
    client.force_login(own)
    typed = code.lower().replace("-", " ")
    assert client.post(CLAIM, {"code": typed}).context["account"] == account
    assert Enrolment.objects.get().person == account
    assert client.post(CLAIM, {"code": typed, "is_mine": "1"}).status_code == 302
    own.refresh_from_db()
    assert (Enrolment.objects.get().person, own.telephone) == (own, "06 12345678")
    assert not User.objects.filter(pk=account.pk).exists()
    logged = ModelLogEntry.objects.filter(object_id=str(own.pk), action__startswith="people.claim")
    assert [(one.action, one.user) for one in logged.order_by("timestamp")] == [
        ("people.claim_code", coordinator),
        ("people.claim", own),
    ]


@pytest.mark.parametrize("typed", ["", "ABCD-2345", "ABCD", "x" * 30])
def test_a_wrong_code_says_so_and_hands_nothing_over(
    client: Client, coordinator: User, account: User, typed: str
) -> None:
    make_claim_code(person=account, actor=coordinator)
    client.force_login(PersonFactory.create())
    page = client.post(CLAIM, {"code": typed, "is_mine": "1"})
    assert page.context["form"].errors["code"] == ["Vul de code in." if not typed else WRONG]
    assert page.context["form"]["code"].value() == typed
    assert User.objects.filter(pk=account.pk).exists()


def test_who_tries_many_codes_must_wait(client: Client, coordinator: User, account: User) -> None:
    code = make_claim_code(person=account, actor=coordinator)
    client.force_login(PersonFactory.create())
    for _one in range(10):
        client.post(CLAIM, {"code": "ABCD-2345"})
    said = client.post(CLAIM, {"code": code}).context["form"].errors["code"][0]
    assert said.startswith("Er is te vaak een verkeerde code ingevuld.")


def test_signing_in_anew_gives_no_more_tries(client: Client, coordinator: User) -> None:
    person = PersonFactory.create()
    said = []
    for _session in range(3):
        client.logout()
        client.force_login(person)
        for _one in range(4):
            page = client.post(CLAIM, {"code": "ABCD-2345"})
            said.append(page.context["form"].errors["code"][0] == WRONG)
    assert (said.count(True), said[-1]) == (10, False)


def test_a_code_holds_for_a_while_and_a_new_one_ends_the_old(
    coordinator: User, account: User
) -> None:
    own = PersonFactory.create()
    old = make_claim_code(person=account, actor=coordinator)
    new = make_claim_code(person=account, actor=coordinator)
    assert (claimed_by(old, person=own), claimed_by(new, person=own)) == (None, account)
    with clock.at(clock.now() + timedelta(days=DAYS, minutes=1)):
        assert claimed_by(new, person=own) is None
    account.refresh_from_db()
    assert new.replace("-", "") not in account.claim_digest


def test_a_code_that_was_given_earlier_still_holds(account: User) -> None:
    # As codes were made and kept before: with an L, and without the dash.
    kept = salted_hmac("courses.people.claiming", "LK7M2RTX", algorithm="sha256").hexdigest()
    account.claim_digest, account.claim_until = kept, clock.now() + timedelta(days=1)
    account.save()
    own = PersonFactory.create()
    assert [claimed_by(typed, person=own) for typed in ("LK7M-2RTX", "lk7m2rtx")] == [account] * 2


@pytest.mark.parametrize("change", ["used", "proved", "trainer", "superuser", "switched off"])
def test_an_account_that_is_somebodys_is_never_handed_over(
    coordinator: User, account: User, change: str
) -> None:
    code = make_claim_code(person=account, actor=coordinator)
    if change == "used":
        account.last_login = clock.now()
    elif change == "proved":
        EmailAddress.objects.create(user=account, email="a@example.org", verified=True)
    elif change == "trainer":
        account.groups.add(person_in_role(Role.TRAINER).groups.get())
    elif change == "superuser":
        account.is_superuser = True
    else:
        account.is_active = False
    account.save()
    with pytest.raises(Refusal, match="klopt niet"):
        claim_account(person=PersonFactory.create(), code=code)
    administrator = person_in_role(Role.ADMINISTRATOR)
    with pytest.raises(Refusal, match="geen code"):
        make_claim_code(person=account, actor=administrator)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.VOLUNTEER])
def test_only_who_manages_people_makes_codes(client: Client, account: User, role: Role) -> None:
    client.force_login(person_in_role(role))
    assert client.post(f"/beheer/personen/{account.pk}/code/").status_code == 302
    account.refresh_from_db()
    assert account.claim_digest == ""
