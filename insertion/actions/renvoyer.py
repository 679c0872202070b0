"""Sending again the link of a follow-up that has expired, to the address it was first sent to."""

from django.db import transaction

from comptes.liens import Usage
from insertion.actions.lettres_du_suivi import a_l_employeur, au_stagiaire
from insertion.models import Suivi
from insertion.queries.suivis import JOINTS
from noyau import courriers, horloge

# The wording of the last reminder: nothing else is announced.
DERNIER = 2


@transaction.atomic
def renvoyer_le_lien(*, suivi_id: int, usage: Usage, courriel: str) -> None:
    """Write again to ``courriel``, at the demand of who holds the expired link; no reminder is counted.

    Raises ``Suivi.DoesNotExist``. A phone number gets nothing: its holder waits for the next text message.
    """
    suivi = Suivi.objects.select_related(*JOINTS).get(pk=suivi_id)
    if "@" not in courriel:
        return
    cle = f"suivi-lien:{suivi.pk}:{usage}:{horloge.maintenant():%Y%m%d%H%M}"
    if usage == Usage.SUIVI_EMPLOYEUR:
        contexte = a_l_employeur(suivi, DERNIER, courriel=courriel)
        courriers.deposer(modele="suivi_employeur", cle=cle, destinataire=courriel, contexte=contexte)
    else:
        contexte = au_stagiaire(suivi, DERNIER, contact=courriel)
        courriers.deposer(modele="suivi_stagiaire", cle=cle, destinataire=courriel, contexte=contexte)
