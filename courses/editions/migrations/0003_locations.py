"""Locations, and a place of its own for each session."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editions', '0002_calendar_version'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='address',
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='session',
            name='online_link',
            field=models.URLField(blank=True, help_text='Alleen als deze bijeenkomst online is en de andere niet.', verbose_name='eigen online link'),
        ),
        migrations.AddField(
            model_name='session',
            name='room',
            field=models.CharField(blank=True, max_length=80, verbose_name='zaal'),
        ),
        migrations.AddField(
            model_name='session',
            name='venue',
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AlterField(
            model_name='edition',
            name='address',
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='adres'),
        ),
        migrations.AlterField(
            model_name='edition',
            name='venue',
            field=models.CharField(blank=True, editable=False, max_length=120, verbose_name='naam van de locatie'),
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='naam')),
                ('address', models.CharField(blank=True, help_text='Straat, nummer en plaats.', max_length=200, verbose_name='adres')),
                ('district', models.CharField(blank=True, choices=[('west', 'West'), ('noordwest', 'Noordwest'), ('overvecht', 'Overvecht'), ('noordoost', 'Noordoost'), ('oost', 'Oost'), ('binnenstad', 'Binnenstad'), ('zuid', 'Zuid'), ('zuidwest', 'Zuidwest'), ('leidsche-rijn', 'Leidsche Rijn'), ('vleuten-de-meern', 'Vleuten-De Meern')], max_length=16, verbose_name='wijk')),
                ('own_map_link', models.URLField(blank=True, help_text='Leeg: een kaart waarop het adres wordt gezocht.', verbose_name='link naar een kaart')),
                ('entrance', models.CharField(blank=True, help_text='Hoe kom je binnen? Welke deur, welke bel?', max_length=250, verbose_name='de deur')),
                ('step_free', models.CharField(blank=True, help_text='Kun je er met een rolstoel of rollator in? Is er een aangepast toilet?', max_length=250, verbose_name='drempels en lift')),
                ('hearing', models.CharField(blank=True, help_text='Is er een ringleiding? In welke zaal?', max_length=250, verbose_name='ringleiding')),
                ('transport', models.CharField(blank=True, help_text='Welke bus en welke halte? Waar kun je parkeren?', max_length=250, verbose_name='bus, fiets en auto')),
                ('is_archived', models.BooleanField(default=False, help_text='Je kunt haar dan niet meer kiezen voor een nieuwe uitvoering.', verbose_name='niet meer in gebruik')),
                ('photo', models.ForeignKey(blank=True, help_text='Van de deur of de zaal. Zo herkent iemand de plek.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='foto')),
            ],
            options={
                'verbose_name': 'locatie',
                'verbose_name_plural': 'locaties',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='edition',
            name='location',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='editions.location', verbose_name='locatie'),
        ),
        migrations.AddField(
            model_name='session',
            name='location',
            field=models.ForeignKey(blank=True, help_text='Alleen als deze bijeenkomst ergens anders is.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='editions.location', verbose_name='andere locatie'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.UniqueConstraint(fields=('name', 'address'), name='one_location_by_name_and_address', violation_error_message='Deze locatie staat er al.'),
        ),
    ]
