from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PluginDeskConfig(AppConfig):
    name = "courses.plugin_desk"
    verbose_name = _("Beheer van uitbreidingen")

    def ready(self) -> None:
        from django.apps import apps
        from django.db.models.signals import post_migrate

        from courses.plugin_desk import checks, given_rights  # noqa: F401 - registers the checks

        # Of the host: Django tells this of apps with models only.
        post_migrate.connect(
            given_rights.keep_rights,
            sender=apps.get_app_config("plugin_api"),
            dispatch_uid="plugins-rights",
        )
