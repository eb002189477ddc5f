from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('website', '0006_privacy_of_known_devices'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='homepage',
            options={'verbose_name': 'voorpagina', 'verbose_name_plural': "voorpagina's"},
        ),
    ]
