"""What pooling measures by, for an installation whose dated values are already loaded: its rules need every one."""

from datetime import date
from decimal import Decimal

from django.db import migrations

DEPUIS = date(2023, 1, 1)
MESURES = (
    ("regroupement_postes_max", 12, "Choix du projet : au-delà de douze postes, deux sessions plutôt qu’une"),
    (
        "regroupement_ecart_jours",
        60,
        "Choix du projet : à deux mois près, les dates d’embauche souhaitées se rencontrent",
    ),
)


def ajouter(apps, schema_editor):
    Parametre = apps.get_model("referentiels", "Parametre")
    if not Parametre.objects.exists():
        return
    Parametre.objects.bulk_create(
        [Parametre(code=code, depuis=DEPUIS, valeur=Decimal(valeur), texte=texte) for code, valeur, texte in MESURES],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("referentiels", "0004_delais_des_intentions")]

    operations = [migrations.RunPython(ajouter, migrations.RunPython.noop)]
