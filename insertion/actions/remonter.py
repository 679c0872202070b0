"""One letter a day to a referent, and to an employer, for all their people; and what goes up the line when no referent
has answered (domaine.md §6)."""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction

from insertion.actions.lettres_du_suivi import a_l_employeur, au_referent, plus_haut
from insertion.enums import Source
from insertion.models import Relance, Suivi
from insertion.queries.suivis import (
    Boite,
    Dossier,
    boite_de_l_employeur,
    boite_de_la_structure,
    boite_du_referent,
    dus,
    epuises,
    lire_dossiers,
)
from insertion.regles.echeances import REMONTEE, Delais, relances_dues, remonte
from noyau import courriers, horloge
from noyau.courriers import Courrier
from noyau.relances import RIEN, Bilan
from referentiels.feries import FERIES
from sessions_formation.models import Parcours

journal = logging.getLogger(__name__)

REFERENT = Source.REFERENT.value
PAS = 100
Adresser = Callable[[Parcours], Boite]
# The facts of the one letter of a day, from who reads it and the follow-ups due to it, with the rank of each.
Dire = Callable[[Boite, list[tuple[Suivi, int]]], dict[str, Any]]


def relancer_les_referents(*, delais: Delais, le: date) -> Bilan:
    """Write to each referent one letter with all its people due on ``le``; give how many letters."""
    return _relancer(
        Source.REFERENT, boite_du_referent, lambda boite, dus: au_referent(boite, dus, le=le), delais=delais, le=le
    )


def relancer_les_employeurs(*, delais: Delais, le: date) -> Bilan:
    """Write to each employer's address one letter with all its people due on ``le``; give how many letters."""
    return _relancer(
        Source.EMPLOYEUR,
        boite_de_l_employeur,
        lambda boite, dus: a_l_employeur(dus, courriel=boite.courriel),
        delais=delais,
        le=le,
    )


def _relancer(source: Source, adresser: Adresser, dire: Dire, *, delais: Delais, le: date) -> Bilan:
    """What falls due after the letter of the day waits for the next worked one. The follow-ups of some addresses are
    locked together, waiting: of two processes the second finds them done."""
    attendent = dus(source, delais=delais, le=le).order_by("pk").values_list("pk", flat=True)
    boites = {adresse: lot for adresse, (_, lot) in _par_adresse(attendent, adresser).items() if adresse}
    bilan = RIEN
    for adresses in _par_lots(boites):
        ecrire = partial(_ecrire, source, adresser, dire, delais=delais, le=le)
        fait = _tenir(ecrire, {adresse: boites[adresse] for adresse in adresses})
        bilan = Bilan(bilan.faites + fait.faites, bilan.echouees + fait.echouees)
    return bilan


def _par_lots(boites: Mapping[str, list[int]]) -> Iterable[list[str]]:
    """Addresses by lots of some hundred follow-ups; one address is never cut."""
    lot: list[str] = []
    for adresse in sorted(boites):
        lot.append(adresse)
        if sum(len(boites[connue]) for connue in lot) >= PAS:
            yield lot
            lot = []
    if lot:
        yield lot


def _tenir(ecrire: Callable[[Mapping[str, list[int]]], int], boites: Mapping[str, list[int]]) -> Bilan:
    """Write to some addresses at once; where one fails, to each by itself, so that it does not stop the others."""
    try:
        with transaction.atomic():
            return Bilan(ecrire(boites), 0)
    except Exception:  # noqa: BLE001 one reader must not stop the others, and the log has it whole
        if len(boites) == 1:
            journal.exception("Les suivis %s n’ont pas pu être écrits.", *boites.values())
            return Bilan(0, 1)
    bilans = [_tenir(ecrire, {adresse: lot}) for adresse, lot in boites.items()]
    return Bilan(sum(bilan.faites for bilan in bilans), sum(bilan.echouees for bilan in bilans))


def remonter_et_clore(*, delais: Delais, le: date) -> Bilan:
    """Send up the line what no referent answered, one letter a day for each structure, and close what has had its
    time; give how many letters. Who answers later is still heard."""
    finis = epuises(delais=delais, le=le).order_by("pk").values_list("pk", flat=True)
    faites = echouees = 0
    for boite, lot in _par_adresse(finis, boite_de_la_structure).values():
        fait = _tenir(partial(_remonter, boite, delais=delais, le=le), {boite.courriel: lot})
        faites, echouees = faites + fait.faites, echouees + fait.echouees
    return Bilan(faites, echouees)


def _par_adresse(suivis: Iterable[int], adresser: Adresser) -> dict[str, tuple[Boite, list[int]]]:
    """Give the follow-ups of each address: the key of its letter of the day is made of it (4 queries, or 1)."""
    identifiants = list(suivis)
    boites: dict[str, tuple[Boite, list[int]]] = {}
    for dossier in lire_dossiers(identifiants) if identifiants else ():
        boite = adresser(dossier.parcours)
        boites.setdefault(boite.courriel.lower(), (boite, []))[1].append(dossier.suivi.pk)
    return boites


def _verrouiller(lot: list[int]) -> list[Dossier]:
    verrou = Suivi.objects.filter(pk__in=lot, clos_le=None).order_by("pk")
    tenus = list(verrou.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    return lire_dossiers(tenus)


def _ecrire(
    source: Source, adresser: Adresser, dire: Dire, boites: Mapping[str, list[int]], *, delais: Delais, le: date
) -> int:
    """Write the letter of the day to each of ``boites`` (address → follow-ups), but to who has it; give how many."""
    cles = {adresse: f"suivi-{source}:{_empreinte(adresse)}:{le.isoformat()}" for adresse in boites}
    dossiers = _verrouiller([pk for lot in boites.values() for pk in lot])
    # Read under the lock: another process wrote it first, or has let go.
    parties = set(Courrier.objects.filter(cle__in=cles.values()).order_by("pk").values_list("cle", flat=True))
    rangs: dict[str, tuple[Boite, list[tuple[Suivi, int]]]] = {}
    for dossier in dossiers:
        rang = relances_dues(
            dossier.suivi.prevu_le,
            muettes={source.value} - dossier.repondues,
            envoyees=dossier.envoyees,
            delais=delais,
            le=le,
            feries=FERIES,
        ).get(source.value)
        boite = adresser(dossier.parcours)
        adresse = boite.courriel.lower()
        # Who reads may have changed since it was listed: the next hour finds the new address.
        if rang is not None and adresse in cles and cles[adresse] not in parties:
            rangs.setdefault(adresse, (boite, []))[1].append((dossier.suivi, rang))
    if not rangs:
        return 0
    Relance.objects.bulk_create(
        Relance(suivi=suivi, source=source, rang=rang, le=le) for _, lignes in rangs.values() for suivi, rang in lignes
    )
    lettres = [(cles[adresse], boite.courriel, dire(boite, lignes)) for adresse, (boite, lignes) in rangs.items()]
    return courriers.deposer_plusieurs(f"suivi_{source}", lettres)


def _remonter(boite: Boite, boites: Mapping[str, list[int]], *, delais: Delais, le: date) -> int:
    cle = f"suivi-remonte:{_empreinte(boite.courriel)}:{le.isoformat()}"
    if Courrier.objects.filter(cle__in=[cle, f"{cle}:region"]).exists():
        # The letter of the day has left: what has come since waits for the next worked day.
        return 0
    dossiers = _verrouiller(boites[boite.courriel])
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


def _empreinte(adresse: str) -> str:
    """Stand for an address in a key, which is kept when the letter's address is erased."""
    return sha256(adresse.lower().encode()).hexdigest()[:20]
