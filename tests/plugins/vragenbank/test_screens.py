"""Question banks in the administration: who sees what, bringing questions, taking them along."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.catalogue.models import LessonPage, TrainingPage
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.editions.queries import gives, trainings_given
from courses.people.enums import Role
from courses.people.models import User
from courses.plugin_api.api import Refusal
from plugins.vragenbank.formats.gift_reader import read_gift
from plugins.vragenbank.formats.moodle_reader import read_moodle
from plugins.vragenbank.formats.qti_package import read_qti
from plugins.vragenbank.models import BankQuestion, HeldFile, QuestionBank
from plugins.vragenbank.queries import content_of, current_versions
from plugins.vragenbank.services import hold_file, take_from_lessons
from tests import scanners
from tests.factories import (
    EditionFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)
from tests.plugins.vragenbank.kept import TWO, bank_with, coordinator, upload

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

BANKS = "/beheer/extra/vragenbank/banks/"


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(coordinator())
    return client


def _words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_file_is_scanned_before_it_is_read_with_nothing_locked(
    staff: Client, settings: Settings
) -> None:
    bank = QuestionBank.objects.create(title="Signalen")
    address = f"{BANKS}{bank.pk}/inlezen/"
    settings.ACADEMY_FILE_SCANNER = scanners.BAD_WORDS
    refused = staff.post(address, {"file": upload("a bad word {T}")})
    assert "Onze virusscanner vertrouwt dit bestand niet." in _words(refused)
    assert not HeldFile.objects.exists()
    settings.ACADEMY_FILE_SCANNER = scanners.DEPTH
    scanners.depths.clear()
    assert staff.post(address, {"file": upload(TWO)}).status_code == 302
    # The test's own transaction, and in it the savepoint in which the plugin is asked.
    assert scanners.depths == [len(connection.atomic_blocks) + 1]


def test_a_coordinator_makes_a_bank_and_brings_questions(staff: Client) -> None:
    made = staff.post(f"{BANKS}nieuw/", {"title": "Signalen", "training": "", "partner": ""})
    bank = QuestionBank.objects.get()
    assert made["Location"] == f"{BANKS}{bank.pk}/inlezen/"
    text = TWO + "\n\nHoe lang? {#3,5}\n\n::Plaatje::Kijk <img src='https://x.nl/a.png'> {T}"
    looked = staff.post(f"{BANKS}{bank.pk}/inlezen/", {"file": upload(text)}, follow=True)
    words = _words(looked)
    assert "Nieuw: 3" in words
    assert "Kan niet: 1" in words
    assert "Regel 9: het getal ‘3,5’ heeft een komma. Schrijf een punt: 3.5." in words
    assert "Een plaatje van een andere website is weggelaten." in words
    # What asks about a picture that is not there waits for somebody to look at it.
    ticked = re.findall(r'value="(\d)"\s+id="chosen-\d"[^>]*?checked', looked.content.decode())
    assert ticked == ["0", "1"]
    assert "Daarom staat het vinkje nog uit." in words
    assert BankQuestion.objects.count() == 0
    held = HeldFile.objects.get()
    address = f"{BANKS}{bank.pk}/inlezen/{held.pk}/"
    refused = staff.post(address, {})
    assert (refused.status_code, "Kies minstens één vraag." in _words(refused)) == (422, True)
    taken = staff.post(address, {"chosen": ["0", "1"]}, follow=True)
    assert "2 nieuwe vragen." in _words(taken)
    assert list(BankQuestion.objects.values_list("key", flat=True)) == ["een", "twee"]
    again = staff.get(address, follow=True)
    assert "Dit bestand is al overgenomen of opgeruimd." in _words(again)


def test_a_bad_file_is_told_at_the_field(staff: Client) -> None:
    bank = bank_with()
    response = staff.post(f"{BANKS}{bank.pk}/inlezen/", {"file": upload("<quiz><x></quiz>")})
    assert response.status_code == 422
    assert "Dit bestand is geen goede XML. Kijk naar regel 1." in _words(response)
    without = staff.post(f"{BANKS}{bank.pk}/inlezen/", {})
    assert without.status_code == 422


def test_a_bank_goes_out_in_each_format_and_says_what_does_not_go_along(staff: Client) -> None:
    bank = bank_with(TWO + "\n\n// [id:op]\nVolgorde? {>\neerst\ndan\n}")
    words = _words(staff.get(f"{BANKS}{bank.pk}/"))
    assert "Bij 1 vraag: Deze vraag gaat niet mee: dit soort vraag kan daar niet." in words
    content = content_of(bank)
    files = {
        form: staff.get(f"{BANKS}{bank.pk}/meenemen/{form}/").content
        for form in ("gift", "moodle", "qti21", "qti30")
    }
    assert read_gift(files["gift"]).questions == content.questions[:2]
    assert read_moodle(files["moodle"]).questions == content.questions
    assert read_qti(files["qti21"]).questions == content.questions
    assert read_qti(files["qti30"]).questions == content.questions
    assert staff.get(f"{BANKS}{bank.pk}/meenemen/word/").status_code == 404


def test_a_question_can_be_left_out_and_taken_back(staff: Client) -> None:
    bank = bank_with()
    question = BankQuestion.objects.get(key="een")
    address = f"{BANKS}{bank.pk}/vraag/{question.pk}/"
    assert "We stellen deze vraag niet meer." in _words(
        staff.post(address, {"weg": "1"}, follow=True)
    )
    assert len(content_of(bank).questions) == 1
    staff.post(address, {"terug": "1"})
    assert len(content_of(bank).questions) == 2
    assert staff.post(f"{BANKS}{bank.pk}/vraag/0/").status_code == 404
    assert staff.get(address).status_code == 405


def test_who_may_open_what(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    given = TrainingFactory.create(title="Mijn")
    EditionFactory.create(training=given, trainers=[trainer])
    mine, shared = bank_with(training=given, title="A"), bank_with(title="B")
    theirs = bank_with(training=TrainingFactory.create(title="Ander"), title="C")
    client.force_login(trainer)
    seen = [client.get(f"{BANKS}{one.pk}/").status_code for one in (mine, shared, theirs)]
    assert seen == [200, 200, 404]
    edit = [client.get(f"{BANKS}{one.pk}/wijzig/").status_code for one in (mine, shared, theirs)]
    # The administration sends who may not back to its first page.
    assert edit == [200, 302, 404]
    assert client.get(f"{BANKS}{theirs.pk}/meenemen/gift/").status_code == 404
    client.force_login(PersonFactory.create())
    assert client.get(BANKS).status_code == 302


def test_a_file_that_somebody_else_looks_at_is_not_shown(staff: Client) -> None:
    bank = bank_with()
    held = hold_file(actor=coordinator(), bank=bank, upload=upload(TWO))
    response = staff.get(f"{BANKS}{bank.pk}/inlezen/{held.pk}/")
    assert response.status_code == 302


def test_a_list_asks_the_database_as_often_for_three_banks_as_for_one(staff: Client) -> None:
    bank_with(title="A")
    staff.get(BANKS)
    with CaptureQueriesContext(connection) as one:
        staff.get(BANKS)
    bank_with(title="B", training=TrainingFactory.create())
    bank_with(title="C")
    with CaptureQueriesContext(connection) as three:
        staff.get(BANKS)
    assert len(three) == len(one)


READ = """
// [id:keuze]
::Keuze::Kies <b>goed</b>. {=Luisteren ~%50%Vragen ~Praten####Zo is het.}

// [id:getal]
::Getal::Hoeveel? {#3.5:0.1}

// [id:zoek]
::Zoek::Bij elkaar? {=links -> rechts =boven -> onder = -> extra}

// [id:op]
::Op::Volgorde? {>
eerst
dan
}

// [id:tf]
::Stelling::Klopt het? {F}

// [id:meer]
::Meer::Welke? {~%50%a ~%50%b ~%-100%c}

// [id:kort]
::Kort::Woord? {=<wijk> =%50%buurt}

// [id:open]
::Open::Schrijf. {}
"""


def test_questions_can_be_read_before_and_after_they_are_taken_over(staff: Client) -> None:
    bank = bank_with(READ)
    held = hold_file(actor=coordinator(), bank=bank, upload=upload(READ))
    HeldFile.objects.update(person=User.objects.get(pk=staff.session["_auth_user_id"]))
    for address in (f"{BANKS}{bank.pk}/", f"{BANKS}{bank.pk}/inlezen/{held.pk}/"):
        response = staff.get(address)
        words = _words(response)
        assert "Lees de vraag ‘Keuze’ Kies goed ." in words
        assert "Luisteren (dit is goed) Vragen (telt voor 50%) Praten Uitleg Zo is het." in words
        assert "Hoeveel? 3,5 ± 0,1 (dit is goed)" in words
        assert "links → rechts (dit is goed) boven → onder (dit is goed) extra" in words
        assert "Volgorde? 1. eerst 2. dan" in words
        assert "Klopt het? Waar Niet waar (dit is goed)" in words
        assert "Welke? a (dit is goed) b (dit is goed) c" in words
        assert "Woord? &lt;wijk&gt; (dit is goed) buurt (telt voor 50%)" in words
        assert response.content.decode().count("<details") >= 8


@pytest.mark.parametrize("address", [BANKS, f"{BANKS}nieuw/"])
def test_a_trainer_of_more_trainings_asks_the_database_as_often(
    client: Client, address: str
) -> None:
    trainer = person_in_role(Role.TRAINER)
    client.force_login(trainer)
    _given_by(trainer, "Eerste")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        assert "Eerste" in _words(client.get(address))
    for title in ("Tweede", "Derde", "Vierde"):
        _given_by(trainer, title)
        bank_with(title=f"Niet {title}", training=TrainingFactory.create())
    with CaptureQueriesContext(connection) as more:
        words = _words(client.get(address))
    assert "Vierde" in words
    assert "Niet Vierde" not in words
    assert len(more) == len(one)


def _given_by(trainer: User, title: str) -> None:
    training = TrainingFactory.create(title=title)
    EditionFactory.create(training=training, trainers=[trainer])
    bank_with(title=f"Bank {title}", training=training)


def test_the_trainings_that_somebody_gives_are_those_of_which_it_is_said() -> None:
    trainer = person_in_role(Role.TRAINER)
    given, made, _other, draft = (TrainingFactory.create() for _one in range(4))
    EditionFactory.create(training=given, trainers=[trainer])
    EditionFactory.create(training=given, trainers=[trainer])
    edition = EditionFactory.create(training=draft, trainers=[trainer])
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.DRAFT)
    TrainingPage.objects.filter(pk=made.pk).update(owner=trainer)
    for person in (trainer, coordinator(), PersonFactory.create()):
        said = [one.pk for one in TrainingPage.objects.order_by("pk") if gives(person, one.pk)]
        assert [one.pk for one in trainings_given(person).order_by("pk")] == said
    assert {one.pk for one in trainings_given(trainer)} == {given.pk, made.pk}


def test_changing_a_bank(staff: Client) -> None:
    bank = bank_with()
    page = staff.get(f"{BANKS}{bank.pk}/wijzig/")
    assert 'value="Bank"' in page.content.decode()
    staff.post(f"{BANKS}{bank.pk}/wijzig/", {"title": "Anders"})
    bank.refresh_from_db()
    assert bank.title == "Anders"
    assert staff.post(f"{BANKS}{bank.pk}/wijzig/", {"title": ""}).status_code == 422


def _check(question: str, *options: str) -> dict[str, Any]:
    """A knowledge check in a lesson; the first option is right."""
    value = {
        "title": "Weet je het nog?",
        "question": question,
        "multiple": False,
        "options": [
            {"type": "item", "value": {"text": one, "correct": not place, "feedback": ""}}
            for place, one in enumerate(options)
        ],
        "explanation": "",
    }
    return {"type": "knowledge_check", "value": value, "id": f"k-{question[:3].lower()}"}


def _written(lesson: LessonPage, *checks: dict[str, Any]) -> None:
    LessonPage.objects.filter(pk=lesson.pk).update(body=json.dumps(checks))


def test_one_button_puts_the_checks_of_the_lessons_into_the_bank(staff: Client) -> None:
    training = TrainingFactory.create(title="Bellen")
    lesson = make_lesson(training, title="Beginnen", slug="beginnen")
    _written(lesson, _check("Wat zeg je?", "Dag", "Niets"), _check("Hoe lang?", "Kort", "Lang"))
    bank = QuestionBank.objects.create(title="Bellen", training=training)
    page = staff.get(f"{BANKS}{bank.pk}/").content.decode()
    assert f'name="training" value="{training.pk}"' in page
    address = f"{BANKS}{bank.pk}/uit-lessen/"
    assert f'action="{address}"' in page

    def press() -> str:
        return _words(staff.post(address, {"training": training.pk}, follow=True))

    assert "2 nieuwe vragen. 0 vragen kregen een nieuwe versie." in press()
    assert "0 nieuwe vragen. 0 vragen kregen een nieuwe versie." in press()
    assert [one.title for one in current_versions(banks=[bank.pk])] == ["Wat zeg je?", "Hoe lang?"]
    # One of them changes in its lesson, the other is asked no more: that stays so.
    BankQuestion.objects.filter(bank=bank, key__contains="hoe").update(retired=True)
    _written(lesson, _check("Wat zeg je?", "Hallo", "Niets"), _check("Hoe lang?", "Nooit", "Lang"))
    assert "0 nieuwe vragen. 1 vraag kreeg een nieuwe versie." in press()
    assert sorted(BankQuestion.objects.values_list("latest", "retired")) == [(1, True), (2, False)]


def test_a_bank_for_all_trainings_asks_first_of_which_lessons(staff: Client) -> None:
    empty = TrainingFactory.create(title="Leeg")
    bank = QuestionBank.objects.create(title="Alles")
    address = f"{BANKS}{bank.pk}/uit-lessen/"
    assert address in staff.get(f"{BANKS}{bank.pk}/").content.decode()
    assert "Kies een training" in _words(staff.get(address))
    refused = staff.post(address, {"training": empty.pk})
    assert "In de lessen van deze training staan geen kennisvragen." in _words(refused)
    assert "verplicht" in _words(staff.post(address, {}))


def test_a_trainer_takes_only_from_lessons_of_the_own_training(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    own, other = TrainingFactory.create(owner=trainer), TrainingFactory.create()
    lesson = make_lesson(other, title="Beginnen", slug="beginnen")
    _written(lesson, _check("Wat zeg je?", "Dag", "Niets"))
    bank = QuestionBank.objects.create(title="Van mij", training=own)
    client.force_login(trainer)
    page = client.post(f"{BANKS}{bank.pk}/uit-lessen/", {"training": other.pk})
    assert (page.status_code, BankQuestion.objects.count()) == (422, 0)
    with pytest.raises(Refusal, match="die je zelf geeft"):
        take_from_lessons(actor=trainer, bank=bank, training=other)
