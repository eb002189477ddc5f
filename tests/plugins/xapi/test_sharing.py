"""Somebody says yes, no, or not any more; and what is left of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from courses.catalogue.queries import readable_lessons
from courses.learning.services import finish_lesson
from courses.people.enums import Role
from courses.people.merging import merge_people
from courses.plugin_api.api import ProgressChanged
from plugins.xapi.models import Consent, OutgoingStatement, RecordStore, RemovalRequest
from plugins.xapi.privacy import SharedData
from plugins.xapi.services import consents, sending, writing
from tests.factories import PersonFactory, person_in_role

if TYPE_CHECKING:
    from courses.enrolment.models import Enrolment
    from courses.people.models import User

pytestmark = pytest.mark.django_db

ADDRESS = "/p/xapi/delen"


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _finish(enrolment: Enrolment, *, send: bool = True) -> None:
    training = enrolment.edition.training
    finish_lesson(person=enrolment.person, lesson=readable_lessons(training)[0])
    writing.write(event=ProgressChanged(training_id=training.pk, enrolment_id=enrolment.pk))
    if send:
        sending.send_waiting()


def test_the_own_page_asks_and_the_answer_stands_there(
    enrolment: Enrolment, named: RecordStore
) -> None:
    client = _client(enrolment.person)
    asked = client.get("/mijn/").content.decode()
    assert "Gemeente Utrecht wil graag weten wat mensen hier leren." in asked
    page = client.get(ADDRESS).content.decode()
    assert "Ja, deel wat ik doe" in page
    assert "Nee, deel niets" in page
    answer = client.post(ADDRESS, {"choice": "yes"}, follow=True)
    assert "Dank je wel. Vanaf nu deel je wat je doet." in answer.content.decode()
    assert Consent.objects.get().stands
    assert "Je deelt wat je hier doet met Gemeente Utrecht" in client.get("/mijn/").content.decode()


def test_who_stops_reads_what_is_there_already_with_the_number(
    consent: Consent, enrolment: Enrolment
) -> None:
    _finish(enrolment)
    client = _client(enrolment.person)
    page = client.post(ADDRESS, {"choice": "no"}, follow=True).content.decode()
    consent.refresh_from_db()
    assert not consent.stands
    assert "Wat Gemeente Utrecht al van je heeft" in page
    assert f"<code>{consent.subject}</code>" in page
    assert "Je rondde iets af" in page
    _finish(enrolment)
    assert OutgoingStatement.objects.count() == 2


def test_saying_no_at_once_is_remembered_and_can_be_changed(
    enrolment: Enrolment, named: RecordStore
) -> None:
    client = _client(enrolment.person)
    for _twice in range(2):
        client.post(ADDRESS, {"choice": "iets"})
    said = Consent.objects.get()
    assert (said.given_at, said.stands) == (None, False)
    assert "Wij delen niets van je" in client.get("/mijn/").content.decode()
    client.post(ADDRESS, {"choice": "yes"})
    said.refresh_from_db()
    assert (said.stands, said.withdrawn_at) == (True, None)


def test_where_no_store_is_on_nobody_is_asked(enrolment: Enrolment, named: RecordStore) -> None:
    RecordStore.objects.update(is_on=False)
    client = _client(enrolment.person)
    assert "Delen wat je doet" not in client.get("/mijn/").content.decode()
    assert client.get(ADDRESS).status_code == 404
    assert Client().get(ADDRESS).status_code == 302


# --- Own data ---------------------------------------------------------------------------------


def test_the_own_data_say_what_was_told(consent: Consent, enrolment: Enrolment) -> None:
    _finish(enrolment)
    (row,) = SharedData().export(enrolment.person_id)
    assert (row["recordstore"], row["nummer"]) == ("Gemeente Utrecht", str(consent.subject))
    assert sorted((one["wat"], one["over"]) for one in row["berichten"]) == [
        ("Je rondde iets af", "Les 1"),
        ("Je was bezig met een les", "Les 1"),
    ]
    assert SharedData().export(PersonFactory.create().pk) is None


@pytest.mark.parametrize("sent", [True, False])
def test_who_is_erased_leaves_a_number_to_remove_there_if_anything_went(
    consent: Consent, enrolment: Enrolment, sent: bool
) -> None:
    _finish(enrolment, send=sent)
    for _twice in range(2):
        SharedData().erase(enrolment.person_id)
    assert (Consent.objects.count(), OutgoingStatement.objects.count()) == (0, 0)
    left = list(RemovalRequest.objects.values_list("subject", flat=True))
    assert left == ([consent.subject] if sent else [])


@pytest.mark.parametrize("other_said", ["yes", "no", "nothing"])
def test_two_accounts_that_become_one_share_only_if_both_did(
    consent: Consent, enrolment: Enrolment, named: RecordStore, other_said: str
) -> None:
    other = PersonFactory.create()
    _finish(enrolment)
    theirs: Any = None
    if other_said == "yes":
        theirs = consents.give(person=other, store=named)
    if other_said == "no":
        theirs = consents.withdraw(person=other, store=named)
    merge_people(stays=other, goes=enrolment.person, actor=person_in_role(Role.COORDINATOR))
    kept = Consent.objects.get()
    assert kept.person == other
    assert kept.stands is (other_said != "no")
    assert kept.statements.count() == 2
    assert kept.former == ([str(consent.subject)] if theirs else [])
