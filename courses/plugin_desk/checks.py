"""System checks on plugins: `manage.py check`, and before every command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as CheckWarning

from courses.plugin_desk import health
from courses.plugin_host import guard, registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from courses.plugin_api.plugin import CoursePlugin

IDS = {
    "left_out_import": "plugins.W001",
    "left_out_no_plugin": "plugins.W002",
    "left_out_other_api": "plugins.W003",
    "left_out_duplicate": "plugins.W004",
    "cannot_load": "plugins.W005",
    "personal_data": "plugins.W006",
    "migrations": "plugins.W007",
    "translation": "plugins.W008",
    "same_block": "plugins.W009",
    "cannot_check": "plugins.W010",
    "contributions": "plugins.W011",
    "holds": "plugins.W012",
    "halfway": "plugins.W013",
    "unapplied": "plugins.W014",
    "held": "plugins.W015",
    "purged": "plugins.W016",
    "left_out_too_new": "plugins.W017",
    "left_out_needs_other": "plugins.W018",
    "list_of_plugins": "plugins.W019",
}


@register("plugins")
def check_plugins(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Duplicates, wrong versions, what cannot load, and what is not complete."""
    problems = list(health.left_out())
    problems += health.list_of_plugins()
    for plugin in _chosen(app_configs):
        problems += _found(plugin, lambda one: list(health.problems_of(one)))
    return [_as_warning(one) for one in problems]


@register(Tags.database)
def check_migrations(app_configs: Any, databases: Any = None, **_kwargs: Any) -> list[CheckMessage]:
    """Models without migrations, and tables that are not those of the code. It takes a second, so
    only with `migrate` and `check --database`."""
    problems: list[health.Problem] = []
    if not databases:
        return []
    migrations = health.Migrations()
    for plugin in _chosen(app_configs):
        if not plugin.failure:
            problems += _found(plugin, lambda one: list(_about_tables(one, migrations)))
    return [_as_warning(one) for one in problems]


def _about_tables(plugin: CoursePlugin, migrations: health.Migrations) -> Iterator[health.Problem]:
    yield from health.missing_migrations(plugin, migrations)
    yield from health.stuck(plugin, migrations)


def _found(
    plugin: CoursePlugin, look: Callable[[CoursePlugin], list[health.Problem]]
) -> list[health.Problem]:
    """What is found, or that looking itself fails: a check may not keep a command from working."""
    failed = health.Problem(plugin.slug, "cannot_check", "it cannot be checked; the log says why")
    return guard.run(plugin, "checks", lambda: look(plugin), default=[failed])


def _chosen(app_configs: Any) -> Sequence[Any]:
    return [one for one in registry.plugins() if app_configs is None or one in app_configs]


def _as_warning(problem: health.Problem) -> CheckMessage:
    # A warning, never an error: a plugin may not keep the site from starting.
    return CheckWarning(
        f"Plugin {problem.plugin}: {problem.text}", hint=problem.hint, id=IDS[problem.code]
    )
