"""Hybrid editions: two halves, at a venue and online."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editions', '0005_house_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='half_of',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='half', to='editions.edition'),
        ),
    ]
