from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from courses.attendance.services import mark_attendance
from courses.certificates import queries, rendering
from courses.certificates.models import Certificate
from courses.certificates.notice_kinds import READY
from courses.certificates.services import issue_due, issue_if_complete, revoke
from courses.common import clock
from courses.common.errors import Refusal
from courses.enrolment import services as enrolment_services
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.notices.models import Notice
from courses.notices.services import print_letters
from courses.people.enums import ContactWay
from tests.courses.certificates.people import (
    BEGIN,
    END,
    MORNING_AFTER,
    NEXT_DAY,
    attend,
    close,
    make_certificate,
    make_participant,
)
from tests.factories import PersonFactory, TrainingFactory
from tests.parallel import all_at_once
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks

pytestmark = pytest.mark.django_db


def test_who_did_all_gets_a_certificate_and_has_completed_the_training() -> None:
    enrolment = make_participant()
    attend(enrolment)
    with clock.at(NEXT_DAY):
        certificate = issue_if_complete(enrolment_id=enrolment.pk)
    assert certificate is not None
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.COMPLETED
    assert (certificate.person_name, certificate.training_title, certificate.issued_at) == (
        "Fatima van der Berg",
        "Eenzaamheid signaleren",
        NEXT_DAY,
    )
    partner = enrolment.edition.training.partner
    assert partner is not None
    assert certificate.data == {
        "name": "Fatima van der Berg",
        "training": "Eenzaamheid signaleren",
        "partner": partner.name,
        "first_day": "2026-03-03",
        "last_day": "2026-03-03",
        "issued_on": "2026-03-04",
        "minutes": 180,
        "hours": "3.0",
        "place": "Buurthuis De Wissel",
        "edition": enrolment.edition_id,
        "code": certificate.code,
        "check_url": f"http://testserver/c/{certificate.code}/",
    }
    assert certificate.sha256 == hashlib.sha256(bytes(certificate.pdf)).hexdigest()


def test_marking_attendance_is_enough_to_get_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    enrolment = make_participant()
    with django_capture_on_commit_callbacks(execute=True):
        attend(enrolment)
    assert list(Certificate.objects.values_list("enrolment", flat=True)) == [enrolment.pk]


def test_only_the_sessions_attended_count_as_hours() -> None:
    training = TrainingFactory.create(attendance_required=50, minutes=360)
    enrolment = make_participant(training=training, sessions=2)
    first, second = enrolment.edition.sessions.order_by("starts_at")
    with clock.at(BEGIN + timedelta(days=8)):
        mark_attendance(session=first, present={enrolment.pk}, absent=(), actor=None)
        mark_attendance(session=second, present=(), absent={enrolment.pk}, actor=None)
        certificate = issue_if_complete(enrolment_id=enrolment.pk)
    assert certificate is not None
    assert (certificate.data["hours"], certificate.data["last_day"]) == ("3.0", "2026-03-10")


def test_without_a_demand_on_attendance_the_length_of_the_training_counts() -> None:
    training = TrainingFactory.create(attendance_required=0, minutes=150)
    enrolment = make_participant(training=training)
    with clock.at(NEXT_DAY):
        certificate = issue_if_complete(enrolment_id=enrolment.pk)
    assert certificate is not None
    assert certificate.data["hours"] == "2.5"


def test_before_the_last_session_is_over_nothing_is_issued() -> None:
    enrolment = make_participant()
    attend(enrolment, at=END - timedelta(minutes=5))
    with clock.at(END - timedelta(minutes=1)):
        assert issue_if_complete(enrolment_id=enrolment.pk) is None
    close(enrolment, at=END - timedelta(minutes=5))
    with clock.at(END - timedelta(minutes=1)):
        assert issue_if_complete(enrolment_id=enrolment.pk) is None
    with clock.at(END):
        assert issue_if_complete(enrolment_id=enrolment.pk) is not None


