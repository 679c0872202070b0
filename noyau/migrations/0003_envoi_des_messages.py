"""What makes the same message sent twice be written once."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("noyau", "0002_pieces_et_messages")]

    operations = [
        migrations.AddField(
            "message", "envoi", models.UUIDField(default=uuid.uuid4, editable=False), preserve_default=False
        ),
        migrations.AddConstraint(
            "message", models.UniqueConstraint(fields=["auteur", "envoi"], name="un_message_par_envoi")
        ),
    ]
