"""The attestation of who followed a training: made when it leaves, made again when its days are corrected.

Code du travail, L6353-1: what the training was for, its nature, how long it lasted. The hours are those planned; the
results of the evaluation are the training body's to tell, the letter says so.
"""

from datetime import date
from typing import Any

from django.db import transaction

from noyau.courriers import deposer_document
from noyau.lettres import Document
from noyau.numeros import numero_suivant
from parcours.queries.attestation import MODELE, attestations_de
from sessions_formation.automates import SORTI
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours
from sessions_formation.queries.documents import adresse_de

SERIE = "ATT"


@transaction.atomic
def attester(parcours: Parcours, *, le: date) -> Document | None:
    """Freeze the attestation of a person who finished, or left for a job; None for the others.

    Who calls has locked the parcours. The last one is given back while its facts are still true; otherwise a new one
    takes another reference, and the page that checks the old one says that it is replaced.
    """
    if parcours.statut not in SORTI or parcours.stagiaire.efface_le or not parcours.entre_le:
        return None
    faits = faits_de(parcours)
    anciennes = list(attestations_de(parcours))
    if anciennes and not anciennes[0].efface_le and _memes(anciennes[0].contexte, faits):
        return anciennes[0]
    reference = f"{SERIE}-{le.year}-{numero_suivant(SERIE, le.year):05d}"
    return deposer_document(
        modele=MODELE,
        cle=f"attestation:{parcours.pk}:{len(anciennes) + 1}",
        objet=parcours,
        # Kept when the facts are erased: names nobody.
        titre="Attestation de formation",
        reference=reference,
        contexte={**faits, "reference": reference, "faite_le": le.isoformat()},
    )


def faits_de(parcours: Parcours) -> dict[str, Any]:
    """Give what an attestation says, as plain JSON."""
    session, stagiaire = parcours.session, parcours.stagiaire
    return {
        "stagiaires": [stagiaire.pk],
        "personne": stagiaire.nom_complet,
        "naissance": stagiaire.date_naissance.isoformat() if stagiaire.date_naissance else "",
        "numero": session.numero,
        "intitule": session.intitule,
        "metier": str(session.metier) if session.metier_id else "",
        "certification": str(session.certification) if session.certification_id else "",
        "organisme": adresse_de(session.organisme),
        "lieu": session.lieu_affiche,
        "entre_le": parcours.entre_le.isoformat() if parcours.entre_le else "",
        "sorti_le": parcours.sorti_le.isoformat() if parcours.sorti_le else "",
        "heures": parcours.heures_prevues(),
        "partielle": parcours.statut == StatutParcours.SORTIE_EMPLOI,
    }


def _memes(gardes: dict[str, Any], faits: dict[str, Any]) -> bool:
    return {nom: gardes.get(nom) for nom in faits} == faits
