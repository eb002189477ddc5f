"""A small academy around one plugin, made by the services that people use."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import QueryDict
from django.template.utils import get_app_template_dirs
from django.test import Client
from django.utils.translation import override
from wagtail.blocks import Block, StreamValue

from courses.attendance.services import close_list, mark_attendance
from courses.catalogue.models import CataloguePage, LessonPage, TrainingPage
from courses.catalogue.services import activate_plugin, save_plugin_settings
from courses.common import addresses, clock, process_cache
from courses.editions.services import Meeting, plan_edition
from courses.enrolment.services import enrol
from courses.people.enums import Role
from courses.people.models import User
from courses.people.screen_rights import keep_rights
from courses.people.services import keep_address
from courses.plugin_api.contributions.content import Training, TrainingDraft
from courses.plugin_api.contributions.exercises import Exercise
from courses.plugin_api.editing import editing_in
from courses.plugin_host import plugin_settings, registry, standing
from courses.plugin_kit.testing.inputs import Inputs
from courses.plugin_kit.testing.values import problem_with, value_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from django.forms import Form

    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment
    from courses.plugin_api.contributions.base import Json
    from courses.plugin_api.plugin import CoursePlugin

BLOCK_IDS = uuid.UUID("b4a4c7b2-8d0a-4e27-9a35-0f3c8a5d7e61")


@dataclass
class World:
    """What the checks look at; tests of a plugin may use it too, by the fixture `world`.

    `training` has the plugin on, with `lesson` in which each of its blocks stands once;
    `other_training` has the same in `other_lesson`, and the plugin off. `edition` is still to
    come, `past_edition` is over. `participant` is in both (`enrolment`, `past_enrolment`), has
    been present and has done nothing else. `unfilled` says of which blocks no value could be made.
    """

    plugin: CoursePlugin
    training: TrainingPage
    lesson: LessonPage
    other_training: TrainingPage
    other_lesson: LessonPage
    edition: Edition
    past_edition: Edition
    enrolment: Enrolment
    past_enrolment: Enrolment
    participant: User
    stranger: User
    """Takes part in the other training."""
    trainer: User
    """Gives the training."""
    other_trainer: User
    """Gives the other training."""
    coordinator: User
    settings: Mapping[str, object] = field(default_factory=dict)
    """The plugin's settings in the training."""
    unfilled: dict[str, str] = field(default_factory=dict)
    _clients: dict[str, Client] = field(default_factory=dict)

    ROLES = ("visitor", "stranger", "participant", "other_trainer", "trainer", "coordinator")

    def client(self, role: str) -> Client:
        """A browser in which somebody of `ROLES` is signed in; a visitor is nobody."""
        return self._clients[role]

    @property
    def lesson_url(self) -> str:
        return addresses.lesson(self.training.slug, self.lesson.slug)

    @property
    def whole_lesson_url(self) -> str:
        """The page with all blocks of the lesson; `lesson_url` shows one step of it."""
        return f"{self.lesson_url}?alles=1"

    @property
    def other_lesson_url(self) -> str:
        return addresses.lesson(self.other_training.slug, self.other_lesson.slug)

    @property
    def other_whole_lesson_url(self) -> str:
        """The page with all blocks of the other lesson."""
        return f"{self.other_lesson_url}?alles=1"

    def exercises(self) -> list[tuple[Exercise, str]]:
        """The plugin's exercises in the lesson, each with its id there."""
        by_key = {
            entry.key: entry.contribution
            for entry in registry.every(Exercise)
            if entry.plugin.slug == self.plugin.slug
        }
        raw = LessonPage.objects.get(pk=self.lesson.pk).body.raw_data
        return [(by_key[one["type"]], one["id"]) for one in raw if one["type"] in by_key]


def look_again() -> None:
    """Forget what was known of the installed plugins and of what is on."""
    process_cache.forget_plugins()
    standing.forget()
    get_app_template_dirs.cache_clear()  # type: ignore[attr-defined]
    LessonPage._meta.get_field("body").__dict__.pop("stream_block", None)


@contextmanager
def standing_in(plugin: CoursePlugin) -> Iterator[None]:
    """Let `plugin` stand in the place of the installed one with its label."""
    before = apps.app_configs.get(plugin.label)
    apps.app_configs[plugin.label] = plugin
    look_again()
    try:
        yield
    finally:
        if before is None:
            del apps.app_configs[plugin.label]
        else:
            apps.app_configs[plugin.label] = before
        look_again()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever the block does to the database is undone after it."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


# --- Making it ------------------------------------------------------------------------------


def make_world(
    plugin: CoursePlugin,
    *,
    block_values: Mapping[str, object],
    settings: Mapping[str, object] | None = None,
    prepare: Callable[[TrainingPage], None] | None = None,
) -> World:
    """The world of a plugin; what is given is as `PluginConformance` has it."""
    # A database that was migrated before the plugin was there has no rights of it yet.
    keep_rights()
    people = {
        name: _person(name, role)
        for name, role in {
            "participant": Role.VOLUNTEER,
            "stranger": Role.VOLUNTEER,
            "trainer": Role.TRAINER,
            "other_trainer": Role.TRAINER,
            "coordinator": Role.COORDINATOR,
        }.items()
    }
    training = _training("conformance-aan", owner=people["trainer"])
    other = _training("conformance-uit", owner=people["other_trainer"])
    past = _edition(training, people["trainer"], clock.now() - timedelta(days=3))
    coming = _edition(training, people["trainer"], clock.now() + timedelta(days=14))
    elsewhere = _edition(other, people["other_trainer"], clock.now() + timedelta(days=14))
    with clock.at(clock.now() - timedelta(days=10)):
        past_enrolment = enrol(person=people["participant"], edition=past)
    mark_attendance(session=past.sessions.get(), present=[past_enrolment.pk], absent=[], actor=None)
    close_list(edition=past, actor=None)
    enrolment = enrol(person=people["participant"], edition=coming)
    enrol(person=people["stranger"], edition=elsewhere)
    # From here on, so that no rule of the plugin keeps anybody out of the world itself.
    chosen = _switch_on(plugin, training, settings)
    if prepare is not None:
        prepare(training)
    # As in the editor: choices may be of the training.
    with editing_in(training.pk):
        values, unfilled = _block_values(plugin, block_values)
    return World(
        plugin=plugin,
        training=training,
        lesson=_lesson(training, values),
        other_training=other,
        other_lesson=_lesson(other, values),
        edition=coming,
        past_edition=past,
        enrolment=enrolment,
        past_enrolment=past_enrolment,
        settings=chosen,
        unfilled=unfilled,
        **people,
        # Here, since what a test writes (a session, for instance) is gone after it.
        _clients={"visitor": Client(), **{name: _signed_in(one) for name, one in people.items()}},
    )


