"""Coordinators review open answers and make topics; trainers give topics to those of their own editions."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

COORDINATORS = ("Coördinatoren", "Beheerders")
TRAINERS = ("Trainers",)
LABEL = ["label_textanswer"]
ALL = [*LABEL, "review_textanswer"] + [f"{one}_topic" for one in ("add", "change", "delete", "view")]


def forwards(apps, schema_editor):
    config = apps.get_app_config("evaluation")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Permission = apps.get_model("auth.Permission")
    for names, rights in ((COORDINATORS, ALL), (TRAINERS, LABEL)):
        found = Permission.objects.filter(content_type__app_label="evaluation", codename__in=rights)
        for group in apps.get_model("auth.Group").objects.filter(name__in=names):
            group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("website", "0013_privacy_of_certificates"),
        ("evaluation", "0011_texts_of_open_forms_wait"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
