"""What the plugin does when an edition comes near."""

from __future__ import annotations

from courses.plugin_api.api import EditionApproaching, Event, EventHandler
from plugins.herinneringen import services


class Remind(EventHandler):
    """Reminds participants, some days before the first meeting."""

    name = "remind"
    events = (EditionApproaching,)

    def handle(self, event: Event) -> None:
        # How many days are left is asked again: the edition may have moved since.
        if isinstance(event, EditionApproaching):
            services.remind(edition_id=event.edition_id)
