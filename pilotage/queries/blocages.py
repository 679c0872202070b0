"""What is stuck, and where."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, F, Min, TextField, Value
from django.db.models.functions import Cast

from insertion.regles.resultats import Etat
from pilotage.queries.attentes import LIRE, attendus
from pilotage.queries.perimetre import cle_de, noms
from pilotage.regles.attentes import MOTS, Attente
from pilotage.regles.figures import Case, Colonne, Dessin, Figure, Ligne, Unite
from pilotage.regles.perimetre import TITRES, Axe, Perimetre
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import jours_ouvres_ecoules
from referentiels.regles.reglement import Reglement

SOURCE = "Les dossiers du service, au moment où la page est lue ; les délais sont ceux des relances en vigueur."
_NOMBRE = Colonne("nombre", "Dossiers", "Dossiers qui attendent aujourd’hui, quelle que soit leur date de dépôt.")
_TARD = Colonne("tard", "Au-delà du délai", "Ceux qui attendent depuis assez longtemps pour être relancés.")
_ANCIEN = Colonne(
    "ancien",
    "Le plus ancien",
    "Depuis combien de jours ouvrés attend le plus ancien de ces dossiers.",
    Unite.JOURS_OUVRES,
    dessinee=False,
)


class Attendent(NamedTuple):
    """What is counted of a wait: files, the first day of the oldest, those that are late."""

    nombre: int
    premier: date | None
    tard: int


def compter_les_attentes(
    criteres: Mapping[Axe, str],
    axe: Axe | None,
    *,
    le: date,
    loi: Reglement,
    parmi: Collection[Attente] = tuple(Attente),
) -> list[tuple[Attente, Any, Attendent]]:
    """Count what waits: the wait, the line of ``axe`` (None without one), what is counted (1 query).

    A wait that an axis does not split has no line.
    """
    parts = []
    for attente in parmi:
        lus = attendus(attente, criteres, le=le, loi=loi)
        if lus is None or (axe is not None and axe not in lus.chemins):
            continue
        cle = Cast(F(lus.chemins[axe]), TextField()) if axe else Value(None, output_field=TextField())
        parts.append(
            lus.lignes.order_by()
            .annotate(attente=Value(attente.value), cle=cle)
            .values("attente", "cle")
            .annotate(
                # Told apart only where a file may wait twice: sorting for it costs more than all the rest.
                nombre=Count(lus.dossier, distinct=lus.dossier != "pk"),
                premier=Min("depuis"),
                tard=Count(lus.dossier, distinct=lus.dossier != "pk", filter=lus.tard),
            )
            .values_list("attente", "cle", "nombre", "premier", "tard")
        )
    if not parts:
        return []
    lignes = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return [(Attente(attente), cle, Attendent(*nombres)) for attente, cle, *nombres in map(list[Any], lignes)]


def blocages(le: date, perimetre: Perimetre, *, loi: Reglement) -> tuple[Figure, ...]:
    """Give what waits on ``le``, whatever the months of ``perimetre``: one figure (code ``blocages``, BARRES), a line
    per wait: how many files, how many beyond the usual delay, the oldest in working days (1 query).

    A wait whose files a criterion does not tell apart (an invoice has no département) is left out.
    """
    lus = {attente: reste for attente, _, reste in compter_les_attentes(perimetre.criteres, None, le=le, loi=loi)}
    return (_ensemble(lus, perimetre, le=le, loi=loi),)


def blocages_et_leur_part(le: date, perimetre: Perimetre, axe: Axe, *, loi: Reglement) -> tuple[Figure, Figure]:
    """Give ``blocages``, and the same split by ``axe`` (code ``blocages_par``, BARRES_EMPILEES): a line per line of
    ``axe``, a column per wait that it splits (2 queries, 1 more when an axis does not split them all).

    A file is on one line of an axis: what is counted by line adds up to the whole, and is not counted again. What
    waits is of today: by month, it is split by sector.
    """
    axe = Axe.SECTEUR if axe == Axe.MOIS else axe
    par_ligne: dict[Any, dict[Attente, int]] = {}
    sommes: dict[Attente, Attendent] = {}
    for attente, cle, reste in compter_les_attentes(perimetre.criteres, axe, le=le, loi=loi):
        par_ligne.setdefault(cle, {})[attente] = reste.nombre
        sommes[attente] = _ajoute(sommes[attente], reste) if attente in sommes else reste
    autres = [attente for attente in Attente if axe not in LIRE[attente](le, loi).chemins]
    entieres = compter_les_attentes(perimetre.criteres, None, le=le, loi=loi, parmi=autres)
    sommes |= {attente: reste for attente, _, reste in entieres}
    decoupees = [
        attente
        for attente in Attente
        if attente not in autres and attendus(attente, perimetre.criteres, le=le, loi=loi) is not None
    ]
    return _ensemble(sommes, perimetre, le=le, loi=loi), _par_ligne(par_ligne, perimetre, axe, decoupees)


def _ajoute(un: Attendent, autre: Attendent) -> Attendent:
    premiers = [jour for jour in (un.premier, autre.premier) if jour is not None]
    return Attendent(un.nombre + autre.nombre, min(premiers, default=None), un.tard + autre.tard)


def _ensemble(lus: Mapping[Attente, Attendent], perimetre: Perimetre, *, le: date, loi: Reglement) -> Figure:
    return Figure(
        "blocages",
        "Ce qui attend",
        "Les dossiers qui attendent quelqu’un aujourd’hui, dans l’ordre du chemin d’un poste.",
        (_NOMBRE, _TARD, _ANCIEN),
        tuple(
            Ligne(
                attente.value,
                MOTS[attente].titre,
                _cases(attente, lus.get(attente), perimetre, le=le),
                MOTS[attente].definition,
            )
            for attente in Attente
            if attendus(attente, perimetre.criteres, le=le, loi=loi) is not None
        ),
        premiere="Ce qui attend",
        dessin=Dessin.BARRES,
        source=SOURCE,
    )


def _par_ligne(
    par_ligne: Mapping[Any, Mapping[Attente, int]], perimetre: Perimetre, axe: Axe, attentes: Collection[Attente]
) -> Figure:
    lus = {cle_de(cle): nombres for cle, nombres in par_ligne.items()}
    return Figure(
        "blocages_par",
        f"Où cela attend, par {TITRES[axe].lower()}",
        _phrase(axe, attentes),
        tuple(Colonne(attente.value, MOTS[attente].titre, MOTS[attente].definition) for attente in attentes),
        tuple(
            Ligne(
                cle,
                nom,
                tuple(
                    _case(lus[cle].get(attente, 0), _dossiers(attente, perimetre, **{axe.value: cle}))
                    for attente in attentes
                ),
            )
            for cle, nom in noms(axe, _entiers(axe, list(par_ligne))).items()
        ),
        premiere=TITRES[axe],
        dessin=Dessin.BARRES_EMPILEES,
        source=SOURCE,
    )


def _phrase(axe: Axe, attentes: Collection[Attente]) -> str:
    """Say what the split leaves out: a wait whose files an axis does not tell apart is not « none »."""
    phrase = "Les mêmes dossiers, ligne par ligne"
    if len(attentes) == len(Attente):
        return f"{phrase}."
    return f"{phrase} ; ceux qu’on ne peut pas répartir par {TITRES[axe].lower()} n’y sont pas."


def _entiers(axe: Axe, cles: list[Any]) -> list[Any]:
    if axe not in (Axe.LOT, Axe.ORGANISME):
        return cles
    return [None if cle is None else int(cle) for cle in cles]


def _cases(attente: Attente, lus: Attendent | None, perimetre: Perimetre, *, le: date) -> tuple[Case, Case, Case]:
    if lus is None or not lus.nombre:
        return (Case(0), Case(0), Case(None, etat=Etat.PERSONNE))
    nombre, premier, tard = lus
    attend = Case(None, etat=Etat.PERSONNE)
    if premier is not None:
        attend = Case(jours_ouvres_ecoules(premier, le, feries=FERIES), nombre)
    return (
        _case(nombre, _dossiers(attente, perimetre)),
        _case(tard, _dossiers(attente, perimetre, retard="1"), sur=nombre),
        attend,
    )


def _dossiers(attente: Attente, perimetre: Perimetre, **plus: str) -> dict[str, str]:
    criteres = {axe.value: cle for axe, cle in perimetre.criteres.items()}
    return {"quoi": "blocages", "attente": attente.value, **criteres, **plus}


def _case(nombre: int, dossiers: dict[str, str], *, sur: int | None = None) -> Case:
    return Case(nombre, sur, dossiers=dossiers if nombre else None)