def test_who_was_absent_gets_none() -> None:
    enrolment = make_participant()
    with clock.at(NEXT_DAY):
        mark_attendance(
            session=enrolment.edition.sessions.get(),
            present=(),
            absent={enrolment.pk},
            actor=None,
        )
        assert issue_if_complete(enrolment_id=enrolment.pk) is None
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.CONFIRMED


def test_who_withdrew_gets_none() -> None:
    training = TrainingFactory.create(attendance_required=0)
    enrolment = make_participant(training=training)
    with clock.at(BEGIN - timedelta(days=2)):
        enrolment_services.withdraw(enrolment=enrolment, actor=None)
    with clock.at(NEXT_DAY):
        assert issue_if_complete(enrolment_id=enrolment.pk) is None


def test_who_is_marked_absent_while_the_pdf_is_made_gets_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enrolment = make_participant()
    attend(enrolment)
    make_pdf = rendering.render

    def slowly(data: Any, training_id: int) -> Any:
        session = enrolment.edition.sessions.get()
        mark_attendance(session=session, present=(), absent={enrolment.pk}, actor=None)
        return make_pdf(data, training_id)

    monkeypatch.setattr(rendering, "render", slowly)
    with clock.at(NEXT_DAY):
        assert issue_if_complete(enrolment_id=enrolment.pk) is None
    enrolment.refresh_from_db()
    assert (enrolment.status, Certificate.objects.count()) == (EnrolmentStatus.CONFIRMED, 0)


def test_an_enrolment_that_is_gone_gets_none() -> None:
    assert issue_if_complete(enrolment_id=999_999) is None


def test_issuing_again_gives_the_same_certificate() -> None:
    certificate = make_certificate()
    with clock.at(NEXT_DAY + timedelta(days=1)):
        again = issue_if_complete(enrolment_id=certificate.enrolment_id)
    assert again == certificate
    assert Certificate.objects.count() == 1


def test_a_revoked_certificate_is_not_issued_anew() -> None:
    certificate = make_certificate()
    revoke(certificate=certificate, reason="Verwisseld", actor=None)
    with clock.at(NEXT_DAY):
        again = issue_if_complete(enrolment_id=certificate.enrolment_id)
    assert again is not None
    assert (again.pk, again.revoke_reason) == (certificate.pk, "Verwisseld")


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_issuing_at_the_same_moment_makes_one_certificate_and_one_mail() -> None:
    enrolment = make_participant(training=TrainingFactory.create(attendance_required=0))

    def issue() -> Any:
        with clock.at(NEXT_DAY):
            return issue_if_complete(enrolment_id=enrolment.pk)

    mail.outbox.clear()
    results = all_at_once([issue, issue, issue])
    certificate = Certificate.objects.get()
    assert results == [certificate, certificate, certificate]
    assert [message.subject for message in mail.outbox] == [
        f"Je certificaat staat klaar: {certificate.training_title}"
    ]


def test_later_changes_alter_nothing_in_the_certificate() -> None:
    certificate = make_certificate()
    before = (bytes(certificate.pdf), certificate.sha256, dict(certificate.data))
    enrolment = Enrolment.objects.select_related("person", "edition__training__partner").get()
    enrolment.person.last_name = "Anders"
    enrolment.person.save()
    training = enrolment.edition.training
    training.title = "Nieuwe naam"
    training.minutes = 15
    training.save()
    assert training.partner is not None
    training.partner.name = "Andere partner"
    training.partner.save()
    certificate = Certificate.objects.get()
    assert (bytes(certificate.pdf), certificate.sha256, certificate.data) == before
    assert (certificate.person_name, certificate.training_title) == (
        "Fatima van der Berg",
        "Eenzaamheid signaleren",
    )


