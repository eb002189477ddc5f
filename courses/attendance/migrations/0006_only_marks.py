from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("attendance", "0005_marks_from_yes_and_no")]

    operations = [
        migrations.RemoveField("attendance", "present"),
        migrations.AddConstraint(
            "attendance",
            models.CheckConstraint(
                condition=models.Q(("mark", "caught_up"), models.Q(("caught_up_in__isnull", True), ("caught_up_note", "")), _connector="OR"),
                name="caught_up_elsewhere_only_where_marked_so",
            ),
        ),
    ]
