"""Making one group of two that are too small, with everybody's consent."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import ModelLogEntry

from courses.common import clock
from courses.common.errors import Refusal
from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus, MoveAnswer
from courses.enrolment.group_mergers import answer_request, ask_to_move
from courses.enrolment.models import Enrolment, MoveRequest
from courses.enrolment.personal_data import Enrolments
from courses.notices.models import Notice
from courses.notices.services import drop_if_stale
from courses.people.enums import Role
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups() -> tuple[Edition, Edition]:
    """A group of two and somebody who withdrew, and another date."""
    training = TrainingFactory.create()
    small, other = [
        EditionFactory.create(training=training, starts_at=clock.now() + timedelta(days=days))
        for days in (14, 21)
    ]
    for _ in range(2):
        EnrolmentFactory.create(edition=small)
    gone = EnrolmentFactory.create(edition=small)
    Enrolment.objects.filter(pk=gone.pk).update(status=EnrolmentStatus.WITHDRAWN)
    return small, other


def in_edition(edition: Edition) -> set[int]:
    taking_part = Enrolment.objects.filter(edition=edition, status=EnrolmentStatus.CONFIRMED)
    return set(taking_part.values_list("person", flat=True))


@pytest.mark.both_databases
def test_who_says_yes_moves_and_who_says_nothing_stays(groups: tuple[Edition, Edition]) -> None:
    small, other = groups
    first, second = ask_to_move(edition=small, to_edition=other, actor=None)
    assert ask_to_move(edition=small, to_edition=other, actor=None) == []
    assert in_edition(other) == set()
    answer_request(request=first, moves=True, actor=first.enrolment.person)
    # A second press changes nothing, and nobody can take the answer back unseen.
    answer_request(request=first, moves=True, actor=first.enrolment.person)
    with pytest.raises(Refusal, match="al geantwoord"):
        answer_request(request=first, moves=False, actor=first.enrolment.person)
    assert in_edition(other) == {first.enrolment.person_id}
    assert in_edition(small) == {second.enrolment.person_id}
    counts = Edition.objects.order_by("starts_at").values_list("seats_taken", flat=True)
    assert list(counts) == [1, 1]


def test_who_says_no_stays(groups: tuple[Edition, Edition]) -> None:
    small, other = groups
    first, _second = ask_to_move(edition=small, to_edition=other, actor=None)
    answer_request(request=first, moves=False, actor=first.enrolment.person)
    first.refresh_from_db()
    assert (first.answer, len(in_edition(small))) == (MoveAnswer.NO, 2)


def test_only_another_date_of_the_same_training_that_is_open_is_asked(
    groups: tuple[Edition, Edition],
) -> None:
    small, _other = groups
    for wrong in (small, EditionFactory.create()):
        with pytest.raises(Refusal, match="andere datum van dezelfde training"):
            ask_to_move(edition=small, to_edition=wrong, actor=None)
    closed = EditionFactory.create(training=small.training, enrol_until=clock.now())
    with pytest.raises(Refusal, match="niemand zich meer inschrijven"):
        ask_to_move(edition=small, to_edition=closed, actor=None)
    assert MoveRequest.objects.count() == 0


def test_a_full_group_takes_nobody_and_the_question_stays_open(
    groups: tuple[Edition, Edition],
) -> None:
    small, other = groups
    first, _second = ask_to_move(edition=small, to_edition=other, actor=None)
    Edition.objects.filter(pk=other.pk).update(capacity=1)
    EnrolmentFactory.create(edition=Edition.objects.get(pk=other.pk))
    with pytest.raises(Refusal, match="vol"):
        answer_request(request=first, moves=True, actor=first.enrolment.person)
    first.refresh_from_db()
    assert (first.answer, len(in_edition(small))) == (MoveAnswer.OPEN, 2)


def test_staff_ask_and_people_answer_on_their_page(
    client: Client,
    groups: tuple[Edition, Edition],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    small, other = groups
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    url = f"/beheer/uitvoeringen/{small.pk}/samenvoegen/"
    assert "2 krijgen een mail" in client.get(url).content.decode()
    assert client.post(url, {}).status_code == 200
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, {"to_edition": other.pk}).status_code == 302
    assert len(mail.outbox) == 2
    body = mail.outbox[0].body
    assert ("De andere datum is:" in body, f"/inschrijven/{small.pk}/" in body) == (True, True)

    request = MoveRequest.objects.order_by("pk")[0]
    person = request.enrolment.person
    answer = f"/inschrijven/{small.pk}/andere-datum/{request.pk}/"
    # Nobody answers for another.
    assert client.post(answer, {"answer": "yes"}).status_code == 404
    client.force_login(person)
    page = client.get(f"/inschrijven/{small.pk}/").content.decode()
    assert ("Kun je ook op een andere datum?" in page, answer in page) == (True, True)
    assert client.get(answer).status_code == 405
    assert client.post(answer, {"answer": "yes"}).headers["Location"] == f"/inschrijven/{other.pk}/"
    assert person.pk in in_edition(other)
    client.force_login(coordinator)
    listed = client.get(url).content.decode()
    assert ("Ja, verplaatst" in listed, "Nog geen antwoord" in listed) == (True, True)


def test_one_finds_merging_where_one_looks_for_it(
    client: Client, groups: tuple[Edition, Edition]
) -> None:
    small, other = groups
    client.force_login(person_in_role(Role.COORDINATOR))
    pages = ("edit/{}", "{}/inschrijvingen", "{}/annuleer")

    def led_to(edition: Edition) -> list[bool]:
        url = f"/beheer/uitvoeringen/{edition.pk}/samenvoegen/"
        return [
            url in client.get(f"/beheer/uitvoeringen/{page.format(edition.pk)}/").content.decode()
            for page in pages
        ]

    assert led_to(small) == [True, True, True]
    # In the other there is nobody to ask.
    assert led_to(other) == [False, False, False]


def test_after_asking_the_form_is_folded_and_it_says_that_people_can_still_enrol(
    client: Client, groups: tuple[Edition, Edition]
) -> None:
    small, other = groups
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/{small.pk}/samenvoegen/"
    folded, may_enrol = "Vraag het nog eens", "Mensen kunnen zich hier nog inschrijven."
    before = client.get(url).content.decode()
    assert (folded in before, may_enrol in before) == (False, True)
    ask_to_move(edition=small, to_edition=other, actor=None)
    Edition.objects.filter(pk=small.pk).update(enrol_until=clock.now())
    after = client.get(url).content.decode()
    assert (folded in after, may_enrol in after) == (True, False)
    assert (
        after.index("Wat mensen antwoorden") < after.index("<details") < after.index("to_edition")
    )


def test_when_the_other_date_is_called_off_nobody_has_to_answer_any_more(
    client: Client, groups: tuple[Edition, Edition]
) -> None:
    small, other = groups
    asked, _second = ask_to_move(edition=small, to_edition=other, actor=None)
    other.refresh_from_db()
    services.cancel_edition(edition=other, actor=None)
    client.force_login(asked.enrolment.person)
    page = client.get(f"/inschrijven/{small.pk}/").content.decode()
    assert ("Kun je ook op een andere datum?" in page, "Je hoeft niet meer te kiezen" in page) == (
        False,
        True,
    )
    client.force_login(person_in_role(Role.COORDINATOR))
    listed = client.get(f"/beheer/uitvoeringen/{small.pk}/samenvoegen/").content.decode()
    assert listed.count("Niet meer nodig: die datum kan niet meer") == 2


def test_an_export_says_what_somebody_was_asked(groups: tuple[Edition, Edition]) -> None:
    small, other = groups
    first, _second = ask_to_move(edition=small, to_edition=other, actor=None)
    exported = Enrolments().export(first.enrolment.person_id)
    assert isinstance(exported, list)
    (row,) = exported
    assert isinstance(row, dict)
    (asked,) = row["gevraagd naar een andere datum te gaan"]
    assert asked["antwoord"] == "Nog geen antwoord"


def test_who_would_be_asked_anew_for_a_date_is_said_beside_it(
    client: Client, groups: tuple[Edition, Edition]
) -> None:
    small, other = groups
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/{small.pk}/samenvoegen/"
    assert client.get(url).context["asked_before"] == []
    ask_to_move(edition=small, to_edition=other, actor=None)
    page = client.get(url)
    [(asked, anew)] = page.context["asked_before"]
    assert (asked, len(anew), len(page.context["reach"])) == (other, 0, 2)
    assert f"<bdi>{other}</bdi>: Niemand krijgt bericht." in page.content.decode()
    new = EnrolmentFactory.create(edition=small).person
    [(_asked, anew)] = client.get(url).context["asked_before"]
    assert anew.mail == [new]


def test_staff_write_down_that_somebody_stays_and_nobody_calls_about_it_any_more(
    client: Client, groups: tuple[Edition, Edition]
) -> None:
    small, other = groups
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    person = PersonFactory.create(email=None, telephone="030 236 17 45")
    EnrolmentFactory.create(edition=small, person=person)
    ask_to_move(edition=small, to_edition=other, actor=coordinator)
    call = Notice.objects.get(person=person, kind="enrolment_move_asked")
    url = f"/beheer/uitvoeringen/{small.pk}/samenvoegen/"
    # The call leads there.
    assert f'value="{url}"' in client.get(f"/beheer/bellen/{call.pk}/").content.decode()
    asked = MoveRequest.objects.get(enrolment__person=person)
    said = client.post(url, {"stays": asked.pk}, follow=True).content.decode()
    asked.refresh_from_db()
    assert (asked.answer, f"Genoteerd: {person.name} blijft" in said) == (MoveAnswer.NO, True)
    assert drop_if_stale(notice=call)
    logged = ModelLogEntry.objects.get(action="enrolment.stays")
    assert (logged.object_id, logged.user_id) == (str(asked.enrolment_id), coordinator.pk)


def test_who_has_answered_or_was_asked_elsewhere_is_not_answered_for(
    client: Client, groups: tuple[Edition, Edition]
) -> None:
    small, other = groups
    client.force_login(person_in_role(Role.COORDINATOR))
    first, second = ask_to_move(edition=small, to_edition=other, actor=None)
    answer_request(request=first, moves=True, actor=first.enrolment.person)
    url = f"/beheer/uitvoeringen/{small.pk}/samenvoegen/"
    said = client.post(url, {"stays": first.pk}, follow=True).content.decode()
    assert "Deze persoon heeft al geantwoord." in said
    there = f"/beheer/uitvoeringen/{other.pk}/samenvoegen/"
    assert [client.post(there, {"stays": key}).status_code for key in (second.pk, "x")] == [404] * 2
    client.force_login(person_in_role(Role.TRAINER))
    assert client.post(url, {"stays": second.pk}).status_code == 404
    second.refresh_from_db()
    assert second.answer == MoveAnswer.OPEN
