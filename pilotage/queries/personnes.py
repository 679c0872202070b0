"""People among the facts: how many by line, month and filter, for what must not be shown of them."""

from collections.abc import Mapping
from datetime import date

from pilotage.queries.perimetre import FAITS_PAR, MOIS, cle_de, conditions, lire
from pilotage.regles.chaine import Etape
from pilotage.regles.perimetre import Axe, Perimetre
from pilotage.regles.secret import Muets, lisible, muets

_PERSONNES = (Etape.ENTREE, Etape.FIN, Etape.EMPLOI)
_COMPTES = "count(f.entree_le), count(f.fin_le), count(f.emploi_le)"
# By line, then by month.
_ParMois = Mapping[str, Mapping[date, int]]


def muets_par_etape(perimetre: Perimetre, axe: Axe, *, minimum: int) -> dict[Etape, Muets]:
    """Say what of each step that counts people is not shown, split by ``axe`` (1 query, 1 more by criterion)."""
    par_mois = _par_ligne_et_mois(perimetre, axe)
    croises = [(_croisement(perimetre, axe, filtre), cle) for filtre, cle in perimetre.criteres.items()]
    rendu = {}
    for etape in _PERSONNES:
        lus = par_mois[etape]
        lignes = {
            cle: sum(nombre for mois, nombre in parts.items() if perimetre.debut <= mois <= perimetre.fin)
            for cle, parts in lus.items()
        }
        entier = _ensemble(lus)
        rendu[etape] = muets(
            lignes,
            [(cellules[etape], cle) for cellules, cle in croises],
            minimum=minimum,
            deja=_coupees(lus, entier, perimetre, axe, minimum),
            tout=not lisible(entier, perimetre.debut, perimetre.fin, minimum=minimum),
        )
    return rendu


def _coupees(
    lignes: _ParMois, entier: Mapping[date, int], perimetre: Perimetre, axe: Axe, minimum: int
) -> frozenset[str]:
    """The lines whose own months, taken over the span asked for, would tell of a few people."""
    if axe == Axe.MOIS:
        return frozenset(cle_de(mois) for mois in entier if not lisible(entier, mois, mois, minimum=minimum))
    return frozenset(
        cle for cle, parts in lignes.items() if not lisible(parts, perimetre.debut, perimetre.fin, minimum=minimum)
    )


def _ensemble(lignes: _ParMois) -> dict[date, int]:
    somme: dict[date, int] = {}
    for parts in lignes.values():
        for mois, nombre in parts.items():
            somme[mois] = somme.get(mois, 0) + nombre
    return somme


def _par_ligne_et_mois(perimetre: Perimetre, axe: Axe) -> dict[Etape, dict[str, dict[date, int]]]:
    colonne = (MOIS if axe == Axe.MOIS else FAITS_PAR[axe]).cle
    gardes = conditions(perimetre, mois=False)
    sql = f"select {colonne}, f.mois, {_COMPTES} from pilotage_faitposte f where {gardes.sql} group by 1, 2"  # noqa: S608 - names of columns
    rendu: dict[Etape, dict[str, dict[date, int]]] = {etape: {} for etape in _PERSONNES}
    for cle, mois, *nombres in lire(sql, gardes.parametres):
        for etape, nombre in zip(_PERSONNES, nombres, strict=True):
            rendu[etape].setdefault(cle_de(cle), {})[mois] = nombre
    return rendu


def _croisement(perimetre: Perimetre, axe: Axe, filtre: Axe) -> dict[Etape, dict[str, dict[str, int]]]:
    colonne = (MOIS if axe == Axe.MOIS else FAITS_PAR[axe]).cle
    gardes = conditions(perimetre, sauf=filtre)
    sql = f"select {FAITS_PAR[filtre].cle}, {colonne}, {_COMPTES} from pilotage_faitposte f where {gardes.sql} group by 1, 2"  # noqa: S608, E501 - names of columns
    rendu: dict[Etape, dict[str, dict[str, int]]] = {etape: {} for etape in _PERSONNES}
    for reponse, cle, *nombres in lire(sql, gardes.parametres):
        for etape, nombre in zip(_PERSONNES, nombres, strict=True):
            rendu[etape].setdefault(cle_de(reponse), {})[cle_de(cle)] = nombre
    return rendu
