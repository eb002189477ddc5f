"""What the catalogue keeps for plugins, for when one is removed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CoursePluginActivation, LessonPage, PluginChange
from courses.plugin_host.traces import Trace, owner_of, provide

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import QuerySet


def _activations(slug: str) -> QuerySet[CoursePluginActivation]:
    return CoursePluginActivation.objects.filter(plugin=slug)


def _delete_activations(slug: str) -> None:
    _activations(slug).delete()


def _changes(slug: str) -> QuerySet[PluginChange]:
    return PluginChange.objects.filter(plugin=slug)


def _delete_changes(slug: str) -> None:
    _changes(slug).delete()


def _blocks(slug: str) -> Iterator[Mapping[str, object]]:
    owner = cache(owner_of)
    for lesson in LessonPage.objects.order_by("path").iterator():
        for block in lesson.body.stream_block.get_prep_value(lesson.body):
            kind = str(block["type"])
            if kind.startswith(f"{slug}_") and owner(kind) == slug:
                yield block


provide(
    Trace(
        label=_("trainingen waar zij aan of uit staat, met instellingen"),
        count=lambda slug: int(_activations(slug).count()),
        export=lambda slug: list(_activations(slug).values("training__slug", "active", "settings")),
        delete=_delete_activations,
    )
)
provide(
    Trace(
        label=_("wijzigingen die trainers vroegen"),
        count=lambda slug: int(_changes(slug).count()),
        export=lambda slug: list(
            _changes(slug).values("training__slug", "active", "settings", "state", "remark")
        ),
        delete=_delete_changes,
    )
)
# What trainers wrote is theirs. Without the plugin readers see that a part is not available.
provide(
    Trace(
        label=_("onderdelen in lessen"),
        count=lambda slug: sum(1 for _block in _blocks(slug)),
        export=lambda slug: list(_blocks(slug)),
    )
)
