"""The bundled plugins together: installing them, switching them on and off."""

import pytest
from django.core.management import call_command
from pytest_django import Settings

from courses.catalogue.models import TrainingPage
from courses.catalogue.queries import active_plugins
from courses.catalogue.services import activate_first_plugins, install_trainings
from courses.plugin_host import registry
from tests.factories import TrainingFactory

pytestmark = pytest.mark.django_db


def test_the_bundled_trainings_all_install_and_only_once() -> None:
    first = install_trainings()
    pages = list(TrainingPage.objects.values_list("pk", flat=True))
    second = install_trainings()
    assert {one.outcome for one in first} == {"made"}
    assert {one.outcome for one in second} == {"existed"}
    assert len(first) == len(pages) == TrainingPage.objects.count()


def test_a_training_made_by_a_trainer_can_use_every_block_of_the_editor() -> None:
    training = TrainingFactory.create()
    activate_first_plugins(training=training)
    assert active_plugins(training.pk) == {
        "signaleren",
        "rouw_en_verlies",
        "zingeving",
        "bellen",
    }


def test_the_install_command_tells_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("trainings", "install")
    call_command("trainings", "install")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 8
    assert {line.rpartition(": ")[2] for line in lines[:4]} == {"gemaakt"}
    assert {line.rpartition(": ")[2] for line in lines[4:]} == {"bestond al"}


def test_one_plugin_can_be_stopped_by_its_slug(settings: Settings) -> None:
    settings.PLUGINS_DISABLED = ["bellen"]
    stopped = {one.slug for one in registry.installed() if not registry.is_allowed(one)}
    assert stopped == {"bellen"}
