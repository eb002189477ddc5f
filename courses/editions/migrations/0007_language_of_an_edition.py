"""What is spoken in an edition."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editions', '0006_hybrid_halves'),
    ]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='language',
            field=models.CharField(choices=[('nl', 'Nederlands'), ('nl-eenvoudig', 'Eenvoudig Nederlands'), ('en', 'Engels'), ('ar', 'Arabisch'), ('tr', 'Turks'), ('uk', 'Oekraïens'), ('ti', 'Tigrinya')], default='nl', max_length=12, verbose_name='taal'),
        ),
        migrations.AlterField(
            model_name='edition',
            name='capacity',
            field=models.PositiveSmallIntegerField(default=12, help_text='Leeg: 12 bij een training, 100 bij een lezing of een netwerkbijeenkomst.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)], verbose_name='aantal plaatsen'),
        ),
    ]
