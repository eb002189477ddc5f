from django.db import migrations, models
from django.db.models import F


def number_sums(apps, schema_editor):
    """Give all sums that there are a number of their own: that of their form, as no later one is
    likely to be."""
    forms = apps.get_model("evaluation", "EvaluationForm").objects
    forms.exclude(status="open").update(summed_as=F("pk"))


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0014_nothing_is_kept_that_may_not_be_shown")]

    operations = [
        migrations.AddField(
            model_name="evaluationform",
            name="summed_as",
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(number_sums, migrations.RunPython.noop),
    ]
