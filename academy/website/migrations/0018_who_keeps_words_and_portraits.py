"""Coordinators keep the list of hard words, a change is in every lesson at once, and the faces of trainers."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

COORDINATORS = ("Coördinatoren", "Beheerders")
MODELS = (("glossary", "glossaryword"), ("people", "trainerportrait"))
ACTIONS = ("add", "change", "delete", "view")


def forwards(apps, schema_editor):
    Permission = apps.get_model("auth.Permission")
    groups = apps.get_model("auth.Group").objects.filter(name__in=COORDINATORS)
    for label, model in MODELS:
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
        rights = Permission.objects.filter(
            content_type__app_label=label, codename__in=[f"{action}_{model}" for action in ACTIONS]
        )
        for group in groups:
            group.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("website", "0017_privacy_of_places_in_lessons"),
        ("glossary", "0001_hard_words"),
        ("people", "0012_portraits_of_trainers"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
