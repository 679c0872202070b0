"""The hires of an employer an aid may follow from, and what they already say."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from aides.enums import StatutAide
from aides.models import DemandeAide
from comptes.models import Utilisateur
from insertion.models import Embauche
from parcours.queries.employeur import parcours_de_l_employeur
from referentiels.regles.contrats import TypeContrat
from referentiels.regles.mois import ajouter_mois
from referentiels.regles.reglement import Reglement

_CONTRATS = (TypeContrat.CDI, TypeContrat.CDD, TypeContrat.CDI_INTERIMAIRE)


def embauches_possibles(utilisateur: Utilisateur) -> QuerySet[Embauche]:
    """Return the declared hires of the person's establishments that have no live request, newest first.

    Whether an aid is possible is the rules' to say, once the rest is known: here are only contracts that may suit.
    """
    siens = parcours_de_l_employeur(utilisateur).filter(stagiaire__efface_le=None)
    vivante = DemandeAide.objects.filter(embauche=OuterRef("pk")).exclude(
        statut__in=[StatutAide.REFUSEE, StatutAide.ABANDONNEE, StatutAide.SANS_PAIEMENT]
    )
    return (
        Embauche.objects.filter(embauche=True, contrat_type__in=_CONTRATS, parcours__in=siens.order_by().values("pk"))
        .filter(~Exists(vivante))
        .select_related("parcours__stagiaire", "parcours__intention__employeur", "parcours__intention__metier")
        .order_by("-debut", "-pk")
    )


def peut_ouvrir_une_aide(embauche: Embauche, *, reglement: Reglement, le: date) -> bool:
    """Tell whether a training that begins on ``le`` or later could still be helped: the contract suits, its first
    months are not over, and nothing was asked yet (a query)."""
    if not embauche.embauche or embauche.debut is None or embauche.contrat_type not in _CONTRATS:
        return False
    if embauche.contrat_type == TypeContrat.CDD and (embauche.duree_mois or 0) < reglement.aide_duree_min_mois:
        return False
    if le > ajouter_mois(embauche.debut, reglement.aide_delai_mois):
        return False
    return not DemandeAide.objects.filter(embauche=embauche).exists()


def reponses_connues(embauche: Embauche) -> dict[str, Any]:
    """Return the answers a hire already gives: establishment, person, contract.

    Not the birth date: an employer is never told what the file of a trainee holds, its own contract says it.
    """
    parcours = embauche.parcours
    stagiaire, intention = parcours.stagiaire, parcours.intention
    if intention is None or intention.employeur is None:
        return {}
    employeur = intention.employeur
    return {
        "employeur": employeur,
        "effectif": employeur.effectif,
        "public": employeur.public,
        "prenom": stagiaire.prenom,
        "nom": stagiaire.nom,
        "poste": intention.intitule_affiche[:120],
        "contrat_type": embauche.contrat_type,
        "duree_mois": embauche.duree_mois if embauche.contrat_type == TypeContrat.CDD else None,
        "contrat_debut": embauche.debut,
    }
