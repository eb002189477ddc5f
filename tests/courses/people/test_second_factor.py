"""A second factor that an academy demands of its staff."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import Settings

from courses.common import clock
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import person_in_role

pytestmark = pytest.mark.django_db

ADMIN = "/beheer/"
CHOOSE = "/account/2fa/"


def test_staff_are_warned_first_and_led_to_the_choice_after_the_period(
    client: Client, settings: Settings
) -> None:
    person = person_in_role(Role.COORDINATOR)
    client.force_login(person)
    page = client.get(ADMIN).content.decode()
    assert "inlogt met twee stappen" not in page
    person.refresh_from_db()
    assert person.factor_asked_at is None

    settings.ACADEMY_STAFF_FACTOR_AFTER_DAYS = 14
    page = client.get(ADMIN).content.decode()
    assert "kom je hier alleen nog als je inlogt met twee stappen" in page
    person.refresh_from_db()
    asked = person.factor_asked_at
    assert asked is not None
    client.get(ADMIN)
    person.refresh_from_db()
    assert person.factor_asked_at == asked

    def asked_before(days: int) -> None:
        User.objects.filter(pk=person.pk).update(factor_asked_at=clock.now() - timedelta(days=days))

    asked_before(13)
    assert client.get(ADMIN).status_code == 200
    asked_before(14)
    for address in (ADMIN, "/beheer/pages/", "/beheer/zoek/"):
        assert client.get(address)["Location"] == CHOOSE
        assert client.post(address)["Location"] == CHOOSE
    page = client.get(ADMIN, follow=True).content.decode()
    assert "Wie in het beheer werkt, logt in met twee stappen." in page
    assert client.get("/mijn/").status_code == 200

    Authenticator.objects.create(user=person, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert client.get(ADMIN)["Location"] == CHOOSE
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    page = client.get(ADMIN).content.decode()
    assert "inlogt met twee stappen" not in page


def test_who_wants_to_sign_out_may_and_others_meet_what_they_always_met(
    client: Client, settings: Settings
) -> None:
    settings.ACADEMY_STAFF_FACTOR_AFTER_DAYS = 1
    assert client.get(ADMIN)["Location"] != CHOOSE
    volunteer = person_in_role(Role.VOLUNTEER)
    client.force_login(volunteer)
    assert client.get(ADMIN)["Location"] != CHOOSE
    volunteer.refresh_from_db()
    assert volunteer.factor_asked_at is None

    trainer = person_in_role(Role.TRAINER)
    User.objects.filter(pk=trainer.pk).update(factor_asked_at=clock.now() - timedelta(days=2))
    client.force_login(trainer)
    assert client.get(ADMIN)["Location"] == CHOOSE
    assert client.post("/beheer/logout/")["Location"] != CHOOSE
    assert not client.get("/mijn/").wsgi_request.user.is_authenticated
