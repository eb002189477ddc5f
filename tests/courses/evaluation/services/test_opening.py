"""Opening a form after the last session."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from courses.catalogue.models import CoursePluginActivation
from courses.common import clock
from courses.common.errors import Refusal
from courses.enrolment import services as enrolment_services
from courses.enrolment.models import Enrolment
from courses.evaluation.enums import Kind, Occasion
from courses.evaluation.models import AnswerCount, EvaluationForm, FormQuestion, Participation
from courses.evaluation.queries.sealing import box_sizes, slots_of
from courses.evaluation.services.opening import open_due_forms, open_form, start_form
from courses.plugin_api.contributions.evaluation import (
    EvaluationQuestions,
    Question,
    QuestionKind,
    QuestionsContext,
)
from courses.plugin_api.events import EditionEnded, publish
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host.models import PluginFault
from tests.courses.evaluation.factories import counted, edition_of, held_edition, open_evaluation
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, end_of, start_of
from tests.parallel import all_at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytest_django import DjangoCaptureOnCommitCallbacks

    from courses.plugin_api.contributions.base import Contribution

pytestmark = pytest.mark.django_db

CORE_KEYS = ["overall", "trainer", "content", "mix", "practice", "improve", "takeaway", "remarks"]


def keys_of(form: EvaluationForm) -> list[str]:
    return list(form.questions.values_list("key", flat=True))


def test_the_form_has_the_core_questions_in_order() -> None:
    assert keys_of(open_evaluation(people=1)) == CORE_KEYS


def test_the_form_is_open_for_three_weeks() -> None:
    form = open_evaluation(people=1)

    assert form.closes_at - form.opened_at == timedelta(days=21)


def test_everyone_in_the_group_is_invited_and_nobody_else() -> None:
    people = PersonFactory.create_batch(2)
    edition = held_edition(people=people)
    gone = PersonFactory.create()
    with clock.at(start_of(edition) - timedelta(days=2)):
        enrolment = EnrolmentFactory.create(person=gone, edition=edition)
        enrolment_services.withdraw(enrolment=enrolment, actor=gone)

    form = open_form(edition=edition)

    assert set(form.participations.values_list("person", flat=True)) == {p.pk for p in people}


def test_opening_twice_changes_nothing() -> None:
    form = open_evaluation(people=2)

    again = open_form(edition=edition_of(form))

    assert (again.pk, again.closes_at) == (form.pk, form.closes_at)
    assert (EvaluationForm.objects.count(), Participation.objects.count()) == (1, 2)


def test_who_joins_the_group_late_is_invited_as_long_as_the_form_is_open() -> None:
    form = open_evaluation(people=1)
    late = PersonFactory.create()
    Enrolment.objects.create(person=late, edition=edition_of(form), status="confirmed")

    open_form(edition=edition_of(form))

    assert form.participations.filter(person=late).count() == 1


def test_nobody_is_invited_any_more_after_the_form_closed() -> None:
    form = open_evaluation(people=1)
    Enrolment.objects.create(
        person=PersonFactory.create(), edition=edition_of(form), status="confirmed"
    )

    with clock.at(form.closes_at):
        open_form(edition=edition_of(form))

    assert form.participations.count() == 1


def test_it_is_refused_before_the_end_of_the_last_session() -> None:
    edition = EditionFactory.create()
    EnrolmentFactory.create(edition=edition)

    with pytest.raises(Refusal, match="nog niet begonnen"):
        open_form(edition=edition)


def test_it_is_refused_for_an_edition_without_participants() -> None:
    with pytest.raises(Refusal, match="geen deelnemers"):
        open_form(edition=held_edition(people=0))


def test_it_is_refused_for_an_edition_that_was_called_off() -> None:
    edition = EditionFactory.create()
    EnrolmentFactory.create(edition=edition)
    enrolment_services.cancel_edition(edition=edition, actor=None)

    with clock.at(end_of(edition)), pytest.raises(Refusal, match="gaat niet door"):
        open_form(edition=edition)


def test_an_empty_box_has_room_for_everybody() -> None:
    form = open_evaluation(people=3)

    (size,) = box_sizes()
    assert slots_of(form.pk).count(size.size or 0) == 3
    assert (counted(form), AnswerCount.objects.count()) == ({}, 0)


# --- As time passes -------------------------------------------------------------------------


def test_the_tick_opens_a_form_for_each_edition_that_just_ended() -> None:
    held_edition(people=1)
    held_edition(people=1)
    EnrolmentFactory.create()

    assert (open_due_forms(), open_due_forms()) == (2, 0)
    assert EvaluationForm.objects.count() == 2


def test_the_tick_leaves_editions_of_long_ago_and_empty_ones_alone() -> None:
    held_edition(people=1, starts_at=clock.now() - timedelta(days=22))
    held_edition(people=0)

    assert open_due_forms() == 0


def test_the_form_opens_when_the_edition_has_ended(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    edition = held_edition(people=1)

    with django_capture_on_commit_callbacks(execute=True):
        publish(EditionEnded(training_id=edition.training_id, edition_id=edition.pk))

    assert EvaluationForm.objects.get().edition == edition


def test_the_end_of_an_edition_with_a_form_or_without_people_does_no_harm(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    form = open_evaluation(people=1)
    over, empty = edition_of(form), held_edition(people=0)

    with django_capture_on_commit_callbacks(execute=True):
        publish(EditionEnded(training_id=over.training_id, edition_id=over.pk))
        publish(EditionEnded(training_id=empty.training_id, edition_id=empty.pk))

    assert EvaluationForm.objects.get() == form
    assert not PluginFault.objects.exists()


@pytest.mark.parametrize("way", ["enrolled", "moved", "second end"])
def test_who_is_added_to_the_group_later_is_invited_by_itself(
    way: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    form = open_evaluation(people=1)
    edition, staff, late = edition_of(form), PersonFactory.create(), PersonFactory.create()
    with django_capture_on_commit_callbacks(execute=True):
        if way == "enrolled":
            enrolment_services.enrol(person=late, edition=edition, actor=staff)
        elif way == "moved":
            other = EditionFactory.create(training=edition.training)
            enrolment = enrolment_services.enrol(person=late, edition=other)
            enrolment_services.move(enrolment=enrolment, to_edition=edition, actor=staff)
        else:
            # It was moved to a later day with its form open, somebody came, and it is over again.
            Enrolment.objects.create(person=late, edition=edition, status="confirmed")
            publish(EditionEnded(training_id=edition.training_id, edition_id=edition.pk))

    assert form.participations.count() == 2
    assert not PluginFault.objects.exists()


# --- Questions of plugins -------------------------------------------------------------------


class Extra(EvaluationQuestions):
    name = "extra"

    def __init__(self, *questions: Question, error: Exception | None = None) -> None:
        self.listed, self.error = questions, error

    def questions(self, ctx: QuestionsContext) -> Sequence[Question]:
        if self.error:
            raise self.error
        return self.listed


@pytest.fixture
def plugin(install_plugin: Callable[[Any], Any]) -> list[Contribution]:
    """An installed plugin `proef`; what is put in the list is what it contributes."""
    listed: list[Contribution] = []

    class Proef(CoursePlugin):
        slug = "proef"
        title = "Proef"
        label = "proef"

        def contributions(self) -> Sequence[Contribution]:
            return listed

    import tests.courses.evaluation as module

    install_plugin(Proef("tests.courses.evaluation", module))
    return listed


QUESTION = Question(key="steun", kind=QuestionKind.OPEN, text="Welke steun mis je?")


def opened_with_plugin(*, active: bool) -> EvaluationForm:
    edition = held_edition(people=1)
    CoursePluginActivation.objects.create(training=edition.training, plugin="proef", active=active)
    return open_form(edition=edition)


def test_an_active_plugin_adds_questions_under_its_own_name(plugin: list[Contribution]) -> None:
    plugin.append(Extra(QUESTION))

    assert keys_of(opened_with_plugin(active=True)) == [*CORE_KEYS, "proef.steun"]


def test_an_inactive_plugin_adds_none(plugin: list[Contribution]) -> None:
    plugin.append(Extra(QUESTION))

    assert keys_of(opened_with_plugin(active=False)) == CORE_KEYS


@pytest.mark.parametrize(
    "broken",
    [
        Extra(error=RuntimeError("kapot")),
        Extra(QUESTION, QUESTION),
        Extra(Question(key="k" * 80, kind=QuestionKind.OPEN, text="Vraag?")),
        Extra(Question(key="k", kind=QuestionKind.OPEN, text=" ")),
        Extra(Question(key="k", kind=QuestionKind.CHOICE, text="Vraag?")),
        Extra(Question(key="k", kind=QuestionKind.SCORE, text="Vraag?", options=("a",))),
        Extra(Question(key="k", kind=QuestionKind.CHOICE, text="Vraag?", options=("a", "a"))),
        Extra(Question(key="k", kind=QuestionKind.MULTIPLE, text="V?", options=("a" * 201,))),
        Extra(Question(key="k", kind=QuestionKind.SCORE, text="Vraag?", other=True)),
        Extra(Question(key="k", kind="poem", text="Vraag?")),  # type: ignore[arg-type]
    ],
)
def test_a_broken_plugin_costs_only_its_own_questions(
    plugin: list[Contribution], broken: Extra
) -> None:
    plugin.append(broken)

    assert keys_of(opened_with_plugin(active=True)) == CORE_KEYS
    assert PluginFault.objects.get().plugin == "proef"


def test_a_new_wording_leaves_forms_that_are_open_as_they_were(plugin: list[Contribution]) -> None:
    extra = Extra(QUESTION)
    plugin.append(extra)
    form = opened_with_plugin(active=True)

    extra.listed = (Question(key="steun", kind=QuestionKind.OPEN, text="Anders gevraagd?"),)
    open_form(edition=edition_of(form))

    assert form.questions.get(key="proef.steun").text == "Welke steun mis je?"


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_form_opened_twice_at_once_is_one_form() -> None:
    form = open_evaluation(people=3)
    edition = edition_of(form)
    EvaluationForm.objects.all().delete()

    outcomes = all_at_once([lambda: open_form(edition=edition) for _ in range(3)])

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert (EvaluationForm.objects.count(), Participation.objects.count()) == (1, 3)


def test_what_is_used_later_is_not_asked_too_early() -> None:
    edition = held_edition(people=2)
    with pytest.raises(Refusal, match="nog te vroeg"):
        open_form(edition=edition, occasion=Occasion.TEN_WEEKS)
    assert not EvaluationForm.objects.exists()


def test_a_form_that_asks_nothing_is_not_opened() -> None:
    silent = FormQuestion(key="intro", kind=Kind.INTRO, text="Welkom", position=0)
    with pytest.raises(Refusal, match="geen vraag om te stellen"):
        start_form(
            edition=None,
            occasion=Occasion.SURVEY,
            questions=[silent],
            closes_at=clock.now() + timedelta(days=7),
            title="Leeg",
        )
    assert not EvaluationForm.objects.exists()
