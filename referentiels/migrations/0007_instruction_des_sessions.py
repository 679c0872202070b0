"""The delays and the amount of the instruction, for an installation whose dated values are already loaded."""

from datetime import date
from decimal import Decimal

from django.db import migrations

VALEURS = (
    (
        "seconde_validation_montant",
        Decimal(100_000),
        "Choix du projet : à partir de 100 000 €, deux personnes signent l’achat",
    ),
    (
        "relance_session_jours",
        Decimal(2),
        "FAQ §7 : quelques jours peuvent suffire ; choix du projet, deux jours ouvrés",
    ),
    (
        "alerte_session_jours",
        Decimal(5),
        "FAQ §7 : quelques jours peuvent suffire ; choix du projet, cinq jours ouvrés",
    ),
    (
        "complement_session_jours",
        Decimal(10),
        "Choix du projet : dix jours ouvrés pour compléter, puis la Région peut refuser",
    ),
)


def ajouter(apps, schema_editor):
    Parametre = apps.get_model("referentiels", "Parametre")
    if not Parametre.objects.exists():
        return
    for code, valeur, texte in VALEURS:
        Parametre.objects.get_or_create(
            code=code, depuis=date(2023, 1, 1), defaults={"valeur": valeur, "texte": texte}
        )


class Migration(migrations.Migration):
    dependencies = [("referentiels", "0006_signal_sans_embauche")]

    operations = [migrations.RunPython(ajouter, migrations.RunPython.noop)]
