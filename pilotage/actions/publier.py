"""Publish the figures of the scheme once a month is over: hidden what would tell of few people, frozen afterwards."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction

from insertion.queries.resultats import bornes_de
from insertion.regles.resultats import MESURES, Bornes, taux
from pilotage.models import CompteDesPostes, PublicationChiffres
from pilotage.queries.publics import lignes_brutes, sessions_ouvertes
from pilotage.regles.publics import DELAIS, GENS, POSTES, LignePublique, tues
from referentiels.queries.reglement import reglement_au


@transaction.atomic
def publier_chiffres(*, le: date, maintenant: datetime) -> bool:
    """Publish the figures of the months that are over, seen from the day ``le``; tell whether anything was published.

    Nothing while posts have not been counted since that month's end, and nothing twice for a month: what is published
    does not change.
    """
    mois = _dernier_mois_clos(le)
    compte = CompteDesPostes.objects.filter(vu_du__gte=le.replace(day=1)).exists()
    if not compte or PublicationChiffres.objects.filter(mois=mois).exists():
        return False
    donnees = chiffres(mois, bornes=bornes_de(reglement_au(le)))
    PublicationChiffres.objects.bulk_create(
        [PublicationChiffres(mois=mois, faite_le=maintenant, donnees=donnees)], ignore_conflicts=True
    )
    return True


def chiffres(mois: date, *, bornes: Bornes) -> dict[str, Any]:
    """Give the three tables, up to the month ``mois`` included, as they are published."""
    sessions = [{**_tete(axe, code, nom), **somme._asdict()} for axe, code, nom, somme in sessions_ouvertes(mois)]
    return {**tables_publiees(lignes_brutes(mois), bornes=bornes), "sessions": sessions}


def tables_publiees(lignes: Sequence[LignePublique], *, bornes: Bornes) -> dict[str, Any]:
    """Give the tables that count people, without what would tell of few of them.

    ``entonnoir``: one dict by line; ``resultats``: one by line and rate. A number not published is None: ``tues`` or
    ``etat`` says why.
    """
    cachees = tues(lignes, effectif_min=bornes.effectif_min)
    muettes = [(ligne, cachees.get((ligne.axe, ligne.code), frozenset())) for ligne in lignes]
    return {
        "effectif_min": bornes.effectif_min,
        "entonnoir": [_entonnoir(ligne, tues_ici) for ligne, tues_ici in muettes],
        "resultats": [rang for ligne, tues_ici in muettes for rang in _resultats(ligne, tues_ici, bornes=bornes)],
    }


def _tete(axe: str, code: str, nom: str) -> dict[str, str]:
    return {"axe": str(axe), "code": code, "nom": nom}


def _entonnoir(ligne: LignePublique, muettes: frozenset[str]) -> dict[str, Any]:
    """Posts, then people unless they are hidden; a delay is hidden with the people it is about."""
    siennes = [nom for nom in GENS if nom in muettes]
    publies: dict[str, int | None] = {nom: ligne.postes[nom] for nom in POSTES}
    publies |= {nom: None if nom in siennes else ligne.postes[nom] for nom in GENS}
    delais: dict[str, int | None] = {}
    for etape, gens in DELAIS.items():
        mediane, neuvieme = (None, None) if gens in siennes else ligne.delais.get(etape, (None, None))
        delais |= {f"{etape}_mediane": mediane, f"{etape}_neuvieme_decile": neuvieme}
    return {**_tete(ligne.axe, ligne.code, ligne.nom), **publies, **delais, "tues": siennes}


def _resultats(ligne: LignePublique, muettes: frozenset[str], *, bornes: Bornes) -> list[dict[str, Any]]:
    return [
        {
            **_tete(ligne.axe, ligne.code, ligne.nom),
            "mesure": code,
            **_taux(code, ligne.resultats, tu=code in muettes, bornes=bornes),
        }
        for code in MESURES
    ]


def _taux(code: str, comptes: Mapping[str, int], *, tu: bool, bornes: Bornes) -> dict[str, Any]:
    lu = taux(MESURES[code], comptes, bornes)
    if tu:
        lu = lu.cache()
    # In whole percents: with the count it rests on, no more than a page of results says.
    pour_cent = None if lu.part is None else int((lu.part * 100).quantize(Decimal(1), ROUND_HALF_UP))
    return {"taux": pour_cent, "sur": lu.denominateur if lu.montrable else None, "etat": lu.etat.value}


def _dernier_mois_clos(le: date) -> date:
    return date(le.year - (le.month == 1), (le.month - 2) % 12 + 1, 1)
