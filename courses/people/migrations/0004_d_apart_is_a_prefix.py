from django.db import migrations

from courses.common import names


def put_in_order(apps, schema_editor):
    """Who is called "d' Hont" stands under H; "d'Hont" stays under D."""
    people = apps.get_model("people", "User").objects.using(schema_editor.connection.alias)
    changed = []
    called = people.filter(last_name__istartswith="d").only("pk", "first_name", "last_name", "sort_name")
    for one in called.iterator(chunk_size=500):
        key = names.sort_key(one.first_name, one.last_name)
        if one.sort_name != key:
            one.sort_name = key
            changed.append(one)
    people.bulk_update(changed, ["sort_name"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_one_name_and_forgotten_browsers")]

    operations = [migrations.RunPython(put_in_order, migrations.RunPython.noop)]
