from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Those in quarantine are counted on the first page of the administration, and by each scrape of the measures."""

    atomic = False
    dependencies = [("noyau", "0013_pieces_par_empreinte")]

    operations = [
        # It waits for transactions under way, holding nothing of the table meanwhile.
        migrations.RunSQL("SET lock_timeout = 0", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "courrier",
            models.Index(
                fields=["-depose_le"], condition=models.Q(statut="quarantaine"), name="courriers_en_quarantaine"
            ),
        ),
    ]
