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
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from typing import Any

from django.apps import apps
from django.conf import settings

PLACES = ("wagtail_hooks", "templatetags", "migrations")


FAILURES = (Exception, SystemExit, GeneratorExit, asyncio.CancelledError)
"""What code of a plugin may raise and is its own failure. Not what somebody does who stops the
process (`KeyboardInterrupt`)."""


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
        Exception: whatever the plugin's code raises; `UnfitModelsError`.
    """
    for name in _modules(plugin.name):
        import_module(name)
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


def forget_models(plugin: Any) -> None:
    """Let Django know nothing of a plugin's models: half defined, wrong, or without tables."""
    models = apps.all_models[plugin.label]
    models.clear()
    plugin.models = models
    apps.clear_cache()


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
