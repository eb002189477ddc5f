"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import Form


class IdlePlugin(CoursePlugin):
    """Adds a little of everything, and is used nowhere."""

    name = "bench.idle_plugin"
    label = "idle_plugin"
    verbose_name = "idle_plugin"
    slug = "idle_plugin"
    title = "idle_plugin"
    description = "A plugin that is installed and used nowhere."
    version = "1.0"

    def contributions(self) -> Sequence[Contribution]:
        from bench.idle_plugin.content import Choice, Note
        from bench.idle_plugin.handlers import Follow
        from bench.idle_plugin.rules import Everybody, Nothing
        from bench.idle_plugin.screens import Overview, Pages, Panel

        return (
            Note(),
            Choice(),
            Everybody(),
            Nothing(),
            Follow(),
            Panel(),
            Overview(),
            Pages(),
        )

    def settings_form(self) -> type[Form]:
        from bench.idle_plugin.forms import SettingsForm

        return SettingsForm
