from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PluginApiConfig(AppConfig):
    name = "courses.plugin_api"
    label = "plugin_api"
    verbose_name = _("Uitbreidingen")

    def ready(self) -> None:
        from django.core.signals import request_finished
        from django.db.models.signals import post_migrate

        from courses.plugin_api import (
            checks,  # noqa: F401 - registers the checks
            guard,
            late,
            registry,
            state,
            usage,
        )

        # Before Wagtail looks for everybody's hooks, which is in its own apps' `ready()`.
        late.load_all(registry.plugins())
        post_migrate.connect(state.record_installed, sender=self, dispatch_uid="plugins-installed")
        request_finished.connect(usage.write_when_due, dispatch_uid="plugins-usage")
        request_finished.connect(guard.confirm_faults, dispatch_uid="plugins-faults")
