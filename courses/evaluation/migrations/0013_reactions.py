"""What was done with what people said: a row for each form that has a reaction."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0012_evaluations_held_elsewhere")]

    operations = [
        migrations.CreateModel(
            name="Reaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "heard",
                    models.TextField(blank=True, max_length=1500, verbose_name="wat we hoorden"),
                ),
                (
                    "done",
                    models.TextField(
                        blank=True, max_length=1500, verbose_name="wat we ermee deden"
                    ),
                ),
                (
                    "is_shared",
                    models.BooleanField(default=True, verbose_name="ook voor anderen"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Concept"),
                            ("published", "Gepubliceerd"),
                            ("withdrawn", "Ingetrokken"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="gepubliceerd op"
                    ),
                ),
                (
                    "form",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reaction",
                        to="evaluation.evaluationform",
                    ),
                ),
            ],
            options={
                "verbose_name": "reactie op een evaluatie",
                "verbose_name_plural": "reacties op evaluaties",
            },
        ),
        migrations.AddIndex(
            model_name="reaction",
            index=models.Index(
                fields=["status", "published_at"], name="evaluation__status_c747be_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="reaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), _negated=True),
                    models.Q(
                        ("published_at__isnull", False),
                        models.Q(("heard", ""), _negated=True),
                        models.Q(("done", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_published_reaction_is_whole",
            ),
        ),
    ]
