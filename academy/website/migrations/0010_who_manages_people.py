"""Coordinators see people and what the academy knows of them, and put their details right."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = {
    "Coördinatoren": ("view_user", "manage_people"),
    "Beheerders": ("view_user", "manage_people"),
}


def forwards(apps, schema_editor):
    config = apps.get_app_config("people")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Permission = apps.get_model("auth.Permission")
    for name, codenames in RIGHTS.items():
        for group in apps.get_model("auth.Group").objects.filter(name=name):
            group.permissions.add(
                *Permission.objects.filter(
                    content_type__app_label="people", codename__in=codenames
                )
            )


class Migration(migrations.Migration):
    dependencies = [
        ("website", "0009_trainers_enrol_in_their_editions"),
        ("people", "0007_who_manages_people"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
