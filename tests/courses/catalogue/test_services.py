"""Installing the trainings that plugins bring."""

import pytest

from courses.catalogue.models import CoursePluginActivation, LessonPage, TrainingPage
from courses.catalogue.services import install_training
from courses.plugin_api.contributions import Training, TrainingDraft
from courses.plugin_api.models import PluginFault
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_api.registry import Registered
from tests.factories import PersonFactory, TrainingFactory, make_lesson

pytestmark = pytest.mark.django_db


class SmallTraining(Training):
    name = "small"

    def build(self, draft: TrainingDraft) -> None:
        draft.slug, draft.title, draft.summary = "klein", "Klein", "Kort"
        draft.minutes, draft.theme, draft.partner = 60, "Nieuw thema", "Nieuwe partner"
        draft.goals = ["Je leert iets."]
        draft.lesson("een", "Een", summary="", minutes=5, body=[("heading", "Hallo")])
        draft.lesson("twee", "Twee", summary="", minutes=5, body=[("heading", "Dag")])


class UnknownBlock(Training):
    name = "unknown"

    def build(self, draft: TrainingDraft) -> None:
        draft.slug, draft.title, draft.summary = "raar", "Raar", "Raar"
        draft.lesson("een", "Een", summary="", minutes=5, body=[("no_such_block", 1)])


class Broken(Training):
    name = "broken"

    def build(self, draft: TrainingDraft) -> None:
        raise RuntimeError("boom")


class Plugin(CoursePlugin):
    name = "tests.courses.catalogue"
    label = "test_training_plugin"
    slug = "test_training_plugin"
    title = "Testplugin"


def registered(training: Training) -> Registered[Training]:
    import tests.courses.catalogue as module

    return Registered(Plugin("tests.courses.catalogue", module), training)


def test_a_training_comes_with_published_lessons_goals_theme_and_partner():
    owner = PersonFactory.create()
    installed = install_training(registered=registered(SmallTraining()), owner=owner)
    page = TrainingPage.objects.get(slug="klein")
    assert (installed.outcome, installed.page) == ("made", page)
    assert (page.live, page.owner, page.theme.name, page.partner.name) == (
        True,
        owner,
        "Nieuw thema",
        "Nieuwe partner",
    )
    assert [goal.text for goal in page.goals.all()] == ["Je leert iets."]
    assert [(one.slug, one.live, one.is_open) for one in page.lessons] == [
        ("een", True, True),
        ("twee", True, False),
    ]
    assert CoursePluginActivation.objects.get().plugin == "test_training_plugin"


def test_installing_again_never_overwrites_an_edit():
    install_training(registered=registered(SmallTraining()))
    page = TrainingPage.objects.get(slug="klein")
    page.title = "Mijn titel"
    page.save_revision().publish()
    lesson = page.lessons[0]
    lesson.body = [("heading", "Mijn tekst")]
    lesson.save_revision().publish()
    page.lessons[1].delete()
    again = install_training(registered=registered(SmallTraining()))
    assert again.outcome == "existed"
    assert TrainingPage.objects.get(slug="klein").title == "Mijn titel"
    assert [str(one.body[0].value) for one in LessonPage.objects.all()] == ["Mijn tekst"]


def test_an_address_that_is_taken_is_left_alone():
    TrainingFactory.create(slug="klein", title="Van een trainer")
    assert install_training(registered=registered(SmallTraining())).outcome == "existed"
    assert TrainingPage.objects.get(slug="klein").title == "Van een trainer"


@pytest.mark.parametrize("training", [Broken(), UnknownBlock()])
def test_a_training_that_fails_is_skipped_and_reported(training):
    assert install_training(registered=registered(training)).outcome == "failed"
    assert TrainingPage.objects.count() == 0
    assert PluginFault.objects.get().plugin == "test_training_plugin"


def test_lessons_go_public_along_with_their_training_but_not_against_the_will():
    training = TrainingFactory.create(live=False)
    new = make_lesson(training, slug="nieuw", live=False)
    new.save_revision()
    taken_off = make_lesson(training, slug="weg")
    taken_off.save_revision().publish()
    LessonPage.objects.get(pk=taken_off.pk).unpublish()
    training.save_revision().publish()
    assert [lesson.slug for lesson in LessonPage.objects.live()] == ["nieuw"]
