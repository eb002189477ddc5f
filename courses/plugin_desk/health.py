"""What can be said of a plugin without using it: what its author or the operator should mend."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import DO_NOTHING, PROTECT, RESTRICT
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.translation import override

from courses.common.internals.of_django import has_translation
from courses.plugin_api.contributions.content import ContentBlock
from courses.plugin_api.contributions.exercises import Exercise
from courses.plugin_api.contributions.people import PersonalData
from courses.plugin_api.loading import FAILURES
from courses.plugin_desk import known_plugins
from courses.plugin_host import guard, plugin_settings, registry, standing, usage
from courses.plugin_host.discovery import Reason
from courses.plugin_host.enums import PluginStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_host.standing import Standing

SEEN_TEXTS = ("label", "title", "description", "submit_label")
"""Attributes of contributions that people read."""


@dataclass(frozen=True)
class Problem:
    """Something to mend: `code` for machines, `text` and `hint` for its author or the operator."""

    plugin: str
    code: str
    text: str
    hint: str = ""
    detail: str = ""


HINTS = {
    Reason.IMPORT: "Mend or reinstall its package, or remove it.",
    Reason.NO_PLUGIN: "Let the entry point name a subclass of CoursePlugin with a proper slug.",
    Reason.OTHER_API: "Install a version of the plugin that is made for this academy.",
    Reason.TOO_NEW: "Install a newer version of the plugin; its maker knows which fits.",
    Reason.NEEDS_OTHER: "Install the plugins that it needs, or remove it.",
    Reason.DUPLICATE: "Remove one of the two, or give its plugin another slug and label.",
}


def left_out() -> Iterator[Problem]:
    """What was found and not used; what the operator keeps out is no problem."""
    for one in settings.PLUGINS.left_out:
        if one.reason != Reason.SAFE_MODE:
            detail = one.detail.strip()
            last = detail.splitlines()[-1] if detail else ""
            yield Problem(one.name, f"left_out_{one.reason}", last, HINTS[one.reason], detail)


def list_of_plugins() -> list[Problem]:
    """Whether the operator's list of known plugins can be read."""
    problem = known_plugins.known_plugins().problem
    hint = "Mend the file that ACADEMY_PLUGINS_INDEX names, or unset it."
    return [Problem("(list)", "list_of_plugins", problem, hint)] if problem else []


def problems_of(plugin: CoursePlugin) -> Iterator[Problem]:
    """What is wrong with an installed plugin, as far as no database is needed."""
    if plugin.failure:
        last = plugin.failure.strip().splitlines()[-1]
        hint = "Its models, names or ready() are wrong; see the traceback."
        yield Problem(plugin.slug, "cannot_load", last, hint, plugin.failure)
        return
    yield from _contributions(plugin)
    yield from _personal_data(plugin)
    yield from _same_blocks(plugin)
    yield from _migrations_folder(plugin)
    yield from _translations(plugin)
    yield from _holds(plugin)


def deep_problems_of(plugin: CoursePlugin) -> Iterator[Problem]:
    """All of `problems_of`, and what takes time or a database to see."""
    yield from problems_of(plugin)
    if not plugin.failure:
        migrations = Migrations()
        yield from _pieces(plugin)
        yield from missing_migrations(plugin, migrations)
        yield from stuck(plugin, migrations)


def _contributions(plugin: CoursePlugin) -> Iterator[Problem]:
    """A plugin that cannot say what it adds, or has something that is no contribution."""
    if not registry.is_allowed(plugin):
        return
    lost = registry.lost_kinds(plugin)
    if lost is None:
        why = "contributions() fails"
        try:
            tuple(plugin.contributions())
        except FAILURES as error:
            # Nobody has typed anything here yet, so the words may be shown.
            why = f"{why}: {type(error).__name__}: {error}"[:300]
        yield Problem(plugin.slug, "contributions", why, "Mend what it imports or makes.")
    elif lost:
        yield Problem(
            plugin.slug,
            "contributions",
            f"something of {', '.join(sorted(lost))} is left out",
            "Give each a name of small letters, digits and _, that no other of its kind has.",
        )


