"""The threshold of a trust signal, for an installation whose dated values are already loaded."""

from datetime import date
from decimal import Decimal

from django.db import migrations

CODE = "confiance_intentions_sans_embauche"
TEXTE = "Choix du projet : à partir de cinq intentions en 24 mois sans embauche connue, un signal pour l’agent"


def ajouter(apps, schema_editor):
    Parametre = apps.get_model("referentiels", "Parametre")
    if Parametre.objects.exists():
        Parametre.objects.get_or_create(
            code=CODE, depuis=date(2023, 1, 1), defaults={"valeur": Decimal(5), "texte": TEXTE}
        )


class Migration(migrations.Migration):
    dependencies = [("referentiels", "0005_mesures_des_regroupements")]

    operations = [migrations.RunPython(ajouter, migrations.RunPython.noop)]
