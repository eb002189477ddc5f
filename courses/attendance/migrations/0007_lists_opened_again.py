from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("attendance", "0006_only_marks")]

    operations = [migrations.AddField("closedlist", "reopened_at", models.DateTimeField(null=True))]
