"""Rules of an edition: a minimum and a day to decide, withdrawing in time, missing a session.

Editions that are there already keep what was so: one can withdraw on the site until the beginning.
"""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editions', '0004_places_become_locations'),
    ]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='alternatives',
            field=models.ManyToManyField(blank=True, editable=False, related_name='+', to='editions.edition'),
        ),
        migrations.AddField(
            model_name='edition',
            name='cancel_reason',
            field=models.CharField(blank=True, editable=False, max_length=500),
        ),
        migrations.AddField(
            model_name='edition',
            name='decide_by',
            field=models.DateField(blank=True, help_text='De dag waarop je beslist of een te kleine groep doorgaat.', null=True, verbose_name='beslissen op'),
        ),
        migrations.AddField(
            model_name='edition',
            name='decided_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='edition',
            name='first_session_required',
            field=models.BooleanField(default=False, verbose_name='wie de eerste keer mist, doet niet verder mee'),
        ),
        migrations.AddField(
            model_name='edition',
            name='may_catch_up',
            field=models.BooleanField(default=False, verbose_name='één gemiste keer mag je inhalen bij een andere groep'),
        ),
        migrations.AddField(
            model_name='edition',
            name='minimum',
            field=models.PositiveSmallIntegerField(default=0, help_text='0 is geen minimum. Leeg: zoals bij de training.', validators=[django.core.validators.MaxValueValidator(500)], verbose_name='minimum aantal deelnemers'),
        ),
        migrations.AddField(
            model_name='edition',
            name='partners_only',
            field=models.BooleanField(default=False, verbose_name='alleen voor vrijwilligers van partnerorganisaties'),
        ),
        migrations.AddField(
            model_name='edition',
            name='withdraw_until_hours',
            field=models.PositiveSmallIntegerField(default=0, help_text='Daarna kan het alleen door te bellen. Leeg: zoals bij de training.', validators=[django.core.validators.MaxValueValidator(720)], verbose_name='afmelden tot hoeveel uur van tevoren'),
        ),
        migrations.AlterField(
            model_name='edition',
            name='withdraw_until_hours',
            field=models.PositiveSmallIntegerField(default=24, help_text='Daarna kan het alleen door te bellen. Leeg: zoals bij de training.', validators=[django.core.validators.MaxValueValidator(720)], verbose_name='afmelden tot hoeveel uur van tevoren'),
        ),
    ]
