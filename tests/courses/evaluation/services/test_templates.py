"""Preparing forms: versions of questions, copies, what is out of use, and who changed what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from wagtail.models import ModelLogEntry

from courses.catalogue.enums import EventKind
from courses.common.edit_conflicts import Conflict, FormSnapshot, token
from courses.common.errors import Refusal
from courses.evaluation.enums import Kind, Occasion, Purpose
from courses.evaluation.models import FormQuestion, FormTemplate, TemplateQuestion
from courses.evaluation.queries.templates import (
    forms_of,
    questions_of,
    standard_form,
    template_facts,
    template_for,
)
from courses.evaluation.services import templates as services
from courses.evaluation.services.opening import questions_at
from courses.people.enums import Role
from tests.courses.evaluation.factories import open_evaluation
from tests.factories import TrainingFactory, person_in_role

if TYPE_CHECKING:
    from courses.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return person_in_role(Role.COORDINATOR)


def standard(purpose: Purpose = Purpose.END) -> FormTemplate:
    found = standard_form(purpose)
    assert found is not None
    return found


def change(template: FormTemplate, key: str, actor: User | None, **fields: object) -> int:
    """Save the form with one question changed; gives the version of that question."""
    typo = bool(fields.pop("typo", False))
    template = FormTemplate.objects.get(pk=template.pk)
    questions = list(template.questions.all())
    for one in questions:
        if one.key == key:
            for name, value in fields.items():
                setattr(one, name, value)
    template.questions = questions
    chosen = next(one for one in questions if one.key == key)
    services.save_template(template=template, actor=actor, typos=[chosen.pk] if typo else [])
    return TemplateQuestion.objects.get(template=template.pk, key=key).wording


def asked(key: str) -> list[tuple[int, str]]:
    rows = FormQuestion.objects.filter(key=key).order_by("form")
    return list(rows.values_list("wording", "text"))


@pytest.mark.both_databases
def test_other_words_of_a_question_that_was_asked_are_another_version(coordinator: User) -> None:
    template, mark = standard(), "Welk cijfer geef je de training?"
    # As long as nobody was asked, words may change as they like.
    assert change(template, "overall", coordinator, text="Welk cijfer?") == 1
    assert change(template, "overall", coordinator, text="Een cijfer?") == 1
    assert change(template, "overall", coordinator, text=mark) == 1
    first = open_evaluation(people=1)
    # The form for lectures has version 2, with other words.
    assert change(template, "overall", coordinator, text="Welk cijfer dan?") == 3
    # What does not change the meaning of an answer makes no version.
    assert change(template, "overall", coordinator, text_en="Which mark?", required=False) == 3
    open_evaluation(people=1)
    assert asked("overall") == [(1, mark), (3, "Welk cijfer dan?")]
    # Back to old words is back to the old version.
    assert change(template, "overall", coordinator, text=f"  {mark} ") == 1
    # Other words at the ends of the marks are another question too.
    assert change(template, "overall", coordinator, high_end="prima") == 4
    # And what was opened has kept what it asked.
    assert first.questions.get(key="overall").text == mark


def test_a_mended_typing_error_keeps_the_version_and_stands_in_the_log(coordinator: User) -> None:
    template = standard()
    open_evaluation(people=1)
    assert change(template, "mix", coordinator, text="Wat vond je van de mix?", typo=True) == 1
    entry = ModelLogEntry.objects.filter(action="evaluation.template_changed").latest("timestamp")
    assert (entry.user, entry.data["typos"]) == (coordinator, ["mix"])
    # What people choose from is counted: that is never a typing error.
    with pytest.raises(Refusal, match="meer veranderd dan een tikfout"):
        change(template, "mix", coordinator, options=["Te veel", "Goed", "Te weinig"], typo=True)
    with pytest.raises(Refusal, match="meer veranderd dan een tikfout"):
        change(template, "mix", coordinator, other=True, typo=True)
    assert change(template, "mix", coordinator, options=["Te veel", "Goed", "Te weinig"]) == 2


def test_two_forms_with_the_same_question_never_give_one_version_to_other_words(
    coordinator: User,
) -> None:
    training = TrainingFactory.create()
    own = services.make_own_form(training=training, occasion=Occasion.END, actor=coordinator)
    open_evaluation(people=1)
    assert change(own, "trainer", coordinator, text="Hoe was de trainer?") == 2
    assert change(standard(), "trainer", coordinator, text="Een cijfer voor de trainer?") == 3
    # The same words are the same version, wherever they stand.
    assert change(standard(), "trainer", coordinator, text="Hoe was de trainer?") == 2


def test_a_form_asks_something_and_a_choice_has_answers(coordinator: User) -> None:
    template = FormTemplate(title="Nieuw", purpose=Purpose.SURVEY)
    template.questions = [TemplateQuestion(kind=Kind.INTRO, text="Welkom")]
    with pytest.raises(Refusal, match="vraagt nog niets"):
        services.save_template(template=template, actor=coordinator)
    template.questions = [TemplateQuestion(kind=Kind.CHOICE, text="Wat?", options=["Dit"])]
    with pytest.raises(Refusal, match="twee antwoorden"):
        services.save_template(template=template, actor=coordinator)
    assert FormTemplate.objects.filter(title="Nieuw").count() == 0


def test_two_at_one_form_undo_nothing_of_each_other(coordinator: User) -> None:
    template = standard()
    shown = FormSnapshot.submitted({"snapshot": token(template_facts(template))})
    change(template, "remarks", coordinator, text="Nog iets?")
    late = FormTemplate.objects.get(pk=template.pk)
    questions = list(late.questions.all())
    questions[0].text = "Welk cijfer?"
    questions[-1].text = "Wil je nog iets vertellen?"
    late.questions = questions
    with pytest.raises(Conflict) as conflict:
        services.save_template(template=late, actor=None, snapshot=shown)
    assert [one.label for one in conflict.value.differences] == ["Vragen"]
    assert TemplateQuestion.objects.get(template=template, key="remarks").text == "Nog iets?"


def test_a_training_has_its_own_form_and_goes_back_to_the_standard(coordinator: User) -> None:
    training = TrainingFactory.create()
    own = services.make_own_form(training=training, occasion=Occasion.END, actor=coordinator)
    again = services.make_own_form(training=training, occasion=Occasion.END, actor=coordinator)
    assert (own.pk, own.training_id, own.is_standard) == (again.pk, training.pk, False)
    same = [(one.key, one.wording, one.text) for one in questions_of(standard())]
    assert [(one.key, one.wording, one.text) for one in questions_of(own)] == same
    services.save_template(template=_only(own, "overall", "remarks"), actor=coordinator)
    assert _keys(open_evaluation(people=1, training=training)) == ["overall", "remarks"]
    assert len(_keys(open_evaluation(people=1))) == 8
    services.use_standard_form(training=training, occasion=Occasion.END, actor=coordinator)
    own.refresh_from_db()
    assert (own.is_archived, template_for(training, Occasion.END)) == (True, standard())
    services.restore_template(template=own, actor=coordinator)
    assert template_for(training, Occasion.END) == own


def test_a_copy_of_a_training_asks_what_the_training_asks(coordinator: User) -> None:
    training = TrainingFactory.create()
    services.make_own_form(training=training, occasion=Occasion.END, actor=coordinator)
    services.ask_later(training=training, occasion=Occasion.YEAR, is_asked=True, actor=coordinator)
    copy = training.copy(update_attrs={"title": "Kopie", "slug": "kopie"})
    for _again in range(2):
        services.copy_forms(source=training, copy=copy, actor=coordinator)
    own = FormTemplate.objects.get(training=copy.pk)
    assert own.title == "Kopie: na een training"
    assert [(one.is_own, one.is_asked) for one in forms_of(copy)] == [
        (True, True),
        (False, True),
        (False, True),
    ]


def _only(template: FormTemplate, *keys: str) -> FormTemplate:
    template = FormTemplate.objects.get(pk=template.pk)
    template.questions = [one for one in template.questions.all() if one.key in keys]
    return template


def _keys(form: object) -> list[str]:
    return list(form.questions.values_list("key", flat=True))  # type: ignore[attr-defined]


def test_a_copy_asks_the_same_questions_and_a_copied_question_is_another(
    coordinator: User,
) -> None:
    copy = services.copy_template(template=standard(Purpose.SURVEY), actor=coordinator)
    keys = [one.key for one in questions_of(copy)]
    assert (copy.title, copy.is_standard) == ("Kopie van Ledenpeiling", False)
    assert keys == [one.key for one in questions_of(standard(Purpose.SURVEY))]
    tip = copy.questions.get(key="survey_tip")
    second = services.copy_question(template=copy, question_pk=tip.pk, actor=coordinator)
    found = [one.key for one in questions_of(FormTemplate.objects.get(pk=copy.pk))]
    place = keys.index("survey_tip")
    assert found == [*keys[: place + 1], second.key, *keys[place + 1 :]]
    assert (second.text, second.key == "survey_tip") == (tip.text, False)
    with pytest.raises(Refusal, match="staat niet meer"):
        services.copy_question(template=standard(), question_pk=tip.pk, actor=coordinator)


def test_what_was_used_is_archived_and_never_deleted(coordinator: User) -> None:
    with pytest.raises(Refusal, match="standaardformulier"):
        services.archive_template(template=standard(), actor=coordinator)
    with pytest.raises(Refusal, match="is gebruikt"):
        services.delete_template(template=standard(), actor=coordinator)
    other = services.copy_template(template=standard(), actor=coordinator, title="Anders")
    old = standard()
    assert services.make_standard(template=other, actor=coordinator) == standard()
    open_evaluation(people=1)
    services.make_standard(template=old, actor=coordinator)
    with pytest.raises(Refusal, match="is gebruikt"):
        services.delete_template(template=other, actor=coordinator)
    services.archive_template(template=other, actor=coordinator)
    with pytest.raises(Refusal, match="voor alle trainingen"):
        services.make_standard(template=other, actor=coordinator)
    unused = services.copy_template(template=old, actor=coordinator)
    services.delete_template(template=unused, actor=coordinator)
    actions = ModelLogEntry.objects.filter(user=coordinator).values_list("action", flat=True)
    assert {one.removeprefix("evaluation.template_") for one in actions} == {
        *("made", "standard", "archived", "deleted")
    }


def test_each_occasion_and_kind_of_event_has_its_form() -> None:
    training = TrainingFactory.create()
    lecture = TrainingFactory.create(kind=EventKind.LECTURE)
    assert [(one.purpose, one.is_asked) for one in forms_of(training)] == [
        (Purpose.END, True),
        (Purpose.TEN_WEEKS, True),
        (Purpose.YEAR, False),
    ]
    assert [(one.purpose, one.is_asked) for one in forms_of(lecture)] == [
        (Purpose.SHORT, True),
        (Purpose.TEN_WEEKS, False),
        (Purpose.YEAR, False),
    ]
    _template, questions = questions_at(lecture, Occasion.END)
    assert [(one.key, one.wording) for one in questions] == [
        ("overall", 2),
        ("short_use", 1),
        ("short_takeaway", 1),
        ("remarks", 1),
    ]


def test_what_does_not_belong_to_a_kind_is_kept_and_not_asked(coordinator: User) -> None:
    template = standard()
    change(template, "mix", coordinator, kind=Kind.OPEN, word_limit=40)
    question = questions_at(TrainingFactory.create(), Occasion.END)[1][3]
    assert (question.kind, question.options, question.word_limit) == (Kind.OPEN, [], 40)
    assert len(TemplateQuestion.objects.get(template=template, key="mix").options) == 3


def test_what_is_done_with_a_form_once_more_changes_and_logs_nothing(coordinator: User) -> None:
    copy = services.copy_template(template=standard(), actor=coordinator)
    for _time in range(2):
        assert services.archive_template(template=copy, actor=coordinator).is_archived
    for _time in range(2):
        assert not services.restore_template(template=copy, actor=coordinator).is_archived
    for _time in range(2):
        assert services.make_standard(template=copy, actor=coordinator).is_standard
    assert standard() == copy
    logged = ModelLogEntry.objects.filter(object_id=str(copy.pk)).values_list("action", flat=True)
    assert [
        sum(action == f"evaluation.template_{word}" for action in logged)
        for word in ("archived", "restored", "standard")
    ] == [1, 1, 1]


def test_a_training_has_one_form_of_its_own_at_a_time(coordinator: User) -> None:
    training = TrainingFactory.create()
    first = services.make_own_form(training=training, occasion=Occasion.END, actor=coordinator)
    services.archive_template(template=first, actor=coordinator)
    services.make_own_form(training=training, occasion=Occasion.END, actor=coordinator)
    with pytest.raises(Refusal, match="heeft al een ander eigen formulier"):
        services.restore_template(template=first, actor=coordinator)
    assert FormTemplate.objects.filter(training=training.pk, is_archived=False).count() == 1


def test_without_a_standard_form_a_training_cannot_begin_with_it(coordinator: User) -> None:
    FormTemplate.objects.filter(purpose=Purpose.END).update(is_standard=False)
    with pytest.raises(Refusal, match="nog geen standaardformulier"):
        services.make_own_form(
            training=TrainingFactory.create(), occasion=Occasion.END, actor=coordinator
        )
