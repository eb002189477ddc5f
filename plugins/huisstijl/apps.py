"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import Form


class HuisstijlPlugin(CoursePlugin):
    """The certificate in house style as a plugin."""

    name = "plugins.huisstijl"
    label = "huisstijl"
    verbose_name = _("Certificaat in huisstijl")
    slug = "huisstijl"
    title = _("Certificaat in huisstijl")
    description = _(
        "Geeft de certificaten van een training de naam en de kleur van je organisatie, met een "
        "eigen tekst en wie het certificaat uitreikt."
    )
    version = "1.0.0"
    requires_api = "1.3"

    def contributions(self) -> Sequence[Contribution]:
        from plugins.huisstijl.certificate import PartnerCertificate

        return (PartnerCertificate(),)

    def site_settings_form(self) -> type[Form]:
        from plugins.huisstijl.forms import HouseSettings

        return HouseSettings

    def settings_form(self) -> type[Form]:
        from plugins.huisstijl.forms import StyleSettings

        return StyleSettings
