from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='answercount',
            options={'verbose_name': 'telling in een evaluatie', 'verbose_name_plural': 'tellingen in evaluaties'},
        ),
        migrations.AlterModelOptions(
            name='formquestion',
            options={'ordering': ['position'], 'verbose_name': 'vraag in een evaluatie', 'verbose_name_plural': 'vragen in evaluaties'},
        ),
        migrations.AlterModelOptions(
            name='participation',
            options={'verbose_name': 'uitnodiging voor een evaluatie', 'verbose_name_plural': 'uitnodigingen voor evaluaties'},
        ),
        migrations.AlterModelOptions(
            name='textanswer',
            options={'ordering': ['id'], 'verbose_name': 'tekst in een evaluatie', 'verbose_name_plural': 'teksten in evaluaties'},
        ),
    ]