def _personal_data(plugin: CoursePlugin) -> Iterator[Problem]:
    person = get_user_model()
    about_people = [
        model.__name__
        for model in plugin.get_models()
        if any(getattr(one, "related_model", None) is person for one in model._meta.get_fields())
    ]
    has = any(isinstance(entry.contribution, PersonalData) for entry in _entries(plugin))
    if about_people and not has:
        yield Problem(
            plugin.slug,
            "personal_data",
            f"{', '.join(about_people)} is about people, and nothing exports or erases it",
            "Contribute a PersonalData.",
        )


KEEPS = (PROTECT, RESTRICT, DO_NOTHING)


def _holds(plugin: CoursePlugin) -> Iterator[Problem]:
    """Rows by which people and trainings cannot be deleted any more.

    A plugin that erases its rows itself may hold a person: it is asked first.
    """
    person = get_user_model()
    erases = any(isinstance(entry.contribution, PersonalData) for entry in _entries(plugin))
    own = list(plugin.get_models())
    for model in own:
        for field in model._meta.concrete_fields:
            other: Any = field.related_model
            rule = getattr(field.remote_field, "on_delete", None)
            if rule not in KEEPS or other in own or (other is person and erases):
                continue
            kind = str(other._meta.verbose_name)
            yield Problem(
                plugin.slug,
                "holds",
                f"{model.__name__}.{field.name} holds a row of another: "
                f"who has one of these cannot be deleted ({kind})",
                "Let on_delete be CASCADE or SET_NULL.",
            )


def _same_blocks(plugin: CoursePlugin) -> Iterator[Problem]:
    """Blocks whose type another plugin has: `a` + `b_c` and `a_b` + `c` give the same."""
    used = registry.block_providers()
    for entry in _entries(plugin):
        other = used.get(entry.key)
        if isinstance(entry.contribution, (ContentBlock, Exercise)) and other and other != entry:
            yield Problem(
                plugin.slug,
                "same_block",
                f"the block type {entry.key} belongs to {other.plugin.slug}",
                "Give the contribution another name.",
            )


def _migrations_folder(plugin: CoursePlugin) -> Iterator[Problem]:
    if any(True for _model in plugin.get_models()) and not find_spec(f"{plugin.name}.migrations"):
        yield Problem(
            plugin.slug,
            "migrations",
            "it has models and no migrations",
            f"manage.py makemigrations {plugin.label}",
        )


def _translations(plugin: CoursePlugin) -> Iterator[Problem]:
    """Texts that go through gettext and have no English."""
    things = [plugin, *(entry.contribution for entry in _entries(plugin))]
    texts = [getattr(thing, name, None) for thing in things for name in SEEN_TEXTS]
    lazy = [one for one in texts if isinstance(one, Promise)]
    # What reads differently in English has been translated, whatever it was put together from.
    alike = [_in("nl", one) for one in lazy if _in("nl", one) == _in("en", one)]
    for text in dict.fromkeys(alike):
        if text and not has_translation(text, "en"):
            yield Problem(
                plugin.slug,
                "translation",
                f"no English for “{text}”",
                "Add it to the plugin's locale/en/LC_MESSAGES/django.po and compile it.",
            )


def _in(language: str, text: Promise) -> str:
    with override(language):
        return str(text)


