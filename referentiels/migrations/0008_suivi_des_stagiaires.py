"""The delays of the follow-up, the floors of the results and the pay scale, for an installation already loaded."""

from datetime import date
from decimal import Decimal

from django.db import migrations

VALEURS = (
    (
        "suivi_relance_jours",
        Decimal("7"),
        "Choix du projet : sans réponse au suivi, une relance après sept jours",
    ),
    (
        "suivi_seconde_relance_jours",
        Decimal("14"),
        "Choix du projet : sans réponse au suivi, une seconde relance après quatorze jours",
    ),
    (
        "suivi_escalade_jours",
        Decimal("21"),
        "Choix du projet : sans réponse au suivi, la structure du référent est prévenue après vingt et un jours",
    ),
    (
        "sourcing_premier_jours",
        Decimal("21"),
        "FAQ §5 : trouver les stagiaires est le plus difficile ; choix du projet, vingt et un jours avant",
    ),
    (
        "sourcing_deuxieme_jours",
        Decimal("14"),
        "FAQ §5 : trouver les stagiaires est le plus difficile ; choix du projet, quatorze jours avant",
    ),
    (
        "sourcing_dernier_jours",
        Decimal("7"),
        "FAQ §5 : trouver les stagiaires est le plus difficile ; choix du projet, sept jours avant",
    ),
    (
        "resultat_effectif_min",
        Decimal("10"),
        "Choix du projet : rien n’est montré en dessous de dix personnes",
    ),
    (
        "resultat_couverture_min",
        Decimal("0.50"),
        "Choix du projet : un taux que moins de la moitié des réponses appuie n’est pas montré",
    ),
    (
        "placement_cible",
        Decimal("0.76"),
        "Présentation du Programme Région 2024 et plan de bataille : 76 % de placement",
    ),
    (
        "conservation_stagiaire_mois",
        Decimal("12"),
        "Choix du projet : une personne est effacée douze mois après la dernière chose attendue d’elle",
    ),
    (
        "remuneration_moins_18",
        Decimal("200"),
        "Code du travail, art. D6341-28-2, 1°",
    ),
    (
        "remuneration_18_25",
        Decimal("500"),
        "Code du travail, art. D6341-28-2, 2°",
    ),
    (
        "remuneration_des_26",
        Decimal("685"),
        "Code du travail, art. D6341-28-2, 3°, D6341-28-1, D6341-28-3 et D6341-28-4",
    ),
    (
        "remuneration_plafond",
        Decimal("1932.52"),
        "Code du travail, art. D6341-24-3 et D6341-26",
    ),
    (
        "remuneration_heures_mois",
        Decimal("151.67"),
        "Code du travail, art. D6341-24-1",
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
    dependencies = [("referentiels", "0007_instruction_des_sessions")]

    operations = [migrations.RunPython(ajouter, migrations.RunPython.noop)]
