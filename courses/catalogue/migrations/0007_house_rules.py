"""What the rules of new editions of a training are."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0006_names_in_counts'),
    ]

    operations = [
        migrations.AddField(
            model_name='trainingpage',
            name='decide_days',
            field=models.PositiveSmallIntegerField(default=7, help_text='Dan beslis je of een te kleine groep doorgaat.', validators=[django.core.validators.MaxValueValidator(90)], verbose_name='beslissen hoeveel dagen van tevoren'),
        ),
        migrations.AddField(
            model_name='trainingpage',
            name='first_session_required',
            field=models.BooleanField(default=False, verbose_name='wie de eerste keer mist, doet niet verder mee'),
        ),
        migrations.AddField(
            model_name='trainingpage',
            name='may_catch_up',
            field=models.BooleanField(default=False, verbose_name='één gemiste keer mag je inhalen bij een andere groep'),
        ),
        migrations.AddField(
            model_name='trainingpage',
            name='minimum',
            field=models.PositiveSmallIntegerField(default=0, help_text='0 is geen minimum.', validators=[django.core.validators.MaxValueValidator(500)], verbose_name='minimum aantal deelnemers'),
        ),
        migrations.AddField(
            model_name='trainingpage',
            name='partners_only',
            field=models.BooleanField(default=False, verbose_name='alleen voor vrijwilligers van partnerorganisaties'),
        ),
        migrations.AddField(
            model_name='trainingpage',
            name='withdraw_until_hours',
            field=models.PositiveSmallIntegerField(default=24, help_text='Daarna kan het alleen door te bellen. 0 is tot het begin.', validators=[django.core.validators.MaxValueValidator(720)], verbose_name='afmelden tot hoeveel uur van tevoren'),
        ),
    ]
