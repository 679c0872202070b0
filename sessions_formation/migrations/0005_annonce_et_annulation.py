"""When a step's date was told, and why it was cancelled."""

from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("sessions_formation", "0004_etapes_et_parcours")]

    operations = [
        migrations.AddField(
            "etapesession",
            "annoncee_le",
            models.DateTimeField("annoncée le", default=timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            "etapesession", "motif_annulation", models.TextField("motif de l’annulation", blank=True)
        ),
    ]
