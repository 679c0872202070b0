"""The referent's one letter a day, and what goes up the line when it has not answered (domaine.md §6)."""

import logging
from collections.abc import Callable, Iterable
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from insertion.actions.lettres_du_suivi import au_referent, plus_haut
from insertion.enums import Source
from insertion.models import Relance, Suivi
from insertion.queries.suivis import (
    Boite,
    Dossier,
    boite_de_la_structure,
    boite_du_referent,
    dus,
    epuises,
    lire_dossiers,
)
from insertion.regles.echeances import REMONTEE, Delais, relances_dues, remonte
from intentions.actions.relancer import Bilan
from noyau import courriers, horloge
from noyau.courriers import Courrier
from referentiels.feries import FERIES
from sessions_formation.models import Parcours

journal = logging.getLogger(__name__)

REFERENT = Source.REFERENT.value
Adresser = Callable[[Parcours], Boite]


def relancer_les_referents(*, delais: Delais, le: date) -> Bilan:
    """Write to each referent one letter with all its people due on ``le``; give how many letters.

    What falls due after the letter of the day waits for the next worked one. The follow-ups of an address are locked
    together, waiting: of two processes the second finds them done.
    """
    attendent = dus(Source.REFERENT, delais=delais, le=le).order_by("pk").values_list("pk", flat=True)
    return _par_boite(
        attendent, boite_du_referent, lambda boite, lot: _ecrire_au_referent(boite, lot, delais=delais, le=le)
    )


def remonter_et_clore(*, delais: Delais, le: date) -> Bilan:
    """Send up the line what no referent answered, one letter a day for each structure, and close what has had its
    time; give how many letters. Who answers later is still heard."""
    finis = epuises(delais=delais, le=le).order_by("pk").values_list("pk", flat=True)
    return _par_boite(finis, boite_de_la_structure, lambda boite, lot: _remonter(boite, lot, delais=delais, le=le))


def _par_boite(suivis: Iterable[int], adresser: Adresser, ecrire: Callable[[Boite, list[int]], int]) -> Bilan:
    par_boite: dict[Boite, list[int]] = {}
    for dossier in lire_dossiers(list(suivis)):
        par_boite.setdefault(adresser(dossier.parcours), []).append(dossier.suivi.pk)
    faites = echouees = 0
    for boite, lot in par_boite.items():
        try:
            with transaction.atomic():
                faites += ecrire(boite, lot)
        except Exception:  # noqa: BLE001 one reader must not stop the others, and the log has it whole
            journal.exception("Les suivis %s n’ont pas pu être écrits.", lot)
            echouees += 1
    return Bilan(faites, echouees)


def _verrouiller(lot: list[int]) -> list[Dossier]:
    verrou = Suivi.objects.filter(pk__in=lot, clos_le=None).order_by("pk")
    tenus = list(verrou.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    return lire_dossiers(tenus)


def _ecrire_au_referent(boite: Boite, lot: list[int], *, delais: Delais, le: date) -> int:
    cle = f"suivi-referent:{_empreinte(boite)}:{le.isoformat()}"
    rangs: list[tuple[Suivi, int]] = []
    for dossier in _verrouiller(lot) if boite.courriel else ():
        rang = relances_dues(
            dossier.suivi.prevu_le,
            muettes={REFERENT} - dossier.repondues,
            envoyees=dossier.envoyees,
            delais=delais,
            le=le,
            feries=FERIES,
        ).get(REFERENT)
        if rang is not None:
            rangs.append((dossier.suivi, rang))
    if not rangs or Courrier.objects.filter(cle=cle).exists():
        return 0
    Relance.objects.bulk_create(Relance(suivi=suivi, source=REFERENT, rang=rang, le=le) for suivi, rang in rangs)
    contexte = au_referent(boite, rangs, le=le)
    courriers.deposer(modele="suivi_referent", cle=cle, destinataire=boite.courriel, contexte=contexte)
    return 1


def _remonter(boite: Boite, lot: list[int], *, delais: Delais, le: date) -> int:
    cle = f"suivi-remonte:{_empreinte(boite)}:{le.isoformat()}"
    if Courrier.objects.filter(cle__in=[cle, f"{cle}:region"]).exists():
        # The letter of the day has left: what has come since waits for the next worked day.
        return 0
    dossiers = _verrouiller(lot)
    haut = [dossier.suivi for dossier in dossiers if _monte(dossier, delais=delais, le=le)]
    for dossier in dossiers:
        if dossier.suivi in haut or not _attend_encore(dossier):
            dossier.suivi.clos_le = horloge.maintenant()
    Suivi.objects.bulk_update([d.suivi for d in dossiers if d.suivi.clos_le], ["clos_le"])
    if not haut:
        return 0
    Relance.objects.bulk_create(Relance(suivi=suivi, source=REFERENT, rang=REMONTEE, le=le) for suivi in haut)
    lettres = 1
    if boite.courriel:
        contexte = plus_haut(boite, haut, region=False)
        courriers.deposer(modele="suivi_remonte", cle=cle, destinataire=boite.courriel, contexte=contexte)
        lettres += 1
    courriers.deposer(
        modele="suivi_remonte",
        cle=f"{cle}:region",
        destinataire=settings.REGION_EMAIL,
        contexte=plus_haut(boite, haut, region=True),
        groupable=True,
    )
    return lettres


def _monte(dossier: Dossier, *, delais: Delais, le: date) -> bool:
    return REFERENT not in dossier.repondues and remonte(
        dossier.suivi.prevu_le,
        joignable=bool(boite_du_referent(dossier.parcours).courriel),
        envoyees=dossier.envoyees.get(REFERENT, {}),
        delais=delais,
        le=le,
        feries=FERIES,
    )


def _attend_encore(dossier: Dossier) -> bool:
    """The referent was asked late, after a stop of the service: its follow-up stays open until it goes up."""
    return REFERENT not in dossier.repondues and bool(boite_du_referent(dossier.parcours).courriel)


def _empreinte(boite: Boite) -> str:
    """Stand for an address in a key, which is kept when the letter's address is erased."""
    return sha256(boite.courriel.lower().encode()).hexdigest()[:20]
