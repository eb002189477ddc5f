"""Reviewing what people wrote: proposals, decisions, the release, and what is gone after it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from wagtail.models import ModelLogEntry

from courses.common.edit_conflicts import Conflict, FormSnapshot, token
from courses.common.errors import Refusal
from courses.common.remnants import clear_remnants
from courses.evaluation.enums import TextStatus
from courses.evaluation.models import EvaluationForm, TextAnswer
from courses.evaluation.queries import figures, golden_tips, texts_shown
from courses.evaluation.queries.texts import (
    forms_to_review,
    may_review,
    review_state,
    texts_of_review,
    unscreened_forms,
)
from courses.evaluation.screening.due import screen_due
from courses.evaluation.services import Answer
from courses.evaluation.services.reviewing import (
    ALL_TEXTS,
    Decision,
    fact_of_release,
    facts_of_review,
    release_texts,
    review_texts,
    take_away,
    take_out,
)
from courses.evaluation.services.topics import mark_golden_tips
from courses.people.enums import Role
from tests.courses.evaluation.factories import answer, close, mark, open_evaluation
from tests.factories import PersonFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.people.models import User

pytestmark = pytest.mark.django_db

NOTHING = FormSnapshot({})
WRITTEN = ["Jan hielp mij.", "Fijn.", "Bel 06 12345678.", "De zaal was koud.", "Dank aan Jan."]


def closed_form(texts: Sequence[str] = WRITTEN, **fields: object) -> EvaluationForm:
    """A closed form with these texts under one question; somebody is called Jan."""
    people = [PersonFactory.create(first_name="Jan"), *PersonFactory.create_batch(len(texts))]
    form = open_evaluation(people=people, **fields)
    few = [{**mark(8), "takeaway": Answer(text=text)} for text in texts]
    few[0]["remarks"] = Answer(text="Geheim, want alleen.")
    answer(form, few)
    return close(form)


def texts_of(form: EvaluationForm) -> dict[str, TextAnswer]:
    """The texts in review by what they say now."""
    return {one.text: one for one in texts_of_review(form)}


def everything_is_seen(form: EvaluationForm) -> list[Decision]:
    """All proposals are taken."""
    return [
        Decision(one.pk, TextStatus.SEEN, frozenset(range(len(one.redactions or ()))))
        for one in texts_of_review(form)
    ]


def shown(form: EvaluationForm) -> list[str]:
    forms = EvaluationForm.objects.filter(pk=form.pk)
    found = [one.text for one in texts_shown(forms, key="takeaway", kind="open")]
    (question,) = (one for one in figures(forms).questions if one.key == "takeaway")
    assert sorted(question.texts) == sorted(found)
    return sorted(found)


@pytest.mark.both_databases
def test_nobody_reads_a_text_before_it_is_released_and_what_was_taken_out_is_gone() -> None:
    form, coordinator = closed_form(), person_in_role(Role.COORDINATOR)
    assert list(unscreened_forms()) == [form]
    assert (screen_due(), screen_due()) == (5, 0)
    found = texts_of(form)

    # What one alone wrote, is for nobody: not for who reviews either.
    assert sorted(found) == sorted(WRITTEN)
    assert [one["start"] for one in found["Dank aan Jan."].redactions] == [9]
    assert found["De zaal was koud."].redactions == []
    review_texts(form=form, decisions=everything_is_seen(form), snapshot=NOTHING)
    keep_jan = Decision(found["Dank aan Jan."].pk, TextStatus.SEEN)
    no_hall = Decision(found["De zaal was koud."].pk, TextStatus.SEEN, more=["zaal", "KOUD"])
    away = Decision(found["Fijn."].pk, TextStatus.LEFT_OUT)
    review_texts(form=form, decisions=[keep_jan, no_hall, away], snapshot=NOTHING)
    assert review_state(texts_of_review(form)).__dict__ == {
        "waiting": 0,
        "whole": 1,
        "shortened": 3,
        "left_out": 1,
        "searched": True,
    }
    # Everything is as it was written until then.
    assert sorted(texts_of(form)) == sorted(WRITTEN)
    assert shown(form) == []

    assert release_texts(form=form, snapshot=NOTHING, actor=coordinator) == 4

    assert shown(form) == [
        "Bel [weggelaten].",
        "Dank aan Jan.",
        "De [weggelaten] was [weggelaten].",
        "[weggelaten] hielp mij.",
    ]
    rows = TextAnswer.objects.filter(question__key="takeaway").values_list("text", "redactions")
    assert {redactions for _text, redactions in rows} == {None}
    assert TextAnswer.objects.get(status=TextStatus.GONE).text == ""
    (entry,) = ModelLogEntry.objects.filter(action="evaluation.texts_released")
    assert (entry.user, entry.object_id, entry.data) == (coordinator, str(form.pk), {})
    assert not TextAnswer.objects.filter(question__key="remarks").exists()


def test_all_can_be_undone_until_the_release() -> None:
    form = closed_form()
    screen_due()
    one = texts_of(form)["Jan hielp mij."]
    away = Decision(one.pk, TextStatus.LEFT_OUT, more=["hielp"])
    review_texts(form=form, decisions=[away], snapshot=NOTHING)
    one.refresh_from_db()
    assert [(r["start"], r["why"], r["on"]) for r in one.redactions] == [
        (0, "name", False),
        (4, "chosen", True),
    ]

    back = Decision(one.pk, TextStatus.WAITING, on=frozenset({0}))
    review_texts(form=form, decisions=[back], snapshot=NOTHING)

    one.refresh_from_db()
    assert (one.status, one.text) == (TextStatus.WAITING, "Jan hielp mij.")
    assert one.redactions == [{"start": 0, "end": 3, "why": "name", "on": True}]


def test_what_does_not_fit_is_refused_and_changes_nothing() -> None:
    form, other = closed_form(), closed_form()
    screen_due()
    actor = person_in_role(Role.COORDINATOR)
    one = texts_of(form)["Fijn."]
    theirs = texts_of(other)["Fijn."]
    seen = Decision(one.pk, TextStatus.SEEN)

    for decision, field in (
        (Decision(theirs.pk, TextStatus.SEEN), None),
        (Decision(one.pk, TextStatus.SEEN, more=["Piet"]), "more"),
    ):
        with pytest.raises(Refusal) as no, transaction.atomic():
            review_texts(form=form, decisions=[decision], snapshot=NOTHING)
        assert no.value.field == field
    with pytest.raises(Refusal, match="Nog niet alle teksten"):
        release_texts(form=form, snapshot=NOTHING, actor=actor)

    # Two who review: the second learns what the first decided.
    page = FormSnapshot.submitted({"snapshot": token(facts_of_review([one]))})
    review_texts(form=form, decisions=[seen], snapshot=page)
    away = Decision(one.pk, TextStatus.LEFT_OUT)
    with pytest.raises(Conflict) as conflict, transaction.atomic():
        review_texts(form=form, decisions=[away], snapshot=page)
    (difference,) = conflict.value.differences
    assert (difference.theirs, difference.yours) == ("Bekeken: Fijn.", "Weg te laten")
    review_texts(form=form, decisions=[seen], snapshot=page)

    # And nobody releases something else than the page showed.
    review_texts(form=form, decisions=everything_is_seen(form), snapshot=NOTHING)
    facts = {ALL_TEXTS: fact_of_release(texts_of_review(form))}
    page = FormSnapshot.submitted({"snapshot": token(facts)})
    review_texts(form=form, decisions=[Decision(one.pk, TextStatus.LEFT_OUT)], snapshot=NOTHING)
    with pytest.raises(Refusal, match="intussen"):
        release_texts(form=form, snapshot=page, actor=actor)
    assert shown(form) == []


def test_something_can_be_taken_out_later_for_good() -> None:
    form, actor = closed_form(), person_in_role(Role.COORDINATOR)
    screen_due()
    review_texts(form=form, decisions=everything_is_seen(form), snapshot=NOTHING)
    release_texts(form=form, snapshot=NOTHING, actor=actor)
    forms = EvaluationForm.objects.filter(pk=form.pk)
    hall = TextAnswer.objects.get(text="De zaal was koud.")
    fine = TextAnswer.objects.get(text="Fijn.")
    assert mark_golden_tips(texts=[hall.pk, fine.pk], forms=forms) == 2
    assert [(one.text, one.form_id) for one in golden_tips([form.pk])] == [
        (one.text, form.pk) for one in sorted((hall, fine), key=lambda one: one.pk)
    ]

    for words in ([], ["Piet"]):
        with pytest.raises(Refusal) as no, transaction.atomic():
            take_out(text=hall, words=words, actor=actor)
        assert no.value.field == "words"
    take_out(text=hall, words=["De zaal"], actor=actor)
    take_away(text=fine, actor=actor)

    assert "[weggelaten] was koud." in shown(form)
    assert "Fijn." not in shown(form)
    assert [one.text for one in golden_tips([form.pk])] == ["[weggelaten] was koud."]
    with pytest.raises(Refusal, match="er niet meer"):
        take_away(text=fine, actor=actor)
    assert ModelLogEntry.objects.filter(action="evaluation.text_shortened").count() == 2


def test_who_gave_the_training_does_not_review_it_whatever_the_rights() -> None:
    both = person_in_role(Role.COORDINATOR)
    form, other = closed_form(trainers=[both]), closed_form()

    def reviewed_by(user: User) -> tuple[list[EvaluationForm], bool, bool]:
        return list(forms_to_review(user)), may_review(user, form), may_review(user, other)

    assert reviewed_by(both) == ([other], False, True)
    assert reviewed_by(person_in_role(Role.ADMINISTRATOR)) == ([form, other], True, True)
    assert reviewed_by(person_in_role(Role.TRAINER)) == ([], False, False)
    assert [(vars(one)["to_see"], vars(one)["in_review"]) for one in forms_to_review(both)] == [
        (5, 5)
    ]


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_old_versions_of_what_was_taken_out_are_cleared(caplog: pytest.LogCaptureFixture) -> None:
    form, actor = closed_form(), person_in_role(Role.COORDINATOR)
    screen_due()
    review_texts(form=form, decisions=everything_is_seen(form), snapshot=NOTHING)
    assert b"Bel 06 12345678." in files_of_sqlite()

    release_texts(form=form, snapshot=NOTHING, actor=actor)

    assert b"06 12345678" not in files_of_sqlite().replace(NOT_SQLITE, b"")
    assert b"Bel [weggelaten]." in files_of_sqlite()
    # PostgreSQL frees the old rows; it refuses within a transaction, which is not tried.
    with transaction.atomic():
        assert clear_remnants(TextAnswer) == 0
    assert [one.message for one in caplog.records if "Old versions" in one.message] == []


NOT_SQLITE = b"Bel 06 12345678. Bel [weggelaten]."


def files_of_sqlite() -> bytes:
    """All that is in the database's own files; on another database a text that always fits."""
    if connection.vendor != "sqlite":
        return NOT_SQLITE
    name = str(connection.settings_dict["NAME"])
    there = [path for end in ("", "-wal") if (path := Path(name + end)).exists()]
    return b"".join(path.read_bytes() for path in there)
