"""The hours of the Infopunt as times, so that pages can say whether it can be called now."""

import re
from datetime import time

from django.db import migrations, models

FROM_TO = re.compile(r"(\d{1,2})[.:](\d\d)\D+(\d{1,2})[.:](\d\d)")


def read_hours(apps, schema_editor):
    """Times from the words that stood there; words that say more stay as they are, without times."""
    for contact in apps.get_model("catalogue", "InfopuntSettings").objects.all():
        words = contact.hours_note.strip()
        found = FROM_TO.search(words)
        rest = FROM_TO.sub("", words).lower().split()
        opens = closes = None
        if found:
            one, two, three, four = (int(part) for part in found.groups())
            if max(one, three) < 24 and max(two, four) < 60:
                opens, closes = time(one, two), time(three, four)
        every_day = set(rest) <= {"elke", "dag", "dagelijks", "van", "uur", "tot"}
        working_days = set(rest) <= {"op", "werkdagen", "van", "uur", "tot", "elke", "werkdag"}
        if opens and closes and opens < closes and (every_day or working_days):
            contact.opens_at, contact.closes_at, contact.hours_note = opens, closes, ""
            contact.in_weekends = every_day
        else:
            contact.opens_at = contact.closes_at = None
        contact.save()


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_names_of_steps")]

    operations = [
        migrations.RenameField("infopuntsettings", "opening_hours", "hours_note"),
        migrations.AlterField(
            "infopuntsettings",
            "hours_note",
            models.CharField(
                blank=True,
                help_text="Zonder tijden hierboven staat alleen dit op de site.",
                max_length=120,
                verbose_name="aanvulling bij de tijden",
            ),
        ),
        migrations.AddField(
            "infopuntsettings",
            "opens_at",
            models.TimeField(blank=True, default=time(9), null=True, verbose_name="bereikbaar vanaf"),
        ),
        migrations.AddField(
            "infopuntsettings",
            "closes_at",
            models.TimeField(blank=True, default=time(13), null=True, verbose_name="bereikbaar tot"),
        ),
        migrations.AddField(
            "infopuntsettings",
            "in_weekends",
            models.BooleanField(default=True, verbose_name="ook in het weekend"),
        ),
        migrations.AddField(
            "infopuntsettings",
            "closed_days",
            models.TextField(
                blank=True,
                help_text="Bijvoorbeeld feestdagen: een datum op elke regel, zoals 25-12-2026.",
                max_length=2000,
                default="",
                verbose_name="dagen dicht",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(read_hours, migrations.RunPython.noop),
    ]
