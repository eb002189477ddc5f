"""A training that goes off the site with people in it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from courses.catalogue.models import KeptPage, LearningPathIndexPage, LearningPathPage, TrainingPage
from courses.common import clock
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol, settle_waiting_lists, withdraw
from courses.people.enums import Role
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from courses.editions.models import Edition
    from courses.people.models import User

pytestmark = pytest.mark.django_db

TRAINING = "/trainingen/luisteren/"
LESSON = f"{TRAINING}lessen/doorvragen/"


@pytest.fixture
def edition() -> Edition:
    """One seat, taken; one person waits."""
    training = TrainingFactory.create(title="Luisteren", slug="luisteren")
    make_lesson(training, title="Doorvragen", slug="doorvragen")
    link = "https://online.example.org/luisteren"
    return EditionFactory.create(training=training, capacity=1, online_link=link)


@pytest.fixture
def participant(edition: Edition) -> User:
    person = PersonFactory.create()
    enrol(person=person, edition=edition)
    return person


@pytest.fixture
def waiting(edition: Edition, participant: User) -> User:
    person = PersonFactory.create()
    enrol(person=person, edition=edition)
    return person


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def confirm(training: TrainingPage) -> str:
    return f"/beheer/pages/{training.pk}/unpublish/"


def take_off(training: TrainingPage, **choice: str) -> None:
    """As a coordinator does, with the lessons along."""
    coordinator = client_of(person_in_role(Role.COORDINATOR))
    data = {"include_descendants": "on", "asked": "True", **choice}
    assert coordinator.post(confirm(training), data).status_code == 302


def test_the_page_that_asks_says_how_many_people_are_in_it(edition: Edition, waiting: User) -> None:
    training = edition.training
    EnrolmentFactory.create(training=training, starts_at=clock.now() - timedelta(days=30))
    coordinator = client_of(person_in_role(Role.COORDINATOR))
    lesson = training.lessons[0]
    sentences = (
        "1 persoon is ingeschreven.",
        "1 persoon wacht op een plaats.",
        "1 persoon deed eerder mee.",
    )
    catalogue = training.get_parent()
    pages = (
        confirm(training),
        confirm(lesson),
        f"/beheer/pages/{training.pk}/move/{catalogue.pk}/confirm/",
        f"/beheer/bulk/wagtailcore/page/unpublish/?id={training.pk}",
        f"/beheer/pages/{lesson.pk}/delete/",
        f"/beheer/bulk/wagtailcore/page/delete/?id={lesson.pk}",
    )
    missing = {
        (page, one)
        for page in pages
        for one in sentences
        if one not in coordinator.get(page).content.decode()
    }
    assert missing == set()
    # Who would hear of it is named, where one can choose that they do.
    for page in (confirm(training), pages[3]):
        asked = coordinator.get(page).content.decode()
        named = waiting.name_in_list in asked
        assert ("2 krijgen een mail." in asked, named) == (True, True), page


def test_nothing_is_asked_about_a_page_with_nobody_in_it() -> None:
    training = TrainingFactory.create()
    path = LearningPathIndexPage.objects.get().add_child(
        instance=LearningPathPage(title="Een lijn", summary="Kort")
    )
    coordinator = client_of(person_in_role(Role.COORDINATOR))
    asked = [
        "wie ingeschreven is" in coordinator.get(confirm(page)).content.decode()
        for page in (training, path)
    ]
    assert asked == [False, False]


@pytest.mark.both_databases
def test_participants_keep_their_lessons_unless_somebody_chose_otherwise(
    edition: Edition, participant: User
) -> None:
    stranger, member = client_of(PersonFactory.create()), client_of(participant)
    take_off(edition.training, keep="on")
    statuses = [
        one.get(page).status_code for one in (member, stranger) for page in (TRAINING, LESSON)
    ]
    assert statuses == [200, 200, 404, 404]
    assert "Doorvragen" in member.get(TRAINING).content.decode()
    assert member.post(f"{LESSON}klaar/").status_code == 302
    TrainingPage.objects.get().save_revision().publish()
    assert not KeptPage.objects.filter(page=edition.training_id).exists()
    take_off(TrainingPage.objects.get())
    assert [member.get(page).status_code for page in (TRAINING, LESSON)] == [404, 404]


def test_an_enrolment_stays_open_and_nothing_on_ones_own_page_is_dead(
    edition: Edition, participant: User
) -> None:
    take_off(edition.training)
    member = client_of(participant)
    mine = member.get("/mijn/").content.decode()
    assert (TRAINING in mine, f"/inschrijven/{edition.pk}/" in mine) == (False, True)
    page = member.get(f"/inschrijven/{edition.pk}/").content.decode()
    assert (TRAINING in page, edition.online_link in page) == (False, True)
    assert 'href="None"' not in page
    assert client_of(PersonFactory.create()).get(f"/inschrijven/{edition.pk}/").status_code == 404
    assert member.get(f"/inschrijven/{edition.pk}/afmelden/").status_code == 200
    member.post(f"/inschrijven/{edition.pk}/", {"action": "withdraw"})
    assert Enrolment.objects.get().status == EnrolmentStatus.WITHDRAWN


@pytest.mark.both_databases
def test_the_waiting_list_stands_still_until_the_training_is_public_again(
    edition: Edition, participant: User, waiting: User
) -> None:
    take_off(edition.training, keep="on")
    withdraw(enrolment=Enrolment.objects.get(person=participant), actor=participant)
    settle_waiting_lists()
    waits = Enrolment.objects.get(person=waiting)
    assert waits.status == EnrolmentStatus.WAITING
    TrainingPage.objects.get().save_revision().publish()
    settle_waiting_lists()
    waits.refresh_from_db()
    assert waits.status == EnrolmentStatus.OFFERED


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"tell": "on"}, "Je kunt de lessen nu niet lezen."),
        ({"tell": "on", "keep": "on"}, "Je kunt de lessen nog lezen, omdat je meedoet."),
        ({"keep": "on"}, ""),
    ],
)
def test_who_is_in_it_or_waits_is_told_when_somebody_chose_so(
    choice: dict[str, str],
    said: str,
    edition: Edition,
    participant: User,
    waiting: User,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        take_off(edition.training, **choice)
    mails: dict[str | None, EmailMessage] = {mail.to[0]: mail for mail in mailoutbox}
    assert set(mails) == ({participant.email, waiting.email} if said else set())
    if said:
        assert mails[participant.email].subject == "Luisteren staat niet meer op de site"
        assert said in mails[participant.email].body
        assert "Je houdt je plek op de wachtlijst." in mails[waiting.email].body


def test_many_at_once_are_asked_the_same(edition: Edition, participant: User) -> None:
    coordinator = client_of(person_in_role(Role.COORDINATOR))
    address = f"/beheer/bulk/wagtailcore/page/unpublish/?id={edition.training.pk}"
    assert coordinator.post(address, {"asked": "True"}).status_code == 302
    assert (TrainingPage.objects.get().live, KeptPage.objects.exists()) == (False, False)


def test_a_training_that_goes_off_by_its_date_is_kept(edition: Edition, participant: User) -> None:
    moment = timezone.now() - timedelta(minutes=1)
    TrainingPage.objects.filter(pk=edition.training_id).update(expire_at=moment)
    call_command("tick", verbosity=0)
    assert not TrainingPage.objects.get().live
    assert client_of(participant).get(LESSON).status_code == 200


def test_a_lesson_is_not_public_without_its_training() -> None:
    training = TrainingFactory.create(slug="luisteren")
    make_lesson(training, slug="doorvragen", is_open=True)
    TrainingPage.objects.update(live=False)
    assert Client().get(LESSON).status_code == 404


def test_the_lessons_of_a_planned_training_wait_for_it() -> None:
    training = TrainingFactory.create(slug="luisteren", live=False)
    lesson = make_lesson(training, slug="doorvragen", live=False)
    lesson.save_revision()
    training.go_live_at = timezone.now() + timedelta(days=1)
    training.save_revision().publish()
    lesson.refresh_from_db()
    assert lesson.live is False
