"""Bringing questions into a bank: nothing twice, nothing lost, and only by who may."""

from __future__ import annotations

from datetime import timedelta

import pytest

from courses.common import clock
from courses.people.enums import Role
from courses.plugin_api.api import Refusal
from plugins.vragenbank import periods, services
from plugins.vragenbank.enums import Outcome
from plugins.vragenbank.formats.moodle_writer import write_moodle
from plugins.vragenbank.models import (
    BankQuestion,
    HeldFile,
    QuestionBank,
    QuestionPicture,
    QuestionVersion,
)
from plugins.vragenbank.queries import banks_for, content_of, may_change, preview_of
from tests.factories import (
    EditionFactory,
    PartnerFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)
from tests.plugins.vragenbank.banks import picture
from tests.plugins.vragenbank.kept import TWO, bank_with, bring, coordinator, upload
from tests.plugins.vragenbank.pictured import PICTURED

pytestmark = pytest.mark.django_db


def _outcomes(bank: QuestionBank, text: str | bytes) -> list[str]:
    held = services.hold_file(actor=coordinator(), bank=bank, upload=upload(text))
    return [row.outcome.value for row in preview_of(held).rows]


def test_the_same_file_twice_makes_no_doubles() -> None:
    bank = bank_with()
    taken = bring(TWO, bank)
    assert taken == services.TakenOver(new=0, changed=0)
    assert (BankQuestion.objects.count(), QuestionVersion.objects.count()) == (2, 2)
    assert HeldFile.objects.count() == 0


def test_a_changed_question_becomes_a_new_version_and_the_old_one_stays() -> None:
    bank = bank_with()
    taken = bring(TWO.replace("Kies goed.", "Kies het goede."), bank)
    assert taken == services.TakenOver(new=0, changed=1)
    question = BankQuestion.objects.get(key="een")
    versions = [one.content["text"] for one in question.versions.all()]
    assert (question.latest, versions) == (2, ["Kies goed.", "Kies het goede."])
    assert [one.text for one in content_of(bank).questions] == ["Kies het goede.", "Hoeveel?"]


def test_without_keys_a_question_is_known_by_its_title() -> None:
    bank = bank_with("::Over thee::Drink je thee? {T}")
    assert _outcomes(bank, "::Over thee::Drink je thee? {T}") == [Outcome.SAME]
    assert _outcomes(bank, "::Over thee::Drink je wel eens thee? {T}") == [Outcome.CHANGED]
    assert _outcomes(bank, "::Over koffie::Drink je thee? {T}") == [Outcome.NEW]


def test_a_question_that_stands_in_a_file_twice_is_taken_once() -> None:
    bank = services.make_bank(actor=coordinator(), title="Bank")
    assert _outcomes(bank, "Is dit waar? {T}\n\nIs dit waar? {T}") == ["new", "refused"]
    twice = "// [id:a]\nEen? {T}\n\n// [id:a]\nTwee? {F}"
    assert _outcomes(bank, twice) == ["new", "refused"]


def test_one_may_choose_some() -> None:
    bank = services.make_bank(actor=coordinator(), title="Bank")
    held = services.hold_file(actor=coordinator(), bank=bank, upload=upload(TWO))
    with pytest.raises(Refusal, match="Kies minstens één vraag"):
        services.take_over(actor=coordinator(), held=held, numbers=set())
    services.take_over(actor=coordinator(), held=held, numbers={1, 99})
    assert list(BankQuestion.objects.values_list("key", flat=True)) == ["twee"]


def test_what_cannot_be_read_is_refused_and_nothing_is_kept() -> None:
    bank = bank_with()
    for content in (b"", b"   ", b"Zomaar een tekst", b"<quiz><question></quiz>", b"PK\x03\x04"):
        with pytest.raises(Refusal) as refusal:
            services.hold_file(actor=coordinator(), bank=bank, upload=upload(content))
        assert refusal.value.field == "file"
    assert (HeldFile.objects.count(), QuestionVersion.objects.count()) == (0, 2)
    big = upload(b"x" * (10 * 1024 * 1024 + 1))
    with pytest.raises(Refusal, match="te groot"):
        services.hold_file(actor=coordinator(), bank=bank, upload=big)


