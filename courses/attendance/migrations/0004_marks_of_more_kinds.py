import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import courses.common.clock

MARKS = [('present', 'Aanwezig'), ('late', 'Te laat'), ('excused', 'Afgemeld'), ('absent', 'Afwezig'), ('caught_up', 'Ingehaald')]


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0003_names_in_counts"),
        ("editions", "0001_initial"),
        ("enrolment", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "attendance",
            "mark",
            models.CharField(choices=MARKS, default="absent", max_length=10, verbose_name="presentie"),
            preserve_default=False,
        ),
        migrations.AddField("attendance", "caught_up_in", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="editions.session")),
        migrations.AddField("attendance", "caught_up_note", models.CharField(blank=True, max_length=120)),
        # A default, so that one can go back.
        migrations.AlterField("attendance", "present", models.BooleanField(default=False, verbose_name="aanwezig")),
        migrations.CreateModel(
            name="MarkChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(blank=True, choices=MARKS, max_length=10)),
                ("after", models.CharField(blank=True, choices=MARKS, max_length=10)),
                ("at", models.DateTimeField(default=courses.common.clock.now)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("enrolment", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="mark_changes", to="enrolment.enrolment")),
                ("session", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="mark_changes", to="editions.session")),
            ],
            options={
                "verbose_name": "wijziging op een presentielijst",
                "verbose_name_plural": "wijzigingen op presentielijsten",
                "ordering": ["-at", "-pk"],
            },
        ),
    ]
