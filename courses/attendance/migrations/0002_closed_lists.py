import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import courses.common.clock


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0001_initial"),
        ("attendance", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosedList",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="closed_list",
                        serialize=False,
                        to="editions.edition",
                    ),
                ),
                ("closed_at", models.DateTimeField(default=courses.common.clock.now)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "afgeronde presentielijst",
                "verbose_name_plural": "afgeronde presentielijsten",
            },
        ),
    ]
