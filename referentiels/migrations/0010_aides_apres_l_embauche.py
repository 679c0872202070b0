"""The age of a senior and the reminder of a bilan, for an installation already loaded."""

from datetime import date
from decimal import Decimal

from django.db import migrations

VALEURS = (
    (
        "aide_senior_age",
        date(2023, 1, 1),
        Decimal("55"),
        "Choix du projet : la présentation dit « sénior » sans âge ; 55 ans, comme le Pacte régional d’investissement dans les compétences 2024-2027",
    ),
    (
        "relance_bilan_aide_jours",
        date(2023, 1, 1),
        Decimal("15"),
        "Choix du projet : sans bilan, un rappel quinze jours après la fin de la formation",
    ),
)


def ajouter(apps, schema_editor):
    Parametre = apps.get_model("referentiels", "Parametre")
    if not Parametre.objects.exists():
        return
    for code, depuis, valeur, texte in VALEURS:
        Parametre.objects.get_or_create(code=code, depuis=depuis, defaults={"valeur": valeur, "texte": texte})


class Migration(migrations.Migration):
    dependencies = [("referentiels", "0009_heures_et_factures")]

    operations = [migrations.RunPython(ajouter, migrations.RunPython.noop)]
