"""What a training asks of who enrols: who sees it, and how long it is kept."""

from datetime import timedelta

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.enrolment import services
from courses.enrolment.answers import answers_in, forget_answers, keep_answers
from courses.enrolment.models import Enrolment, EnrolmentAnswer, EnrolmentQuestion
from courses.people.enums import Role
from courses.people.queries import export_personal_data
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

pytestmark = pytest.mark.django_db


def make_question(training: TrainingPage | None = None, **fields: object) -> EnrolmentQuestion:
    values = {"text": "Heb je een dieet?", "reason": "Er is een lunch.", **fields}
    return EnrolmentQuestion.objects.create(training=training or TrainingFactory.create(), **values)


def answered(text: str = "Vegetarisch", **fields: object) -> Enrolment:
    enrolment = EnrolmentFactory.create()
    question = make_question(enrolment.edition.training, **fields)
    keep_answers(enrolment=enrolment, answers={question.pk: text})
    return enrolment


def test_a_question_is_asked_with_its_reason_and_the_answer_is_kept(client: Client) -> None:
    question = make_question(is_required=True)
    edition, person = EditionFactory.create(training=question.training), PersonFactory.create()
    client.force_login(person)
    url = f"/inschrijven/{edition.pk}/"
    page = client.get(url).content.decode()
    assert ("Heb je een dieet?" in page, "Er is een lunch." in page) == (True, True)
    assert client.post(url, {"action": "enrol"}).status_code == 400
    assert Enrolment.objects.count() == 0
    field = f"question_{question.pk}"
    client.post(url, {"action": "enrol", field: "Vegetarisch"})
    assert EnrolmentAnswer.objects.get().text == "Vegetarisch"
    # It can be changed afterwards.
    assert 'value="Vegetarisch"' in client.get(url).content.decode()
    client.post(url, {"action": "answer", field: "Geen"})
    assert EnrolmentAnswer.objects.get().text == "Geen"


def test_staff_correct_an_answer_for_who_says_so_and_that_is_logged_without_it(
    client: Client,
) -> None:
    trainer = person_in_role(Role.TRAINER)
    enrolment = answered()
    enrolment.edition.trainers.add(trainer)
    enrolment.edition.save()
    question = EnrolmentQuestion.objects.get()
    client.force_login(trainer)
    people = f"/beheer/uitvoeringen/{enrolment.edition_id}/inschrijvingen/"
    url = f"{people}{enrolment.pk}/antwoorden/"
    assert url in client.get(people).content.decode()
    page = client.get(url)
    assert 'value="Vegetarisch"' in page.content.decode()
    sent = {f"question_{question.pk}": " Geen ", "snapshot": page.context["snapshot_token"]}
    assert client.post(url, sent)["Location"] == people
    assert EnrolmentAnswer.objects.get().text == "Geen"
    logged = ModelLogEntry.objects.get(action="enrolment.answers")
    assert (logged.user, logged.data) == (trainer, {})
    # Somebody wrote another answer down meanwhile: both are shown, and nothing is lost.
    keep_answers(enrolment=enrolment, answers={question.pk: "Halal"})
    again = client.post(url, {**sent, f"question_{question.pk}": "Vis"})
    assert ("Halal" in again.content.decode(), EnrolmentAnswer.objects.get().text) == (
        True,
        "Halal",
    )
    sent = {f"question_{question.pk}": "", "snapshot": again.context["snapshot_token"]}
    client.post(url, sent)
    assert EnrolmentAnswer.objects.count() == 0


def test_answers_of_who_takes_part_no_more_are_not_asked_by_staff(client: Client) -> None:
    enrolment = answered()
    services.withdraw(enrolment=enrolment, actor=None)
    url = f"/beheer/uitvoeringen/{enrolment.edition_id}/inschrijvingen/{enrolment.pk}/antwoorden/"
    client.force_login(person_in_role(Role.COORDINATOR))
    assert client.get(url).status_code == 302
    client.force_login(person_in_role(Role.TRAINER))
    assert client.get(url).status_code == 404


def test_what_is_not_asked_any_more_is_not_shown_and_stays(client: Client) -> None:
    enrolment = answered()
    EnrolmentQuestion.objects.update(is_asked=False)
    client.force_login(enrolment.person)
    page = client.get(f"/inschrijven/{enrolment.edition_id}/").content.decode()
    assert "Heb je een dieet?" not in page
    assert EnrolmentAnswer.objects.count() == 1


