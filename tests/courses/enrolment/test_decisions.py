"""Deciding whether a group goes on, and calling it off with a reason and another way."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.house_rules import HouseRules
from courses.editions.models import Edition
from courses.enrolment import services
from courses.notices import queries
from courses.notices.models import Notice
from courses.notices.queries import reach_since, trainers_reached_since
from courses.notices.scripts import script_of
from courses.people.enums import Role
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

pytestmark = pytest.mark.django_db


def too_small(**fields: Any) -> Edition:
    """An edition with one person, whose day to decide is today."""
    rules = HouseRules(minimum=8, decide_by=clock.today())
    edition = EditionFactory.create(rules=rules, **fields)
    EnrolmentFactory.create(edition=edition)
    return edition


@pytest.mark.parametrize(("role", "asked"), [(Role.COORDINATOR, True), (Role.TRAINER, False)])
def test_the_start_page_asks_who_may_decide(client: Client, role: Role, asked: bool) -> None:
    edition = too_small()
    client.force_login(person_in_role(role))
    page = client.get("/beheer/").content.decode()
    url = f"/beheer/uitvoeringen/{edition.pk}/beslis/"
    assert (url in page, client.get(url).status_code) == (asked, 200 if asked else 404)


def test_yes_is_kept_and_not_asked_again(client: Client) -> None:
    edition = too_small()
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/{edition.pk}/beslis/"
    page = client.get(url).content.decode()
    assert ("Er is 1 persoon ingeschreven." in page, "Het minimum is 8." in page) == (True, True)
    assert client.post(url).status_code == 302
    edition.refresh_from_db()
    assert edition.decided_at is not None
    assert url not in client.get("/beheer/").content.decode()
    edit = client.get(f"/beheer/uitvoeringen/edit/{edition.pk}/").content.decode()
    assert url not in edit


@pytest.mark.both_databases
def test_when_it_goes_on_with_few_people_who_has_a_seat_and_the_trainer_hear_so(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = too_small(trainers=[trainer])
    by_phone = EnrolmentFactory.create(
        edition=edition, person=PersonFactory.create(email=None, telephone="0612345678")
    )
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/{edition.pk}/beslis/"
    assert "1 krijgt een mail, 1 moet je bellen." in client.get(url).content.decode()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(url, follow=True).content.decode()
    assert "1 krijgt een mail, 1 moet je bellen." in page
    (call,) = queries.call_list().filter(kind="enrolment_goes_on")
    script = script_of(call)
    assert script is not None
    assert (call.person, script.say[2]) == (
        by_phone.person,
        "Goed nieuws: de training gaat door, in een kleine groep.",
    )
    told = sorted((one.to[0] == trainer.email, one.subject) for one in mail.outbox)
    subject = f"Gaat door: {edition.training.title}"
    assert told == [(False, subject), (True, subject)]
    # Twice is once; and of a group that is big enough there is no news.
    services.confirm_edition(edition=edition, actor=None)
    enough = EnrolmentFactory.create(rules=HouseRules(minimum=1, decide_by=clock.today())).edition
    services.confirm_edition(edition=enough, actor=None)
    assert Notice.objects.filter(kind="enrolment_goes_on").count() == 2


def test_no_tells_why_and_what_one_can_do_instead(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    training = TrainingFactory.create()
    edition = too_small(training=training)
    soon, late = [
        EditionFactory.create(training=training, starts_at=clock.now() + timedelta(days=days))
        for days in (20, 40)
    ]
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/{edition.pk}/annuleer/"
    page = client.get(url)
    assert "1 krijgt een mail" in page.content.decode()
    assert page.context["form"]["alternatives"].initial == [soon.pk, late.pk]
    mail.outbox.clear()
    answer = {
        "reason": "Er waren te weinig mensen.",
        "alternatives": [late.pk],
        "snapshot": page.context["snapshot_token"],
    }
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, answer).status_code == 302
    edition.refresh_from_db()
    assert (edition.status, edition.cancel_reason) == (
        EditionStatus.CANCELLED,
        "Er waren te weinig mensen.",
    )
    (message,) = mail.outbox
    assert "Er waren te weinig mensen." in message.body
    assert [f"/inschrijven/{one.pk}/" in message.body for one in (soon, late)] == [False, True]


@pytest.mark.both_databases
@pytest.mark.parametrize("ticked", [(), ("free",), ("full",), ("free", "full")])
def test_only_what_has_a_seat_arrives_ticked_and_people_read_exactly_what_was(
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ticked: tuple[str, ...],
) -> None:
    training = TrainingFactory.create()
    edition = too_small(training=training)
    start = clock.now() + timedelta(days=20)
    others = {
        name: EditionFactory.create(training=training, starts_at=start, capacity=capacity)
        for name, capacity in (("free", 9), ("full", 1))
    }
    EnrolmentFactory.create(edition=others["full"])
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/{edition.pk}/annuleer/"
    page = client.get(url)
    field = page.context["form"]["alternatives"]
    labels = {one.data["value"].value: str(one.choice_label) for one in field}
    assert {pk: "vol (alleen nog de wachtlijst)" in label for pk, label in labels.items()} == {
        others["free"].pk: False,
        others["full"].pk: True,
    }
    assert field.initial == [others["free"].pk]
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"alternatives": [others[name].pk for name in ticked]})
    (message,) = mail.outbox
    named = [name for name, one in others.items() if f"/inschrijven/{one.pk}/" in message.body]
    assert named == list(ticked)


def test_it_says_who_fits_in_an_alternative_and_people_read_that_there_are_few_seats(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    edition = too_small()
    EnrolmentFactory.create(edition=edition)
    start = clock.now() + timedelta(days=20)
    one_seat, two_seats, full = (
        EditionFactory.create(training=edition.training, starts_at=start, capacity=seats)
        for seats in (1, 2, 1)
    )
    EnrolmentFactory.create(edition=full)
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/{edition.pk}/annuleer/"
    field = client.get(url).context["form"]["alternatives"]
    said = "voor 1 van de 2 mensen; de anderen op de wachtlijst"
    assert [said in str(one.choice_label) for one in field] == [True, False, False]
    mail.outbox.clear()
    chosen = [one_seat.pk, two_seats.pk, full.pk]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"alternatives": chosen})
    for message in mail.outbox:
        lines = [line for line in message.body.splitlines() if "/inschrijven/" in line]
        assert [
            part in line
            for part, line in zip(
                ("nu nog 1 plaats vrij", "nu nog 2 plaatsen vrij", "alleen nog de wachtlijst"),
                lines,
                strict=True,
            )
        ] == [True, True, True]
    assert len(mail.outbox) == 2


BY_TELEPHONE = {"email": None, "telephone": "030 236 17 45"}


@pytest.mark.both_databases
def test_as_many_are_told_after_calling_it_off_as_was_said_before(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    trainers = [person_in_role(Role.TRAINER, **one) for one in ({}, BY_TELEPHONE)]
    edition = too_small(trainers=trainers)
    client.force_login(person_in_role(Role.COORDINATOR))
    told = "Trainers: 1 krijgt een mail, 1 moet je bellen."
    for where in (f"edit/{edition.pk}", f"{edition.pk}/beslis"):
        assert told in client.get(f"/beheer/uitvoeringen/{where}/").content.decode()
    page = client.get(f"/beheer/uitvoeringen/{edition.pk}/annuleer/")
    assert told in page.content.decode()
    since = clock.now()
    with django_capture_on_commit_callbacks(execute=True):
        services.cancel_edition(edition=edition, actor=None)
    assert page.context["reach"].sentence == "1 krijgt een mail."
    assert reach_since(since, edition).sentence == "1 krijgt een mail."
    assert trainers_reached_since(since, edition).sentence_about_trainers == told


def test_what_was_typed_stays_when_somebody_else_came_in(client: Client) -> None:
    edition = too_small()
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/{edition.pk}/annuleer/"
    shown = client.get(url).context["snapshot_token"]
    EnrolmentFactory.create(edition=edition)
    page = client.post(url, {"reason": "De trainer is ziek.", "snapshot": shown})
    content = page.content.decode()
    assert ("De trainer is ziek." in content, "2 krijgen een mail" in content) == (True, True)
    edition.refresh_from_db()
    assert edition.status == EditionStatus.OPEN


def test_who_was_in_it_reads_the_reason_on_the_page_and_others_do_not(client: Client) -> None:
    edition = too_small()
    person = edition.enrolments.get().person
    client.force_login(person_in_role(Role.COORDINATOR))
    client.post(f"/beheer/uitvoeringen/{edition.pk}/annuleer/", {"reason": "De zaal is dicht."})
    url = f"/inschrijven/{edition.pk}/"
    assert "De zaal is dicht." not in client.get(url).content.decode()
    client.force_login(person)
    assert "De zaal is dicht." in client.get(url).content.decode()


def test_a_reason_that_is_too_long_is_said_at_the_field(client: Client) -> None:
    edition = too_small()
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/{edition.pk}/annuleer/"
    page = client.post(url, {"reason": "a" * 501})
    assert list(page.context["form"].errors) == ["reason"]
    edition.refresh_from_db()
    assert edition.status == EditionStatus.OPEN
