"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import Form


class BereikPlugin(CoursePlugin):
    """The figures on reach as a plugin."""

    name = "plugins.bereik"
    label = "bereik"
    verbose_name = _("Bereik")
    slug = "bereik"
    title = _("Bereik")
    description = _(
        "Cijfers over wie je bereikt: hoeveel bijeenkomsten en mensen het zijn, met welke "
        "achtergrond, en of het er meer worden."
    )
    version = "1.0.0"
    requires_api = "1.0"

    def contributions(self) -> Sequence[Contribution]:
        from plugins.bereik.panel import ReachPanel
        from plugins.bereik.reports import Growth, Participants, Reported

        return (ReachPanel(), Participants(), Growth(), Reported())

    def settings_form(self) -> type[Form]:
        from plugins.bereik.forms import ReachSettings

        return ReachSettings
