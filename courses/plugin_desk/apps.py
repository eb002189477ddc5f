from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PluginDeskConfig(AppConfig):
    name = "courses.plugin_desk"
    verbose_name = _("Beheer van uitbreidingen")

    def ready(self) -> None:
        from courses.plugin_desk import checks  # noqa: F401 - registers the checks
