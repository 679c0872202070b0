from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("sessions_formation", "0008_demande"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="envoi",
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
    ]
