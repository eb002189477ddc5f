"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence


class XapiPlugin(CoursePlugin):
    """What participants do, as statements of xAPI for a record store that an administrator names.

    Nothing before somebody agrees, and by a number: no names, no addresses, no answers.
    """

    name = "plugins.xapi"
    label = "xapi"
    verbose_name = _("Recordstore en cmi5 (xAPI)")
    slug = "xapi"
    title = _("Recordstore en cmi5 (xAPI)")
    description = _(
        "Vertelt een recordstore van je organisatie wat deelnemers doen, als zij dat goed vinden. "
        "Zonder namen. Werkt met xAPI 1.0.3 en 2.0."
    )
    version = "1.0.0"
    requires_api = "1.3"

    def ready(self) -> None:
        from courses.people.services import provide_merge_rule
        from plugins.xapi.services import consents

        provide_merge_rule(relation="xapi.Consent.person", settle=consents.settle)

    def contributions(self) -> Sequence[Contribution]:
        from plugins.xapi.endpoints import XapiEndpoints
        from plugins.xapi.handlers import TellRecordStore
        from plugins.xapi.jobs import SendWaiting
        from plugins.xapi.panels import Sharing
        from plugins.xapi.privacy import SharedData
        from plugins.xapi.screens import StoreScreens

        return (
            TellRecordStore(),
            SendWaiting(),
            XapiEndpoints(),
            Sharing(),
            StoreScreens(),
            SharedData(),
        )
