"""Who is asked to go to another date, when two groups become one."""

import courses.common.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editions', '0008_editions_as_reported'),
        ('enrolment', '0006_companions_and_questions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MoveRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(default=courses.common.clock.now)),
                ('answer', models.CharField(choices=[('open', 'Nog geen antwoord'), ('yes', 'Ja, verplaatst'), ('no', 'Nee, blijft')], default='open', max_length=4)),
                ('answered_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='move_requests', to='enrolment.enrolment')),
                ('from_edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='editions.edition')),
                ('to_edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='editions.edition')),
            ],
            options={
                'verbose_name': 'vraag om te verplaatsen',
                'verbose_name_plural': 'vragen om te verplaatsen',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'to_edition'), name='asked_to_move_once')],
            },
        ),
    ]
