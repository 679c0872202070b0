"""What is erased by itself, and after how long: one table, read by ``manage.py purger`` and by the task of each day.

Durations are those of docs/donnees-personnelles.md, beside each model. An empty run changes nothing; a run that stops
half-way is taken up by the next one.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from aides.actions import conservation as aides
from comites.actions.conservation import vider_comites
from insertion.actions import effacer as stagiaires
from insertion.queries.a_effacer import duree_de_conservation
from intentions.actions import conservation as intentions
from intentions.actions.abonnements import oublier_les_envois
from intentions.actions.idempotence import oublier_les_requetes
from noyau import conservation as noyau
from pilotage.actions.chasser import oublier_les_constats
from pilotage.actions.etudier_impact import oublier_les_etudes
from pilotage.actions.rejouer import oublier_les_rejeux
from referentiels.regles.mois import ajouter_mois


class Terme(NamedTuple):
    """What is erased (in words), after how many months and days, by what.

    ``mois`` is a number, or reads it in the law of the day. ``par_lots``: it makes its own short transactions.
    """

    quoi: str
    mois: int | Callable[[date], int]
    jours: int
    effacer: Callable[[datetime], int]
    par_lots: bool = False

    def limite(self, le: date) -> datetime:
        """Give the instant before which things are erased on the day ``le``."""
        mois = self.mois(le) if callable(self.mois) else self.mois
        jour = ajouter_mois(le, -mois) - timedelta(days=self.jours)
        return timezone.make_aware(datetime.combine(jour, time.min))


def oublier_sessions(avant: datetime) -> int:
    """Erase the rows of the visits that had expired before ``avant``; give how many."""
    return Session.objects.filter(expire_date__lt=avant).delete()[0]


TERMES = (
    Terme("courriers vidés de leur adresse et de leur contenu, deux ans après l’envoi", 24, 0, noyau.vider_courriers),
    Terme("textos vidés de leur numéro et de leur contenu, deux ans après", 24, 0, noyau.vider_textos),
    Terme("choix de rythme oubliés, deux ans après le dernier courriel", 24, 0, noyau.oublier_preferences),
    Terme("brouillons d’intention supprimés, douze mois sans y toucher", 12, 0, intentions.supprimer_brouillons),
    Terme("intentions sans achat vidées de leur contact, deux ans après la fin", 24, 0, intentions.vider_contacts),
    Terme("imports dont les fichiers sont effacés, après trente jours", 0, 30, intentions.effacer_fichiers_importes),
    Terme("réponses de l’API gardées contre les doublons, après trente jours", 0, 30, oublier_les_requetes),
    Terme("journal des envois aux partenaires effacé, après douze mois", 12, 0, oublier_les_envois),
    Terme("données impossibles et leurs chasses oubliées, douze mois après", 12, 0, oublier_les_constats),
    Terme("études d’impact d’une valeur effacées, après trente jours", 0, 30, oublier_les_etudes),
    Terme("années rejouées effacées, après trente jours", 0, 30, oublier_les_rejeux),
    Terme("brouillons de demande d’aide supprimés, douze mois sans y toucher", 12, 0, aides.supprimer_brouillons),
    Terme("demandes d’aide sans paiement vidées, deux ans après la fin", 24, 0, aides.vider_fermees),
    Terme("demandes d’aide accordées vidées, dix ans après le paiement", 120, 0, aides.vider_payees),
    Terme("comités vidés de ce qui y a été écrit et de qui l’a noté, dix ans après", 120, 0, vider_comites),
    Terme(
        "stagiaires effacés, douze mois après la dernière échéance",
        duree_de_conservation,
        0,
        stagiaires.effacer_echus,
        par_lots=True,
    ),
    Terme("consultations de fiches oubliées, après douze mois", 12, 0, stagiaires.oublier_consultations),
    Terme("connexions expirées oubliées", 0, 0, oublier_sessions),
)


def purger(*, le: date, essai: bool = False) -> Iterator[tuple[Terme, int]]:
    """Erase what has reached its end on the day ``le``; give each term with how many it met.

    ``essai`` does and undoes the same work, so that its figures are those of the real run.
    """
    for terme in TERMES:
        if terme.par_lots and not essai:
            yield terme, terme.effacer(terme.limite(le))
            continue
        with transaction.atomic():
            nombre = terme.effacer(terme.limite(le))
            transaction.set_rollback(essai)
        yield terme, nombre
