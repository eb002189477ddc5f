"""Since when a member of staff is asked for a second factor: from the first page that says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0013_list_who_is_signed_in")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="factor_asked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
