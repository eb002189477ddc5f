"""Handing in, withdrawing and reviewing: what is kept, what is refused, who hears of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from courses.common import clock
from courses.enrolment.models import Enrolment
from courses.enrolment.services import withdraw as leave
from courses.people.enums import Role
from courses.plugin_api.api import Refusal
from courses.plugin_files.models import PluginFile
from plugins.praktijkopdracht import services
from plugins.praktijkopdracht.assignments import Assignment, find
from plugins.praktijkopdracht.enums import FileRequirement, State
from plugins.praktijkopdracht.models import Submission
from tests.factories import PersonFactory, person_in_role
from tests.parallel import all_at_once
from tests.plugins.praktijkopdracht.written import (
    PDF,
    a_participant,
    a_trainer,
    a_training,
    content_of,
    handed_in,
    judged,
    upload,
)

if TYPE_CHECKING:
    from courses.catalogue.models import TrainingPage
    from courses.editions.models import Edition
    from courses.people.models import User

pytestmark = pytest.mark.django_db

Commit = Callable[..., Any]


@pytest.fixture
def training() -> TrainingPage:
    return a_training()


@pytest.fixture
def staff(training: TrainingPage) -> tuple[User, Edition]:
    return a_trainer(training)


@pytest.fixture
def trainer(staff: tuple[User, Edition]) -> User:
    return staff[0]


@pytest.fixture
def person(staff: tuple[User, Edition]) -> User:
    return a_participant(staff[1], email="anna@example.org", first_name="Anna")


@pytest.fixture
def assignment(training: TrainingPage) -> Assignment:
    found = find(training.pk, "gesprek")
    assert found is not None
    return found


def _hand_in(person: User, assignment: Assignment, text: str = "", file: Any = None) -> Submission:
    return services.hand_in(person=person, assignment=assignment, text=text, upload=file)


def _refused(call: Callable[[], Any]) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as refused:
        call()
    return str(refused.value), refused.value.field


# --- Handing in -------------------------------------------------------------------------------


def test_what_is_handed_in_is_kept(person: User, assignment: Assignment) -> None:
    one = _hand_in(person, assignment, " Regel 1\r\nRegel 2 ", upload("../Mijn verslag.PDF"))
    one.refresh_from_db()
    assert (one.person, one.training_id, one.assignment) == (
        person,
        assignment.training_id,
        "gesprek",
    )
    assert (one.title, one.text, one.state) == (
        "Voer een gesprek",
        "Regel 1\nRegel 2",
        State.HANDED_IN,
    )
    assert (one.file_name, one.file_size, content_of(one)) == (
        "Mijn verslag.pdf",
        len(PDF),
        PDF,
    )
    assert (one.remark, one.reviewed_by, one.reviewed_at, one.revision) == ("", None, None, 1)


@pytest.mark.parametrize(
    ("asked", "text", "with_file", "words", "field"),
    [
        (FileRequirement.NONE, "", False, "Schrijf wat je gedaan hebt.", "text"),
        (FileRequirement.NONE, "  \n", True, "Schrijf wat je gedaan hebt.", "text"),
        (FileRequirement.OPTIONAL, "", False, "Schrijf iets op, of kies een bestand.", "text"),
        (
            FileRequirement.REQUIRED,
            "Tekst",
            False,
            "Kies een bestand. Dat hoort bij deze opdracht.",
            "file",
        ),
        (
            FileRequirement.OPTIONAL,
            "a" * 5001,
            False,
            "Je tekst is te lang. Hij mag hoogstens 5000 tekens hebben.",
            "text",
        ),
    ],
)
def test_what_is_missing_or_too_long_is_refused(
    person: User,
    assignment: Assignment,
    asked: FileRequirement,
    text: str,
    with_file: bool,
    words: str,
    field: str,
) -> None:
    asks = replace(assignment, asked=asked)
    file = upload() if with_file else None
    assert _refused(lambda: _hand_in(person, asks, text, file)) == (words, field)
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("asked", "text", "with_file", "files"),
    [
        (FileRequirement.NONE, "Tekst", False, 0),
        (FileRequirement.NONE, "Tekst", True, 0),
        (FileRequirement.OPTIONAL, "Tekst", False, 0),
        (FileRequirement.OPTIONAL, "", True, 1),
        (FileRequirement.REQUIRED, "", True, 1),
    ],
)
def test_what_is_asked_is_accepted(
    person: User,
    assignment: Assignment,
    asked: FileRequirement,
    text: str,
    with_file: bool,
    files: int,
) -> None:
    _hand_in(person, replace(assignment, asked=asked), text, upload() if with_file else None)
    assert (Submission.objects.count(), PluginFile.objects.count()) == (1, files)


def test_line_ends_count_for_one_character(person: User, assignment: Assignment) -> None:
    text = "a\r\n" * 2499 + "bb"
    assert len(text) > 5000
    assert len(_hand_in(person, assignment, text).text) == 5000


def test_a_refused_file_leaves_nothing(person: User, assignment: Assignment) -> None:
    _words, field = _refused(lambda: _hand_in(person, assignment, "Tekst", upload("virus.exe")))
    assert (field, Submission.objects.count()) == ("file", 0)


def test_only_who_takes_part_hands_in(person: User, assignment: Assignment) -> None:
    only = "Alleen deelnemers van deze training leveren een opdracht in."
    stranger = PersonFactory.create()
    assert _refused(lambda: _hand_in(stranger, assignment, "Tekst")) == (only, None)
    leave(enrolment=Enrolment.objects.get(person=person), actor=person)
    assert _refused(lambda: _hand_in(person, assignment, "Tekst")) == (only, None)


def test_what_waits_or_is_approved_is_not_handed_in_again(
    person: User, trainer: User, assignment: Assignment
) -> None:
    one = _hand_in(person, assignment, "Eerste")
    again = _refused(lambda: _hand_in(person, assignment, "Tweede"))
    assert again[0] == "Je hebt deze opdracht al ingeleverd. De trainer kijkt haar nog na."
    judged(one, trainer, State.APPROVED)
    again = _refused(lambda: _hand_in(person, assignment, "Tweede"))
    assert again[0] == "Deze opdracht is al goedgekeurd."
    assert Submission.objects.get().text == "Eerste"


def test_handing_in_again_replaces_text_and_file(
    person: User, trainer: User, assignment: Assignment
) -> None:
    one = _hand_in(person, assignment, "Eerste", upload("een.pdf"))
    judged(one, trainer, State.IMPROVE, "Wat zei ze?")
    _hand_in(person, assignment, "Tweede", upload("twee.txt", b"hoi"))
    one.refresh_from_db()
    assert (one.text, one.file_name, one.file_size, one.state) == (
        "Tweede",
        "twee.txt",
        3,
        State.HANDED_IN,
    )
    # The last review can still be read, until the next.
    assert (one.remark, one.reviewed_by) == ("Wat zei ze?", trainer)
    assert (content_of(one), PluginFile.objects.count()) == (b"hoi", 1)
    judged(one, trainer, State.IMPROVE, "En toen?")
    _hand_in(person, assignment, "Derde")
    one.refresh_from_db()
    assert (one.file_name, one.file_size, PluginFile.objects.count()) == ("", 0, 0)


# --- Withdrawing ------------------------------------------------------------------------------


def _withdraw(person: User, assignment: Assignment) -> None:
    services.withdraw(
        person=person, training_id=assignment.training_id, assignment_id=assignment.id
    )


def test_what_is_withdrawn_is_gone(person: User, assignment: Assignment) -> None:
    _hand_in(person, assignment, "Tekst", upload())
    _withdraw(person, assignment)
    assert (Submission.objects.count(), PluginFile.objects.count()) == (0, 0)


def test_an_improvement_that_is_withdrawn_is_still_to_do(
    person: User, trainer: User, assignment: Assignment
) -> None:
    one = judged(_hand_in(person, assignment, "Tekst"), trainer, State.IMPROVE, "Meer graag")
    _hand_in(person, assignment, "Beter", upload())
    _withdraw(person, assignment)
    one.refresh_from_db()
    assert (one.state, one.text, one.file_name, one.remark) == (
        State.IMPROVE,
        "",
        "",
        "Meer graag",
    )
    assert PluginFile.objects.count() == 0


@pytest.mark.parametrize("judgement", [State.APPROVED, State.IMPROVE])
def test_what_was_reviewed_cannot_be_withdrawn(
    person: User, trainer: User, assignment: Assignment, judgement: State
) -> None:
    judged(_hand_in(person, assignment, "Tekst"), trainer, judgement, "Zo")
    words = "Er is niets dat je kunt intrekken. Kijk of je opdracht al nagekeken is."
    assert _refused(lambda: _withdraw(person, assignment)) == (words, None)
    assert Submission.objects.get().text == "Tekst"


def test_nobody_withdraws_what_another_handed_in(
    person: User, staff: tuple[User, Edition], assignment: Assignment
) -> None:
    _hand_in(person, assignment, "Tekst")
    other = a_participant(staff[1])
    with pytest.raises(Refusal):
        _withdraw(other, assignment)
    assert Submission.objects.count() == 1


# --- Reviewing --------------------------------------------------------------------------------


def test_a_review_is_kept(person: User, trainer: User, assignment: Assignment) -> None:
    one = judged(_hand_in(person, assignment, "Tekst"), trainer, State.APPROVED, " Mooi!\r\n")
    one.refresh_from_db()
    assert (one.state, one.remark, one.reviewed_by, one.revision) == (
        State.APPROVED,
        "Mooi!",
        trainer,
        2,
    )
    assert one.reviewed_at is not None


@pytest.mark.parametrize(
    ("judgement", "remark", "expected"),
    [
        (State.IMPROVE, " \n", ("Schrijf op wat er beter kan.", "remark")),
        (
            State.APPROVED,
            "a" * 2001,
            ("Je opmerking is te lang. Ze mag hoogstens 2000 tekens hebben.", "remark"),
        ),
        (State.HANDED_IN, "Hm", ("Kies je oordeel.", "judgement")),
        ("perfect", "Hm", ("Kies je oordeel.", "judgement")),
    ],
)
def test_a_review_that_does_not_hold_is_refused(
    person: User,
    trainer: User,
    assignment: Assignment,
    judgement: str,
    remark: str,
    expected: tuple[str, str],
) -> None:
    one = _hand_in(person, assignment, "Tekst")
    assert _refused(lambda: judged(one, trainer, judgement, remark)) == expected
    assert Submission.objects.get().state == State.HANDED_IN


def test_nobody_reviews_the_own_work(person: User, assignment: Assignment) -> None:
    one = _hand_in(person, assignment, "Tekst")
    words, _field = _refused(lambda: judged(one, person, State.APPROVED))
    assert words == "Je kunt je eigen opdracht niet nakijken. Vraag het een collega."


def _review(one: Submission, reviewer: User, revision: int, remark: str = "") -> Submission:
    return services.review(
        submission=one, reviewer=reviewer, judgement="approved", remark=remark, revision=revision
    )


def test_only_what_was_read_is_judged(person: User, trainer: User, assignment: Assignment) -> None:
    one = judged(_hand_in(person, assignment, "Tekst"), trainer, State.IMPROVE, "Meer")
    read = one.revision
    _hand_in(person, assignment, "Beter")
    words, _field = _refused(lambda: _review(one, trainer, read))
    assert words == (
        "Deze opdracht is intussen veranderd. Hieronder staat hoe ze nu is. Klopt je oordeel nog? "
        "Bewaar het dan nog een keer."
    )
    assert Submission.objects.get().state == State.HANDED_IN


def test_what_was_withdrawn_meanwhile_cannot_be_judged(
    person: User, trainer: User, assignment: Assignment
) -> None:
    one = _hand_in(person, assignment, "Tekst")
    _withdraw(person, assignment)
    words, _field = _refused(lambda: _review(one, trainer, 1))
    assert words == "De deelnemer heeft deze opdracht ingetrokken."


def test_a_judgement_can_be_changed(person: User, trainer: User, assignment: Assignment) -> None:
    one = judged(_hand_in(person, assignment, "Tekst"), trainer, State.IMPROVE, "Meer")
    judged(one, trainer, State.APPROVED)
    assert Submission.objects.get().state == State.APPROVED


# --- Who hears of it --------------------------------------------------------------------------


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Commit) -> Commit:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_participant_reads_what_should_be_better(
    person: User, trainer: User, assignment: Assignment, committing: Commit
) -> None:
    one = _hand_in(person, assignment, "Tekst")
    with committing():
        judged(one, trainer, State.IMPROVE, "Vraag <b>door</b> & luister.")
    (message,) = mail.outbox
    assert message.to == ["anna@example.org"]
    assert message.subject == "Je opdracht “Voer een gesprek”: graag verbeteren"
    assert message.body == (
        "Beste Anna,\n\n"
        "Je opdracht “Voer een gesprek” van de training Luisteren is nagekeken. Ze is bijna goed: "
        "verbeter haar nog en lever haar dan opnieuw in.\n\n"
        "De trainer schrijft:\n\n"
        "Vraag <b>door</b> & luister.\n\n"
        "Je opdracht vind je hier:\n"
        "http://testserver/trainingen/luisteren/p/praktijkopdracht/opdracht/gesprek/\n"
    )


def test_a_participant_reads_that_it_is_good(
    person: User, trainer: User, assignment: Assignment, committing: Commit
) -> None:
    one = _hand_in(person, assignment, "Tekst")
    with committing():
        judged(one, trainer, State.APPROVED)
    (message,) = mail.outbox
    assert message.subject == "Je opdracht “Voer een gesprek” is goedgekeurd"
    assert message.body == (
        "Beste Anna,\n\n"
        "Je opdracht “Voer een gesprek” van de training Luisteren is goedgekeurd. Goed gedaan!\n\n"
        "Je opdracht vind je hier:\n"
        "http://testserver/trainingen/luisteren/p/praktijkopdracht/opdracht/gesprek/\n"
    )


def test_the_same_review_twice_tells_once(
    person: User, trainer: User, assignment: Assignment, committing: Commit
) -> None:
    one = _hand_in(person, assignment, "Tekst")
    with committing():
        _review(one, trainer, 1, "Mooi")
        _review(one, trainer, 1, "Mooi")
    assert (len(mail.outbox), Submission.objects.get().revision) == (1, 2)


def test_a_refused_review_tells_nobody(
    person: User, trainer: User, assignment: Assignment, committing: Commit
) -> None:
    one = _hand_in(person, assignment, "Tekst")
    with committing(), pytest.raises(Refusal):
        _review(one, trainer, 7)
    assert mail.outbox == []


def test_a_review_after_the_participant_has_left_mails_nobody(
    person: User, training: TrainingPage, assignment: Assignment, committing: Commit
) -> None:
    one = _hand_in(person, assignment, "Tekst")
    leave(enrolment=Enrolment.objects.get(person=person), actor=person)
    with committing():
        judged(one, person_in_role(Role.COORDINATOR), State.APPROVED)
    assert (mail.outbox, Submission.objects.get().state) == ([], State.APPROVED)


# --- Keeping no longer than needed ------------------------------------------------------------


def test_a_file_goes_half_a_year_after_review_and_the_judgement_stays(
    person: User, trainer: User, assignment: Assignment
) -> None:
    one = judged(_hand_in(person, assignment, "Tekst", upload()), trainer, State.APPROVED, "Mooi")
    assert one.reviewed_at is not None
    with clock.at(one.reviewed_at + timedelta(days=179)):
        assert services.forget_old_files() == 0
    with clock.at(one.reviewed_at + timedelta(days=181)):
        assert [services.forget_old_files(), services.forget_old_files()] == [1, 0]
    one.refresh_from_db()
    assert (one.state, one.text, one.remark) == (State.APPROVED, "Tekst", "Mooi")
    assert (one.file_name, one.file_size, PluginFile.objects.count()) == ("", 0, 0)


def test_a_file_that_waits_for_review_stays(person: User, assignment: Assignment) -> None:
    _hand_in(person, assignment, "", upload())
    with clock.at(clock.now() + timedelta(days=400)):
        assert services.forget_old_files() == 0
    assert PluginFile.objects.count() == 1


# --- The database and several at once ---------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("praktijkopdracht_known_state", {"state": "perfect", "reviewed_at": clock.now()}),
        ("praktijkopdracht_judged_at_a_moment", {"state": "approved"}),
        (
            "praktijkopdracht_says_what_to_improve",
            {"state": "improve", "reviewed_at": clock.now()},
        ),
        ("praktijkopdracht_handed_in_something", {"text": ""}),
        ("praktijkopdracht_text_not_too_long", {"text": "é" * 5001}),
        ("praktijkopdracht_remark_not_too_long", {"remark": "é" * 2001}),
        ("praktijkopdracht_file_not_too_big", {"file_size": 10 * 1024 * 1024 + 1}),
    ],
)
def test_the_database_itself_refuses_what_cannot_be(
    person: User, assignment: Assignment, name: str, changes: dict[str, Any]
) -> None:
    one = _hand_in(person, assignment, "é" * 5000)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Submission.objects.filter(pk=one.pk).update(**changes)


@pytest.mark.both_databases
def test_the_database_keeps_one_submission_for_each_assignment(
    person: User, training: TrainingPage, assignment: Assignment
) -> None:
    _hand_in(person, assignment, "Tekst")
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(
            person=person, training=training, assignment="gesprek", title="x", text="y"
        )


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_handing_in_twice_at_once_keeps_one(person: User, training: TrainingPage) -> None:
    def hand_in() -> str:
        return handed_in(person, training, upload=upload()).state

    outcomes = all_at_once([hand_in, hand_in, hand_in])
    assert sorted(type(one).__name__ for one in outcomes) == ["Refusal", "Refusal", "State"]
    assert (Submission.objects.count(), PluginFile.objects.count()) == (1, 1)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_trainers_who_judge_at_once_one_is_asked_to_look_again(
    person: User, trainer: User, training: TrainingPage
) -> None:
    one = handed_in(person, training)
    colleague = person_in_role(Role.COORDINATOR)
    mail.outbox.clear()
    outcomes = all_at_once(
        [lambda: _review(one, trainer, 1, "Mooi"), lambda: _review(one, colleague, 1, "Prima")]
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Refusal", "Submission"]
    assert len(mail.outbox) == 1


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_withdrawing_and_judging_at_once_never_leaves_a_judgement_of_nothing(
    person: User, trainer: User, training: TrainingPage, assignment: Assignment
) -> None:
    one = handed_in(person, training)
    judge, take_back = all_at_once(
        [lambda: _review(one, trainer, 1), lambda: _withdraw(person, assignment)]
    )
    assert isinstance(judge, Refusal) != isinstance(take_back, Refusal)
    assert Submission.objects.count() == (0 if isinstance(judge, Refusal) else 1)
