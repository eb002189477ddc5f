"""Coordinators keep the list of hard words: a change is in every lesson at once."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

COORDINATORS = ("Coördinatoren", "Beheerders")


def forwards(apps, schema_editor):
    config = apps.get_app_config("glossary")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Permission = apps.get_model("auth.Permission")
    rights = Permission.objects.filter(content_type__app_label="glossary")
    for group in apps.get_model("auth.Group").objects.filter(name__in=COORDINATORS):
        group.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("website", "0015_who_keeps_search_words"),
        ("glossary", "0001_hard_words"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
