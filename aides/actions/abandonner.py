"""The employer gives its request up."""

from django.db import transaction
from django.urls import reverse

from aides.actions.rediger import relire
from aides.enums import TransitionAide
from aides.models import DemandeAide
from aides.queries.lettre import contexte_courriel
from comptes.models import Utilisateur
from noyau import courriers
from noyau.horloge import maintenant


@transaction.atomic
def abandonner_demande(*, demande_id: int, par: Utilisateur, motif: str) -> DemandeAide:
    """Give up a request that was filed and is not paid; its officer, if it has one, is told at once.

    Raises ``DemandeAide.DoesNotExist`` when it is not theirs, ``TransitionImpossible`` once the bilan is in, or when
    it is closed.
    """
    demande = relire(demande_id, par=par)
    ligne = demande.franchir(TransitionAide.ABANDONNER, par=par, motif=motif, demandes=[], modifie_le=maintenant())
    if demande.agent_id and demande.agent is not None:
        courriers.deposer(
            modele="aide_abandonnee",
            cle=f"aide-abandonnee:{ligne.pk}",
            destinataire=demande.agent.email,
            contexte={
                **contexte_courriel(demande),
                "motif": motif,
                "chemin": reverse("admin:aides_demandeaide_change", args=[demande.pk]),
            },
            groupable=True,
        )
    return demande
