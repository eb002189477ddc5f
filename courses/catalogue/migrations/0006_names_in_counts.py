from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0005_hours_of_the_infopunt'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='cataloguepage',
            options={'verbose_name': 'trainingenoverzicht', 'verbose_name_plural': 'trainingenoverzichten'},
        ),
        migrations.AlterModelOptions(
            name='infopuntsettings',
            options={'verbose_name': 'Infopunt', 'verbose_name_plural': 'gegevens van het Infopunt'},
        ),
        migrations.AlterModelOptions(
            name='learningpathindexpage',
            options={'verbose_name': 'overzicht van leerlijnen', 'verbose_name_plural': 'overzichten van leerlijnen'},
        ),
        migrations.AlterModelOptions(
            name='lectureindexpage',
            options={'verbose_name': 'overzicht van lezingen', 'verbose_name_plural': 'overzichten van lezingen'},
        ),
        migrations.AlterModelOptions(
            name='traininggoal',
            options={'ordering': ['sort_order'], 'verbose_name': 'leerdoel', 'verbose_name_plural': 'leerdoelen'},
        ),
    ]
