"""Coordinators say what people mean with the words that they type."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = ("Coördinatoren", "Beheerders")


def forwards(apps, schema_editor):
    config = apps.get_app_config("search")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Permission = apps.get_model("auth.Permission")
    rights = Permission.objects.filter(
        content_type__app_label="search",
        codename__in=[f"{action}_wordgroup" for action in ("add", "change", "delete", "view")],
    )
    for group in apps.get_model("auth.Group").objects.filter(name__in=GROUPS):
        group.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("website", "0014_who_reviews_open_answers"),
        ("search", "0002_first_words"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
