"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import Form


class AanwezigheidOnlinePlugin(CoursePlugin):
    """Presence at online sessions, from the participant report of Zoom, Teams and the like.

    A trainer uploads the report of a session, says who is who where that is in doubt, sees what
    would be filled in, and confirms. The report itself is not kept.
    """

    name = "plugins.aanwezigheid_online"
    label = "aanwezigheid_online"
    verbose_name = _("Aanwezigheid online")
    slug = "aanwezigheid_online"
    title = _("Aanwezigheid online")
    description = _(
        "Vult de presentielijst van een online bijeenkomst in met het rapport van Zoom of Teams. "
        "Jij kiest hoeveel minuten iemand er moet zijn, en kijkt alles na."
    )
    version = "1.0.0"
    requires_api = "1.0"

    def ready(self) -> None:
        from courses.attendance.services import provide_session_links
        from courses.people.services import provide_merge_rule
        from plugins.aanwezigheid_online import periods  # noqa: F401 - registers itself
        from plugins.aanwezigheid_online.links import link_to_report
        from plugins.aanwezigheid_online.merging import longest_stay

        provide_session_links(plugin=self.slug, finder=link_to_report)
        provide_merge_rule(
            relation="aanwezigheid_online.OnlinePresence.enrolment", settle=longest_stay
        )
        provide_merge_rule(relation="aanwezigheid_online.OnlinePresence.reported_by")

    def contributions(self) -> Sequence[Contribution]:
        from plugins.aanwezigheid_online.pages import ReportPages
        from plugins.aanwezigheid_online.privacy import OnlinePresences

        return (ReportPages(), OnlinePresences())

    def settings_form(self) -> type[Form]:
        from plugins.aanwezigheid_online.forms import SettingsForm

        return SettingsForm
