"""Sending again a personal link that has expired, to the address it was first sent to."""

from django.db import transaction

from comptes import liens
from comptes.liens import Usage
from insertion.actions.lettres_du_suivi import a_l_employeur, au_stagiaire
from insertion.models import Suivi
from insertion.queries.suivis import JOINTS
from noyau import courriers, horloge
from sessions_formation.models import Parcours

# The wording of the last reminder: nothing else is announced.
DERNIER = 2
PAGES = {Usage.AVIS: "insertion:avis_lien", Usage.ATTESTATION: "insertion:attestation_lien"}


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
        contexte = a_l_employeur([(suivi, DERNIER)], courriel=courriel)
        courriers.deposer(modele="suivi_employeur", cle=cle, destinataire=courriel, contexte=contexte)
    else:
        contexte = au_stagiaire(suivi, DERNIER, contact=courriel)
        courriers.deposer(modele="suivi_stagiaire", cle=cle, destinataire=courriel, contexte=contexte)


@transaction.atomic
def renvoyer_au_stagiaire(*, parcours_id: int, usage: Usage, courriel: str) -> None:
    """Write to the trainee a new link to its opinion or its attestation (``PAGES``). Same promise as above."""
    parcours = Parcours.objects.select_related("stagiaire", "session__organisme").get(pk=parcours_id)
    if "@" not in courriel:
        return
    courriers.deposer(
        modele="lien_stagiaire",
        cle=f"lien-stagiaire:{parcours.pk}:{usage}:{horloge.maintenant():%Y%m%d%H%M}",
        destinataire=courriel,
        contexte={
            "quoi": usage.value,
            "prenom": parcours.stagiaire.prenom,
            "formation": parcours.session.intitule,
            "organisme": parcours.session.organisme.nom,
            "chemin": liens.chemin(PAGES[usage], usage, courriel, objet=parcours.pk),
            "stagiaires": [parcours.stagiaire_id],
        },
    )
