"""Certificates that staff give to somebody who did not do all that the training asks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import ModelLogEntry

from courses.attendance.services import mark_attendance
from courses.certificates import batches, services
from courses.certificates.models import Certificate, CertificateBatch
from courses.common import clock
from courses.common.errors import Refusal
from courses.enrolment.enums import EnrolmentStatus
from courses.people.enums import Role
from courses.people.queries import export_personal_data
from courses.people.services import erase_person
from tests.courses.certificates.people import (
    END,
    NEXT_DAY,
    attend,
    close,
    make_certificate,
    make_participant,
    signed_in,
)
from tests.factories import EnrolmentFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django import DjangoCaptureOnCommitCallbacks

    from courses.enrolment.models import Enrolment
    from courses.people.models import User

pytestmark = pytest.mark.django_db

REASON = "Was ziek bij de laatste keer, en haalde het bij ons in."


@pytest.fixture
def coordinator() -> User:
    return person_in_role(Role.COORDINATOR)


def absent(*, others: int = 0) -> Enrolment:
    """Somebody who was not there, with so many others, in an edition whose list is closed."""
    enrolment = make_participant()
    people = [enrolment] + [
        EnrolmentFactory.create(person=PersonFactory.create(), edition=enrolment.edition)
        for _one in range(others)
    ]
    with clock.at(NEXT_DAY):
        (session,) = enrolment.edition.sessions.all()
        mark_attendance(session=session, present=(), absent={one.pk for one in people}, actor=None)
    close(enrolment)
    return enrolment


def give(
    enrolment: Enrolment, actor: User, reason: str = REASON, *, at: datetime = NEXT_DAY
) -> Certificate:
    with clock.at(at):
        return services.issue_by_hand(enrolment_id=enrolment.pk, reason=reason, actor=actor)


def address(enrolment: Enrolment) -> str:
    return f"/beheer/certificaten/uitvoering/{enrolment.edition_id}/met-de-hand/"


@pytest.mark.both_databases
def test_it_is_an_ordinary_certificate_with_a_reason_that_only_staff_read(
    coordinator: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    enrolment = absent()
    client = signed_in(coordinator)
    with clock.at(NEXT_DAY):
        asked = client.get(address(enrolment), {"who": enrolment.pk}).content.decode()
        sent = {"who": enrolment.pk, "reason": f"  {REASON}\n", "sure": "on"}
        with django_capture_on_commit_callbacks(execute=True):
            client.post(address(enrolment), sent)
        again = client.post(address(enrolment), sent)
    assert ("Fatima van der Berg" in asked, "1 krijgt een mail." in asked) == (True, True)
    certificate = Certificate.objects.get()
    assert (certificate.exception_reason, certificate.is_valid) == (REASON, True)
    assert [message.to for message in mail.outbox] == [[enrolment.person.email]]
    assert "Deze deelnemer heeft al een certificaat." in again.content.decode()
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.COMPLETED
    (logged,) = ModelLogEntry.objects.filter(action="certificate.by_hand")
    assert (logged.user, logged.data) == (coordinator, {"reason": REASON})
    assert REASON in client.get(f"/beheer/certificaten/{certificate.pk}/").content.decode()
    for reader in (Client(), signed_in(enrolment.person)):
        for page in (f"/certificaat/{certificate.code}/", "/mijn/"):
            assert REASON not in reader.get(page).content.decode()
    assert REASON not in mail.outbox[0].body
    # What is kept about somebody is told when that person asks, and goes with the person.
    assert REASON in json.dumps(export_personal_data(enrolment.person))
    erase_person(person=enrolment.person, actor=None)
    assert ModelLogEntry.objects.get(action="certificate.by_hand").data == {}


def test_what_cannot_be_given_is_refused_with_the_reason(coordinator: User) -> None:
    enrolment = absent()
    seen: dict[str, str] = {}

    def refused(
        name: str,
        one: Enrolment,
        actor: User,
        reason: str = REASON,
        at: datetime = NEXT_DAY,
    ) -> None:
        with pytest.raises(Refusal) as no:
            give(one, actor, reason, at=at)
        seen[name] = str(no.value)

    refused("no reason", enrolment, coordinator, " \n ")
    refused("long", enrolment, coordinator, "x" * 251)
    refused("own", enrolment, enrolment.person)
    refused("open list", make_participant(person=PersonFactory.create()), coordinator, at=END)
    there = make_participant(person=PersonFactory.create())
    attend(there)
    close(there)
    refused("all done", there, coordinator)
    gone = absent()
    type(gone).objects.filter(pk=gone.pk).update(status=EnrolmentStatus.WITHDRAWN)
    refused("gone", gone, coordinator)
    revoked = give(enrolment, coordinator)
    services.revoke(certificate=revoked, reason="Vergissing", actor=coordinator)
    refused("revoked", enrolment, coordinator)
    unprintable = absent()
    unprintable.person.first_name = "\U00013460"
    unprintable.person.save()
    refused("unprintable", unprintable, coordinator)
    unprintable.person.first_name = "Fatima \u202egpj.exe"
    unprintable.person.save()
    refused("turned around", unprintable, coordinator)
    assert seen == {
        "no reason": "Schrijf waarom deze deelnemer toch een certificaat krijgt.",
        "long": "Houd de reden korter: ten hoogste 250 tekens.",
        "own": "Je kunt jezelf geen certificaat geven. Vraag het een collega.",
        "open list": "Dit kan pas als de training voorbij is en de presentielijst klaar is.",
        "all done": (
            "Deze deelnemer heeft alles gedaan. Het certificaat komt vanzelf, zonder reden."
        ),
        "gone": "Deze persoon doet niet mee.",
        "revoked": (
            "Het certificaat van deze deelnemer is ingetrokken. Open het en maak daar een nieuw."
        ),
        "unprintable": "Deze tekens kunnen niet op een certificaat staan: U+13460",
        "turned around": "Deze tekens kunnen niet op een certificaat staan: U+202E",
    }


def test_taking_it_back_takes_the_completion_back_and_a_new_one_keeps_the_reason(
    coordinator: User,
) -> None:
    enrolment = absent()
    certificate = give(enrolment, coordinator)
    with clock.at(NEXT_DAY):
        services.revoke(certificate=certificate, reason="Vergissing", actor=coordinator)
        enrolment.refresh_from_db()
        assert enrolment.status == EnrolmentStatus.NOT_COMPLETED
        assert services.judge(enrolment=enrolment, lost=False, regained=False) is not None
        certificate.refresh_from_db()
        assert certificate.doubt == ""
        new = services.replace(
            certificate=certificate,
            reason="Toch niet",
            first_name="Fatima",
            last_name="van der Berg",
            actor=coordinator,
        )
    enrolment.refresh_from_db()
    assert (new.exception_reason, enrolment.status) == (REASON, EnrolmentStatus.COMPLETED)


def test_only_who_may_change_certificates_and_only_people_of_that_edition(
    coordinator: User,
) -> None:
    enrolment = absent()
    other = make_certificate(person=PersonFactory.create()).enrolment
    sent = {"who": enrolment.pk, "reason": REASON, "sure": "on"}
    with clock.at(NEXT_DAY):
        for role in (Role.VOLUNTEER, Role.TRAINER):
            client = signed_in(person_in_role(role))
            for answer in (client.get(address(enrolment)), client.post(address(enrolment), sent)):
                assert answer["Location"].startswith(("/beheer/", "/toegang/"))
        many = [*range(10**6, 10**6 + 100), enrolment.pk]
        answer = signed_in(coordinator).get(address(enrolment), {"who": [enrolment.pk, *many]})
        assert "Dit zijn de eerste 100." in answer.content.decode()
        for wrong in ("", "x", str(other.pk), "9" * 30):
            page = signed_in(coordinator).post(address(enrolment), {**sent, "who": wrong})
            assert page.status_code == 302
    assert not Certificate.objects.exclude(enrolment=other).exists()


def test_several_at_once_can_be_followed_and_a_killed_one_goes_on(
    coordinator: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    enrolment = absent(others=2)
    chosen = list(enrolment.edition.enrolments.order_by("pk").values_list("pk", flat=True))
    client = signed_in(coordinator)
    page = f"/beheer/certificaten/uitvoering/{enrolment.edition_id}/"
    with clock.at(NEXT_DAY):
        # The task is lost, as when the worker is away; pressing again starts no second one.
        for _twice in range(2):
            client.post(address(enrolment), {"who": chosen, "reason": REASON, "sure": "on"})
        batch = CertificateBatch.objects.get()
        # One was made when the process was killed, and not counted.
        services.issue_by_hand(enrolment_id=chosen[0], reason=REASON, actor=coordinator)
        CertificateBatch.objects.update(claimed_until=clock.now() + batches.CLAIM, attempts=1)
        assert batches.go_on() == 0
        for shown in (client.get(page), client.get(f"{page}voortgang/")):
            assert "0 van 3 deelnemers bekeken." in shown.content.decode()
    with clock.at(NEXT_DAY + batches.CLAIM):
        assert (batches.go_on(), batches.go_on()) == (1, 0)
        shown = client.get(page)
    assert "Er zijn 3 certificaten gemaakt." in shown.content.decode()
    batch.refresh_from_db()
    assert (batch.place, batch.made, batch.failed) == (3, 3, 0)
    assert (batch.is_finished, batch.exception_reason) == (True, "")
    assert [one.exception_reason for one in Certificate.objects.all()] == [REASON] * 3


def test_who_gives_others_meanwhile_is_told_to_wait(coordinator: User) -> None:
    enrolment = absent(others=3)
    *chosen, last = enrolment.edition.enrolments.order_by("pk").values_list("pk", flat=True)
    client = signed_in(coordinator)
    sent = {"who": chosen, "reason": REASON, "sure": "on"}
    with clock.at(NEXT_DAY):
        assert client.post(address(enrolment), sent).status_code == 302
        for other in ({"who": [chosen[0], last]}, {"reason": "Een andere reden."}):
            answer = client.post(address(enrolment), {**sent, **other})
            assert answer.status_code == 422
            assert "Er worden nu al certificaten gemaakt" in answer.content.decode()
    assert sorted(CertificateBatch.objects.get().enrolments) == chosen


def test_one_that_fails_or_ends_the_process_does_not_keep_the_others(
    coordinator: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    enrolment = absent(others=1)
    first, second = enrolment.edition.enrolments.order_by("pk")
    with clock.at(NEXT_DAY):
        batch = batches.start_batch(
            edition=enrolment.edition,
            actor=coordinator,
            enrolments=[first.pk, second.pk, 10**9],
            reason=REASON,
        )
        CertificateBatch.objects.update(attempts=batches.MOST_ATTEMPTS)
        batches.work_through(batch.pk)
    batch.refresh_from_db()
    assert (batch.place, batch.made, batch.failed) == (3, 1, 2)
    assert [one.enrolment for one in Certificate.objects.all()] == [second]
    with pytest.raises(Refusal), clock.at(NEXT_DAY):
        batches.start_batch(edition=enrolment.edition, actor=coordinator, enrolments=[1], reason="")
