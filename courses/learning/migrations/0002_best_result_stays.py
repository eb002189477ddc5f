from django.db import migrations, models


def mark_ungraded(apps, schema_editor):
    """What could not be judged had no points until now."""
    apps.get_model("learning", "ExerciseAttempt").objects.filter(points=None).update(graded=False)


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="exerciseattempt",
            name="answer",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="exerciseattempt",
            name="graded",
            field=models.BooleanField(default=True),
        ),
        migrations.RunPython(mark_ungraded, migrations.RunPython.noop),
    ]
