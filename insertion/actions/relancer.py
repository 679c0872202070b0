"""The letters of the follow-up: each due once, whatever stops, starts again or runs at the same time (decision 0037).

A letter and its ``Relance`` row are written in one transaction, under the lock of the follow-up, that an answer takes
too: none leaves after an answer, none twice, none is lost. Several processes share the work: what another one holds is
left for a second pass, which waits for it. Referents and employers get one letter a day (``remonter``).
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction

from insertion.actions.lettres_du_suivi import au_stagiaire
from insertion.actions.preparer import preparer_suivis
from insertion.actions.remonter import relancer_les_employeurs, relancer_les_referents, remonter_et_clore
from insertion.enums import Source
from insertion.models import Relance, Suivi
from insertion.queries.suivis import (
    Dossier,
    attendues,
    chemin_court,
    delais_de,
    dus,
    lire_dossiers,
    ouverts,
    telephone_de,
)
from insertion.regles.echeances import Delais, relances_dues
from intentions.actions.relancer import Suivi as Suivre
from noyau import courriers
from noyau.relances import RIEN, Bilan
from noyau.textos import deposer_texto
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import est_ouvre
from referentiels.regles.reglement import Reglement

journal = logging.getLogger(__name__)

PREPARES, STAGIAIRES, EMPLOYEURS = "suivis préparés", "suivis, aux stagiaires", "suivis, aux employeurs"
REFERENTS, REMONTES = "suivis, aux référents", "suivis, remontés"
PAS = 100
SOURCE = Source.STAGIAIRE.value
# As ``courriers.deposer_plusieurs`` wants them: a key, an address, the facts.
Lettre = tuple[str, str, Mapping[str, Any]]


def relancer_suivis(*, reglement: Reglement, le: date, suivre: Suivre = iter) -> dict[str, Bilan]:
    """Write what is due on ``le`` about those who left: follow-ups, questions, reminders, and what goes up the line.

    Safe to repeat, and by several workers at once; nothing leaves on a day that is not worked. ``suivre`` wraps the
    rows (a progress bar). Gives, line by line, how many letters were written and how many failed (the log says why).
    """
    bilans = {PREPARES: Bilan(preparer_suivis(le=le), 0)}
    lignes = (STAGIAIRES, EMPLOYEURS, REFERENTS, REMONTES)
    if not est_ouvre(le, FERIES) or not ouverts(le).exists():
        return {**bilans, **dict.fromkeys(lignes, RIEN)}
    delais = delais_de(reglement)
    return {
        **bilans,
        STAGIAIRES: _relancer_les_stagiaires(delais=delais, le=le, suivre=suivre),
        EMPLOYEURS: relancer_les_employeurs(delais=delais, le=le),
        REFERENTS: relancer_les_referents(delais=delais, le=le),
        REMONTES: remonter_et_clore(delais=delais, le=le),
    }


def _relancer_les_stagiaires(*, delais: Delais, le: date, suivre: Suivre) -> Bilan:
    """Write to each person what is due: first what nobody holds, then, waiting, what another process held."""
    faites = echouees = 0
    for attendre in (False, True):
        identifiants = list(dus(Source.STAGIAIRE, delais=delais, le=le).order_by("pk").values_list("pk", flat=True))
        if not identifiants:
            break
        faire = partial(_ecrire_un_lot, delais=delais, le=le, attendre=attendre)
        for lot in _lots(suivre(identifiants)):
            bilan = _tenir(faire, lot)
            faites += bilan.faites
            # A second pass meets the same failure again: it is counted once.
            echouees = echouees + bilan.echouees if not attendre else max(echouees, bilan.echouees)
    return Bilan(faites, echouees)


def _lots(identifiants: Iterable[int]) -> Iterable[list[int]]:
    lot: list[int] = []
    for pk in identifiants:
        lot.append(pk)
        if len(lot) == PAS:
            yield lot
            lot = []
    if lot:
        yield lot


def _tenir(faire: Callable[[list[int]], int], lot: list[int]) -> Bilan:
    """Do a batch; where something in it fails, do its rows one by one, so that one does not stop the others."""
    try:
        return Bilan(faire(lot), 0)
    except Exception:  # noqa: BLE001 one row must not stop the others, and the log has it whole
        if len(lot) == 1:
            journal.exception("Le suivi %s n’a pas pu être écrit.", lot[0])
            return Bilan(0, 1)
    bilans = [_tenir(faire, [pk]) for pk in lot]
    return Bilan(sum(bilan.faites for bilan in bilans), sum(bilan.echouees for bilan in bilans))


@transaction.atomic
def _ecrire_un_lot(lot: list[int], *, delais: Delais, le: date, attendre: bool) -> int:
    verrou = Suivi.objects.filter(pk__in=lot, clos_le=None).order_by("pk")
    tenus = verrou.select_for_update(of=("self",), no_key=True, skip_locked=not attendre).values_list("pk", flat=True)
    lettres: list[Lettre] = []
    relances: list[Relance] = []
    for dossier in lire_dossiers(list(tenus)):
        rang = relances_dues(
            dossier.suivi.prevu_le,
            muettes=attendues(dossier.parcours) & {SOURCE} - dossier.repondues,
            envoyees=dossier.envoyees,
            delais=delais,
            le=le,
            feries=FERIES,
        ).get(SOURCE)
        if rang is not None:
            relances.append(Relance(suivi=dossier.suivi, source=SOURCE, rang=rang, le=le))
            lettres += _ecrire(dossier, rang)
    Relance.objects.bulk_create(relances)
    if lettres:
        courriers.deposer_plusieurs("suivi_stagiaire", lettres)
    return len(relances)


def _ecrire(dossier: Dossier, rang: int) -> list[Lettre]:
    """By e-mail, and by text message when a provider is set; one or the other when there is but one of them."""
    suivi, stagiaire = dossier.suivi, dossier.parcours.stagiaire
    cle = f"suivi:{suivi.pk}:{Source.STAGIAIRE}:{rang}"
    if numero := telephone_de(dossier.parcours):
        contexte = {"chemin": chemin_court(suivi, numero), "stagiaires": [stagiaire.pk]}
        deposer_texto(modele="suivi_stagiaire", cle=cle, destinataire=numero, contexte=contexte)
    if not stagiaire.courriel:
        return []
    return [(cle, stagiaire.courriel, au_stagiaire(suivi, rang, contact=stagiaire.courriel))]
