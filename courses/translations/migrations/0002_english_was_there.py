"""The site was in Dutch and English before there were other languages."""

from django.db import migrations


def add_english(apps, schema_editor):
    apps.get_model("translations", "ContentLanguage").objects.get_or_create(
        code="en", defaults={"name": "English", "interface": "en", "is_on": True}
    )


class Migration(migrations.Migration):
    dependencies = [("translations", "0001_languages_and_texts")]
    operations = [migrations.RunPython(add_english, migrations.RunPython.noop)]
