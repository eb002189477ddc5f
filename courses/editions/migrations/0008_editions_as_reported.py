"""Editions of the past, as others reported them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editions', '0007_language_of_an_edition'),
    ]

    operations = [
        migrations.AlterField(
            model_name='edition',
            name='status',
            field=models.CharField(choices=[('draft', 'Concept'), ('open', 'Gepubliceerd'), ('cancelled', 'Gaat niet door'), ('reported', 'Volgens opgave')], default='draft', max_length=12, verbose_name='status'),
        ),
        migrations.CreateModel(
            name='ReportedFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('participants', models.PositiveIntegerField(verbose_name='deelnemers')),
                ('answers', models.PositiveIntegerField(blank=True, null=True, verbose_name='ingevulde evaluaties')),
                ('mean', models.DecimalField(blank=True, decimal_places=1, max_digits=3, null=True, verbose_name='gemiddeld cijfer')),
                ('source', models.CharField(help_text='Wie dit opgaf, of waar de papieren liggen.', max_length=250, verbose_name='bron')),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reported', to='editions.edition')),
            ],
            options={
                'verbose_name': 'cijfer volgens opgave',
                'verbose_name_plural': 'cijfers volgens opgave',
                'constraints': [models.CheckConstraint(condition=models.Q(('answers__isnull', True), ('answers__lte', models.F('participants')), _connector='OR'), name='no_more_answers_than_participants'), models.CheckConstraint(condition=models.Q(('mean__isnull', True), models.Q(('answers__gte', 5), ('mean__gte', 1), ('mean__lte', 10)), _connector='OR'), name='a_mean_of_enough_answers')],
            },
        ),
    ]
