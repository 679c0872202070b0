"""How an intention is told to a training body. The adaptation of hours to a disability never is."""

from collections.abc import Collection
from typing import Any

from django.utils.text import capfirst

from intentions.models import IntentionEmbauche
from noyau.templatetags.maison import jour_sans_annee
from referentiels.regles.typographie import compter, enumerer
from sessions_formation.queries.intentions import Candidate

# More pairs than this would be too narrow on a phone: the sentence alone says it.
PAIRES_MAX = 8
# What fits under a pair: two lines of short words, or one line of a word that would break in two.
NOM_COURT, MOT_COURT = 14, 9


def lignes_de_prise(candidats: list[Candidate], *, cochees: Collection[int]) -> list[dict[str, Any]]:
    """Give the lines of ``composants/prise.html``."""
    return [
        {
            "valeur": candidat.intention.pk,
            "titre": candidat.intention.employeur.nom,
            "details": [
                " · ".join([candidat.intention.intitule_affiche, lieu_de(candidat.intention)]),
                " · ".join([candidat.intention.contrat_affiche, etapes_de(candidat.intention)]),
                candidat.fermee or f"{depot_de(candidat.intention)}, {destinataire_de(candidat.intention)}",
            ],
            "postes": compter(candidat.intention.nombre_postes or 0, "poste"),
            "cochee": candidat.intention.pk in cochees,
            "fermee": bool(candidat.fermee),
            "derogation": candidat.intention.derogation_accordee,
        }
        for candidat in candidats
    ]


def lieu_de(intention: IntentionEmbauche) -> str:
    return intention.commune.nom if intention.commune_id else "Commune à préciser"


def etapes_de(intention: IntentionEmbauche) -> str:
    """« accueil en stage et jury de fin de formation », or words that say there is none."""
    etapes = [etape[:1].lower() + etape[1:] for etape in intention.etapes_affichees]
    return enumerer(etapes) if etapes else "aucune étape annoncée"


def depot_de(intention: IntentionEmbauche) -> str:
    return f"Déposée le {jour_sans_annee(intention.deposee_le)}"


def destinataire_de(intention: IntentionEmbauche) -> str:
    """« vous a choisi » (whoever reads it is a training body that may take it), or « sans organisme »."""
    return "vous a choisi" if intention.organisme_choisi_id else "sans organisme"


def offre_de(intention: IntentionEmbauche, *, contrat: str) -> list[dict[str, str]]:
    """Give the facts of the job, in words; ``contrat`` says how much of the contract its reader is told."""
    faits = [
        ("Métier", intention.metier.libelle if intention.metier_id else ""),
        ("Secteur", capfirst(intention.secteur.libelle) if intention.secteur_id else ""),
        ("Lieu de l’emploi", lieu_de(intention)),
        ("Contrat", contrat),
        ("Agence d’intérim", intention.agence_interim),
        ("Formation souhaitée", intention.formation_souhaitee),
        ("Où se former", intention.formation_departement.nom if intention.formation_departement_id else ""),
    ]
    return [{"nom": nom, "valeur": valeur} for nom, valeur in faits if valeur]


def nom_court(nom: str) -> str:
    """Cut an employer's name to what fits under a pair of strokes."""
    place = MOT_COURT if len(nom.partition(" ")[0]) > MOT_COURT else NOM_COURT
    return nom if len(nom) <= place else f"{nom[: place - 1].rstrip()}…"
