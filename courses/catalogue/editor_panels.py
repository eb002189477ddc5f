"""Panels of our own in the page editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from courses.catalogue.completeness import faults_along
from courses.catalogue.standings import standings
from courses.plugin_host import asking, registry

if TYPE_CHECKING:
    from collections.abc import Mapping


class LessonsPanel(Panel):
    """The lessons of a training, with the way to each and to a new one."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"heading": _("Lessen"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "catalogue/admin/lessons_panel.html"

        def get_context_data(
            self, parent_context: Mapping[str, object] | None = None
        ) -> dict[str, object]:
            context: dict[str, object] = super().get_context_data(parent_context)
            training = self.instance
            lessons = list(training.get_children().order_by("path")) if training.pk else []
            standing = standings([training, *lessons]) if lessons else {}
            return {
                **context,
                "training": training,
                "lessons": [(lesson, standing[lesson.pk]) for lesson in lessons],
                "faults": faults_along(training),
            }


class PluginsPanel(Panel):
    """The plugins that are on in a training, with the way to choose."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"heading": _("Uitbreidingen"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "catalogue/admin/plugins_panel.html"

        def get_context_data(
            self, parent_context: Mapping[str, object] | None = None
        ) -> dict[str, object]:
            context: dict[str, object] = super().get_context_data(parent_context)
            training = self.instance
            plugins = [
                registry.title_of(plugin)
                for plugin in registry.plugins()
                if training.pk and asking.is_on(plugin, training.pk)
            ]
            return {**context, "training": training, "plugins": plugins}
