"""What happens here goes to the record store: once, in order, and again when it was away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from courses.attendance.services import mark_attendance
from courses.catalogue.queries import readable_lessons
from courses.common import clock
from courses.enrolment.services import enrol, withdraw
from courses.learning.services import finish_lesson, keep_answer
from courses.plugin_api.api import ProgressChanged, Score
from courses.plugin_host import jobs, outbox
from courses.plugin_host.models import Delivery, PluginFault
from plugins.xapi.jobs import SendWaiting
from plugins.xapi.models import Consent, OutgoingStatement, RecordStore
from plugins.xapi.services import consents, sending, stores, writing
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory

if TYPE_CHECKING:
    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.enrolment.models import Enrolment
    from tests.plugins.xapi.record_store import Store

pytestmark = pytest.mark.django_db

Commit = Callable[..., Any]


def _lessons(training: TrainingPage) -> list[LessonPage]:
    return list(readable_lessons(training).order_by("path"))


def _answer(enrolment: Enrolment, lesson: LessonPage, points: int, out_of: int) -> None:
    keep_answer(
        person=enrolment.person,
        lesson=lesson,
        exercise_id="vraag-1",
        block_type="knowledge_check",
        answer={"chosen": ["een geheim antwoord"]},
        score=Score(points, out_of),
    )


def _tell(enrolment: Enrolment) -> None:
    """As after somebody did something."""
    training = enrolment.edition.training_id
    event = ProgressChanged(training_id=training, enrolment_id=enrolment.pk)
    writing.write(event=event)
    sending.send_waiting()


# --- What is told -----------------------------------------------------------------------------


def test_a_lesson_that_is_done_is_told_with_what_was_done_in_it(
    consent: Consent,
    enrolment: Enrolment,
    training: TrainingPage,
    store: Store,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    lesson = _lessons(training)[0]
    with django_capture_on_commit_callbacks(execute=True):
        _answer(enrolment, lesson, 3, 4)
    with django_capture_on_commit_callbacks(execute=True):
        finish_lesson(person=enrolment.person, lesson=lesson)
    assert sorted(store.verbs()) == ["answered", "completed", "experienced"]
    told = {one["verb"]["id"].rsplit("/", 1)[-1]: one for one in store.kept.values()}
    assert told["answered"]["result"] == {
        "completion": True,
        "score": {"raw": 3, "min": 0, "max": 4, "scaled": 0.75},
    }
    assert told["answered"]["object"]["id"] == (
        "http://testserver/trainingen/luisteren/lessen/les-1/#vraag-1"
    )
    done = told["completed"]
    assert done["object"] == {
        "objectType": "Activity",
        "id": "http://testserver/trainingen/luisteren/lessen/les-1/",
        "definition": {
            "name": {"nl": "Les 1"},
            "type": "http://adlnet.gov/expapi/activities/lesson",
        },
    }
    assert done["verb"]["display"] == {"nl": "rondde af", "en": "completed"}
    assert done["context"]["contextActivities"]["parent"][0]["definition"]["name"] == {
        "nl": "Luisteren"
    }
    assert done["timestamp"].endswith("Z")
    assert {one.sent_at is None for one in OutgoingStatement.objects.all()} == {False}


def test_nobody_is_named_and_no_answer_goes_along(
    consent: Consent, enrolment: Enrolment, training: TrainingPage, store: Store
) -> None:
    _answer(enrolment, _lessons(training)[0], 1, 1)
    _tell(enrolment)
    person = enrolment.person
    (actor,) = {str(one["actor"]) for one in store.kept.values()}
    assert actor == str(
        {
            "objectType": "Agent",
            "account": {"homePage": "http://testserver/", "name": str(consent.subject)},
        }
    )
    told = str(store.kept)
    assert not any(
        one in told
        for one in (person.first_name, person.last_name, str(person.email), "een geheim antwoord")
    )


def test_enrolling_leaving_and_being_there_are_told(
    enrolment: Enrolment,
    training: TrainingPage,
    named: RecordStore,
    store: Store,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    person = PersonFactory.create()
    consents.give(person=person, store=named)
    consents.give(person=enrolment.person, store=named)
    with django_capture_on_commit_callbacks(execute=True):
        other = enrol(person=person, edition=EditionFactory.create(training=training))
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(enrolment=other, actor=None)
    assert store.verbs() == ["registered", "leave"]
    session = enrolment.edition.sessions.get()
    with clock.at(session.ends_at + timedelta(hours=1)):
        with django_capture_on_commit_callbacks(execute=True):
            mark_attendance(session=session, present=[enrolment.pk], absent=[], actor=None)
        assert store.verbs()[2:] == ["attended"]
        assert list(store.kept.values())[2]["result"] == {"duration": "PT180M0S"}
        # The list was wrong: what was told is taken back.
        with django_capture_on_commit_callbacks(execute=True):
            mark_attendance(session=session, present=[], absent=[enrolment.pk], actor=None)
        *_before, there, taken_back = store.kept.values()
    assert taken_back["verb"]["id"] == "http://adlnet.gov/expapi/verbs/voided"
    assert taken_back["object"] == {"objectType": "StatementRef", "id": there["id"]}


# --- What is not told -------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["no consent", "withdrawn", "store off", "other store"])
def test_without_consent_nothing_is_written_down(
    enrolment: Enrolment, training: TrainingPage, named: RecordStore, store: Store, reason: str
) -> None:
    if reason != "no consent":
        consents.give(person=enrolment.person, store=named)
    if reason == "withdrawn":
        consents.withdraw(person=enrolment.person, store=named)
    if reason == "store off":
        RecordStore.objects.update(is_on=False)
    if reason == "other store":
        RecordStore.objects.update(is_current=False)
    finish_lesson(person=enrolment.person, lesson=_lessons(training)[0])
    _tell(enrolment)
    assert (store.requests, OutgoingStatement.objects.count()) == ([], 0)


def test_what_was_before_the_consent_is_not_told(
    enrolment: Enrolment, training: TrainingPage, named: RecordStore, store: Store
) -> None:
    first, second = _lessons(training)
    finish_lesson(person=enrolment.person, lesson=first)
    with clock.at(clock.now() + timedelta(minutes=1)):
        consents.give(person=enrolment.person, store=named)
    with clock.at(clock.now() + timedelta(minutes=2)):
        finish_lesson(person=enrolment.person, lesson=second)
        _tell(enrolment)
    assert {one["object"]["definition"]["name"]["nl"] for one in store.kept.values()} == {"Les 2"}


def test_who_stops_is_not_told_of_what_still_waits(
    consent: Consent, enrolment: Enrolment, training: TrainingPage, store: Store
) -> None:
    store.status = 503
    finish_lesson(person=enrolment.person, lesson=_lessons(training)[0])
    with pytest.raises(sending.NotTaken):
        _tell(enrolment)
    assert OutgoingStatement.objects.count() == 2
    consents.withdraw(person=enrolment.person, store=consent.store)
    assert OutgoingStatement.objects.count() == 0


# --- At least once ----------------------------------------------------------------------------


def test_what_waits_without_consent_is_not_sent_however_it_came_there(
    consent: Consent, store: Store
) -> None:
    """The last look before something leaves the house, as in a database that was put back."""
    OutgoingStatement.objects.all().delete()
    waiting = consent.statements.create(verb="completed", about="Een les", at=clock.now(), body={})
    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=clock.now())

    assert sending.send_waiting() == 0
    waiting.refresh_from_db()
    assert (waiting.sent_at, waiting.claimed_until) == (None, None)


def test_twice_is_the_same(
    consent: Consent, enrolment: Enrolment, training: TrainingPage, store: Store
) -> None:
    finish_lesson(person=enrolment.person, lesson=_lessons(training)[0])
    _tell(enrolment)
    kept = dict(store.kept)
    # The answer got lost on the way, or the database is that of yesterday.
    OutgoingStatement.objects.all().delete()
    _tell(enrolment)
    assert store.kept == kept
    assert [one["number"] for one in store.requests] == [2, 2]
    _tell(enrolment)
    assert len(store.requests) == 2


def test_a_conflict_is_something_that_arrived_before(
    consent: Consent, enrolment: Enrolment, training: TrainingPage, store: Store
) -> None:
    finish_lesson(person=enrolment.person, lesson=_lessons(training)[0])
    _tell(enrolment)
    for one in store.kept.values():
        one["stored"] = "2026-01-01T00:00:00Z"
    OutgoingStatement.objects.all().delete()
    _tell(enrolment)
    assert not OutgoingStatement.objects.filter(sent_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_a_store_that_is_down_for_a_day_costs_nothing(
    consent: Consent,
    enrolment: Enrolment,
    training: TrainingPage,
    named: RecordStore,
    store: Store,
) -> None:
    store.status = 503
    first, second = _lessons(training)
    begin = clock.now()
    finish_lesson(person=enrolment.person, lesson=first)
    assert PluginFault.objects.get(plugin="xapi").error.endswith(".NotTaken")
    finish_lesson(person=enrolment.person, lesson=second)
    # It is left alone for a while.
    assert len(store.requests) == 1
    for minutes in (2, 14, 80, 450, 1531):
        with clock.at(begin + timedelta(minutes=minutes)):
            outbox.deliver_due()
    named.refresh_from_db()
    assert (len(store.requests), named.failures) == (6, 6)
    assert named.failing_since is not None
    assert OutgoingStatement.objects.filter(sent_at=None).count() == 4
    store.status = 200
    with clock.at(begin + timedelta(days=2)):
        for run in jobs.due():
            jobs.run(run)
    named.refresh_from_db()
    assert sorted(store.verbs()) == ["completed", "completed", "experienced", "experienced"]
    assert (str(named.failing_since), named.failures, named.trouble) == ("None", 0, "")
    assert not Delivery.objects.filter(plugin="xapi", done_at=None, given_up=False).exists()


def test_one_that_is_refused_holds_up_nothing_else(
    consent: Consent, enrolment: Enrolment, training: TrainingPage, store: Store
) -> None:
    store.refuses = {"experienced"}
    for lesson in _lessons(training):
        finish_lesson(person=enrolment.person, lesson=lesson)
    _tell(enrolment)
    assert store.verbs() == ["completed", "completed"]
    refused = OutgoingStatement.objects.filter(sent_at=None)
    assert {one.refused for one in refused} == {"status 400"}
    number = len(store.requests)
    _tell(enrolment)
    assert len(store.requests) == number
    store.refuses = set()
    assert stores.send_refused_again(store=consent.store) == 2
    sending.send_waiting()
    assert sorted(store.verbs()) == ["completed", "completed", "experienced", "experienced"]


@pytest.mark.parametrize("status", [301, 401, 403, 404, 429, 500])
def test_what_is_about_us_refuses_no_statement(
    consent: Consent, enrolment: Enrolment, training: TrainingPage, store: Store, status: int
) -> None:
    store.status = status
    finish_lesson(person=enrolment.person, lesson=_lessons(training)[0])
    with pytest.raises(sending.NotTaken):
        _tell(enrolment)
    assert {one.refused for one in OutgoingStatement.objects.all()} == {""}


def test_much_goes_in_batches(
    named: RecordStore, training: TrainingPage, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 4)
    edition = EditionFactory.create(training=training)
    for _person in range(5):
        enrolment = EnrolmentFactory.create(edition=edition)
        consents.give(person=enrolment.person, store=named)
        finish_lesson(person=enrolment.person, lesson=_lessons(training)[0])
        writing.write(event=ProgressChanged(training_id=training.pk, enrolment_id=enrolment.pk))
    assert sending.send_waiting() == 10
    assert [one["number"] for one in store.requests] == [4, 4, 2]
    assert store.requests[0]["X-Experience-API-Version"] == "1.0.3"


def test_writing_takes_as_many_queries_for_three_lessons_as_for_one(
    consent: Consent,
    enrolment: Enrolment,
    training: TrainingPage,
    django_assert_num_queries: Any,
) -> None:
    event = ProgressChanged(training_id=training.pk, enrolment_id=enrolment.pk)
    first, second = _lessons(training)
    finish_lesson(person=enrolment.person, lesson=first)
    writing.write(event=event)
    with django_assert_num_queries(12):
        writing.write(event=event)
    finish_lesson(person=enrolment.person, lesson=second)
    _answer(enrolment, second, 1, 1)
    writing.write(event=event)
    with django_assert_num_queries(12):
        writing.write(event=event)


def test_the_daily_job_says_what_arrived(
    consent: Consent, enrolment: Enrolment, training: TrainingPage
) -> None:
    finish_lesson(person=enrolment.person, lesson=_lessons(training)[0])
    event = ProgressChanged(training_id=training.pk, enrolment_id=enrolment.pk)
    writing.write(event=event)
    job: Any = SendWaiting()
    assert job.run(None) == "2 berichten zijn aangekomen."
    assert job.run(None) is None
