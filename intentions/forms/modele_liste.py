"""What a list may hold, column by column, and a model to fill in: both made from the questions of ``SaisieForm``."""

import csv
from datetime import date, timedelta
from io import StringIO
from typing import NamedTuple

from django import forms

from intentions.forms.champs_saisie import ChampCode, ChampCodes, ChampOuiNon
from intentions.forms.liste import COLONNES, EXIGEES

# In this order: a decimal field is a kind of integer field.
_GENRES: dict[type[forms.Field], str] = {
    ChampOuiNon: "oui ou non",
    forms.DateField: "31/12/2027 ou 2027-12-31",
    forms.DecimalField: "un nombre, par exemple 35,5",
    forms.IntegerField: "un nombre entier",
}
_EXEMPLES: tuple[dict[str, str], ...] = (
    {
        "reference_externe": "OFFRE-001",
        "employeur_siret": "73282932000074",
        "employeur_nom": "Tôlerie d’Exemple",
        "employeur_adresse": "3 rue des Forges",
        "employeur_code_postal": "49120",
        "employeur_ville": "Chemillé-en-Anjou",
        "employeur_siae": "non",
        "contact_nom": "Claire Heulin",
        "contact_courriel": "claire@entreprise.example",
        "contact_telephone": "02 61 91 00 21",
        "metier": "H2913",
        "intitule": "Soudeur en atelier",
        "commune": "49092",
        "nombre_postes": "2",
        "precisions": "Équipe de journée.",
        "contrat_type": "cdi",
        "heures_hebdo": "35",
        "formation_souhaitee": "Soudage sur acier et inox",
        "formation_departement": "49",
        "engagement_recruter": "oui",
        "etapes": "stage, jury",
    },
    {
        "reference_externe": "OFFRE-002",
        "employeur_siret": "73282932000074",
        "employeur_siae": "non",
        "contact_nom": "Claire Heulin",
        "contact_courriel": "claire@entreprise.example",
        "metier": "H2902",
        "code_postal": "49120",
        "ville": "Chemillé-en-Anjou",
        "nombre_postes": "1",
        "contrat_type": "cdd",
        "duree_mois": "8",
        "heures_hebdo": "35,5",
        "saisonnier": "non",
        "engagement_recruter": "oui",
        "etapes": "information_collective",
    },
)


class ColonneDecrite(NamedTuple):
    """A column as its documentation says it."""

    cle: str
    libelle: str
    exigee: bool
    aide: str
    valeurs: str


def colonnes_decrites() -> list[ColonneDecrite]:
    """Give every column a list may have, in the order of the model."""
    return [
        ColonneDecrite(cle, str(champ.label), cle in EXIGEES, str(champ.help_text or ""), _valeurs(champ))
        for cle, champ in COLONNES.items()
    ]


def modele_csv(le: date) -> str:
    """Give a list with every column and two lines, as a spreadsheet opens it (semicolons, UTF-8 with its mark)."""
    flux = StringIO()
    flux.write("\ufeff")
    ecrivain = csv.writer(flux, delimiter=";")
    ecrivain.writerow(COLONNES)
    souhaitee = f"{le + timedelta(days=90):%d/%m/%Y}"
    for exemple in _EXEMPLES:
        ecrivain.writerow(({"embauche_souhaitee": souhaitee} | exemple).get(cle, "") for cle in COLONNES)
    return flux.getvalue()


def _valeurs(champ: forms.Field) -> str:
    if isinstance(champ, ChampCode):
        plusieurs = " ; plusieurs, séparées par une virgule" if isinstance(champ, ChampCodes) else ""
        return ", ".join(champ.codes) + plusieurs
    for genre, phrase in _GENRES.items():
        if isinstance(champ, genre):
            return phrase
    longueur = getattr(champ, "max_length", None)
    return f"{longueur} caractères au plus" if longueur else ""
