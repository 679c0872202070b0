"""The facts that letters and e-mails about an intention say, frozen when they are decided."""

from datetime import date
from typing import Any

from django.urls import reverse

from intentions.models import Derogation, IntentionEmbauche
from referentiels.regles.constats import Niveau, Verdict

HEURES_SOUS_LE_SEUIL = "Moins d’heures par semaine que le seuil : un agent de la Région va se prononcer."

ISSUES = {
    Verdict.ELIGIBLE: "Votre intention est recevable",
    Verdict.A_COMPLETER: "Votre intention est à compléter",
    Verdict.DEROGATION: "Un agent de la Région va se prononcer",
    Verdict.NON_ELIGIBLE: "Votre intention n’entre pas dans le dispositif",
}


def contexte_accuse(intention: IntentionEmbauche) -> dict[str, Any]:
    """Give the facts of the acknowledgement: identity, offer, verdict and the findings that matter, as plain JSON.

    The adaptation for a beneficiary of the obligation d'emploi is not among them, nor the finding that speaks of it:
    a PDF travels.
    """
    employeur = intention.employeur
    return {
        "numero": intention.numero,
        "deposee_le": intention.deposee_le.isoformat() if intention.deposee_le else "",
        "contact": intention.contact_nom,
        "employeur": employeur.nom if employeur else "",
        "siret": employeur.siret if employeur else "",
        "employeur_adresse": employeur.adresse if employeur else "",
        "employeur_ville": f"{employeur.code_postal} {employeur.ville}".strip() if employeur else "",
        "poste": intention.intitule_affiche,
        "secteur": intention.secteur.libelle if intention.secteur else "",
        "commune": str(intention.commune) if intention.commune_id else "",
        "contrat": intention.contrat_affiche,
        "nombre_postes": intention.nombre_postes,
        "embauche_souhaitee": intention.embauche_souhaitee.isoformat() if intention.embauche_souhaitee else "",
        "precisions": intention.precisions,
        "formation": intention.formation_souhaitee,
        "etapes": intention.etapes_affichees,
        "organisme": intention.organisme_choisi.nom if intention.organisme_choisi else "",
        "verdict": str(intention.verdict),
        "issue": ISSUES[Verdict(intention.verdict)] if intention.verdict else "",
        "jugee_le": intention.jugee_le.isoformat() if intention.jugee_le else "",
        "points": [sans_handicap(c) for c in intention.constats if c["niveau"] not in {Niveau.CONFORME, Niveau.INFO}],
        "chemin": reverse("intentions:detail", args=[intention.pk]),
    }


def contexte_derogation(derogation: Derogation, *, le: date) -> dict[str, Any]:
    """Give the facts of the letter that decides a derogation, as plain JSON.

    Hours under the threshold are a derogation for one reason only: what the officer wrote of it is then left out of
    the PDF, which travels (``tu``), and stays in the e-mail that carries it.
    """
    tu = "I-HEURES" in derogation.regles
    par = derogation.decidee_par
    return {
        **contexte_accuse(derogation.intention),
        "precisions": "",
        "derogation": derogation.pk,
        "accordee": derogation.accordee,
        "motif": "" if tu else derogation.motif,
        "limites": "" if tu else derogation.limites,
        "tu": tu,
        "fin": derogation.fin.isoformat() if derogation.fin else "",
        "decidee_le": le.isoformat(),
        "suivi_par": par.get_full_name(),
        "suivi_telephone": par.telephone,
        "suivi_courriel": par.email,
    }


def sans_handicap(constat: dict[str, Any]) -> dict[str, Any]:
    """Hours under the threshold are a derogation for one reason only: the finding itself would tell it."""
    if (constat["regle"], constat["niveau"]) == ("I-HEURES", Niveau.DEROGATION):
        return {**constat, "message": HEURES_SOUS_LE_SEUIL}
    return constat
