import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enrolment", "0002_enrolled_by_staff"),
        ("certificates", "0002_longer_template_version"),
    ]

    operations = [
        migrations.AlterField(
            model_name="certificate",
            name="enrolment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="enrolment.enrolment",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="replaces",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="certificates.certificate",
                verbose_name="vervangt",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="replaced_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="vervangen op"),
        ),
        migrations.AddField(
            model_name="certificate",
            name="replace_reason",
            field=models.CharField(
                blank=True, editable=False, max_length=250, verbose_name="reden"
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="doubt",
            field=models.CharField(
                blank=True,
                choices=[
                    ("not_earned", "Volgens de verbeterde lijst is niet alles gedaan."),
                    ("hours", "Volgens de verbeterde lijst is het aantal uren anders."),
                ],
                editable=False,
                max_length=20,
                verbose_name="na te kijken",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("enrolment",),
                name="one_certificate_that_counts",
            ),
        ),
        migrations.CreateModel(
            name="WaitingCertificate",
            fields=[
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="waiting_certificate",
                        serialize=False,
                        to="enrolment.enrolment",
                    ),
                ),
                ("reason", models.CharField(max_length=250, verbose_name="reden")),
                ("since", models.DateTimeField(verbose_name="wacht sinds")),
            ],
            options={
                "verbose_name": "certificaat dat wacht",
                "verbose_name_plural": "certificaten die wachten",
                "ordering": ["since", "pk"],
            },
        ),
    ]
