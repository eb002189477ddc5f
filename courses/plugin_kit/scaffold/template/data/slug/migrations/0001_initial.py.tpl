import courses.common.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='notitie')),
                ('changed_at', models.DateTimeField(default=courses.common.clock.now, verbose_name='gewijzigd op')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='persoon')),
                ('training', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.trainingpage', verbose_name='training')),
            ],
            options={
                'verbose_name': 'notitie',
                'verbose_name_plural': 'notities',
                'constraints': [models.UniqueConstraint(fields=('person', 'training'), name='${slug}_one_note')],
            },
        ),
    ]
