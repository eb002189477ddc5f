"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import Form


class OpenBadgesPlugin(CoursePlugin):
    """An Open Badge for each certificate, signed by the academy, that programs can check."""

    name = "plugins.openbadges"
    label = "openbadges"
    verbose_name = _("Open Badges")
    slug = "openbadges"
    title = _("Open Badges")
    description = _(
        "Maakt bij elk certificaat een digitale badge (Open Badge 3.0). Die zit in de pdf, en kan "
        "in een portfolio of wallet. Andere programma's kunnen controleren of hij echt is."
    )
    version = "1.0.0"
    requires_api = "1.3"

    def ready(self) -> None:
        from plugins.openbadges import checks  # noqa: F401 - registers itself

    def contributions(self) -> Sequence[Contribution]:
        from plugins.openbadges.attachments import BadgeInCertificate
        from plugins.openbadges.documents import IssuerDocuments
        from plugins.openbadges.privacy import StatusOfBadges
        from plugins.openbadges.slots import BadgeOfTraining

        return (BadgeInCertificate(), IssuerDocuments(), StatusOfBadges(), BadgeOfTraining())

    def settings_form(self) -> type[Form]:
        from plugins.openbadges.forms import BadgeSettings

        return BadgeSettings