def test_the_mail_tells_the_way_and_carries_no_pdf(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = PersonFactory.create(first_name="Fatima", email="fatima@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        make_certificate(person=person)
    (message,) = [one for one in mail.outbox if "certificaat" in one.subject]
    assert message.subject == "Je certificaat staat klaar: Eenzaamheid signaleren"
    assert message.to == ["fatima@example.org"]
    assert message.attachments == []
    assert "http://testserver/mijn/" in message.body


def test_somebody_without_an_address_gets_a_certificate_and_no_mail(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_certificate(person=PersonFactory.create(email=None))
    assert Certificate.objects.count() == 1
    assert mail.outbox == []


def test_the_clock_issues_what_became_due() -> None:
    training = TrainingFactory.create(attendance_required=0)
    enrolment = make_participant(training=training)
    for too_early in (END - timedelta(minutes=1), END, MORNING_AFTER - timedelta(minutes=1)):
        with clock.at(too_early):
            assert issue_due() == 0
    with clock.at(MORNING_AFTER):
        assert issue_due() == 1
        assert issue_due() == 0
    assert Certificate.objects.get().enrolment_id == enrolment.pk


def test_the_clock_does_not_look_back_for_ever() -> None:
    training = TrainingFactory.create(attendance_required=0)
    make_participant(training=training)
    with clock.at(END + timedelta(days=61)):
        assert issue_due() == 0
        assert issue_due(days=None) == 1


def test_a_revoked_certificate_keeps_its_reason_and_who_did_it() -> None:
    coordinator = PersonFactory.create()
    certificate = make_certificate()
    with clock.at(NEXT_DAY):
        revoked = revoke(
            certificate=certificate, reason="  Op de\nverkeerde naam ", actor=coordinator
        )
    assert (revoked.revoked_at, revoked.revoke_reason) == (NEXT_DAY, "Op de verkeerde naam")
    entries = ModelLogEntry.objects.for_instance(certificate).order_by("pk")
    assert [(entry.action, entry.user) for entry in entries] == [
        ("certificate.issue", None),
        ("certificate.revoke", coordinator),
    ]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 251])
def test_revoking_needs_a_short_reason(reason: str) -> None:
    certificate = make_certificate()
    with pytest.raises(Refusal):
        revoke(certificate=certificate, reason=reason, actor=None)
    certificate.refresh_from_db()
    assert certificate.revoked_at is None


def test_revoking_twice_is_refused_and_keeps_the_first_reason() -> None:
    certificate = make_certificate()
    revoke(certificate=certificate, reason="Eerst", actor=None)
    with pytest.raises(Refusal, match="al ingetrokken"):
        revoke(certificate=certificate, reason="Daarna", actor=None)
    certificate.refresh_from_db()
    assert certificate.revoke_reason == "Eerst"


def test_lists_do_not_fetch_the_pdf() -> None:
    certificate = make_certificate()
    (listed,) = queries.certificates_of(certificate.enrolment.person)
    assert listed.get_deferred_fields() == {"pdf"}
    assert list(queries.certificates_of(PersonFactory.create())) == []


def test_a_letter_that_announces_a_certificate_has_it_in_the_same_file() -> None:
    address = {"street": "Kade 1", "postcode": "3511 AA", "city": "Utrecht"}
    one, other = (
        make_certificate(
            person=PersonFactory.create(email=None, first_name=name, last_name="Bos", **address)
        )
        for name in ("Wim", "Zus")
    )
    ready = Notice.objects.filter(kind=READY, way=ContactWay.LETTER)
    confirmed = Notice.objects.filter(kind="enrolment_confirmed", person=one.enrolment.person)
    confirmed.update(created_at=END)
    with clock.at(NEXT_DAY + timedelta(days=1)):
        content = print_letters(notices=[*ready, *confirmed], actor=None)
    pages = [page.extract_text() for page in read_pdf(content).pages]
    # Each letter and each certificate on a sheet of its own.
    assert [
        (
            "Beste" in page and "Het zit bij deze brief." in page,
            next((name for name in ("Wim Bos", "Zus Bos") if name in page), ""),
            next((one.code for one in (one, other) if one.code in page), ""),
        )
        for page in pages
    ] == [
        (True, "Wim Bos", ""),
        (False, "", ""),
        (False, "Wim Bos", one.code),
        (False, "", ""),
        (True, "Zus Bos", ""),
        (False, "", ""),
        (False, "Zus Bos", other.code),
    ]
