from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('aides', '0003_pieces_vues'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='piecevue',
            name='piece',
        ),
        migrations.AddField(
            model_name='piecevue',
            name='empreinte',
            field=models.CharField(default='', max_length=64, verbose_name='empreinte SHA-256'),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='piecevue',
            constraint=models.UniqueConstraint(fields=('demande', 'empreinte'), name='une_piece_vue_une_fois'),
        ),
    ]
