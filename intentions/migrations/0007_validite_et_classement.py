# Written by makemigrations; what it adds is used by the expiry and the reminders of intentions.

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intentions', '0006_derogation_caduque'),
        ('referentiels', '0004_delais_des_intentions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='intentionembauche',
            options={'permissions': [('trancher_derogation', 'Peut accorder ou refuser une dérogation'), ('classer_intention', 'Peut classer une intention'), ('voir_adaptation', 'Peut lire l’adaptation liée à l’obligation d’emploi')], 'verbose_name': 'intention d’embauche', 'verbose_name_plural': 'intentions d’embauche'},
        ),
        migrations.AddField(
            model_name='intentionembauche',
            name='attend_depuis',
            field=models.DateField(blank=True, null=True, verbose_name='attend un organisme depuis'),
        ),
        migrations.AddIndex(
            model_name='intentionembauche',
            index=models.Index(condition=models.Q(('statut', 'recevable')), fields=['attend_depuis'], name='intention_en_attente'),
        ),
        migrations.AddIndex(
            model_name='intentionembauche',
            index=models.Index(condition=models.Q(('derogation_fin__isnull', False), ('statut', 'recevable')), fields=['derogation_fin'], name='intention_derogation_a_terme'),
        ),
    ]
