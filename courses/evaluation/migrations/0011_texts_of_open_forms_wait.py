"""Texts of forms that are still open were read by nobody: they are reviewed. And the first words that
look like a name and are none."""

from django.db import migrations

EXCEPTIONS = (
    "Humanitas",
    "Leger des Heils",
    "Rode Kruis",
    "Roos van Leary",
    "Vincent de Paul",
    "Zonnebloem",
)


def forwards(apps, schema_editor):
    texts = apps.get_model("evaluation", "TextAnswer").objects
    texts.filter(question__form__status="open").update(status="waiting")
    exceptions = apps.get_model("evaluation", "ScreeningException").objects
    exceptions.bulk_create(exceptions.model(words=words) for words in EXCEPTIONS)


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0010_texts_are_reviewed")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
