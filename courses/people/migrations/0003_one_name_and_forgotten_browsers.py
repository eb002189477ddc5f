from django.db import migrations, models

import courses.people.fields
from courses.common import names


def take_out_dashes(apps, schema_editor):
    """A lone dash or dot stood for "I have no second name"."""
    people = apps.get_model("people", "User").objects.using(schema_editor.connection.alias)
    changed = []
    for one in people.only("pk", "first_name", "last_name").iterator(chunk_size=500):
        before = (one.first_name, one.last_name)
        one.first_name, one.last_name = names.tidy(one.first_name), names.tidy(one.last_name)
        if not one.first_name:
            one.first_name, one.last_name = one.last_name[:80], ""
        if (one.first_name, one.last_name) != before:
            one.sort_name = names.sort_key(one.first_name, one.last_name)
            changed.append(one)
    people.bulk_update(changed, ["first_name", "last_name", "sort_name"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_names_in_dutch_order")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="last_name",
            field=models.CharField(
                blank=True,
                max_length=120,
                validators=[courses.people.fields.validate_name],
                verbose_name="achternaam",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="browsers_forgotten",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        # Last: what is changed here would stand in the way of changes to the table.
        migrations.RunPython(take_out_dashes, migrations.RunPython.noop),
    ]
