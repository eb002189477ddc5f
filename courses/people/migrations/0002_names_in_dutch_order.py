from django.db import migrations, models

import courses.people.fields
import courses.people.models
from courses.common import names


def put_in_order(apps, schema_editor):
    """Give everybody a place in lists, and take out of names what nobody sees."""
    person = apps.get_model("people", "User")
    changed = []
    for one in person.objects.only("pk", "first_name", "last_name").iterator(chunk_size=500):
        one.first_name, one.last_name = names.tidy(one.first_name), names.tidy(one.last_name)
        one.sort_name = names.sort_key(one.first_name, one.last_name)
        changed.append(one)
    person.objects.bulk_update(
        changed, ["first_name", "last_name", "sort_name"], batch_size=200
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="sort_name",
            field=courses.people.models.SortNameField(default="", editable=False, max_length=240),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["sort_name"], name="people_user_sort_na_013157_idx"),
        ),
        migrations.AlterField(
            model_name="user",
            name="first_name",
            field=models.CharField(
                max_length=80,
                validators=[courses.people.fields.validate_name],
                verbose_name="voornaam",
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="last_name",
            field=models.CharField(
                max_length=120,
                validators=[courses.people.fields.validate_name],
                verbose_name="achternaam",
            ),
        ),
        # Last: what is changed here would stand in the way of changes to the table.
        migrations.RunPython(put_in_order, migrations.RunPython.noop, elidable=True),
        migrations.AlterModelOptions(
            name="user",
            options={
                "ordering": ["sort_name", "pk"],
                "verbose_name": "persoon",
                "verbose_name_plural": "personen",
            },
        ),
    ]
