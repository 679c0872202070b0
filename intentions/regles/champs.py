"""The questions that may be asked again of an intention, and which of them each rule speaks of.

A question is what a person is asked in one breath: choosing another contract also asks for its length and its agency,
since they mean nothing without it.
"""

from typing import NamedTuple

from intentions.regles.dossier import DossierIntention
from referentiels.regles.typographie import composer, enumerer

ECRIT = "ecrit"


class Question(NamedTuple):
    """One question: its words, and the answers it opens again (names of form fields, which are the model's).

    ``obligatoires``: those that must be answered, empty for what has its own rule or may stay empty.
    """

    libelle: str
    champs: tuple[str, ...]
    obligatoires: tuple[str, ...] = ()


QUESTIONS: dict[str, Question] = {
    "employeur": Question("Établissement qui recrute", ("employeur",)),
    "insertion": Question("Structure d’insertion", ("insertion",)),
    "contact_nom": Question("Personne à joindre", ("contact_nom",)),
    "contact_telephone": Question("Téléphone", ("contact_telephone",), ("contact_telephone",)),
    "contact_courriel": Question("Courriel", ("contact_courriel",)),
    "metier": Question("Métier recherché", ("metier", "intitule")),
    "secteur": Question("Secteur du poste", ("secteur",)),
    "nombre_postes": Question("Nombre de postes", ("nombre_postes",)),
    "lieu": Question("Lieu de l’emploi", ("commune", "departement")),
    "precisions": Question("Précisions utiles aux candidats", ("precisions",), ("precisions",)),
    "contrat_type": Question("Type de contrat", ("contrat_type", "duree_mois", "saisonnier", "agence_interim")),
    "duree_mois": Question("Durée du contrat", ("duree_mois", "saisonnier"), ("duree_mois",)),
    "agence_interim": Question("Agence d’intérim", ("agence_interim",), ("agence_interim",)),
    "heures_hebdo": Question("Temps de travail par semaine", ("heures_hebdo",)),
    "embauche_souhaitee": Question("Date d’embauche souhaitée", ("embauche_souhaitee",)),
    "motif_derogation": Question("Raison de la dérogation", ("motif_derogation",), ("motif_derogation",)),
    "engagement_recruter": Question("Engagement à recruter", ("engagement_recruter",)),
    "etapes": Question("Étapes de participation", ("etapes",)),
    "formation_souhaitee": Question("Formation souhaitée", ("formation_souhaitee",), ("formation_souhaitee",)),
    "formation_departement": Question("Où se former", ("formation_departement",)),
    "organisme_choisi": Question("Organisme de formation", ("organisme_choisi",)),
}
# The employer's writing is no answer of a form: it is confirmed by the employer, or joined.
LIBELLES = {**{code: question.libelle for code, question in QUESTIONS.items()}, ECRIT: "Écrit de l’employeur"}

_PAR_REGLE = {
    "I-CONTRAT": "contrat_type",
    "I-SIAE": "insertion",
    "I-DUREE": "duree_mois",
    "I-HEURES": "heures_hebdo",
    "I-SECTEUR": "secteur",
    "I-LIEU": "employeur",
    "I-MOBILITE": "lieu",
    "I-EMPLOYEUR": "employeur",
    "I-POSTES": "nombre_postes",
    "I-ENGAGEMENT": "engagement_recruter",
    "I-ETAPES": "etapes",
    "I-ECRIT": ECRIT,
}

# What a derogation rests on: it stands as long as none of these answers has changed (docs/decisions).
FONDEMENTS: dict[str, frozenset[str]] = {
    "I-DUREE": frozenset({"contrat_type", "duree_mois", "saisonnier"}),
    "I-HEURES": frozenset({"heures_hebdo", "adaptation_boe"}),
    "I-SECTEUR": frozenset({"secteur"}),
    "I-LIEU": frozenset({"employeur"}),
}


def citer(debut: str, libelles: list[str]) -> str:
    """Return « Précisions demandées : durée du contrat et nombre de postes. »; empty without any label."""
    return composer(f"{debut} : {enumerer([mot[:1].lower() + mot[1:] for mot in libelles])}.") if libelles else ""


def question_de(regle: str, dossier: DossierIntention) -> str:
    """Give the code of the question that lifts an « à compléter » of ``regle`` (a code of domaine.md § 4).

    I-CONTRAT asks for the agency alone once the contract is known: only interim lacks something more then.
    """
    if regle == "I-CONTRAT" and dossier.contrat.type is not None:
        return "agence_interim"
    return _PAR_REGLE[regle]
