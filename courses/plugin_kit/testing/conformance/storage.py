"""What a plugin keeps: migrations, rows, and what belongs to a person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError
from django.db import transaction
from django.db.migrations.loader import MigrationLoader

from courses.catalogue.services import activate_plugin
from courses.common.streams import placeholder
from courses.enrolment.models import Enrolment
from courses.people import merge_rules
from courses.people.models import User
from courses.plugin_api.contributions.base import Json, checked_json
from courses.plugin_api.contributions.people import PersonalData
from courses.plugin_host import standing
from courses.plugin_kit.testing import walk
from courses.plugin_kit.testing.conformance.base import Checks, contributions_of
from courses.plugin_kit.testing.faults import demand_none
from courses.plugin_kit.testing.personal import models_about_people
from courses.plugin_kit.testing.world import World, look_again

if TYPE_CHECKING:
    from courses.plugin_api.plugin import CoursePlugin


class StorageChecks(Checks):
    """Checks on what a plugin keeps."""

    def test_its_migrations_are_complete(self, plugin: CoursePlugin) -> None:
        if not list(plugin.get_models()):
            return
        try:
            call_command("makemigrations", plugin.label, check=True, dry_run=True, verbosity=0)
        except (SystemExit, CommandError, SystemCheckError):
            pytest.fail(
                f"The models have changed. Run `manage.py makemigrations {plugin.label}` and add "
                "the file to your package.",
                pytrace=False,
            )

    def test_its_migrations_can_be_undone(self, plugin: CoursePlugin) -> None:
        if not list(plugin.get_models()):
            return
        loader = MigrationLoader(None)
        demand_none(
            [
                f"{name}: {operation.describe()}"
                for (label, name), migration in loader.disk_migrations.items()
                if label == plugin.label
                for operation in migration.operations
                if not operation.reversible
            ],
            "Give these operations a way back (reverse_code or reverse_sql):",
        )

    def test_it_loses_nothing_when_it_is_switched_off_and_on(self, world: World) -> None:
        self._try_to_keep(world, world.participant, "bewaard")
        label, slug = world.plugin.label, world.plugin.slug
        rows, body = walk.rows_kept(label), walk.stored_body(world.lesson)
        seen = world.client("participant").get(world.whole_lesson_url).content.decode()
        activate_plugin(training=world.training, plugin=slug, active=False)
        standing.switch(plugin=slug, on=False)
        standing.switch(plugin=slug, on=True)
        activate_plugin(training=world.training, plugin=slug, active=True)
        look_again()
        problems = walk.lost(rows, walk.rows_kept(label))
        if walk.stored_body(world.lesson) != body:
            problems.append("the blocks in the lesson changed")
        again = world.client("participant").get(world.whole_lesson_url).content.decode()
        if again.count(str(placeholder())) != seen.count(str(placeholder())):
            problems.append("the lesson shows fewer blocks than before")
        demand_none(problems, "Switching off only hides. Remove nothing in signals or handlers:")

    def test_it_has_personal_data_where_it_keeps_things_about_people(
        self, plugin: CoursePlugin
    ) -> None:
        about = [model.__name__ for model in models_about_people(plugin)]
        if any(isinstance(one, PersonalData) for one in plugin.contributions()):
            return
        demand_none(
            about,
            "These models belong to people. Add a PersonalData contribution that shows and erases "
            "what they hold:",
        )

    def test_it_says_what_becomes_of_a_row_that_two_accounts_both_have(
        self, plugin: CoursePlugin
    ) -> None:
        own = set(plugin.get_models())
        columns = [*merge_rules.relations(User), *merge_rules.relations(Enrolment)]
        demand_none(
            [
                merge_rules.name_of(one)
                for one in columns
                if one.model in own and merge_rules.may_clash(one) and not merge_rules.has_rule(one)
            ],
            "Two accounts of one person may become one, and of these rows only one may stand. Say "
            "in ready() what becomes of them, with `provide_merge_rule` of courses.people.services "
            "(without `settle`: such a merger is refused):",
        )

    def test_personal_data_are_shown_and_erased(self, world: World) -> None:
        entries = contributions_of(world, PersonalData)
        if not entries:
            return
        nobody = [_export(one, world.coordinator.pk) for one in entries]
        self._keep_or_fail(world, world.participant, "KENMERK-EEN")
        self._keep_or_fail(world, world.stranger, "KENMERK-TWEE")
        problems = []
        own, others = (
            [_export(one, person.pk) for one in entries]
            for person in (world.participant, world.stranger)
        )
        if models_about_people(world.plugin):
            has_texts = "KENMERK-EEN" in _all_text(world.plugin)
            if ("KENMERK-EEN" not in json.dumps(own)) if has_texts else (own == nobody):
                problems.append("export() of a person does not hold what was kept about the person")
            if "KENMERK-TWEE" in json.dumps(own):
                problems.append("export() of a person holds what was kept about somebody else")
        for _twice in range(2):
            for one in entries:
                with transaction.atomic():
                    one.erase(world.participant.pk)
        if [_export(one, world.participant.pk) for one in entries] != nobody:
            problems.append("after erase() export() still has something")
        if "KENMERK-EEN" in _all_text(world.plugin):
            problems.append("after erase() the tables still hold what the person wrote")
        if [_export(one, world.stranger.pk) for one in entries] != others:
            problems.append("erase() took away what was kept about somebody else")
        demand_none(problems, "Correct export() and erase() of your PersonalData:")

    def _try_to_keep(self, world: World, person: User, mark: str) -> None:
        """Keep something where that can be; `test_personal_data…` says so where it cannot."""
        try:
            with transaction.atomic():
                self.keep(world, person, mark)
        except Exception:  # noqa: BLE001 - a plugin may raise anything
            return

    def _keep_or_fail(self, world: World, person: User, mark: str) -> None:
        try:
            with transaction.atomic():
                self.keep(world, person, mark)
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything
            pytest.fail(
                f"No row could be made up ({type(error).__name__}: {error}). Override "
                "`keep(self, world, person, mark)` in your class and keep something about "
                "`person` there, with `mark` in its texts.",
                pytrace=False,
            )


def _export(one: PersonalData, person_id: int) -> Json:
    return checked_json(one.export(person_id), limit=10_000_000)


def _all_text(plugin: CoursePlugin) -> str:
    """Everything in the plugin's tables."""
    return json.dumps(
        [list(model._base_manager.values()) for model in plugin.get_models()], default=str
    )
