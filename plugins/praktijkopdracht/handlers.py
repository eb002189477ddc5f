"""Files do not stay longer than they are of use."""

from __future__ import annotations

from courses.plugin_api.api import EditionApproaching, EditionEnded, Event, EventHandler
from plugins.praktijkopdracht import services


class ForgetOldFiles(EventHandler):
    """Removes files half a year after their review, of all trainings at once.

    Nothing tells a plugin that time passes by itself. So this goes along with editions that come
    near or end in trainings where the plugin is on; where there are none, files stay longer.
    """

    name = "forget_old_files"
    events = (EditionApproaching, EditionEnded)

    def handle(self, event: Event) -> None:
        services.forget_old_files()
