"""Delays, late interest and VAT of invoices, for an installation already loaded."""

from datetime import date
from decimal import Decimal

from django.db import migrations

VALEURS = (
    ("heures_jour_max", date(2023, 1, 1), Decimal("8"), "Choix du projet : au-delà de huit heures par jour ouvré du mois, les heures sont signalées"),
    ("relance_heures_jours", date(2023, 1, 1), Decimal("3"), "Choix du projet : sans déclaration, un rappel trois jours ouvrés après le premier jour ouvré du mois"),
    ("relance_facture_jours", date(2023, 1, 1), Decimal("5"), "Choix du projet : sans émission, un rappel cinq jours ouvrés après la préparation du projet"),
    ("relance_service_fait_jours", date(2023, 1, 1), Decimal("5"), "Choix du projet : le service fait se contrôle dans la semaine"),
    ("alerte_service_fait_jours", date(2023, 1, 1), Decimal("10"), "Choix du projet : dix jours ouvrés, le tiers du délai de paiement"),
    ("paiement_jours", date(2023, 1, 1), Decimal("30"), "Code de la commande publique, art. R2192-10"),
    ("interets_moratoires_taux", date(2023, 1, 1), Decimal("0.1050"), "Code de la commande publique, art. R2192-31 : BCE 2,50 % au 1er janvier 2023, et huit points"),
    ("interets_moratoires_taux", date(2023, 7, 1), Decimal("0.1200"), "Code de la commande publique, art. R2192-31 : BCE 4,00 % au 1er juillet 2023, et huit points"),
    ("interets_moratoires_taux", date(2024, 1, 1), Decimal("0.1250"), "Code de la commande publique, art. R2192-31 : BCE 4,50 % au 1er janvier 2024, et huit points"),
    ("interets_moratoires_taux", date(2024, 7, 1), Decimal("0.1225"), "Code de la commande publique, art. R2192-31 : BCE 4,25 % au 1er juillet 2024, et huit points"),
    ("interets_moratoires_taux", date(2025, 1, 1), Decimal("0.1115"), "Code de la commande publique, art. R2192-31 : BCE 3,15 % au 1er janvier 2025, et huit points"),
    ("interets_moratoires_taux", date(2025, 7, 1), Decimal("0.1015"), "Code de la commande publique, art. R2192-31 : BCE 2,15 % au 1er juillet 2025, et huit points"),
    ("recouvrement_indemnite", date(2023, 1, 1), Decimal("40"), "Code de la commande publique, art. D2192-35"),
    ("tva_taux_normal", date(2023, 1, 1), Decimal("0.20"), "Code général des impôts, art. 278"),
)


def ajouter(apps, schema_editor):
    Parametre = apps.get_model("referentiels", "Parametre")
    if not Parametre.objects.exists():
        return
    for code, depuis, valeur, texte in VALEURS:
        Parametre.objects.get_or_create(code=code, depuis=depuis, defaults={"valeur": valeur, "texte": texte})


class Migration(migrations.Migration):
    dependencies = [("referentiels", "0008_suivi_des_stagiaires")]

    operations = [migrations.RunPython(ajouter, migrations.RunPython.noop)]
