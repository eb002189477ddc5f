"""What people wrote is reviewed before it is read. What could be read already stays so."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0009_reminders_and_paper")]

    operations = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="naam")),
                (
                    "key",
                    models.CharField(blank=True, default="", max_length=80, verbose_name="vraag"),
                ),
            ],
            options={
                "verbose_name": "onderwerp van open antwoorden",
                "verbose_name_plural": "onderwerpen van open antwoorden",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ScreeningException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=80, verbose_name="woorden")),
            ],
            options={
                "verbose_name": "uitzondering bij het zoeken naar namen",
                "verbose_name_plural": "uitzonderingen bij het zoeken naar namen",
                "ordering": ["words", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                models.F("key"),
                name="one_topic_per_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="screeningexception",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("words"), name="one_exception_per_words"
            ),
        ),
        # What stands there could be read until now.
        migrations.AddField(
            model_name="textanswer",
            name="status",
            field=models.CharField(
                choices=[
                    ("waiting", "Nog te bekijken"),
                    ("seen", "Bekeken"),
                    ("left_out", "Weg te laten"),
                    ("released", "Vrijgegeven"),
                    ("gone", "Weggelaten"),
                ],
                default="released",
                max_length=8,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="textanswer",
            name="status",
            field=models.CharField(
                choices=[
                    ("waiting", "Nog te bekijken"),
                    ("seen", "Bekeken"),
                    ("left_out", "Weg te laten"),
                    ("released", "Vrijgegeven"),
                    ("gone", "Weggelaten"),
                ],
                default="waiting",
                max_length=8,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="textanswer", name="text", field=models.TextField(blank=True)
        ),
        migrations.AddField(
            model_name="textanswer",
            name="redactions",
            field=models.JSONField(blank=True, default=None, null=True),
        ),
        migrations.AddField(
            model_name="textanswer",
            name="is_golden_tip",
            field=models.BooleanField(default=False, verbose_name="gouden tip"),
        ),
        migrations.AddField(
            model_name="textanswer",
            name="topics",
            field=models.ManyToManyField(
                blank=True,
                related_name="texts",
                to="evaluation.topic",
                verbose_name="onderwerpen",
            ),
        ),
        migrations.AlterModelOptions(
            name="textanswer",
            options={
                "ordering": ["id"],
                "permissions": [
                    ("review_textanswer", "Mag open antwoorden bekijken en vrijgeven"),
                    ("label_textanswer", "Mag onderwerpen geven aan open antwoorden"),
                ],
                "verbose_name": "tekst in een evaluatie",
                "verbose_name_plural": "teksten in evaluaties",
            },
        ),
        migrations.AddIndex(
            model_name="textanswer",
            index=models.Index(fields=["status", "question"], name="texts_by_status"),
        ),
        migrations.AddIndex(
            model_name="textanswer",
            index=models.Index(
                condition=models.Q(("is_golden_tip", True)), fields=["question"], name="golden_tips"
            ),
        ),
        migrations.AddConstraint(
            model_name="textanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("status", "gone"), _negated=True), ("text", ""), _connector="OR"),
                name="nothing_is_kept_of_a_text_that_is_gone",
            ),
        ),
        migrations.AddConstraint(
            model_name="textanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ("waiting", "seen", "left_out")),
                    ("redactions__isnull", True),
                    _connector="OR",
                ),
                name="redactions_end_with_the_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="textanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_golden_tip", False), ("status", "released"), _connector="OR"),
                name="only_what_is_released_is_a_tip",
            ),
        ),
    ]
