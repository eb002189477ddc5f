from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PluginApiConfig(AppConfig):
    name = "courses.plugin_api"
    label = "plugin_api"
    verbose_name = _("Uitbreidingen")
