"""Coordinators keep the locations; trainers choose from them, and add one that is not there."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = {
    "Trainers": ("view", "add"),
    "Coördinatoren": ("view", "add", "change", "delete"),
    "Beheerders": ("view", "add", "change", "delete"),
}


def forwards(apps, schema_editor):
    config = apps.get_app_config("editions")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Permission = apps.get_model("auth.Permission")
    for name, actions in RIGHTS.items():
        for group in apps.get_model("auth.Group").objects.filter(name=name):
            group.permissions.add(
                *Permission.objects.filter(
                    content_type__app_label="editions",
                    codename__in=[f"{action}_location" for action in actions],
                )
            )


class Migration(migrations.Migration):
    dependencies = [
        ("website", "0007_names_in_counts"),
        ("editions", "0004_places_become_locations"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