def _person(name: str, role: Role) -> User:
    person = User.objects.create_user(
        f"{name.replace('_', '-')}@conformance.example.org",
        first_name=name.replace("_", " ").capitalize(),
        last_name="Voorbeeld",
    )
    person.groups.add(Group.objects.get(name=role.value))
    keep_address(person=person)
    return person


def _signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _training(slug: str, *, owner: User) -> TrainingPage:
    page: TrainingPage = CataloguePage.objects.get().add_child(
        instance=TrainingPage(
            title=f"Proeftraining {slug}", slug=slug, summary="Een proef.", minutes=180, owner=owner
        )
    )
    return page


def _edition(training: TrainingPage, trainer: User, starts_at: datetime) -> Edition:
    return plan_edition(
        training=training,
        meetings=[Meeting(starts_at, starts_at + timedelta(hours=3))],
        capacity=12,
        actor=None,
        trainers=[trainer],
        venue="Buurthuis",
        address="Dorpsstraat 1, Utrecht",
        publish=True,
        although_begun=True,
    )


def _lesson(training: TrainingPage, values: Mapping[str, object]) -> LessonPage:
    """A lesson for everyone, in which each block stands once."""
    block = LessonPage._meta.get_field("body").stream_block
    body = [
        (kind, value, str(uuid.uuid5(BLOCK_IDS, f"{training.slug} {kind}")))
        for kind, value in values.items()
    ]
    # A fresh copy: treebeard keeps the number of children on the parent it was given.
    lesson: LessonPage = TrainingPage.objects.get(pk=training.pk).add_child(
        instance=LessonPage(
            title="Proefles",
            slug="proefles",
            summary="Een proef.",
            minutes=10,
            is_open=True,
            owner=training.owner,
            body=StreamValue(block, body),
        )
    )
    return lesson


# --- The plugin's part of it ----------------------------------------------------------------


def _switch_on(
    plugin: CoursePlugin, training: TrainingPage, settings: Mapping[str, object] | None
) -> Mapping[str, object]:
    activate_plugin(training=training, plugin=plugin.slug)
    form_class = plugin_settings.form_class(plugin)
    if form_class is None:
        return {}
    form = form_class(QueryDict("", mutable=True))
    try:
        form = form_class(_as_posted(settings) if settings else untouched(form_class))
        cleaned = plugin_settings.cleaned(form) if form.is_valid() else None
    except Exception:  # noqa: BLE001 - a plugin may raise anything
        # `test_settings_form…` says so in so many words.
        cleaned = None
    if cleaned is None:
        return plugin_settings.defaults(plugin.slug)
    save_plugin_settings(training=training, plugin=plugin.slug, settings=cleaned)
    return {**plugin_settings.defaults(plugin.slug), **cleaned}


def untouched(form_class: type[Form]) -> QueryDict:
    """What a browser sends of a form that nobody has touched."""
    return _as_posted(Inputs(str(form_class().as_p())).sent())


def _as_posted(values: Mapping[str, Json]) -> QueryDict:
    data = QueryDict("", mutable=True)
    for name, value in values.items():
        data.setlist(name, list(value) if isinstance(value, (list, tuple)) else [value])
    return data


def _block_values(
    plugin: CoursePlugin, given: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, str]]:
    """A value for each of the plugin's blocks, and why there is none for the others."""
    known = LessonPage._meta.get_field("body").stream_block.child_blocks
    in_trainings = _values_in_trainings(plugin)
    values: dict[str, object] = {}
    unfilled: dict[str, str] = {}
    for entry in registry.block_providers().values():
        key, name = entry.key, entry.contribution.name
        if entry.plugin.slug != plugin.slug or key not in known:
            continue
        try:
            block: Block = entry.contribution.block()
            if name in given:
                value = block.normalize(given[name])
            elif key in in_trainings:
                value = block.normalize(in_trainings[key])
            else:
                value = value_for(block)
            problem = problem_with(block, value)
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything
            unfilled[name] = f"{type(error).__name__}: {error}"
            continue
        values[key] = value
        if problem:
            unfilled[name] = problem
    return values, unfilled


def _values_in_trainings(plugin: CoursePlugin) -> dict[str, object]:
    """The first value of each block in the trainings that the plugin brings."""
    found: dict[str, object] = {}
    for entry in registry.every(Training):
        if entry.plugin.slug == plugin.slug:
            draft = TrainingDraft()
            try:
                with override("nl"):
                    entry.contribution.build(draft)
            except Exception:  # noqa: BLE001, S112 - installing it is checked elsewhere
                continue
            for lesson in draft.lessons:
                for kind, value in lesson.body:
                    found.setdefault(kind, value)
    return found
