"""Which of a plugin's models are about people, and what a row about somebody may refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from courses.attendance.models import Attendance
from courses.catalogue.models import LessonPage, TrainingPage
from courses.certificates.models import Certificate
from courses.editions.models import Edition
from courses.enrolment.models import Enrolment
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.people.models import User

if TYPE_CHECKING:
    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_kit.testing.values import Rows
    from courses.plugin_kit.testing.world import World

PERSONAL: tuple[type[models.Model], ...] = (
    User, Enrolment, ExerciseAttempt, LessonProgress, Attendance, Certificate,
)  # fmt: skip
"""Whose rows belong to somebody."""


def models_about_people(plugin: CoursePlugin) -> list[type[models.Model]]:
    """The plugin's models whose rows belong to somebody, by a relation or through one another."""
    own = list(plugin.get_models())
    found = [model for model in own if _refers_to(model, PERSONAL) or _names_a_person(model)]
    while more := [one for one in own if one not in found and _refers_to(one, tuple(found))]:
        found += more
    return found


def _refers_to(model: type[models.Model], targets: tuple[type[models.Model], ...]) -> bool:
    relations = (*model._meta.fields, *model._meta.many_to_many)
    return any(one.related_model in targets for one in relations if one.is_relation)


def _names_a_person(model: type[models.Model]) -> bool:
    return any(
        one.name in ("person_id", "user_id", "enrolment_id") or isinstance(one, models.EmailField)
        for one in model._meta.fields
    )


def known_rows(world: World, person: User) -> Rows:
    """What a row about `person` may refer to."""
    enrolment = Enrolment.objects.filter(person=person).order_by("pk").last()
    return {
        User: person,
        **({Enrolment: enrolment} if enrolment else {}),
        Edition: world.edition,
        TrainingPage: world.training,
        LessonPage: world.lesson,
    }
