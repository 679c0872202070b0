from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("parcours", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="amenagement",
            options={
                "permissions": [("voir_amenagement", "Peut lire les besoins d’aménagement")],
                "verbose_name": "aménagement",
            },
        ),
    ]
