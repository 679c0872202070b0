"""The schemes of the catalogue that answer what keeps a need out: for the simulator, the page and the mails."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from intentions.regles.orientations import orientations
from referentiels.queries.dispositifs import Fiche, fiches
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat, Niveau, Verdict
from referentiels.regles.contrats import TypeContrat
from referentiels.regles.reglement import Reglement

_CONTRAIRES = frozenset({Niveau.NON_CONFORME})


def orientations_pour(constats: Iterable[Constat], contrat: TypeContrat | None, reglement: Reglement) -> list[Fiche]:
    """Give the schemes that answer what is not conforme (1 query, none when nothing answers)."""
    regles = [constat.regle for constat in constats if constat.niveau in _CONTRAIRES]
    return fiches(orientations(regles, contrat), reglement)


def orientations_de(intention: IntentionEmbauche, *, le: date) -> list[Fiche]:
    """Give the schemes that answer why an intention was refused, with the values of ``le`` (3 queries at most).

    Nothing for one that is not refused. Where an officer refused a derogation, what needed it is what keeps it out.
    """
    if intention.statut != StatutIntention.REFUSEE:
        return []
    niveaux = _CONTRAIRES if intention.verdict == Verdict.NON_ELIGIBLE else {*_CONTRAIRES, Niveau.DEROGATION}
    regles = [constat["regle"] for constat in intention.constats if constat["niveau"] in niveaux]
    contrat = TypeContrat(intention.contrat_type) if intention.contrat_type else None
    codes = orientations(regles, contrat)
    return fiches(codes, reglement_au(le)) if codes else []


def orientations_du_courrier(intention: IntentionEmbauche, *, le: date | None = None) -> list[dict[str, str]]:
    """Give the same as a mail freezes them: what, where to go, the page that tells more.

    ``le``: the day of what is told; that of the verdict when not given.
    """
    jour = le or intention.jugee_le
    return [
        {
            "nom": fiche.nom,
            "quoi": fiche.quoi,
            "ou": fiche.ou,
            "site": fiche.site,
            "telephone": fiche.telephone,
            "chemin": reverse("dispositif", args=[fiche.code]),
        }
        for fiche in (orientations_de(intention, le=jour) if jour else [])
    ]
