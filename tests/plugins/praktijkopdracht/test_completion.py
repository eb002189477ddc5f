"""What assignments ask for a certificate, and what stands on people's first pages."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.attendance.services import mark_attendance
from courses.catalogue.models import LessonPage, TrainingPage
from courses.certificates.models import Certificate
from courses.common import clock
from courses.enrolment.models import Enrolment
from courses.learning.services import finish_lesson
from courses.people.enums import Role
from courses.plugin_api.api import (
    CompletionContext,
    JobContext,
    Met,
    NotAsked,
    NotYet,
    PanelContext,
)
from courses.plugin_files.models import PluginFile
from plugins.praktijkopdracht.criteria import AllApproved
from plugins.praktijkopdracht.enums import State
from plugins.praktijkopdracht.jobs import ForgetOldFiles
from plugins.praktijkopdracht.models import Submission
from plugins.praktijkopdracht.panels import Reviewed, ToReview
from plugins.praktijkopdracht.privacy import Submissions
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, person_in_role
from tests.plugins.praktijkopdracht.written import (
    a_participant,
    a_trainer,
    a_training,
    assignment_block,
    handed_in,
    judged,
    lesson_with,
    upload,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.editions.models import Edition
    from courses.people.models import User

pytestmark = pytest.mark.django_db


def _asked(training: TrainingPage, person: User) -> Met | NotYet:
    enrolment = Enrolment.objects.filter(person=person).first()
    return AllApproved().evaluate(
        CompletionContext(
            enrolment_id=enrolment.pk if enrolment else 0,
            person_id=person.pk,
            edition_id=enrolment.edition_id if enrolment else 0,
            training_id=training.pk,
        )
    )


# --- The criterion ----------------------------------------------------------------------------


def test_a_training_without_assignments_asks_nothing() -> None:
    training = a_training({"type": "heading", "id": "x", "value": "Kop"})
    assert _asked(training, PersonFactory.create()) == NotAsked()


def test_each_assignment_must_be_approved_and_the_others_are_named() -> None:
    keys = ("nieuw", "wacht", "beter", "goed")
    training = a_training(*(assignment_block(key, key.title()) for key in keys))
    trainer, edition = a_trainer(training)
    person = a_participant(edition)
    for key in keys[1:]:
        handed_in(person, training, key)
    judged(Submission.objects.get(assignment="beter"), trainer, State.IMPROVE, "Meer")
    judged(Submission.objects.get(assignment="goed"), trainer, State.APPROVED)
    assert _asked(training, person) == NotYet(
        "Nog niet goedgekeurd: ‘Nieuw’ (nog in te leveren), ‘Wacht’ (wordt nagekeken), "
        "‘Beter’ (graag verbeteren)."
    )
    handed_in(person, training, "nieuw")
    for key in ("nieuw", "wacht"):
        judged(Submission.objects.get(assignment=key), trainer, State.APPROVED)
    judged(Submission.objects.get(assignment="beter"), trainer, State.APPROVED)
    assert _asked(training, person) == Met()


def test_only_published_lessons_count_and_each_assignment_once() -> None:
    training = a_training(assignment_block("een", "Een"))
    lesson_with(training, assignment_block("twee", "Twee"), slug="concept", live=False)
    lesson_with(training, assignment_block("een", "Kopie"), slug="kopie")
    _trainer, edition = a_trainer(training)
    assert _asked(training, a_participant(edition)) == NotYet(
        "Nog niet goedgekeurd: ‘Een’ (nog in te leveren)."
    )


@pytest.mark.parametrize(
    "block",
    [
        {"type": "praktijkopdracht_assignment", "id": "x", "value": "tekst"},
        {"type": "praktijkopdracht_assignment", "id": "a/b", "value": {"title": "X"}},
        {"type": "praktijkopdracht_assignment", "value": {"title": "X"}},
    ],
)
def test_a_block_that_is_none_is_passed_over(block: dict[str, Any]) -> None:
    training = a_training()
    lesson = training.lessons[0]
    LessonPage.objects.filter(pk=lesson.pk).update(body=json.dumps([block]))
    assert _asked(training, PersonFactory.create()) == NotAsked()


def test_three_assignments_cost_no_more_queries_than_one() -> None:
    counts = []
    for slug, number in (("een", 1), ("drie", 3)):
        training = a_training(*(assignment_block(f"o{n}") for n in range(number)), slug=slug)
        lesson_with(training, assignment_block("later"), slug="later")
        with CaptureQueriesContext(connection) as queries:
            _asked(training, PersonFactory.build(pk=1))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_certificate_follows_the_last_approval(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    training = a_training()
    trainer = person_in_role(Role.TRAINER)
    edition = EditionFactory.create(
        training=training, trainers=[trainer], starts_at=clock.now() - timedelta(days=2)
    )
    person = PersonFactory.create()
    enrolment = EnrolmentFactory.create(person=person, edition=edition)
    with django_capture_on_commit_callbacks(execute=True):
        finish_lesson(person=person, lesson=training.lessons[0])
        mark_attendance(
            session=edition.sessions.get(), present=[enrolment.pk], absent=[], actor=trainer
        )
        one = handed_in(person, training)
    assert Certificate.objects.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        judged(one, trainer, State.APPROVED)
    assert Certificate.objects.get().enrolment == enrolment


# --- Panels -----------------------------------------------------------------------------------


def _panel(panel: Any, person: User, *trainings: TrainingPage) -> str | None:
    html = panel.render(PanelContext(person.pk, {one.pk: {} for one in trainings}))
    return None if html is None else " ".join(html.split())


def test_a_trainer_sees_how_many_wait_and_where() -> None:
    training = a_training()
    trainer, edition = a_trainer(training)
    other_trainer, _other = a_trainer(training)
    assert _panel(ToReview(), trainer, training) is None
    for _number in range(2):
        handed_in(a_participant(edition), training)
    html = _panel(ToReview(), trainer, training) or ""
    assert 'href="/trainingen/luisteren/p/praktijkopdracht/nakijken/"' in html
    assert "2 opdrachten om na te kijken" in html
    assert _panel(ToReview(), other_trainer, training) is None
    coordinator = person_in_role(Role.COORDINATOR)
    assert "2 opdrachten" in (_panel(ToReview(), coordinator, training) or "")
    assert _panel(ToReview(), coordinator, a_training(slug="ander")) is None


def test_a_participant_sees_what_to_improve_and_what_is_good_for_two_weeks() -> None:
    training = a_training(assignment_block("een", "Eerste"), assignment_block("twee", "Tweede"))
    trainer, edition = a_trainer(training)
    person = a_participant(edition)
    one, two = (handed_in(person, training, key) for key in ("een", "twee"))
    assert _panel(Reviewed(), person, training) is None
    judged(one, trainer, State.IMPROVE, "Meer")
    judged(two, trainer, State.APPROVED)
    html = _panel(Reviewed(), person, training) or ""
    assert 'href="/trainingen/luisteren/p/praktijkopdracht/opdracht/een/"' in html
    assert ("graag verbeteren" in html, "goedgekeurd" in html) == (True, True)
    with clock.at(clock.now() + timedelta(days=15)):
        later = _panel(Reviewed(), person, training) or ""
    assert ("Eerste" in later, "Tweede" in later) == (True, False)
    assert _panel(Reviewed(), a_participant(edition), training) is None


def test_panels_stand_on_the_first_pages() -> None:
    training = a_training()
    trainer, edition = a_trainer(training)
    person = a_participant(edition)
    one = handed_in(person, training)
    client = Client()
    client.force_login(trainer)
    assert "1 opdracht om na te kijken" in client.get("/beheer/").content.decode()
    judged(one, trainer, State.IMPROVE, "Meer")
    client.force_login(person)
    assert "graag verbeteren" in client.get("/mijn/").content.decode()


@pytest.mark.parametrize("panel", [ToReview(), Reviewed()])
def test_three_rows_cost_no_more_queries_than_one(panel: Any) -> None:
    trainings = [a_training(slug=f"t{number}", title=f"T{number}") for number in range(3)]
    trainer = person_in_role(Role.TRAINER)
    person = PersonFactory.create()
    for training in trainings:
        edition: Edition = EditionFactory.create(training=training, trainers=[trainer])
        EnrolmentFactory.create(person=person, edition=edition)
        one = handed_in(person, training)
        if isinstance(panel, Reviewed):
            judged(one, trainer, State.IMPROVE, "Meer")
    who = person if isinstance(panel, Reviewed) else trainer
    counts = []
    for some in (trainings[:1], trainings):
        with CaptureQueriesContext(connection) as queries:
            assert _panel(panel, who, *some) is not None
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- What is kept about people ----------------------------------------------------------------


def test_somebodys_own_data_can_be_read_and_erased() -> None:
    training = a_training()
    trainer, edition = a_trainer(training)
    person, other = a_participant(edition), a_participant(edition)
    one = handed_in(person, training, upload=upload())
    handed_in(other, training, upload=upload())
    judged(one, trainer, State.IMPROVE, "Meer")
    data = Submissions()
    export = data.export(person.pk)
    assert json.loads(json.dumps(export)) == export
    assert [
        (row["training"], row["tekst"], row["bestand"], row["opmerking van de trainer"])
        for row in export["ingeleverd"]
    ] == [("Luisteren", "Ik heb geluisterd.", "verslag.pdf", "Meer")]
    data.erase(person.pk)
    data.erase(person.pk)
    assert data.export(person.pk) is None
    assert [one.person for one in Submission.objects.all()] == [other]
    assert PluginFile.objects.count() == 1


def test_a_reviewers_name_can_be_erased_and_the_review_stays() -> None:
    training = a_training()
    trainer, edition = a_trainer(training)
    one = judged(handed_in(a_participant(edition), training), trainer, State.APPROVED, "Mooi")
    data = Submissions()
    assert [row["opdracht"] for row in data.export(trainer.pk)["nagekeken"]] == ["Voer een gesprek"]
    data.erase(trainer.pk)
    one.refresh_from_db()
    assert (one.reviewed_by, one.remark, data.export(trainer.pk)) == (None, "Mooi", None)


def test_old_files_go_with_the_work_of_a_day() -> None:
    training = a_training()
    trainer, edition = a_trainer(training)
    judged(handed_in(a_participant(edition), training, upload=upload()), trainer, State.APPROVED)
    with clock.at(clock.now() + timedelta(days=181)):
        assert ForgetOldFiles().run(JobContext(day=clock.today(), attempt=1)) == "1 bestand gewist."
    assert PluginFile.objects.count() == 0