def test_answers_are_seen_by_own_trainers_and_coordinators_only(client: Client) -> None:
    enrolment = answered("Notenallergie")
    own, other = (person_in_role(Role.TRAINER) for _ in range(2))
    enrolment.edition.trainers.add(own)
    enrolment.edition.save()
    url = f"/beheer/uitvoeringen/{enrolment.edition_id}/inschrijvingen/"
    seen = {}
    for person in (own, other, person_in_role(Role.COORDINATOR), person_in_role(Role.VOLUNTEER)):
        client.force_login(person)
        seen[person.pk] = "Notenallergie" in client.get(url, follow=True).content.decode()
    assert list(seen.values()) == [True, False, True, False]


def test_only_what_is_chosen_for_it_stands_on_the_list_of_who_was_there(client: Client) -> None:
    enrolment = answered("Notenallergie", on_sheet=False)
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/presentie/{enrolment.edition_id}/"
    assert "Notenallergie" not in client.get(url).content.decode()
    EnrolmentQuestion.objects.update(on_sheet=True)
    assert "Notenallergie" in client.get(url).content.decode()


@pytest.mark.both_databases
@pytest.mark.parametrize(("days", "left"), [(27, 1), (29, 0)])
def test_answers_are_erased_four_weeks_after_the_edition(days: int, left: int) -> None:
    enrolment = answered()
    ends_at = enrolment.edition.ends_at
    assert ends_at is not None
    with clock.at(ends_at + timedelta(days=days)):
        assert forget_answers() == 1 - left
    assert EnrolmentAnswer.objects.count() == left


def test_who_leaves_leaves_no_answers() -> None:
    enrolment = answered()
    services.withdraw(enrolment=enrolment, actor=enrolment.person)
    assert answers_in(enrolment.edition) == {}
    assert (forget_answers(), EnrolmentAnswer.objects.count()) == (1, 0)


def test_one_reads_own_answers_in_what_we_know() -> None:
    enrolment = answered("Notenallergie")
    assert "Notenallergie" in str(export_personal_data(enrolment.person))
    enrolment.person.delete()
    assert EnrolmentAnswer.objects.count() == 0


def test_who_gives_a_training_keeps_its_questions(client: Client) -> None:
    own, other = (person_in_role(Role.TRAINER) for _ in range(2))
    training = EditionFactory.create(trainers=[own]).training
    url = f"/beheer/trainingen/{training.pk}/vragen/"
    new = {"text": "Kun je traplopen?", "reason": "Er is geen lift.", "order": 0, "is_asked": "on"}
    for person, code in ((other, 302), (person_in_role(Role.VOLUNTEER), 302)):
        client.force_login(person)
        assert client.get(url).status_code == code
        assert client.post(f"{url}nieuw/", new).status_code == code
        assert EnrolmentQuestion.objects.count() == 0
    client.force_login(own)
    assert client.get(url).status_code == 200
    client.post(f"{url}nieuw/", {**new, "reason": ""})
    assert EnrolmentQuestion.objects.count() == 0
    client.post(f"{url}nieuw/", new)
    question = EnrolmentQuestion.objects.get()
    page = client.get(f"{url}{question.pk}/")
    EnrolmentQuestion.objects.update(text="Kun je de trap op?")
    sent = {**new, "snapshot": page.context["snapshot_token"]}
    page = client.post(f"{url}{question.pk}/", sent)
    assert "Iemand anders was je voor" in page.content.decode()
    question.refresh_from_db()
    assert question.text == "Kun je de trap op?"


@pytest.mark.both_databases
def test_a_copy_of_a_training_asks_the_same(client: Client) -> None:
    training = TrainingFactory.create()
    make_question(training, is_required=True, on_sheet=True, order=2)
    make_question(training, text="Vroeger gevraagd", is_asked=False)
    client.force_login(person_in_role(Role.COORDINATOR))
    answer = client.post(
        f"/beheer/pages/{training.pk}/copy/",
        {
            "new_title": "Kopie",
            "new_slug": "kopie",
            "new_parent_page": training.get_parent().pk,
        },
    )
    assert answer.status_code == 302
    copy = TrainingPage.objects.get(slug="kopie")
    assert [
        (one.text, one.reason, one.is_required, one.on_sheet, one.order)
        for one in copy.enrolment_questions.all()
    ] == [("Heb je een dieet?", "Er is een lunch.", True, True, 2)]
    assert training.enrolment_questions.count() == 2
