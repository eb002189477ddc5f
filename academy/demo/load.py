"""Loads the lived-in demo academy, through the same services that people use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from academy.demo import (
    additions,
    certificates,
    history,
    media,
    online,
    pages,
    people,
    pictures,
    present,
    programs,
    year_reports,
)
from academy.demo.auth import DEMO_DOMAIN
from courses.catalogue.models import TrainingPage
from courses.catalogue.services import install_trainings
from courses.glossary.services import add_first_words
from courses.people.models import User
from courses.plugin_api.contributions.content import Training
from courses.plugin_host import asking

if TYPE_CHECKING:
    from collections.abc import Callable


def is_loaded() -> bool:
    """Whether the demo is there already: it comes in one transaction, whole or not at all."""
    return User.objects.filter(email=f"coordinator{DEMO_DOMAIN}").exists()


@transaction.atomic
def load(say: Callable[[str], None]) -> None:
    """Load the demo once; `say` is told what is going on."""
    say("People and partners")
    cast = people.make_cast()
    say("The trainings that the plugins bring")
    install_trainings(owner=cast.trainer)
    trainings = _by_plugin()
    say("Learning path, lectures, a training that waits for approval")
    pages.make_learning_path(trainings)
    pages.make_lectures()
    pages.make_submitted_training(cast)
    if "signaleren" in trainings:
        say("Seven editions of years ago, reconstructed from the sources' figures")
        history.make_history(trainings["signaleren"], cast)
    say("A survey of years ago, reconstructed in the same way")
    history.make_members_survey(cast)
    additions.switch_on(trainings, cast)
    say("Editions of today, enrolments, lessons, evaluations and certificates")
    certificates.make_design(cast)
    present.make_present(trainings, cast)
    certificates.replace_one(cast)
    certificates.follow_elsewhere(cast)
    say("What was aimed at, and what was done with what people said")
    year_reports.make_year_reports(cast)
    say("What other plugins add")
    additions.add_lessons(trainings, cast)
    say("Pictures to choose from")
    pictures.add_pictures(cast)
    if "bellen" in trainings:
        say("Something to listen to")
        media.add_sound(trainings["bellen"], cast)
        say("A meeting online, with its report")
        online.make_online(trainings["bellen"], cast)
    say("Programs of others")
    programs.make_programs(cast)
    say("Hard words and what they mean")
    add_first_words(actor=cast.coordinator)


def _by_plugin() -> dict[str, TrainingPage]:
    """The installed trainings by the slug of their plugin."""
    plugin_of = {entry.key: entry.plugin.slug for entry in asking.everywhere(Training)}
    return {
        plugin_of[page.installed_by]: page
        for page in TrainingPage.objects.filter(installed_by__in=plugin_of)
    }
