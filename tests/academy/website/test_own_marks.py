"""Lists of editions show the signed-in person where they stand."""

from datetime import date, time

import pytest
from django.test import Client
from django.utils.html import strip_tags

from courses.common import clock
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from tests.factories import EditionFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/agenda/", "training"])
def test_an_edition_one_is_in_says_so(client: Client, path: str) -> None:
    enrolment = EnrolmentFactory.create()
    url = enrolment.edition.training.url if path == "training" else path
    assert "Je bent ingeschreven" not in client.get(url).content.decode()
    client.force_login(enrolment.person)
    assert "Je bent ingeschreven" in client.get(url).content.decode()


NOW = clock.moment_of(date(2026, 3, 2), time(9))


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (EnrolmentStatus.CONFIRMED, "Je doet mee op donderdag 26 maart"),
        (EnrolmentStatus.WAITING, "Je staat op de wachtlijst voor donderdag 26 maart"),
        (EnrolmentStatus.OFFERED, "Er is een plaats voor je op donderdag 26 maart"),
        (EnrolmentStatus.COMPLETED, "Afgerond"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/trainingen/"])
def test_a_card_says_which_date_is_ones_own_beside_the_next_one(
    client: Client, path: str, status: EnrolmentStatus, said: str
) -> None:
    with clock.at(NOW):
        first = EditionFactory.create(starts_at=clock.moment_of(date(2026, 3, 12), time(13)))
        own = EditionFactory.create(
            training=first.training, starts_at=clock.moment_of(date(2026, 3, 26), time(10))
        )
        enrolment = EnrolmentFactory.create(edition=own)
        Enrolment.objects.filter(pk=enrolment.pk).update(
            status=status, queued_at=NOW, offer_expires_at=own.starts_at
        )
        client.force_login(enrolment.person)
        text = " ".join(strip_tags(client.get(path).content.decode()).split())
        assert said in text
        is_other = status != EnrolmentStatus.COMPLETED
        assert ("Ook op: donderdag 12 maart" in text) == is_other
        # On the day itself nobody needs to be told which one it is.
        Enrolment.objects.filter(pk=enrolment.pk).update(edition=first)
        assert "Ook op:" not in client.get(path).content.decode()


def test_what_goes_on_names_no_day(client: Client) -> None:
    with clock.at(NOW):
        edition = EditionFactory.create(
            sessions=2, starts_at=clock.moment_of(date(2026, 3, 12), time(13))
        )
        enrolment = EnrolmentFactory.create(edition=edition)
    client.force_login(enrolment.person)
    with clock.at(clock.moment_of(date(2026, 3, 13), time(9))):
        text = " ".join(strip_tags(client.get("/trainingen/").content.decode()).split())
    assert ("Je doet mee" in text, "Je doet mee op" in text) == (True, False)
