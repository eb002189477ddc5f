from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PluginHostConfig(AppConfig):
    name = "courses.plugin_host"
    # The label is in the names of tables, rights and migrations that academies have.
    label = "plugin_api"
    verbose_name = _("Uitbreidingen")

    def ready(self) -> None:
        from django.core.signals import request_finished
        from django.db.models.signals import post_migrate

        from courses.plugin_api import events, loading
        from courses.plugin_host import (
            faults,
            invariants,  # noqa: F401 - says what must be so
            outbox,
            outside,
            periods,  # noqa: F401 - says how long what is kept
            planning,  # noqa: F401 - starts what takes long
            records,
            registry,
            site_settings,  # noqa: F401 - reads the settings of the site
            usage,
        )

        # Before Wagtail looks for everybody's hooks, which is in its own apps' `ready()`.
        loading.load_all(registry.plugins())
        loading.when_started(outside.contain)
        for plugin in registry.plugins():
            outside.contain(plugin)
        events.deliver_with(outbox.plan)
        post_migrate.connect(
            records.record_installed, sender=self, dispatch_uid="plugins-installed"
        )
        request_finished.connect(usage.write_when_due, dispatch_uid="plugins-usage")
        request_finished.connect(faults.confirm, dispatch_uid="plugins-faults")
