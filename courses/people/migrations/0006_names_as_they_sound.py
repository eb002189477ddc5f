from django.db import migrations

import courses.people.models
from courses.common import spelling


def write_down_how_names_sound(apps, schema_editor):
    people = apps.get_model("people", "User").objects.using(schema_editor.connection.alias)
    changed = []
    for one in people.only("pk", "first_name", "last_name").iterator(chunk_size=500):
        one.spelling_key = spelling.key(one.first_name, one.last_name)
        changed.append(one)
    people.bulk_update(changed, ["spelling_key"], batch_size=200)


def leave_the_search_index(apps, schema_editor):
    """People are not looked for in Wagtail's index any more; what is left there would stay for
    ever, also of who is erased."""
    alias = schema_editor.connection.alias
    kinds = apps.get_model("contenttypes", "ContentType").objects.using(alias)
    for kind in kinds.filter(app_label="people", model="user"):
        schema_editor.execute(
            "DELETE FROM wagtailsearch_indexentry WHERE content_type_id = %s", [kind.pk]
        )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_telephone_and_address"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="spelling_key",
            field=courses.people.models.SpellingKeyField(default="", editable=False, max_length=240),
        ),
        # Last: what is changed here would stand in the way of changes to the table.
        migrations.RunPython(write_down_how_names_sound, migrations.RunPython.noop),
        migrations.RunPython(leave_the_search_index, migrations.RunPython.noop),
    ]
