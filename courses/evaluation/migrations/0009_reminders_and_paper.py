import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0008_sum_up_closed_forms")]

    operations = [
        migrations.AddField(
            model_name="evaluationform",
            name="reminders",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Hoe vaak wie nog niet antwoordde is herinnerd, iedereen tegelijk.",
                verbose_name="herinneringen",
            ),
        ),
        migrations.AddField(
            model_name="evaluationform",
            name="asked_count",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="gevraagd"),
        ),
        migrations.CreateModel(
            name="PaperBatch",
            fields=[
                (
                    "form",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="paper",
                        serialize=False,
                        to="evaluation.evaluationform",
                    ),
                ),
                ("content", models.BinaryField()),
            ],
            options={
                "verbose_name": "stapel overgetypte formulieren",
                "verbose_name_plural": "stapels overgetypte formulieren",
            },
        ),
    ]
