"""Enrolling on the site in a training where the plugin is on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from courses.catalogue.services import activate_plugin
from courses.common import clock
from courses.common.errors import Refusal
from courses.common.public_version import version
from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PartnerFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

    from courses.catalogue.models import TrainingPage
    from courses.people.models import User

pytestmark = pytest.mark.django_db

DO_FIRST = "Doe eerst de training ‘Bellen’."


def _demand(edition: Edition, **settings: Any) -> None:
    activation = activate_plugin(training=edition.training, plugin="voorkennis")
    activation.settings = settings
    activation.save()


@pytest.fixture
def first() -> TrainingPage:
    """The training that comes first."""
    return TrainingFactory.create(title="Bellen")


@pytest.fixture
def edition(first: TrainingPage) -> Edition:
    """An edition of a training for who has done another one."""
    edition = EditionFactory.create()
    _demand(edition, trainings=[first.pk])
    return edition


@pytest.fixture
def person(client: Client) -> User:
    """Somebody who is signed in."""
    person: User = PersonFactory.create()
    client.force_login(person)
    return person


def _complete(person: User, training: TrainingPage) -> None:
    services.complete(enrolment=EnrolmentFactory.create(person=person, training=training))


def _page(client: Client, edition: Edition) -> str:
    response = client.get(f"/inschrijven/{edition.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def test_without_the_other_training_there_is_a_reason_and_no_button(
    client: Client, edition: Edition, person: User
) -> None:
    html = _page(client, edition)
    assert DO_FIRST in html
    assert 'value="enrol"' not in html


def test_who_sends_the_form_all_the_same_is_refused(
    client: Client, edition: Edition, person: User
) -> None:
    response = client.post(f"/inschrijven/{edition.pk}/", {"action": "enrol"})
    assert response.status_code == 409
    assert DO_FIRST in response.content.decode()
    assert not Enrolment.objects.filter(person=person).exists()


def test_after_the_other_training_one_can_enrol(
    client: Client, edition: Edition, first: TrainingPage, person: User
) -> None:
    _complete(person, first)
    assert DO_FIRST not in _page(client, edition)
    client.post(f"/inschrijven/{edition.pk}/", {"action": "enrol", "anyway": "1"})
    enrolment = Enrolment.objects.get(person=person, edition=edition)
    assert enrolment.status == EnrolmentStatus.CONFIRMED


ASKED = "Je kunt meedoen als je eerst de training ‘Bellen’ hebt afgerond."


def _link(first: TrainingPage) -> str:
    return f'href="/trainingen/{first.slug}/">Naar de training ‘Bellen’</a>'


def test_a_visitor_reads_what_is_asked_before_making_an_account(
    client: Client, edition: Edition, first: TrainingPage
) -> None:
    for address in (f"/inschrijven/{edition.pk}/", f"/trainingen/{edition.training.slug}/"):
        html = client.get(address).content.decode()
        assert (html.count(ASKED), html.count(_link(first))) == (1, 1), address
        assert DO_FIRST not in html


def test_the_card_of_a_training_says_which_one_comes_first(
    client: Client, edition: Edition, first: TrainingPage, person: User
) -> None:
    addresses = ("/trainingen/", f"/trainingen/?q={edition.training.title}")
    for address in addresses:
        assert client.get(address).content.decode().count(ASKED) == 1, address
    _complete(person, first)
    services.enrol(person=person, edition=edition)
    for address in addresses:
        assert ASKED not in client.get(address).content.decode(), address


def test_who_takes_part_or_cannot_enrol_reads_no_condition(
    client: Client, edition: Edition, first: TrainingPage, person: User
) -> None:
    training = f"/trainingen/{edition.training.slug}/"
    assert ASKED in client.get(training).content.decode()
    _complete(person, first)
    services.enrol(person=person, edition=edition)
    assert ASKED not in client.get(training).content.decode()
    Edition.objects.filter(pk=edition.pk).update(enrol_until=clock.now())
    client.logout()
    for address in (f"/inschrijven/{edition.pk}/", training):
        assert ASKED not in client.get(address).content.decode(), address


def test_the_refusal_leads_to_the_training_that_comes_first(
    client: Client, edition: Edition, first: TrainingPage, person: User
) -> None:
    assert _page(client, edition).count(_link(first)) == 1
    response = client.post(f"/inschrijven/{edition.pk}/", {"action": "enrol"})
    assert response.content.decode().count(_link(first)) == 1


def test_the_refusal_of_who_is_of_no_partner_leads_to_the_own_details(
    client: Client, edition: Edition, person: User
) -> None:
    _demand(edition, audience="any_partner")
    assert 'href="/mijn/gegevens/">Naar je gegevens</a>' in _page(client, edition)


def test_the_kept_page_follows_a_change_of_the_rule(
    client: Client,
    edition: Edition,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = version.read()
    with django_capture_on_commit_callbacks(execute=True):
        _demand(edition, audience="any_partner")
    assert version.read() != before


def test_where_the_plugin_is_off_everyone_can_enrol(edition: Edition, person: User) -> None:
    activate_plugin(training=edition.training, plugin="voorkennis", active=False)
    enrolment = services.enrol(person=person, edition=edition)
    assert enrolment.status == EnrolmentStatus.CONFIRMED


def test_a_coordinator_may_deviate_or_not(
    edition: Edition, first: TrainingPage, person: User
) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    _demand(edition, trainings=[first.pk], staff_may_deviate=False)
    with pytest.raises(Refusal, match=DO_FIRST):
        services.enrol_somebody(edition=edition, actor=coordinator, person=person)
    _demand(edition, trainings=[first.pk], staff_may_deviate=True)
    enrolment = services.enrol_somebody(edition=edition, actor=coordinator, person=person)
    assert enrolment.status == EnrolmentStatus.CONFIRMED


def test_others_wait_and_get_a_free_seat_when_the_day_has_come(
    client: Client, edition: Edition, person: User
) -> None:
    _demand(edition, audience="any_partner", others="wait", days=5)
    assert "Mensen van een partnerorganisatie gaan voor." in _page(client, edition)
    client.post(f"/inschrijven/{edition.pk}/", {"action": "enrol"})
    enrolment = Enrolment.objects.get(person=person, edition=edition)
    assert enrolment.status == EnrolmentStatus.WAITING
    assert "Mensen van een partnerorganisatie gaan voor." in _page(client, edition)

    member = PersonFactory.create(partner=PartnerFactory.create())
    assert services.enrol(person=member, edition=edition).status == EnrolmentStatus.CONFIRMED

    services.settle_waiting_lists()
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.WAITING

    assert edition.starts_at is not None
    with clock.at(edition.starts_at - timedelta(days=5)):
        services.settle_waiting_lists()
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.OFFERED
