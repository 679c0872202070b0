"""What-if of a dated value on the files kept: asked by an officer, worked out by a worker, read before saving."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.db import OperationalError
from django.utils import timezone

from comptes.models import Utilisateur
from noyau.verrous import dans_nos_mains
from pilotage.impact import Comptage
from pilotage.models import EtudeImpact, StatutEtude
from pilotage.queries.dossiers_juges import Hypothese, combien_de_dossiers, lots_rejuges
from referentiels.models import Parametre

trace = logging.getLogger(__name__)
VERROU = 7204
A_MENER = (StatutEtude.A_FAIRE, StatutEtude.EN_COURS)


def demander_une_etude(parametre: Parametre, *, par: Utilisateur, maintenant: datetime) -> EtudeImpact:
    """Ask what a value, not saved yet, would have changed. The same asked twice while it waits is one study."""
    enregistre = Parametre.objects.filter(pk=parametre.pk).order_by("pk").first() if parametre.pk else None
    valeurs = {nom: getattr(parametre, nom) for nom in ("code", "valeur", "depuis", "texte")}
    attend = EtudeImpact.objects.filter(**valeurs, parametre=enregistre, par=par, statut__in=A_MENER)
    return attend.order_by("pk").first() or EtudeImpact.objects.create(
        **valeurs,
        parametre=enregistre,
        par=par,
        total=combien_de_dossiers(parametre.code),
        creee_le=maintenant,
    )


def mener_les_etudes(*, maintenant: Callable[[], datetime]) -> int:
    """Judge the files of the studies that wait, oldest first; give how many were finished.

    Several workers may run this at once: each study is in one pair of hands, free again when its worker dies, and then
    begun anew. ``maintenant`` gives the present instant.
    """
    finies = 0
    for pk in list(EtudeImpact.objects.filter(statut__in=A_MENER).order_by("pk").values_list("pk", flat=True)):
        with dans_nos_mains(VERROU, pk) as libre:
            if libre and EtudeImpact.objects.filter(pk=pk, statut__in=A_MENER).exists():
                _mener(pk, maintenant)
                finies += 1
    return finies


def oublier_les_etudes(avant: datetime) -> int:
    """Erase the studies asked before ``avant``; give how many."""
    return EtudeImpact.objects.filter(creee_le__lt=avant).delete()[0]


def _mener(pk: int, maintenant: Callable[[], datetime]) -> None:
    etude = EtudeImpact.objects.get(pk=pk)
    try:
        resultat = _juger_deux_fois(etude, le=timezone.localtime(maintenant()).date())
    except OperationalError:
        # The database went away: the next run takes the study up again.
        raise
    except Exception:  # noqa: BLE001 - a study that breaks the worker must not be taken up for ever
        trace.exception("L’étude d’impact %s s’est arrêtée.", pk)
        EtudeImpact.objects.filter(pk=pk).update(statut=StatutEtude.ECHOUEE, terminee_le=maintenant())
        return
    EtudeImpact.objects.filter(pk=pk).update(statut=StatutEtude.TERMINEE, resultat=resultat, terminee_le=maintenant())


def _juger_deux_fois(etude: EtudeImpact, *, le: date) -> dict:
    comptage, fait = Comptage(), 0
    hypothese = Hypothese({etude.code: Decimal(etude.valeur)}, le)
    for rejuges in lots_rejuges(hypothese):
        comptage.ajouter(rejuges)
        fait += len(rejuges)
        EtudeImpact.objects.filter(pk=etude.pk).update(statut=StatutEtude.EN_COURS, fait=fait)
    return comptage.resultat()
