from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('attendance', '0002_closed_lists'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='attendance',
            options={'verbose_name': 'aantekening op een presentielijst', 'verbose_name_plural': 'aantekeningen op presentielijsten'},
        ),
    ]
