from $slug.criteria import EnoughExercises
from courses.learning.models import ExerciseAttempt
from courses.plugin_api.api import CompletionContext, Met, NotYet
from courses.plugin_kit.testing import World


def ask(world: World, *, needed: int) -> object:
    """The criterion's answer for the participant."""
    context = CompletionContext(
        enrolment_id=world.enrolment.pk,
        person_id=world.participant.pk,
        edition_id=world.edition.pk,
        training_id=world.training.pk,
        settings={"exercises_needed": needed},
    )
    return EnoughExercises().evaluate(context)


def test_it_is_met_once_enough_exercises_are_done(world: World) -> None:
    assert isinstance(ask(world, needed=1), NotYet)
    ExerciseAttempt.objects.create(
        person=world.participant, lesson=world.lesson, exercise_id="x", answer={}, finished=True
    )
    assert isinstance(ask(world, needed=1), Met)
    assert isinstance(ask(world, needed=2), NotYet)


def test_what_was_done_in_another_training_does_not_count(world: World) -> None:
    ExerciseAttempt.objects.create(
        person=world.participant,
        lesson=world.other_lesson,
        exercise_id="x",
        answer={},
        finished=True,
    )
    assert isinstance(ask(world, needed=1), NotYet)
