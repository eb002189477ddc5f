"""`manage.py plugins`: list, enable and disable; purge has a file of its own."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from courses.catalogue.models import CoursePluginActivation
from courses.plugin_host import standing
from courses.plugin_host.discovery import Discovery, Reason, RejectedPlugin
from courses.plugin_host.models import PluginState
from tests.factories import TrainingFactory

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    told = StringIO()
    call_command("plugins", *arguments, stdout=told)
    standing.forget()
    return told.getvalue()


def test_the_list_names_each_with_version_and_state(settings: Settings) -> None:
    settings.PLUGINS = Discovery(
        (), (RejectedPlugin("later", "later 1.0", Reason.OTHER_API, "v2"),)
    )
    PluginState.objects.create(plugin="vroeger", title="Van vroeger", version="1.2")
    lines = run("list").splitlines()
    assert any(line.startswith("bellen  1.0.0  Aan") for line in lines)
    assert any(line.startswith("vroeger  1.2  Niet meer geïnstalleerd") for line in lines)
    assert any(line.startswith("later") and "Past niet" in line for line in lines)


def test_on_and_off_for_the_site() -> None:
    assert run("disable", "bellen") == "bellen: uit\n"
    assert "bellen" in standing.switched_off()
    assert run("disable", "bellen") == "bellen: uit\n"
    assert run("enable", "bellen") == "bellen: aan\n"
    assert "bellen" not in standing.switched_off()


def test_on_and_off_in_one_training() -> None:
    training = TrainingFactory.create(slug="luisteren")
    run("enable", "bellen", "--training", "luisteren")
    assert CoursePluginActivation.objects.get(training=training, plugin="bellen").active
    run("disable", "bellen", "--training", "luisteren")
    assert not CoursePluginActivation.objects.get(training=training, plugin="bellen").active


@pytest.mark.parametrize(
    "arguments",
    [("enable", "nobody"), ("disable", "nobody"), ("enable", "bellen", "--training", "nergens")],
)
def test_what_is_not_there_is_told(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(*arguments)
    assert not CoursePluginActivation.objects.exists()


def test_a_plugin_that_cannot_load_can_be_switched_off_for_when_it_is_back(
    settings: Settings,
) -> None:
    settings.PLUGINS = Discovery((), (RejectedPlugin("kapot", "kapot 1.0", Reason.IMPORT, "x"),))
    run("disable", "kapot")
    assert "kapot" in standing.switched_off()


def test_the_doctor_ends_with_an_error_when_something_is_wrong() -> None:
    assert "zingeving: ok" in run("doctor", "zingeving")
    with pytest.raises(CommandError):
        run("doctor", "bestaat_niet")
