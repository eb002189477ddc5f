"""Administrators see the plugins, and switch them on and off for the site."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ADMINISTRATORS = "Beheerders"
CODENAMES = ("view_pluginstate", "change_pluginstate")


def forwards(apps, schema_editor):
    config = apps.get_app_config("plugin_api")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group = apps.get_model("auth.Group").objects.filter(name=ADMINISTRATORS).first()
    if group is not None:
        found = apps.get_model("auth.Permission").objects.filter(
            content_type__app_label="plugin_api", codename__in=CODENAMES
        )
        group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("website", "0003_first_content"),
        ("plugin_api", "0002_state_usage_deliveries"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
