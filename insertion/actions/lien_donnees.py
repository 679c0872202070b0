"""Sending a person the link to its own data: the link proves that its holder reads that mailbox."""

from django.db import transaction

from comptes import liens
from comptes.liens import Usage
from noyau import courriers
from noyau.horloge import maintenant
from stagiaires.models import Stagiaire


@transaction.atomic
def envoyer_le_lien(*, courriel: str) -> None:
    """Write to ``courriel`` if it is that of people whose data is kept: one link each, the mail names nobody.

    Says nothing to the caller: whether an address is known is told to that address only. Whoever calls limits how
    often this is asked.
    """
    siens = Stagiaire.objects.presents().filter(courriel=courriel.lower()).order_by("pk")
    for stagiaire in siens:
        courriers.deposer(
            modele="lien_donnees",
            cle=f"lien-donnees:{stagiaire.pk}:{maintenant().isoformat()}",
            destinataire=stagiaire.courriel,
            contexte={"stagiaires": [stagiaire.pk], "chemin": chemin_des_donnees(stagiaire)},
        )


def chemin_des_donnees(stagiaire: Stagiaire) -> str:
    """Give the path of the page where a person reads what is kept about it, without an account."""
    return liens.chemin("insertion:donnees_lien", Usage.DONNEES, stagiaire.courriel, objet=stagiaire.pk)
