"""A coordinator gives notices the academy's own words, and can go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core import mail

from courses.enrolment.services import enrol
from courses.notices import kinds
from courses.notices.models import NoticeText
from courses.notices.services import change_text, send_due, tell_trainers
from courses.people.enums import Role
from tests.factories import EditionFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ADDRESS = "/beheer/teksten/enrolment_confirmed/nl/"
OWN = {"subject": "Welkom {voornaam}", "body": "Je doet mee met {training}.\n\n{wanneer}"}


@pytest.fixture
def coordinator(client: Client) -> Client:
    client.force_login(person_in_role(Role.COORDINATOR))
    return client


def snapshot(client: Client) -> str:
    return str(client.get(ADDRESS).context["snapshot_token"])


def test_the_own_text_is_what_people_get(
    coordinator: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    assert coordinator.post(ADDRESS, OWN).status_code == 302
    edition = EditionFactory.create()
    with django_capture_on_commit_callbacks(execute=True):
        enrol(person=PersonFactory.create(first_name="Noor"), edition=edition)
    send_due()
    assert mail.outbox[-1].subject == "Welkom Noor"
    assert f"Je doet mee met {edition.training.title}." in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Dag {achternaam}", "Dit kunnen we niet invullen: {achternaam}"),
        ("Dag {voornaam", "Dit kunnen we niet invullen"),
        ("", ""),
    ],
)
def test_what_cannot_be_filled_in_is_told_at_the_field_and_stays(
    coordinator: Client, body: str, said: str
) -> None:
    answer = coordinator.post(ADDRESS, {"subject": "Hallo daar", "body": body})
    page = answer.content.decode()
    assert list(answer.context["form"].errors) == ["body"]
    assert (answer.status_code, said in page, "Hallo daar" in page) == (200, True, True)
    assert NoticeText.objects.count() == 0


def test_it_can_be_looked_at_with_somebody_before_it_is_kept(coordinator: Client) -> None:
    enrolled = enrol(
        person=PersonFactory.create(first_name="Noor"), edition=EditionFactory.create()
    )
    notice = enrolled.person.notices.get()
    answer = coordinator.post(ADDRESS, {**OWN, "preview": "1", "example": str(notice.pk)})
    assert answer.context["preview"].subject == "Welkom Noor"
    invented = coordinator.post(ADDRESS, {**OWN, "preview": "1"})
    assert invented.context["preview"].subject == "Welkom Sanne"
    assert NoticeText.objects.count() == 0


def test_what_nobody_was_told_yet_is_looked_at_with_who_takes_part_or_gives_it(
    coordinator: Client,
) -> None:
    giver = person_in_role(Role.TRAINER, first_name="Thijs")
    edition = EditionFactory.create(trainers=[giver])
    enrol(person=PersonFactory.create(first_name="Noor"), edition=edition)
    tell_trainers(edition_id=edition.pk, kind="trainer_assigned", key="1")
    for kind, name in (("enrolment_offered", "Noor"), ("trainer_cancelled", "Thijs")):
        page = f"/beheer/teksten/{kind}/nl/"
        (example,) = coordinator.get(page).context["examples"]
        sent = {"subject": "Over {training}", "body": "Dag {voornaam}", "preview": "1"}
        seen = coordinator.post(page, {**sent, "example": str(example.pk)}).context["preview"]
        assert (seen.subject, seen.body) == (f"Over {edition.training.title}", f"Dag {name}")


def test_of_every_kind_the_page_says_what_one_says_in_a_call(coordinator: Client) -> None:
    for kind in kinds.every():
        for language in ("nl", "en"):
            page = coordinator.get(f"/beheer/teksten/{kind.name}/{language}/")
            assert (page.status_code == 200) == kind.is_editable
            if kind.is_editable:
                said = page.context["spoken"].say
                assert (len(said) > 0, [one for one in said if "{" in one]) == (True, [])


def test_the_standard_text_can_come_back(coordinator: Client) -> None:
    coordinator.post(ADDRESS, OWN)
    assert "Ja, gebruik de standaardtekst" in coordinator.get(ADDRESS).content.decode()
    coordinator.post(f"{ADDRESS}standaard/")
    assert NoticeText.objects.count() == 0


def test_of_two_who_change_it_at_once_the_second_sees_both(coordinator: Client) -> None:
    shown = snapshot(coordinator)
    change_text(
        kind="enrolment_confirmed",
        language="nl",
        subject=OWN["subject"],
        body=OWN["body"],
        actor=None,
    )
    mine = {"subject": "Van mij", "body": OWN["body"], "snapshot": shown}
    answer = coordinator.post(ADDRESS, mine)
    page = answer.content.decode()
    assert ("Iemand anders was je voor" in page, "Van mij" in page) == (True, True)
    again = {**mine, "snapshot": answer.context["snapshot_token"]}
    assert coordinator.post(ADDRESS, again).status_code == 302
    assert NoticeText.objects.get().subject == "Van mij"


def test_only_who_runs_the_academy_changes_texts(client: Client) -> None:
    pages = ["/beheer/teksten/", ADDRESS]
    client.force_login(person_in_role(Role.TRAINER))
    assert [client.get(page).status_code for page in pages] == [302, 302]
    assert client.post(ADDRESS, OWN).status_code == 302
    assert NoticeText.objects.count() == 0
    client.force_login(person_in_role(Role.COORDINATOR))
    assert [client.get(page).status_code for page in pages] == [200, 200]
    assert client.get("/beheer/teksten/bestaat-niet/nl/").status_code == 404
    assert client.get("/beheer/teksten/enrolment_confirmed/fr/").status_code == 404