def test_pictures_of_chosen_questions_are_kept_once() -> None:
    bank = bank_with(write_moodle(PICTURED))
    bring(write_moodle(PICTURED), bank)
    assert QuestionPicture.objects.count() == 1
    assert content_of(bank).pictures == PICTURED.pictures
    assert list(PICTURED.pictures.values()) == [picture()]


def test_a_question_that_is_not_asked_any_more_comes_back_when_it_is_brought_again() -> None:
    bank = bank_with()
    question = BankQuestion.objects.get(key="een")
    services.set_retired(actor=coordinator(), question=question, retired=True)
    assert [one.key for one in content_of(bank).questions] == ["twee"]
    assert _outcomes(bank, TWO) == [Outcome.CHANGED, Outcome.SAME]
    bring(TWO, bank)
    assert [one.key for one in content_of(bank).questions] == ["een", "twee"]


def test_a_file_is_held_for_a_day() -> None:
    actor, bank = coordinator(), bank_with()
    with clock.at(clock.now() - timedelta(days=2)):
        services.hold_file(actor=actor, bank=bank, upload=upload(TWO))
    held = services.hold_file(actor=actor, bank=bank, upload=upload(TWO))
    assert (periods.forget_files(), list(HeldFile.objects.all())) == (1, [held])
    services.forget_person(person_id=actor.pk)
    assert HeldFile.objects.count() == 0


def test_questions_are_added_once() -> None:
    actor, bank = coordinator(), bank_with()
    other = services.make_bank(actor=actor, title="Andere")
    content = content_of(bank)
    added = [
        services.add_questions(
            actor=actor, bank=other, questions=content.questions, pictures=content.pictures
        )
        for _time in range(2)
    ]
    assert added == [2, 0]
    assert content_of(other) == content


def test_a_bank_has_a_name_and_may_be_changed() -> None:
    actor, training, partner = coordinator(), TrainingFactory.create(), PartnerFactory.create()
    with pytest.raises(Refusal, match="naam"):
        services.make_bank(actor=actor, title="  ")
    bank = services.make_bank(actor=actor, title=" Onze  vragen ")
    assert bank.title == "Onze vragen"
    values = {"actor": actor, "bank": bank, "training_id": training.pk, "partner": partner}
    services.change_bank(title="Nieuw", **values)
    bank.refresh_from_db()
    assert (bank.title, bank.training, bank.partner) == ("Nieuw", training, partner)
    with pytest.raises(Refusal, match="naam"):
        services.change_bank(title="", **values)


def test_a_trainer_changes_banks_of_trainings_that_one_gives_alone() -> None:
    trainer = person_in_role(Role.TRAINER)
    given, other = TrainingFactory.create(title="Mijn"), TrainingFactory.create(title="Ander")
    EditionFactory.create(training=given, trainers=[trainer])
    mine, shared = bank_with(training=given, title="A"), bank_with(title="B")
    theirs = bank_with(training=other, title="C")
    assert [may_change(trainer, one) for one in (mine, shared, theirs)] == [True, False, False]
    assert list(banks_for(trainer)) == [mine, shared]
    assert list(banks_for(person_in_role(Role.TRAINER))) == []
    assert list(banks_for(PersonFactory.create())) == []
    for training in (None, other):
        with pytest.raises(Refusal, match="training die je zelf geeft"):
            services.make_bank(
                actor=trainer, title="X", training_id=training.pk if training else None
            )
    with pytest.raises(Refusal, match="training die je zelf geeft"):
        services.change_bank(actor=trainer, bank=mine, title="X", training_id=None, partner=None)
    with pytest.raises(Refusal, match="niet veranderen"):
        services.hold_file(actor=trainer, bank=shared, upload=upload(TWO))
    question = BankQuestion.objects.get(bank=theirs, key="een")
    with pytest.raises(Refusal, match="niet veranderen"):
        services.set_retired(actor=trainer, question=question, retired=True)


def test_a_bank_goes_with_its_training() -> None:
    training = TrainingFactory.create()
    bank_with(training=training)
    training.delete()
    assert QuestionBank.objects.count() == QuestionVersion.objects.count() == 0