def _pieces(plugin: CoursePlugin) -> Iterator[Problem]:
    """Contributions that cannot be made."""
    before = _faults(plugin)
    for entry in _entries(plugin):
        one: Any = entry.contribution
        if isinstance(one, (ContentBlock, Exercise)):
            block = guard.call_plugin(entry, lambda provider: provider.block(), default=None)
            if block is None:
                yield Problem(plugin.slug, "block", f"{entry.place}: block() fails")
        if isinstance(one, Exercise):
            try:
                get_template(one.template_name)
            except (TemplateDoesNotExist, AttributeError) as error:
                yield Problem(plugin.slug, "template", f"{entry.place}: no template {error}")
    plugin_settings.form_class(plugin)
    if _faults(plugin) > before:
        yield Problem(plugin.slug, "faults", "something fails; the log says what")


def _faults(plugin: CoursePlugin) -> int:
    counted = usage.unwritten().items()
    return sum(spent.faults for (slug, _place), spent in counted if slug == plugin.slug)


class Migrations:
    """The migrations of this moment, read once for all plugins that are looked at together: to read
    them takes a tenth of a second, and to compare all models with them another."""

    @cached_property
    def changed(self) -> frozenset[str]:
        """The labels of plugins with changes of models that no migration makes."""
        loader = MigrationLoader(None, ignore_no_migrations=True)
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        labels = {plugin.label for plugin in registry.plugins()}
        return frozenset(detector.changes(graph=loader.graph, trim_to_apps=labels))

    @cached_property
    def executor(self) -> MigrationExecutor:
        """What knows which of them were run."""
        return MigrationExecutor(connection)


def missing_migrations(
    plugin: CoursePlugin, migrations: Migrations | None = None
) -> Iterator[Problem]:
    """Changes of models that no migration makes."""
    if not any(True for _model in plugin.get_models()):
        return
    if plugin.label in (migrations or Migrations()).changed:
        yield Problem(
            plugin.slug,
            "migrations",
            "its models have changed and no migration says so",
            f"manage.py makemigrations {plugin.label}",
        )


def stuck(plugin: CoursePlugin, migrations: Migrations | None = None) -> Iterator[Problem]:
    """A plugin whose tables are not those that its code needs: as `standing` says, which holds it
    then; or by its migrations, which stop at one that fails."""
    one = standing_of(plugin)
    if one is not None and one.status == PluginStatus.OLDER:
        last = one.row.migration if one.row is not None else ""
        yield Problem(
            plugin.slug,
            "held",
            f"it is held, since it is older than its data: it lacks the migration {last}",
            "Install the newer version again.",
        )
    elif one is not None and one.purged:
        if one.status == PluginStatus.ON:
            yield Problem(plugin.slug, "purged", "its tables were purged", "manage.py migrate")
    else:
        yield from _unapplied(plugin, (migrations or Migrations()).executor)


def standing_of(plugin: CoursePlugin) -> Standing | None:
    """How it stands with the plugin; None where there is no database to ask."""
    try:
        return next((one for one in standing.everyone() if one.plugin is plugin), None)
    except DatabaseError:
        return None


def _unapplied(plugin: CoursePlugin, executor: MigrationExecutor) -> Iterator[Problem]:
    wanted = [key for key in executor.loader.graph.leaf_nodes() if key[0] == plugin.label]
    waiting = [
        one.name for one, _back in executor.migration_plan(wanted) if one.app_label == plugin.label
    ]
    done = sorted(
        name for label, name in executor.loader.applied_migrations if label == plugin.label
    )
    if waiting and done:
        # Tables that are neither the old nor the new ones: its calls fail, or do half a thing.
        yield Problem(
            plugin.slug,
            "halfway",
            f"its migrations stand halfway: {done[-1]} was run, {waiting[0]} was not",
            f"manage.py migrate {plugin.label}. Where that fails: switch the plugin off, let "
            f"ACADEMY_PLUGINS_DISABLED={plugin.slug} manage.py migrate run those of all others, "
            "and mend that migration or install the version of before.",
        )
    elif waiting:
        yield Problem(plugin.slug, "unapplied", "it has migrations to run", "manage.py migrate")


def _entries(plugin: CoursePlugin) -> list[Any]:
    return [entry for entry in registry.everything() if entry.plugin is plugin]
