"""Lectures and network meetings beside trainings, with what one can look back at."""

import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0007_house_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='trainingpage',
            name='kind',
            field=models.CharField(choices=[('training', 'Training'), ('lecture', 'Lezing'), ('network', 'Netwerkbijeenkomst')], default='training', help_text='Een lezing en een netwerkbijeenkomst hebben geen lessen en geen certificaat.', max_length=8, verbose_name='soort'),
        ),
        migrations.AddField(
            model_name='trainingpage',
            name='recording_url',
            field=models.URLField(blank=True, help_text='Na afloop: dan staat de opname op deze pagina, op hetzelfde adres.', verbose_name='adres van de opname'),
        ),
        migrations.AddField(
            model_name='trainingpage',
            name='transcript',
            field=wagtail.fields.RichTextField(blank=True, help_text='Voor wie niet kan of wil luisteren. Nodig als er een opname is.', verbose_name='uitgeschreven tekst'),
        ),
    ]
