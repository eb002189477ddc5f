from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='PluginFault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plugin', models.SlugField(verbose_name='uitbreiding')),
                ('place', models.CharField(max_length=100, verbose_name='waar')),
                ('error', models.CharField(max_length=200, verbose_name='soort fout')),
                ('last_frame', models.CharField(max_length=500, verbose_name='plek in de code')),
                ('frames', models.TextField(verbose_name='details')),
                ('count', models.PositiveIntegerField(default=1, verbose_name='hoe vaak')),
                ('first_at', models.DateTimeField(verbose_name='voor het eerst')),
                ('last_at', models.DateTimeField(verbose_name='voor het laatst')),
            ],
            options={
                'verbose_name': 'storing van een uitbreiding',
                'verbose_name_plural': 'storingen van uitbreidingen',
                'ordering': ['-last_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('plugin', 'place', 'error', 'last_frame'), name='one_row_for_a_fault')],
            },
        ),
    ]
