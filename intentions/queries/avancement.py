"""How far the writing of an intention has come: what lets it be taken up on another device."""

from intentions.enums import SANS_TERME, TypeContrat
from intentions.models import IntentionEmbauche

PAS = ("etablissement", "poste", "contrat", "participation")
SANS_DUREE = SANS_TERME | {TypeContrat.CREATION_ENTREPRISE, TypeContrat.INDEPENDANT}


def pas_faits(intention: IntentionEmbauche) -> frozenset[str]:
    """Give the steps whose required answers are all there (no query when ``employeur`` is loaded)."""
    faits = {
        "etablissement": _etablissement(intention),
        "poste": _poste(intention),
        "contrat": _contrat(intention),
        "participation": bool(intention.etapes) and intention.engagement_recruter is not None,
    }
    return frozenset(nom for nom, fait in faits.items() if fait)


def premier_pas_a_faire(intention: IntentionEmbauche) -> str | None:
    """Give the first step that lacks an answer, None when all are there."""
    faits = pas_faits(intention)
    return next((nom for nom in PAS if nom not in faits), None)


def _etablissement(intention: IntentionEmbauche) -> bool:
    employeur = intention.employeur
    return bool(
        employeur
        and (employeur.siae is not None or employeur.etti)
        and intention.contact_nom
        and intention.contact_courriel
    )


def _poste(intention: IntentionEmbauche) -> bool:
    return bool(
        intention.secteur_id
        and intention.departement_id
        and intention.nombre_postes
        and (intention.metier_id or intention.intitule)
    )


def _contrat(intention: IntentionEmbauche) -> bool:
    duree_connue = intention.contrat_type in SANS_DUREE or intention.duree_mois is not None
    agence_connue = intention.contrat_type != TypeContrat.INTERIM or bool(intention.agence_interim)
    return bool(
        intention.contrat_type
        and duree_connue
        and agence_connue
        and intention.heures_hebdo is not None
        and intention.embauche_souhaitee
    )
