"""What Django and Wagtail load of an app once all models are there, loaded early for plugins.

Both import these modules of every app by themselves, in places where a failure ends the whole
site: Wagtail's hooks, libraries of template tags, migrations. So they are tried here first; of a
plugin that fails, empty modules take their place.
"""

from __future__ import annotations

import asyncio
import pkgutil
import sys
import traceback
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
from django import core as core_of_django
from django.apps import apps
from django.conf import settings
from django.core.management import find_commands, get_commands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PLACES = ("wagtail_hooks", "templatetags", "migrations")


FAILURES = (Exception, SystemExit, GeneratorExit, asyncio.CancelledError)
"""What code of a plugin may raise and is its own failure. Not what somebody does who stops the
process (`KeyboardInterrupt`)."""


class NameTakenError(Exception):
    """A command or a library of template tags has the name of one that was there before. Django
    takes one of the two, without a word."""


class UnfitModelsError(Exception):
    """Django's own checks find a plugin's models wrong."""


def load_all(plugins: Iterable[Any]) -> None:
    """Load these things of each plugin; one that fails is out, and stops nobody."""
    for plugin in plugins:
        if not plugin.failure:
            try:
                _load(plugin)
            except FAILURES:
                plugin.fail(traceback.format_exc())


def _load(plugin: Any) -> None:
    """Import what would be imported later, and let Django check the models.

    Raises:
        Exception: whatever the plugin's code raises; `NameTakenError`, `UnfitModelsError`.
    """
    for name in _modules(plugin.name):
        import_module(name)
    _refuse_taken(plugin)
    wrong = [
        str(problem)
        for model in plugin.get_models()
        for problem in model.check()
        if problem.is_serious()
    ]
    if wrong:
        raise UnfitModelsError("\n".join(wrong))


_told: list[Callable[[Any], None]] = []


def when_started(tell: Callable[[Any], None]) -> None:
    """Say who wants to know of each plugin that has started, or failed to: all that it connects
    while it loads has been connected by then."""
    _told[:] = [tell]


def has_started(plugin: Any) -> None:
    """Let who wanted to know hear that a plugin has started, or failed to."""
    for tell in _told:
        tell(plugin)


def hide(plugin: Any) -> None:
    """Keep a plugin that failed out of Django's and Wagtail's sight: no models, and empty modules
    in the place of its own, so that nothing imports them again."""
    forget_models(plugin)
    for name in _modules(plugin.name):
        sys.modules[name] = module_from_spec(ModuleSpec(name, loader=None))
    settings.MIGRATION_MODULES = {**settings.MIGRATION_MODULES, plugin.label: None}
    # Django looks for commands, templates and files in the app's folder; here are none.
    plugin.path = str(Path(plugin.path) / "not-loaded")
    get_commands.cache_clear()  # type: ignore[attr-defined]


def forget_models(plugin: Any) -> None:
    """Let Django know nothing of a plugin's models: half defined, wrong, or without tables."""
    models = apps.all_models[plugin.label]
    models.clear()
    plugin.models = models
    apps.clear_cache()


def _refuse_taken(plugin: Any) -> None:
    """Commands and libraries of template tags have names of their own.

    Raises:
        NameTakenError: one of the plugin's is the name of another's.
    """
    libraries = {name for name in _libraries(plugin.path) if _is_library(plugin, name)}
    for kind, own, names_in in (
        ("command", _commands(plugin.path), _commands),
        ("library of template tags", libraries, _libraries),
    ):
        for name, other in _names_before(plugin, names_in).items():
            if name in own:
                raise NameTakenError(f"its {kind} “{name}” has the name of one of {other}")


def _is_library(plugin: Any, name: str) -> bool:
    return hasattr(sys.modules.get(f"{plugin.name}.templatetags.{name}"), "register")


def _names_before(plugin: Any, names_in: Callable[[str], set[str]]) -> dict[str, str]:
    """The names that Django and the apps before the plugin have, and whose each is."""
    taken = dict.fromkeys(names_in(str(Path(django.__file__).parent)), "Django")
    taken |= dict.fromkeys(names_in(str(Path(core_of_django.__file__).parent)), "Django")
    for app in apps.get_app_configs():
        if app is plugin:
            break
        if not getattr(app, "failure", ""):
            taken |= dict.fromkeys(names_in(app.path), app.name)
    return taken


def _commands(path: str) -> set[str]:
    return set(find_commands(str(Path(path) / "management")))


def _libraries(path: str) -> set[str]:
    """By the names of files: importing those of others is not for here."""
    found = pkgutil.iter_modules([str(Path(path) / "templatetags")])
    return {one.name for one in found if not one.name.startswith("_")}


def _modules(app: str) -> Iterator[str]:
    for place in PLACES:
        name = f"{app}.{place}"
        try:
            spec = find_spec(name)
        except ImportError:
            continue
        if spec is None:
            continue
        inside = spec.submodule_search_locations
        if inside is None:
            yield name
        else:
            yield from (f"{name}.{one.name}" for one in pkgutil.iter_modules(inside))
