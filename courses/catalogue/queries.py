"""Questions about trainings that more than one place asks."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpRequest

from courses.catalogue.models import CoursePluginActivation, InfopuntSettings
from courses.common.public_version import memory
from courses.plugin_api import registry
from courses.plugin_api.contributions import Contribution
from courses.plugin_api.registry import Registered

C = TypeVar("C", bound=Contribution)


def infopunt(request: HttpRequest) -> InfopuntSettings:
    """The details of the Infopunt for this site."""

    def ask() -> InfopuntSettings:
        settings: InfopuntSettings = InfopuntSettings.for_request(request)
        return settings

    return memory.get(("infopunt", request.META.get("HTTP_HOST", "")), ask)


def active_plugins(training_id: int) -> frozenset[str]:
    """The slugs of the plugins that are switched on for a training."""
    return frozenset(
        CoursePluginActivation.objects.filter(training=training_id, active=True).values_list(
            "plugin", flat=True
        )
    )


def active_contributions(kind: type[C], training_id: int) -> list[Registered[C]]:
    """The contributions of `kind` that work in a training: the core's, and the active plugins'."""
    found = registry.contributions(kind)
    if all(entry.plugin.core for entry in found):
        return list(found)
    active = active_plugins(training_id)
    return [entry for entry in found if entry.plugin.core or entry.plugin.slug in active]
