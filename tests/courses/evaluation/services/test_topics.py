"""What texts are about: topics are made, renamed, merged and taken away, and given to texts."""

from __future__ import annotations

import pytest
from django.db import transaction
from wagtail.models import ModelLogEntry

from courses.common.errors import Refusal
from courses.evaluation.enums import Kind
from courses.evaluation.models import EvaluationForm, ScreeningException, TextAnswer, Topic
from courses.evaluation.queries.disclosure.texts import readable_texts
from courses.evaluation.queries.texts import topic_counts
from courses.evaluation.services.topics import (
    add_exception,
    add_topic,
    give_topic,
    mark_golden_tips,
    merge_topics,
    remove_exception,
    remove_topic,
    rename_topic,
)
from courses.people.enums import Role
from tests.courses.evaluation.factories import Told, kept_form
from tests.factories import person_in_role

pytestmark = pytest.mark.django_db

SIX = [f"tekst {number}" for number in range(6)]


def form_with_texts() -> EvaluationForm:
    told = {
        "takeaway": Told(kind=Kind.OPEN, texts=SIX),
        "remarks": Told(kind=Kind.OPEN, texts=SIX[:5]),
        "few": Told(kind=Kind.OPEN, texts=SIX[:4]),
    }
    return kept_form(None, told, invited=9, occasion="survey", title="Wat kan beter?")


def counted(form: EvaluationForm) -> list[tuple[str, int, int | None]]:
    texts = readable_texts(EvaluationForm.objects.filter(pk=form.pk))
    return [(one.topic.name, one.number, one.shown) for one in topic_counts(texts)]


@pytest.mark.both_databases
def test_texts_get_topics_and_keep_them_when_those_change() -> None:
    form, actor = form_with_texts(), person_in_role(Role.COORDINATOR)
    forms = EvaluationForm.objects.filter(pk=form.pk)
    keys = {
        name: list(TextAnswer.objects.filter(question__key=name).values_list("pk", flat=True))
        for name in ("takeaway", "remarks", "few")
    }
    everything = [key for of_question in keys.values() for key in of_question]
    hall = add_topic(name="  De   zaal ", actor=actor)
    noise = add_topic(name="Geluid", key="takeaway", actor=actor)

    # Of a question that too few answered nothing is counted; a topic of one question is for that.
    assert give_topic(texts=everything, topic=noise, forms=forms) == 6
    assert give_topic(texts=keys["remarks"] + keys["few"], topic=hall, forms=forms) == 5
    assert give_topic(texts=keys["remarks"][:1], topic=hall, forms=forms, is_given=False) == 1
    assert give_topic(texts=everything, topic=hall, forms=forms.none()) == 0
    # Fewer than five go no further than to who reads the texts.
    assert counted(form) == [("De zaal", 4, None), ("Geluid", 6, 6)]

    rename_topic(topic=noise, name="Herrie", actor=actor)
    assert merge_topics(topic=noise, into=hall, actor=actor) == 10
    assert counted(form) == [("De zaal", 10, 10)]
    remove_topic(topic=hall, actor=actor)
    assert counted(form) == []
    assert readable_texts(forms).count() == 11
    actions = ModelLogEntry.objects.filter(action__startswith="evaluation.topic")
    assert sorted(actions.values_list("action", flat=True)) == [
        "evaluation.topic_made",
        "evaluation.topic_made",
        "evaluation.topic_merged",
        "evaluation.topic_removed",
        "evaluation.topic_renamed",
    ]
    assert mark_golden_tips(texts=everything, forms=forms) == 11
    assert mark_golden_tips(texts=keys["few"], forms=forms, is_tip=False) == 0


@pytest.mark.both_databases
def test_topics_that_cannot_be_are_refused() -> None:
    actor = person_in_role(Role.COORDINATOR)
    hall = add_topic(name="Zaal", actor=actor)
    own = add_topic(name="Zaal", key="remarks", actor=actor)
    other = add_topic(name="Tempo", key="takeaway", actor=actor)
    gone = Topic(pk=0, name="Weg")

    for refused, field in (
        (lambda: add_topic(name=" ", actor=actor), "name"),
        (lambda: add_topic(name="zAAL", actor=actor), "name"),
        (lambda: rename_topic(topic=other, name="", actor=actor), "name"),
        (lambda: rename_topic(topic=gone, name="Weg", actor=actor), None),
        (lambda: remove_topic(topic=gone, actor=actor), None),
        (lambda: merge_topics(topic=hall, into=hall, actor=actor), "into"),
        (lambda: merge_topics(topic=hall, into=own, actor=actor), "into"),
        (lambda: merge_topics(topic=other, into=own, actor=actor), "into"),
        (lambda: merge_topics(topic=gone, into=own, actor=actor), None),
    ):
        with pytest.raises(Refusal) as no, transaction.atomic():
            refused()
        assert no.value.field == field
    # The same name as another time, in other capitals: its own name is no other's.
    assert rename_topic(topic=hall, name="zaal", actor=actor).name == "zaal"
    assert Topic.objects.count() == 3


def test_words_that_are_no_names_are_kept_once() -> None:
    actor = person_in_role(Role.COORDINATOR)
    made = add_exception(words=" Café  De Zon ", actor=actor)
    assert made.words == "Café De Zon"

    for words in ("", "café de zon", "rode kruis"):
        with pytest.raises(Refusal) as no:
            add_exception(words=words, actor=actor)
        assert no.value.field == "words"
    remove_exception(exception=made, actor=actor)

    assert not ScreeningException.objects.filter(words="Café De Zon").exists()
