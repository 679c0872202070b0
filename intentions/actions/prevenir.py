"""Telling those who count on an intention that it is no longer offered."""

from django.conf import settings
from django.urls import reverse

from intentions.models import IntentionEmbauche
from intentions.queries.documents import contexte_accuse
from intentions.queries.interlocuteurs import organismes_concernes
from noyau import courriers


def prevenir_des_retraits(intention: IntentionEmbauche, *, motif: str) -> None:
    """Tell the Région, the training body chosen and those interested that the employer withdraws: at once, always.

    A body that another mail of this withdrawal has told already (same key) is not told twice.
    """
    contexte = {**contexte_accuse(intention), "motif": motif}
    for organisme in organismes_concernes(intention):
        courriers.deposer(
            modele="intention_retiree",
            cle=cle_du_retrait(intention, f"organisme-{organisme.pk}"),
            destinataire=organisme.courriel,
            contexte=contexte,
        )
    courriers.deposer(
        modele="retrait_region",
        cle=cle_du_retrait(intention, "region"),
        destinataire=settings.REGION_EMAIL,
        contexte={**contexte, "chemin_agent": chemin_agent(intention)},
    )


def chemin_agent(intention: IntentionEmbauche) -> str:
    """Give the path of the file as officers read it."""
    return reverse("admin:intentions_intentionembauche_change", args=[intention.pk])


def cle_du_retrait(intention: IntentionEmbauche, qui: str) -> str:
    """Name the mail by which ``qui`` learns of a withdrawal: an intention is withdrawn once in its life."""
    return f"desistement:{intention.pk}:{qui}"


def prevenir_de_la_fin(intention: IntentionEmbauche, *, cle: str, raison: str) -> None:
    """Tell the training bodies it concerns that an intention is no longer to be taken, and why (a sentence)."""
    contexte = {**contexte_accuse(intention), "raison": raison}
    for organisme in organismes_concernes(intention):
        courriers.deposer(
            modele="intention_fermee",
            cle=f"{cle}:organisme-{organisme.pk}",
            destinataire=organisme.courriel,
            contexte=contexte,
            groupable=True,
        )
