"""A new lesson is sent in with its training, is told of and approved with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from courses.catalogue import services
from courses.common.errors import Refusal
from courses.people.enums import Role
from tests.academy.odd_values import Page
from tests.factories import TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from pytest_django import DjangoCaptureOnCommitCallbacks
    from wagtail.models import Page as AnyPage

    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ALONG = "Ook deze les staat nu op de site: ‘Iemand uitnodigen’."


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER, email="gerda@example.org")


@pytest.fixture
def training(trainer: User) -> TrainingPage:
    page = TrainingFactory.create(title="Samen aan tafel", slug="tafel", live=False, owner=trainer)
    page.save_revision(user=trainer)
    return page


@pytest.fixture
def lesson(training: TrainingPage, trainer: User) -> LessonPage:
    page = make_lesson(training, title="Iemand uitnodigen", live=False, owner=trainer)
    page.save_revision(user=trainer)
    return page


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def start(page: AnyPage, person: User) -> None:
    page.get_workflow().start(page, person)


def decide(page: AnyPage, action: str = "approve") -> str:
    """A coordinator approves in the list, and reads what came of it."""
    client = client_of(person_in_role(Role.COORDINATOR))
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=(page.pk, action, state.pk))
    client.post(address, {"comment": "Nog iets korter."})
    return client.get("/beheer/").content.decode()


def in_review() -> set[int]:
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    return {int(one.revision.object_id) for one in waiting}


def test_who_sends_in_a_lesson_of_a_draft_is_led_to_sending_in_both(
    lesson: LessonPage, training: TrainingPage, trainer: User
) -> None:
    client = client_of(trainer)
    address = f"/beheer/pages/{lesson.pk}/edit/?next=/beheer/lessen/"
    page = Page(address, client.get(address).content.decode())
    form = next(one for one in page.forms if "title" in one.values)
    shown = {name: form.values[name] for name in form.values if name[:7] != "action-"}
    sent = client.post(form.action or address, {**shown, "action-submit": "true"})
    assert sent["Location"] == f"/beheer/trainingen/{training.pk}/insturen/?next=/beheer/lessen/"

    asked = client.get(sent["Location"]).content.decode()
    for words in (
        "Let op: de training ‘Samen aan tafel’ is nog een concept. Stuur die ook in.",
        "Iemand uitnodigen",
        "Samen aan tafel",
    ):
        assert words in asked
    answer = client.post(sent["Location"])
    assert (answer["Location"], in_review()) == ("/beheer/lessen/", {training.pk})
    told = client.get("/beheer/lessen/").content.decode()
    assert "‘Samen aan tafel’ en de lessen zijn ingestuurd." in told


def sent_from(client: Client, address: str, **typed: str) -> str:
    """Where the editor at an address leads to whom presses "Stuur in"."""
    page = Page(address, client.get(address).content.decode())
    form = next(one for one in page.forms if "title" in one.values)
    shown = {name: form.values[name] for name in form.values if name[:7] != "action-"}
    answer = client.post(form.action or address, {**shown, **typed, "action-submit": "true"})
    return answer.get("Location", "")


def test_a_training_is_sent_in_after_a_look_at_what_goes_along(
    training: TrainingPage, trainer: User
) -> None:
    client = client_of(trainer)
    asked = sent_from(client, f"/beheer/pages/{training.pk}/edit/", title="Samen koken")
    assert asked == f"/beheer/trainingen/{training.pk}/insturen/?next=/beheer/lessen/"
    assert in_review() == set()
    shown = client.get(asked).content.decode()
    for words in ("Er is nog geen les.", "Samen koken", "Controleer: dit staat straks op de site"):
        assert words in shown
    assert client.post(asked)["Location"] == "/beheer/lessen/"
    assert in_review() == {training.pk}
    assert "‘Samen koken’ is ingestuurd. Je krijgt" in client.get("/beheer/").content.decode()


def test_a_training_that_came_back_is_sent_in_the_same_way(
    lesson: LessonPage, training: TrainingPage, trainer: User
) -> None:
    services.send_in(training=training, actor=trainer)
    decide(training, "reject")
    client = client_of(trainer)
    asked = sent_from(client, f"/beheer/pages/{training.pk}/edit/")
    assert (asked.partition("?")[0], in_review()) == (
        reverse("send_in", args=[training.pk]),
        set(),
    )
    assert "Er is nog geen les." not in client.get(asked).content.decode()


def test_who_got_a_training_back_has_it_to_do_and_reads_why_above_its_lesson(
    lesson: LessonPage, training: TrainingPage, trainer: User
) -> None:
    services.send_in(training=training, actor=trainer)
    client = client_of(trainer)
    to_do = "Pas 1 concept aan dat terugkwam"
    assert to_do not in client.get("/beheer/").content.decode()
    decide(training, "reject")
    today = client.get("/beheer/").content.decode()
    assert to_do in today
    assert "Samen aan tafel, teruggestuurd door" in today
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    (told,) = [str(one) for one in client.get(edit).context["messages"] if "korter" in str(one)]
    assert told.startswith("De training ‘Samen aan tafel’: <strong>Nog niet goed: pas iets aan.<")
    assert "Nog iets korter." in told
    other = client_of(person_in_role(Role.TRAINER)).get("/beheer/").content.decode()
    assert to_do not in other
    services.send_in(training=type(training).objects.get(pk=training.pk), actor=trainer)
    assert to_do not in client.get("/beheer/").content.decode()
    assert not [one for one in client.get(edit).context["messages"] if "korter" in str(one)]


def test_a_change_to_a_training_on_the_site_is_sent_in_at_once(
    training: TrainingPage, trainer: User
) -> None:
    training.get_latest_revision().publish()
    edit = f"/beheer/pages/{training.pk}/edit/"
    assert sent_from(client_of(trainer), edit, title="Samen koken") == "/beheer/lessen/"
    assert in_review() == {training.pk}


def test_a_training_that_is_just_made_is_sent_in_the_same_way(
    training: TrainingPage, trainer: User
) -> None:
    client = client_of(trainer)
    above = training.get_parent().pk
    address = reverse("wagtailadmin_pages:add", args=["catalogue", "trainingpage", above])
    typed = {"title": "Samen koken", "slug": "koken", "summary": "Kort.", "minutes": "120"}
    asked = sent_from(client, address, **typed)
    made = type(training).objects.get(slug="koken")
    assert (asked.partition("?")[0], in_review()) == (reverse("send_in", args=[made.pk]), set())


def test_a_lesson_says_in_what_is_to_do_that_its_training_is_a_draft(
    lesson: LessonPage, training: TrainingPage, trainer: User
) -> None:
    checks = f"/beheer/nog-te-doen/{lesson.pk}/"
    send_in = reverse("send_in", args=[training.pk])
    assert send_in in client_of(trainer).get(checks).content.decode()
    start(training, trainer)
    assert send_in not in client_of(trainer).get(checks).content.decode()


def test_a_training_that_was_sent_back_is_sent_in_again_with_its_lessons(
    lesson: LessonPage, training: TrainingPage, trainer: User
) -> None:
    services.send_in(training=training, actor=trainer)
    decide(training, "reject")
    start(lesson, trainer)
    assert in_review() == {lesson.pk}
    services.send_in(training=type(training).objects.get(pk=training.pk), actor=trainer)
    assert in_review() == {training.pk}


def test_what_waits_for_a_judgement_is_not_sent_in_twice(
    training: TrainingPage, trainer: User
) -> None:
    services.send_in(training=training, actor=trainer)
    with pytest.raises(Refusal, match="al ingestuurd"):
        services.send_in(training=type(training).objects.get(pk=training.pk), actor=trainer)
    assert in_review() == {training.pk}


def test_what_is_not_finished_is_not_sent_in_and_says_so(
    lesson: LessonPage, training: TrainingPage, trainer: User
) -> None:
    lesson.minutes = 0
    lesson.save_revision(user=trainer, clean=False)
    address = reverse("send_in", args=[training.pk])
    shown = client_of(trainer).post(address).content.decode()
    assert ("Dit moet eerst nog:" in shown, "Stuur de training en de lessen in" in shown) == (
        True,
        False,
    )
    assert in_review() == set()


def test_who_may_not_change_the_training_does_not_send_it_in(
    lesson: LessonPage, training: TrainingPage
) -> None:
    address = reverse("send_in", args=[training.pk])
    assert client_of(person_in_role(Role.TRAINER)).post(address).status_code == 302
    assert in_review() == set()


def test_both_who_sent_them_in_hear_by_mail_and_the_coordinator_reads_what_came_along(
    lesson: LessonPage,
    training: TrainingPage,
    trainer: User,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    start(training, trainer)
    # Sent in by itself while the training waits already.
    start(lesson, person_in_role(Role.TRAINER, email="piet@example.org"))
    with django_capture_on_commit_callbacks(execute=True):
        told = decide(training)
    assert ALONG in told
    lesson.refresh_from_db()
    assert (lesson.live, in_review()) == (True, set())
    mails = {one.to[0]: one for one in mailoutbox if one.subject.startswith("Goedgekeurd")}
    assert {to: one.subject for to, one in mails.items()} == {
        "gerda@example.org": "Goedgekeurd: ‘Samen aan tafel’ staat op de site",
        "piet@example.org": "Goedgekeurd: ‘Iemand uitnodigen’ staat op de site",
    }
    assert ALONG in mails["gerda@example.org"].body


def test_a_lesson_that_is_approved_before_its_training_is_not_said_to_be_on_the_site(
    lesson: LessonPage,
    trainer: User,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    start(lesson, trainer)
    with django_capture_on_commit_callbacks(execute=True):
        told = decide(lesson)
    sentence = "‘Iemand uitnodigen’ is goedgekeurd. De les komt op de site met de training"
    (mail,) = [one for one in mailoutbox if one.to == ["gerda@example.org"]]
    assert (sentence in told, sentence in mail.body) == (True, True)
    assert (mail.subject, "staat op de site" in mail.body) == (
        "Goedgekeurd: ‘Iemand uitnodigen’",
        False,
    )
    assert lesson.url not in told
    desk = client_of(trainer).get("/beheer/").content.decode()
    assert "Komt op de site met de training ‘Samen aan tafel’" in desk


def test_a_lesson_that_was_sent_back_does_not_go_along(
    lesson: LessonPage, training: TrainingPage, trainer: User
) -> None:
    start(training, trainer)
    start(lesson, trainer)
    decide(lesson, "reject")
    desk = client_of(person_in_role(Role.COORDINATOR)).get("/beheer/").content.decode()
    assert ("Samen aan tafel, gevraagd" in desk, "nieuwe les" in desk) == (True, False)
    told = decide(training)
    lesson.refresh_from_db()
    assert (lesson.live, "Ook deze les" in told) == (False, False)


def test_who_judges_a_training_is_led_to_the_lessons_that_come_along(
    lesson: LessonPage, training: TrainingPage, trainer: User
) -> None:
    start(training, trainer)
    judging = client_of(person_in_role(Role.COORDINATOR))
    edit = reverse("wagtailadmin_pages:edit", args=[training.pk])
    (told,) = [str(one) for one in judging.get(edit).context["messages"]]
    assert "Dit wacht op jouw oordeel." in told
    look = reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])
    assert f'href="{look}" target="_blank">Iemand uitnodigen (nieuw tabblad)<' in told
    shown = judging.get(look)
    # The training is not on the site: no crumb leads there.
    above = shown.content.decode().partition("<body")[2].partition("<h1")[0]
    assert ('href="/trainingen/tafel/' in above, training.title in above) == (False, True)


def test_who_publishes_a_training_is_told_which_lessons_came_along(
    lesson: LessonPage, training: TrainingPage
) -> None:
    client = client_of(person_in_role(Role.COORDINATOR))
    address = f"/beheer/pages/{training.pk}/edit/"
    page = Page(address, client.get(address).content.decode())
    form = next(one for one in page.forms if "title" in one.values)
    shown = {name: form.values[name] for name in form.values if name[:7] != "action-"}
    client.post(form.action or address, {**shown, "action-publish": "true"})
    assert ALONG in client.get("/beheer/").content.decode()


def test_the_list_of_drafts_to_judge_says_what_belongs_together(
    lesson: LessonPage, training: TrainingPage, trainer: User
) -> None:
    start(training, trainer)
    start(lesson, trainer)
    desk = client_of(person_in_role(Role.COORDINATOR)).get("/beheer/").content.decode()
    asked = f"gevraagd door {trainer.name}"
    above = desk.index(f"Samen aan tafel, met 1 nieuwe les, {asked}")
    assert above < desk.index(f"Iemand uitnodigen (les van ‘Samen aan tafel’), {asked}")
