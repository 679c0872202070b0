"""The world of the benches: what ``manage.py peupler`` writes, and the people whose pages are measured."""

from dataclasses import dataclass

from django.utils import timezone

from comptes.models import Utilisateur
from config.volume.peuplement import Peuple, peupler
from intentions.models import IntentionEmbauche
from referentiels.actions.charger import charger_referentiels
from sessions_formation.automates import A_DECIDER
from sessions_formation.models import Session


@dataclass(frozen=True, slots=True)
class Grand:
    """Whose pages are measured: the employer who holds 2 000 intentions, a training body whose request
    waits, and others."""

    peuple: Peuple
    a_l_employeur: Utilisateur
    a_l_organisme: Utilisateur
    conseillere: Utilisateur
    agent: Utilisateur


def remplir(intentions: int, *, siennes: int) -> Grand:
    """Bring the tables to ``intentions``, ``siennes`` of them the great employer's the first time."""
    deja = IntentionEmbauche.objects.count()
    if not deja:
        charger_referentiels(annoncer=lambda *_: None)
    peuple = peupler(intentions - deja, le=timezone.localdate(), siennes=0 if deja else siennes)
    agent = peuple.monde.agent
    agent.is_superuser = True
    agent.save(update_fields=["is_superuser"])
    # The same at every volume: what waits still waits once the tables have grown.
    demande = Session.objects.filter(statut__in=A_DECIDER, lot__secteur=peuple.monde.secteurs[0]).order_by("pk")[0]
    return Grand(
        peuple,
        peuple.chez_lui,
        peuple.monde.personnes[demande.organisme_id],
        peuple.monde.reseau[0][1],
        agent,
    )
