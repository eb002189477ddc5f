"""Trainers enrol people in the editions that they give, and take them out: who stands at the door."""

from django.db import migrations

NAMES = ("view_enrolment", "change_enrolment")


def forwards(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    Permission = apps.get_model("auth.Permission")
    trainers = Group.objects.filter(name="Trainers").first()
    if trainers is not None:
        trainers.permissions.add(
            *Permission.objects.filter(content_type__app_label="enrolment", codename__in=NAMES)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("website", "0008_who_keeps_locations"),
        ("enrolment", "0005_no_state_before_a_place"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
