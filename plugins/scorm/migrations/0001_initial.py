"""Packages in trainings."""


import courses.common.clock
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0010_variants_of_trainings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Package',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('file_id', models.CharField(max_length=36)),
                ('contents', models.JSONField()),
                ('added_at', models.DateTimeField(default=courses.common.clock.now, verbose_name='toegevoegd op')),
                ('training', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.trainingpage', verbose_name='training')),
            ],
            options={
                'verbose_name': 'SCORM-pakket',
                'verbose_name_plural': 'SCORM-pakketten',
                'ordering': ['title', 'pk'],
            },
        ),
    ]
