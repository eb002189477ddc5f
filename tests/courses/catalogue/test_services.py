"""Installing the trainings that plugins bring."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Page

from courses.catalogue.models import (
    CataloguePage,
    CoursePluginActivation,
    LessonPage,
    Theme,
    TrainingPage,
)
from courses.catalogue.services import (
    InstallResult,
    copy_activations,
    install_training,
    install_trainings,
    save_plugin_settings,
)
from courses.plugin_api.contributions.content import LessonDraft, Training, TrainingDraft
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import guard
from courses.plugin_host.entry import Entry
from courses.plugin_host.models import PluginFault
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


def registered(training: Training) -> Entry[Training]:
    import tests.courses.catalogue as module

    return Entry(Plugin("tests.courses.catalogue", module), training)


def test_a_training_comes_with_published_lessons_goals_theme_and_partner() -> None:
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


def test_a_training_of_no_theme_and_no_partner_makes_none() -> None:
    class Bare(SmallTraining):
        def build(self, draft: TrainingDraft) -> None:
            super().build(draft)
            draft.theme = draft.partner = ""

    themes = Theme.objects.count()
    page = install_training(registered=registered(Bare())).page
    assert page
    assert (page.theme, page.partner, Theme.objects.count()) == (None, None, themes)


def test_installing_again_never_overwrites_an_edit() -> None:
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


def test_an_address_that_is_taken_is_left_alone() -> None:
    TrainingFactory.create(slug="klein", title="Van een trainer")
    assert install_training(registered=registered(SmallTraining())).outcome == "existed"
    assert TrainingPage.objects.get(slug="klein").title == "Van een trainer"


@pytest.mark.parametrize("training", [Broken(), UnknownBlock()])
def test_a_training_that_fails_is_skipped_and_reported(training: Training) -> None:
    assert install_training(registered=registered(training)).outcome == "failed"
    assert TrainingPage.objects.count() == 0
    assert PluginFault.objects.get().plugin == "test_training_plugin"


MANY: Any = "veel"


@pytest.mark.parametrize(
    "change",
    [
        {"minutes": "veel"},
        {"minutes": 5},
        {"title": "x" * 400},
        {"title": None},
        {"title": " "},
        {"summary": ""},
        {"lessons": []},
        {"goals": [None]},
        {"goals": 7},
        {"lessons": ["les"]},
        {"lessons": [LessonDraft("een", "Een", "", 5, [("case", 5)])]},
        {"lessons": [LessonDraft("een", "Een", "", 5), LessonDraft("twee", "Twee", "", MANY)]},
    ],
    ids=str,
)
def test_a_training_of_which_no_pages_can_be_made_leaves_nothing_behind(
    change: dict[str, object],
) -> None:
    class Nonsense(SmallTraining):
        def build(self, draft: TrainingDraft) -> None:
            super().build(draft)
            for name, value in change.items():
                setattr(draft, name, value)

    installed = install_training(registered=registered(Nonsense()))
    assert installed == InstallResult("Testplugin", "failed")
    assert not TrainingPage.objects.exists()
    assert not LessonPage.objects.exists()
    assert not CoursePluginActivation.objects.exists()
    assert not Theme.objects.filter(name="Nieuw thema").exists()
    assert PluginFault.objects.get().place == "Training small"


def test_a_training_that_fails_takes_no_other_along(install_plugin: Callable[[Any], Any]) -> None:
    class TooLong(SmallTraining):
        name = "too_long"

        def build(self, draft: TrainingDraft) -> None:
            super().build(draft)
            draft.slug, draft.title = "lang", "x" * 400

    plugin = registered(SmallTraining()).plugin
    plugin.contributions = lambda: (TooLong(), SmallTraining())  # type: ignore[method-assign]
    install_plugin(plugin)
    outcomes = [one.outcome for one in install_trainings()]
    assert outcomes[-2:] == ["failed", "made"]


# --- Copies -----------------------------------------------------------------------------------


def settings_by_slug(top: Page) -> dict[str, object]:
    rows = CoursePluginActivation.objects.filter(training__path__startswith=top.path)
    return dict(rows.values_list("training__slug", "settings"))


def catalogue_with(*slugs: str) -> Page:
    for slug in slugs:
        training = TrainingFactory.create(slug=slug)
        save_plugin_settings(training=training, plugin="bellen", settings={"of": slug})
    return Page.objects.get(pk=CataloguePage.objects.get().pk)


def test_a_copy_of_a_training_has_its_switches_and_settings_under_another_address() -> None:
    training = TrainingFactory.create(slug="eerst")
    save_plugin_settings(training=training, plugin="bellen", settings={"of": "eerst"})
    copy = training.copy(update_attrs={"slug": "kopie"})
    assert copy_activations(source=training, copy=copy) == 1
    assert settings_by_slug(copy) == {"kopie": {"of": "eerst"}}


def test_each_copy_gets_the_settings_of_its_own_training_also_when_one_is_missing() -> None:
    source = catalogue_with("een", "twee", "drie")
    copy = source.copy(recursive=True, update_attrs={"slug": "kopie"})
    copy.get_children().get(slug="een").delete()
    copy = Page.objects.get(pk=copy.pk)
    assert copy_activations(source=source, copy=copy) == 2
    assert settings_by_slug(copy) == {"twee": {"of": "twee"}, "drie": {"of": "drie"}}


def test_lessons_go_public_along_with_their_training_but_not_against_the_will() -> None:
    training = TrainingFactory.create(live=False)
    new = make_lesson(training, slug="nieuw", live=False)
    new.save_revision()
    taken_off = make_lesson(training, slug="weg")
    taken_off.save_revision().publish()
    LessonPage.objects.get(pk=taken_off.pk).unpublish()
    training.save_revision().publish()
    assert [lesson.slug for lesson in LessonPage.objects.live()] == ["nieuw"]


def test_making_the_pages_of_a_training_is_no_slow_call_of_its_plugin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard, "SLOW", 0.0)
    assert install_training(registered=registered(SmallTraining())).outcome == "made"
    assert PluginFault.objects.count() == 0
