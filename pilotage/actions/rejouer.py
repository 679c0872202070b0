"""A past period replayed under other values: asked by an officer, worked out by a worker, stopped, forgotten."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from comptes.models import Utilisateur
from noyau.erreurs import RegleViolee
from noyau.verrous import dans_nos_mains
from pilotage.actions.rejeu_calcul import Rejouee
from pilotage.models import Rejeu, StatutRejeu
from pilotage.models.rejeux import EN_ATTENTE
from pilotage.queries.rejeu_dossiers import Periode
from pilotage.regles.rejeu import Question, empreinte

trace = logging.getLogger(__name__)
VERROU = 7205


class ArretDemande(Exception):
    """Somebody asked that this replay stop."""


def demander_un_rejeu(periode: Periode, question: Question, *, par: Utilisateur, maintenant: datetime) -> Rejeu:
    """Ask for the replay of a period. The same asked twice while it waits, by whomever, is one.

    Raises ``RegleViolee`` when nothing is changed, or for a period that is not over.
    """
    motifs = []
    if question.vide:
        motifs.append("Changez au moins une valeur : rejouée à l’identique, la période ne dirait rien de plus.")
    if periode.fin >= timezone.localtime(maintenant).date():
        motifs.append("On ne rejoue que le passé : choisissez une fin de période avant aujourd’hui.")
    if motifs:
        raise RegleViolee(*motifs)
    marque = empreinte(periode.debut, periode.fin, question)
    try:
        with transaction.atomic():
            return Rejeu.objects.create(
                debut=periode.debut,
                fin=periode.fin,
                question=question.en_json(),
                empreinte=marque,
                par=par,
                cree_le=maintenant,
            )
    except IntegrityError:
        return Rejeu.objects.filter(empreinte=marque).latest("pk")


def arreter_le_rejeu(pk: int, *, maintenant: datetime) -> bool:
    """Ask that a replay stop; give False when it was over already. Its worker sees it between two batches."""
    en_attente = Rejeu.objects.filter(pk=pk, statut__in=EN_ATTENTE)
    if Rejeu.objects.filter(pk=pk, statut=StatutRejeu.A_FAIRE).update(
        statut=StatutRejeu.ARRETE, arret_demande_le=maintenant, termine_le=maintenant
    ):
        return True
    return bool(en_attente.update(arret_demande_le=maintenant))


def mener_les_rejeux(*, maintenant: Callable[[], datetime]) -> int:
    """Work out the replays that wait, oldest first; give how many came to their end.

    Several workers may run this at once: each replay is in one pair of hands, free again when its worker dies, and
    then begun anew. ``maintenant`` gives the present instant.
    """
    finis = 0
    for pk in list(Rejeu.objects.filter(statut__in=EN_ATTENTE).order_by("pk").values_list("pk", flat=True)):
        with dans_nos_mains(VERROU, pk) as libre:
            if libre and Rejeu.objects.filter(pk=pk, statut__in=EN_ATTENTE).exists():
                _mener(pk, maintenant)
                finis += 1
    return finis


def oublier_les_rejeux(avant: datetime) -> int:
    """Erase the replays asked before ``avant``; give how many."""
    return Rejeu.objects.filter(cree_le__lt=avant).delete()[0]


def _mener(pk: int, maintenant: Callable[[], datetime]) -> None:
    rejeu = Rejeu.objects.get(pk=pk)
    try:
        resultat = _rejouer(rejeu, maintenant)
    except OperationalError:
        # The database went away: the next run takes the replay up again.
        raise
    except ArretDemande:
        _conclure(pk, StatutRejeu.ARRETE, maintenant)
    except Exception:  # noqa: BLE001 - a replay that breaks the worker must not be taken up for ever
        trace.exception("L’année rejouée %s s’est arrêtée.", pk)
        _conclure(pk, StatutRejeu.ECHOUE, maintenant)
    else:
        _conclure(pk, StatutRejeu.TERMINE, maintenant, resultat=resultat)


def _conclure(pk: int, statut: StatutRejeu, maintenant: Callable[[], datetime], **champs: Any) -> None:
    Rejeu.objects.filter(pk=pk).update(statut=statut, termine_le=maintenant(), **champs)


def _rejouer(rejeu: Rejeu, maintenant: Callable[[], datetime]) -> dict[str, Any]:
    periode = Periode(rejeu.debut, rejeu.fin)
    le = timezone.localtime(maintenant()).date()
    rejouee = Rejouee(periode, Question.de_json(rejeu.question), le=le)
    ce_rejeu, fait = Rejeu.objects.filter(pk=rejeu.pk), 0
    if not ce_rejeu.filter(statut__in=EN_ATTENTE).update(statut=StatutRejeu.EN_COURS, fait=0, total=rejouee.total()):
        raise ArretDemande

    def avancer(combien: int) -> None:
        nonlocal fait
        fait += combien
        if not ce_rejeu.filter(arret_demande_le=None).update(fait=fait):
            raise ArretDemande

    return rejouee.calculer(avancer)
