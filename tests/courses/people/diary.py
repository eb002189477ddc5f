"""A plugin that keeps something about people; the test says how it goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.people.models import User
from courses.plugin_api.contributions.people import PersonalData
from courses.plugin_api.plugin import CoursePlugin

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json


class Diary(PersonalData):
    """What a plugin keeps: the test says how it goes wrong."""

    name = "diary"
    label = "Je dagboek"

    def __init__(self) -> None:
        self.data: Json = ["Vandaag geluisterd."]
        self.failure: BaseException | None = None
        self.only_for: int | None = None
        self.erased: list[int] = []

    def export(self, person_id: int) -> Json:
        if self.failure:
            raise self.failure
        return self.data

    def erase(self, person_id: int) -> None:
        self.erased.append(person_id)
        # What it already did is undone with the rest.
        User.objects.filter(pk=person_id).update(first_name="Half gewist")
        if self.failure and self.only_for in (None, person_id):
            raise self.failure


class DiaryPlugin(CoursePlugin):
    name = "tests.courses.people"
    label = "diary"
    slug = "diary"
    title = "Dagboek"
    diary: Diary

    def contributions(self) -> list[PersonalData]:
        return [self.diary]
