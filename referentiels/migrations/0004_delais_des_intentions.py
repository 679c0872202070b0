"""The delays of intentions, for an installation whose dated values are already loaded: its rules need every one."""

from datetime import date
from decimal import Decimal

from django.db import migrations

DEPUIS = date(2023, 1, 1)
CHOIX = "Choix du projet"
DELAIS = (
    ("validite_intention_jours", 90, f"{CHOIX} : une intention vaut trois mois, puis l’employeur dit si elle tient toujours"),
    ("validite_complement_jours", 60, f"{CHOIX} : deux mois pour répondre, puis l’intention expire"),
    ("preavis_validite_jours", 15, f"{CHOIX} : l’employeur est interrogé quinze jours avant la fin"),
    ("derogation_max_jours", 365, f"{CHOIX} : une dérogation à une intention vaut un an au plus"),
    ("relance_organisme_jours", 10, f"{CHOIX} : sans réponse de l’organisme choisi, dix jours ouvrés"),
    ("relance_libre_jours", 30, f"{CHOIX} : une intention que personne ne prend, trente jours"),
    ("relance_confirmation_jours", 5, f"{CHOIX} : une confirmation qui se fait attendre, cinq jours ouvrés"),
    ("relance_partenaire_jours", 10, f"{CHOIX} : une confirmation qui ne vient pas, dix jours ouvrés"),
    ("relance_derogation_jours", 2, "FAQ §7 : quelques jours peuvent suffire ; choix du projet, deux jours ouvrés"),
    ("alerte_derogation_jours", 5, "FAQ §7 : quelques jours peuvent suffire ; choix du projet, cinq jours ouvrés"),
)


def ajouter(apps, schema_editor):
    Parametre = apps.get_model("referentiels", "Parametre")
    if not Parametre.objects.exists():
        return
    Parametre.objects.bulk_create(
        [Parametre(code=code, depuis=DEPUIS, valeur=Decimal(valeur), texte=texte) for code, valeur, texte in DELAIS],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("referentiels", "0003_fermeture_et_arrondissement")]

    operations = [migrations.RunPython(ajouter, migrations.RunPython.noop)]
