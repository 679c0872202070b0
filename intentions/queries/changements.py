"""What new answers change in an intention, in words people read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst

from intentions.enums import Etape, TypeContrat
from intentions.models import IntentionEmbauche
from intentions.regles.champs import QUESTIONS
from referentiels.regles.typographie import INSECABLE, enumerer, jour, nombre

CONTACT = frozenset({"contact_nom", "contact_telephone", "contact_courriel"})
# Never in a letter, a journal or a mail: they tell of a disability, or may.
RESERVES = frozenset({"adaptation_boe", "motif_derogation"})
LIBELLES = {
    **{code: question.libelle for code, question in QUESTIONS.items()},
    "commune": "Commune de l’emploi",
    "departement": "Département de l’emploi",
    "intitule": "Intitulé du poste",
    "saisonnier": "Travail saisonnier",
    "adaptation_boe": "Temps de travail adapté",
}
RIEN = "rien"
UNITES = {"duree_mois": f"{INSECABLE}mois", "heures_hebdo": f"{INSECABLE}heures"}


@dataclass(frozen=True, slots=True)
class Changement:
    """One answer: its name in the model, its words, what it was and what it becomes."""

    champ: str
    libelle: str
    avant: str
    apres: str


def changements(intention: IntentionEmbauche, reponses: Mapping[str, Any]) -> list[Changement]:
    """Give the answers that ``reponses`` (fields of the model) would change; a box never seen counts as not ticked."""
    differents = {
        champ: (getattr(intention, champ), valeur)
        for champ, valeur in reponses.items()
        if _comparable(champ, getattr(intention, champ)) != _comparable(champ, valeur)
    }
    if "commune" in differents and reponses["commune"]:
        # The commune says its département.
        differents.pop("departement", None)
    return [
        Changement(champ, LIBELLES[champ], en_mots(champ, avant), en_mots(champ, apres))
        for champ, (avant, apres) in differents.items()
    ]


def en_mots(champ: str, valeur: Any) -> str:
    """Give an answer as people read it; « rien » when there is none."""
    if champ == "contrat_type" and valeur:
        return str(TypeContrat(valeur).label)
    if champ == "etapes":
        return enumerer([str(Etape(code).label) for code in valeur or []]) or RIEN
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, date):
        return jour(valeur)
    if isinstance(valeur, int | Decimal):
        return f"{nombre(valeur)}{UNITES.get(champ, '')}"
    texte = str(valeur or RIEN)
    return capfirst(texte) if champ == "secteur" else texte


def _comparable(champ: str, valeur: Any) -> Any:
    if isinstance(valeur, list):
        return sorted(valeur)
    if isinstance(valeur, str):
        return valeur.replace("\r\n", "\n")
    return bool(valeur) if champ == "saisonnier" else valeur
