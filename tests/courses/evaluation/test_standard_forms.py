"""The forms that every academy starts with."""

import importlib

import pytest
from django.apps import apps

from courses.evaluation.models import FormQuestion, FormTemplate, TemplateQuestion
from tests.courses.evaluation.factories import open_evaluation

pytestmark = pytest.mark.django_db

standard = importlib.import_module("courses.evaluation.migrations.0006_standard_forms")


def test_what_a_coordinator_changed_wins_over_what_comes_along() -> None:
    FormTemplate.objects.filter(purpose="survey").update(title="Onze peiling")
    TemplateQuestion.objects.filter(key="survey_tip").delete()
    before = [FormTemplate.objects.count(), TemplateQuestion.objects.count()]
    standard.make_standard_forms(apps, None)
    assert [FormTemplate.objects.count(), TemplateQuestion.objects.count()] == before
    assert FormTemplate.objects.get(purpose="survey").title == "Onze peiling"


@pytest.mark.both_databases
def test_what_was_asked_before_gets_its_english_and_no_other_question_does() -> None:
    form = open_evaluation(people=1)
    bare = {"text_en": "", "options_en": [], "low_end": "", "high_end": ""}
    form.questions.update(**bare, low_end_en="", high_end_en="")
    form.questions.filter(key="practice").update(options=["Ja", "Nee"])
    form.questions.filter(key="trainer").update(text="Hoe was de trainer?")
    standard.translate_what_was_asked(apps, None)
    found = {one.key: one for one in FormQuestion.objects.filter(form=form)}
    assert (found["overall"].text_en, found["overall"].ends) == (
        "What mark do you give the training?",
        ("heel slecht", "heel goed"),
    )
    assert found["mix"].options_en == ["Too much explaining", "Just right", "Too much practising"]
    assert {key for key, one in found.items() if not one.text_en} == {"practice", "trainer"}
