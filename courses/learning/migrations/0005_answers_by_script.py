"""In what order answers by script came, and which of several attempts was the best."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def count_what_there_is(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """How often somebody tried before was not kept: what there is was the first attempt."""
    attempts = apps.get_model("learning", "ExerciseAttempt").objects
    attempts.filter(finished=True).update(ended=True, best_attempt=1)


class Migration(migrations.Migration):
    dependencies = [("learning", "0004_places_in_lessons")]

    operations = [
        migrations.AddField(
            "exerciseattempt", "attempt", models.PositiveIntegerField(default=1)
        ),
        migrations.AddField(
            "exerciseattempt", "ended", models.BooleanField(default=False)
        ),
        migrations.AddField(
            "exerciseattempt", "best_attempt", models.PositiveIntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            "exerciseattempt", "revision", models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            "exerciseattempt",
            "sender",
            models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            "exerciseattempt", "sender_number", models.PositiveBigIntegerField(default=0)
        ),
        migrations.RunPython(count_what_there_is, migrations.RunPython.noop),
    ]
