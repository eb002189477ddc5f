"""A certificate that was taken back and then earned after all waits for a coordinator."""

from typing import Any

from django.db import migrations, models


def look_at_earned_again(apps: Any, schema_editor: Any) -> None:
    """Those of which the list was corrected before anybody was told.

    Only a certificate that the list said was not earned undid the completion when it was revoked.
    """
    certificates = apps.get_model("certificates", "Certificate").objects
    certificates.filter(
        revoked_at__isnull=False,
        replaced_at__isnull=True,
        enrolment__status="not_completed",
        doubt__in=["", "hours"],
    ).update(doubt="earned")


def forget_earned_again(apps: Any, schema_editor: Any) -> None:
    apps.get_model("certificates", "Certificate").objects.filter(doubt="earned").update(doubt="")


class Migration(migrations.Migration):
    dependencies = [("certificates", "0003_certificates_that_replace_others")]

    operations = [
        migrations.AlterField(
            model_name="certificate",
            name="doubt",
            field=models.CharField(
                blank=True,
                choices=[
                    ("not_earned", "Volgens de verbeterde lijst is niet alles gedaan."),
                    ("hours", "Volgens de verbeterde lijst is het aantal uren anders."),
                    ("earned", "Is ingetrokken, en volgens de verbeterde lijst toch verdiend."),
                ],
                editable=False,
                max_length=20,
                verbose_name="na te kijken",
            ),
        ),
        migrations.RunPython(look_at_earned_again, forget_earned_again),
    ]
