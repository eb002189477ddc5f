"""What somebody's program may know and do with a token."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.api import invalid_values
from academy.api.enums import Scope
from academy.api.invalid_values import in_words
from courses.certificates.services import issue_if_complete, revoke
from courses.common import clock
from courses.enrolment import services as enrolment_services
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment, EnrolmentAnswer, EnrolmentQuestion
from courses.learning.services import finish_lesson
from courses.people.enums import Role
from tests.academy.api.programs import BASE, Program, kind
from tests.academy.world import held_edition
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)

if TYPE_CHECKING:
    from courses.certificates.models import Certificate
    from courses.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return PersonFactory.create(first_name="Zoë", last_name="de Vries")


@pytest.fixture
def program(person: User) -> Program:
    return Program(person, Scope.ENROL)


def statuses() -> list[str]:
    return list(Enrolment.objects.order_by("pk").values_list("status", flat=True))


def test_a_token_tells_whose_it_is(person: User, program: Program) -> None:
    told = program.get("/me")
    assert (told["name"], told["scope"], told["language"]) == ("Zoë de Vries", "enrol", "nl")


def test_somebody_enrols_reads_it_and_withdraws(person: User, program: Program) -> None:
    edition = EditionFactory.create(online_link="https://example.org/meet")
    made = program.post("/me/enrolments", 201, edition=edition.pk)
    assert (made["state"], made["edition"]) == ("confirmed", edition.pk)
    assert made["online_link"] == "https://example.org/meet"
    assert program.get("/me/enrolments")["items"] == [made]
    assert program.get(f"/me/enrolments/{made['id']}") == made
    gone = program.delete(f"/me/enrolments/{made['id']}")
    assert (gone["state"], gone["online_link"]) == ("withdrawn", None)
    assert program.delete(f"/me/enrolments/{made['id']}")["state"] == "withdrawn"
    assert statuses() == ["withdrawn"]


def test_with_a_token_that_may_read_nothing_changes(person: User) -> None:
    enrolment = EnrolmentFactory.create(person=person)
    reader = Program(person)
    for answer in (
        reader.post("/me/enrolments", 403, edition=enrolment.edition_id),
        reader.delete(f"/me/enrolments/{enrolment.pk}", 403),
        reader.post(f"/me/enrolments/{enrolment.pk}/accept", 403),
        reader.post(f"/me/enrolments/{enrolment.pk}/decline", 403),
    ):
        assert kind(answer) == "not-allowed"
    assert statuses() == ["confirmed"]


@pytest.mark.parametrize("role", list(Role))
def test_nobody_reaches_the_enrolment_of_another(role: Role) -> None:
    enrolment = EnrolmentFactory.create()
    program = Program(person_in_role(role), Scope.ENROL)
    own = f"/me/enrolments/{enrolment.pk}"
    for answer in (
        program.get(own, 404),
        program.get(f"{own}/progress", 404),
        program.delete(own, 404),
        program.post(f"{own}/accept", 404),
        program.post(f"{own}/decline", 404),
    ):
        assert kind(answer) == "not-found"
    assert program.get("/me/enrolments")["items"] == []
    assert statuses() == ["confirmed"]


def test_who_comes_too_late_waits_and_reads_the_place(program: Program) -> None:
    edition = EditionFactory.create(capacity=1)
    EnrolmentFactory.create(edition=edition)
    EnrolmentFactory.create(edition=edition)
    made = program.post("/me/enrolments", 201, edition=edition.pk)
    assert (made["state"], made["place_in_queue"]) == ("waiting", 2)


def test_an_offer_is_accepted_or_declined(person: User, program: Program) -> None:
    edition = EditionFactory.create(capacity=1)
    first = EnrolmentFactory.create(edition=edition)
    own = EnrolmentFactory.create(edition=edition, person=person)
    enrolment_services.withdraw(enrolment=first, actor=None)
    offered = program.get(f"/me/enrolments/{own.pk}")
    assert offered["state"] == "offered"
    assert offered["offer_until"] is not None
    assert program.post(f"/me/enrolments/{own.pk}/accept")["state"] == "confirmed"
    assert kind(program.post(f"/me/enrolments/{own.pk}/decline", 409)) == "refused"


def test_an_offer_can_be_declined(person: User, program: Program) -> None:
    edition = EditionFactory.create(capacity=1)
    first = EnrolmentFactory.create(edition=edition)
    own = EnrolmentFactory.create(edition=edition, person=person)
    enrolment_services.withdraw(enrolment=first, actor=None)
    assert program.post(f"/me/enrolments/{own.pk}/decline")["state"] == "declined"


def test_a_refusal_is_told_in_the_language_that_is_asked_for(program: Program) -> None:
    edition = EditionFactory.create(enrol_until=clock.now() - timedelta(hours=1))
    refused = program.post("/me/enrolments", 409, edition=edition.pk)
    assert (kind(refused), refused["title"]) == ("refused", "Dit kan nu niet.")
    assert refused["detail"] != ""
    response = program.client.post(
        f"{BASE}/me/enrolments",
        {"edition": edition.pk},
        content_type="application/json",
        headers={"accept-language": "en"},
    )
    assert response["Content-Language"] == "en"
    assert statuses() == []


def test_what_is_not_public_cannot_be_enrolled_in(program: Program) -> None:
    concept = EditionFactory.create(publish=False)
    assert kind(program.post("/me/enrolments", 404, edition=concept.pk)) == "not-found"
    assert kind(program.post("/me/enrolments", 404, edition=999_999)) == "not-found"


def test_questions_are_answered_along_and_what_is_missing_is_told(program: Program) -> None:
    edition = EditionFactory.create()
    question = EnrolmentQuestion.objects.create(
        training=edition.training,
        text="Eet je mee?",
        reason="Voor de boodschappen",
        is_required=True,
    )
    refused = program.post("/me/enrolments", 422, edition=edition.pk)
    assert [one["field"] for one in refused["errors"]] == [f"answers.{question.pk}"]
    assert statuses() == []
    program.post("/me/enrolments", 201, edition=edition.pk, answers={str(question.pk): "Ja"})
    assert EnrolmentAnswer.objects.get().text == "Ja"


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({}, "edition", "Dit ontbreekt."),
        ({"edition": "x"}, "edition", "Geef een heel getal."),
        ({"edition": 1.5}, "edition", "Geef een heel getal."),
        ({"edition": 0}, "edition", "Geef een getal van 1 of hoger."),
        ({"edition": 1, "answers": []}, "answers", "Geef een object."),
        ({"edition": 1, "answers": {"1": 2}}, "answers.1", "Geef tekst."),
    ],
)
def test_what_is_wrong_with_a_value_is_said_in_dutch(
    program: Program, sent: dict[str, object], field: str, said: str
) -> None:
    (error,) = program.post("/me/enrolments", 422, **sent)["errors"]
    assert (error["field"].endswith(field), error["message"]) == (True, said)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("/trainings?kind=x", "Kies uit: training, lecture, network."),
        ("/trainings?page=0", "Geef een getal van 1 of hoger."),
        ("/trainings?page=99999", "Geef een getal van 10000 of lager."),
        (f"/trainings?q={'x' * 101}", "Geef een tekst van 100 tekens of minder."),
        ("/editions?since=morgen", "Geef een dag, zoals 2026-05-31."),
        ("/editions?since=2026-05-31T10:00", "Geef een dag, zoals 2026-05-31."),
    ],
)
def test_so_is_what_is_wrong_in_an_address(asked: str, said: str) -> None:
    (error,) = Program().get(asked, 422)["errors"]
    assert error["message"] == said


def test_every_sentence_about_a_value_can_be_filled_in() -> None:
    known = {"ge": 1, "le": 2, "min_length": 1, "max_length": 2, "expected": "'a' or 'b'"}
    said = {in_words({"type": kind, "ctx": known}) for kind in invalid_values.SENTENCES}
    assert "Kies uit: a, b." in said
    assert not any("%" in one for one in said)
    for unknown in ({"type": "nieuw"}, {"type": "too_long", "ctx": {}}):
        assert in_words(unknown) == "Deze waarde kan niet."


def test_who_has_a_seat_on_another_date_can_swap(person: User, program: Program) -> None:
    had = EnrolmentFactory.create(person=person)
    other = EditionFactory.create(
        training=had.edition.training, starts_at=clock.now() + timedelta(days=30)
    )
    refused = program.post("/me/enrolments", 409, edition=other.pk)
    assert (kind(refused), refused["edition"]) == ("seat-elsewhere", had.edition_id)
    swapped = program.post("/me/enrolments", 201, edition=other.pk, swap=True)
    assert (swapped["id"], swapped["edition"]) == (had.pk, other.pk)


def test_who_is_elsewhere_at_that_hour_is_told_so_once(person: User, program: Program) -> None:
    moment = clock.now() + timedelta(days=14)
    EnrolmentFactory.create(person=person, starts_at=moment)
    edition = EditionFactory.create(starts_at=moment)
    assert kind(program.post("/me/enrolments", 409, edition=edition.pk)) == "same-hour"
    assert program.post("/me/enrolments", 201, edition=edition.pk, anyway=True)["edition"] == (
        edition.pk
    )


def test_enrolments_cost_the_same_for_one_and_three(person: User, program: Program) -> None:
    def number() -> int:
        program.get("/me/enrolments")
        with CaptureQueriesContext(connection) as asked:
            program.get("/me/enrolments")
        return len(asked)

    def wait() -> None:
        edition = EditionFactory.create(capacity=1)
        EnrolmentFactory.create(edition=edition)
        EnrolmentFactory.create(edition=edition, person=person)

    wait()
    with_one = number()
    wait()
    wait()
    assert number() == with_one


# --- Progress and certificates --------------------------------------------------------------------


@pytest.fixture
def certificate(person: User) -> Certificate:
    training = TrainingFactory.create(title="Luisteren")
    lesson = make_lesson(training, slug="beginnen")
    edition = held_edition(training, [person], evaluate=False)
    finish_lesson(person=person, lesson=lesson)
    made = issue_if_complete(enrolment_id=Enrolment.objects.get(edition=edition).pk)
    assert made is not None
    return made


def test_progress_tells_what_is_read_and_what_is_still_to_do(
    person: User, program: Program
) -> None:
    training = TrainingFactory.create(slug="luisteren")
    first = make_lesson(training, slug="een")
    make_lesson(training, slug="twee")
    enrolment = EnrolmentFactory.create(
        person=person, edition=EditionFactory.create(training=training)
    )
    finish_lesson(person=person, lesson=first)
    (told,) = program.get("/me/progress")
    assert (told["lessons"], told["finished"]) == (2, 1)
    assert told["next_lesson"] == "http://testserver/trainingen/luisteren/lessen/twee/"
    criteria = program.get(f"/me/enrolments/{enrolment.pk}/progress")["criteria"]
    assert {one["state"] for one in criteria} == {"not_yet"}


def test_a_certificate_is_listed_and_downloaded(program: Program, certificate: Certificate) -> None:
    (told,) = program.get("/me/certificates")["items"]
    assert (told["code"], told["training"], told["state"]) == (
        certificate.code,
        "Luisteren",
        "valid",
    )
    response = program.client.get(told["pdf_url"].removeprefix("http://testserver"))
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    assert bytes(response.content) == bytes(certificate.pdf)


def test_a_certificate_that_does_not_count_is_not_handed_out(
    program: Program, certificate: Certificate
) -> None:
    revoke(certificate=certificate, reason="Fout", actor=None)
    (told,) = program.get("/me/certificates")["items"]
    assert (told["state"], told["pdf_url"]) == ("revoked", None)
    refused = program.get(f"/me/certificates/{certificate.code}/pdf", 409)
    assert kind(refused) == "refused"


def test_a_file_that_is_not_as_it_was_issued_is_not_handed_out(
    program: Program, certificate: Certificate
) -> None:
    type(certificate).objects.update(pdf=b"iets anders")
    assert kind(program.get(f"/me/certificates/{certificate.code}/pdf", 503)) == "not-now"


@pytest.mark.parametrize("role", list(Role))
def test_the_certificate_of_another_is_not_there(role: Role, certificate: Certificate) -> None:
    program = Program(person_in_role(role))
    assert kind(program.get(f"/me/certificates/{certificate.code}/pdf", 404)) == "not-found"
    assert program.get("/me/certificates")["items"] == []


def test_a_state_that_the_tick_has_not_written_yet_is_told(person: User, program: Program) -> None:
    edition = EditionFactory.create(capacity=1)
    first = EnrolmentFactory.create(edition=edition)
    own = EnrolmentFactory.create(edition=edition, person=person)
    enrolment_services.withdraw(enrolment=first, actor=None)
    own.refresh_from_db()
    assert own.status == EnrolmentStatus.OFFERED
    later: Any = own.offer_expires_at
    with clock.at(later + timedelta(minutes=1)):
        assert program.get(f"/me/enrolments/{own.pk}")["state"] == "expired"
