"""Passing the test of a lesson finishes the lesson."""

from __future__ import annotations

from courses.catalogue.queries import settings_of
from courses.learning.services import finish_lesson
from courses.people.models import User
from courses.plugin_api.api import Event, EventHandler, ProgressChanged
from plugins.kennistoets.criteria import passed_lessons
from plugins.kennistoets.marks import pass_mark


class FinishLessons(EventHandler):
    """Marks a lesson as finished when somebody has passed every test in it."""

    name = "finish_lessons"
    events = (ProgressChanged,)

    def handle(self, event: Event) -> None:
        assert isinstance(event, ProgressChanged)  # noqa: S101 - `events` says so
        person = User.objects.get(enrolments=event.enrolment_id)
        percent = pass_mark(settings_of("kennistoets", event.training_id))
        for lesson in passed_lessons(person.pk, event.training_id, percent=percent):
            finish_lesson(person=person, lesson=lesson)
