from django.db import migrations


def from_yes_or_no(apps, schema_editor):
    attendances = apps.get_model("attendance", "Attendance").objects.using(schema_editor.connection.alias)
    attendances.filter(present=True).update(mark="present")
    attendances.filter(present=False).update(mark="absent")


def to_yes_or_no(apps, schema_editor):
    attendances = apps.get_model("attendance", "Attendance").objects.using(schema_editor.connection.alias)
    attendances.update(present=False)
    attendances.filter(mark__in=["present", "late"]).update(present=True)


class Migration(migrations.Migration):
    # By itself: PostgreSQL alters no table in the transaction in which its rows changed twice.
    dependencies = [("attendance", "0004_marks_of_more_kinds")]

    operations = [migrations.RunPython(from_yes_or_no, to_yes_or_no)]
