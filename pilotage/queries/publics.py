"""What the public figures are made of, before anything is hidden: a dozen statements, whatever the volume."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import ExtractYear

from insertion.models import ResultatAgrege
from insertion.regles.resultats import COMPTES
from noyau.replique import base_de_lecture
from pilotage.models import PublicationChiffres
from pilotage.regles.publics import AxePublic, LignePublique
from referentiels.models import Departement, Secteur
from sessions_formation.enums import StatutSession
from sessions_formation.models import Composante

SANS_PRECISION = "Non précisé"
_JOURS = {
    "postes_promis": "deposee_le",
    "postes_demandes": "demandee_le",
    "postes_autorises": "autorisee_le",
    "entrees": "entree_le",
    "fins": "fin_le",
    "embauches": "emploi_le",
}
_RANGS = {
    "demande": "j_demande",
    "autorisation": "j_autorisation",
    "entree": "j_entree",
    "fin": "j_fin",
    "embauche": "j_emploi",
}
_ENTONNOIR = f"""
select grouping(secteur_id, departement_id, extract(year from mois)) as decoupe,
    secteur_id, departement_id, extract(year from mois)::int,
    {", ".join(f"count({jour})" for jour in _JOURS.values())},
    {", ".join(f"percentile_disc(array[0.5, 0.9]) within group (order by {rang})" for rang in _RANGS.values())}
from pilotage_faitposte
where mois <= %s
group by grouping sets ((), (secteur_id), (departement_id), (extract(year from mois)))
"""  # noqa: S608 - nothing but names of columns
# Which columns a line is not grouped by, as PostgreSQL says it in bits → its axis and the column of its code.
_DECOUPES = {
    0b111: (AxePublic.ENSEMBLE, None),
    0b011: (AxePublic.SECTEUR, 1),
    0b101: (AxePublic.DEPARTEMENT, 2),
    0b110: (AxePublic.ANNEE, 3),
}
_CHAMPS: dict[AxePublic, str | None] = {
    AxePublic.ENSEMBLE: None,
    AxePublic.ANNEE: "an",
    AxePublic.SECTEUR: "session__lot__secteur",
    AxePublic.DEPARTEMENT: "session__commune__departement",
}

Cle = tuple[AxePublic, str]


class Sessions(NamedTuple):
    """What was ordered on one line: sessions, places, hours in all (places times the hours of each)."""

    sessions: int
    places: int
    heures: int


def derniere_publication() -> PublicationChiffres | None:
    """Give the last figures published (1 query)."""
    return PublicationChiffres.objects.using(base_de_lecture()).order_by("-mois").first()


def lignes_brutes(mois: date) -> list[LignePublique]:
    """Give every line of every axis, up to the month ``mois`` included, with nothing hidden yet: not to be shown."""
    postes, resultats, noms = _entonnoir(mois), _resultats(mois), _noms()
    vide = dict.fromkeys(_JOURS, 0)
    return [
        LignePublique(
            axe,
            code,
            _nom(axe, code, noms),
            postes.get((axe, code), (vide, {}))[0],
            postes.get((axe, code), (vide, {}))[1],
            resultats.get((axe, code), dict.fromkeys(COMPTES, 0)),
        )
        for axe, code in _dans_l_ordre({*postes, *resultats, (AxePublic.ENSEMBLE, "")})
    ]


def sessions_ouvertes(mois: date) -> list[tuple[AxePublic, str, str, Sessions]]:
    """Give what was ordered by line of each axis, with its name: files and places, no people."""
    noms = _noms()
    commandes = (
        Composante.objects.using(base_de_lecture())
        .filter(ajoutee_le__date__lt=_fin(mois))
        .exclude(session__statut=StatutSession.ANNULEE)
    )
    lues = commandes.annotate(an=ExtractYear("ajoutee_le"))
    rendu = {
        (axe, code): Sessions(**somme)
        for axe, champ in _CHAMPS.items()
        for code, somme in _sommes(
            lues,
            champ,
            sessions=Count("pk"),
            places=Sum("parcours", default=0),
            heures=Sum(F("parcours") * F("heures"), default=0),
        )
    }
    return [(axe, code, _nom(axe, code, noms), rendu[axe, code]) for axe, code in _dans_l_ordre(rendu)]


def _entonnoir(mois: date) -> dict[Cle, tuple[dict[str, int], dict[str, tuple[int | None, int | None]]]]:
    """Posts at each step, and the median and the ninth decile of each delay, in working days."""
    with connections[base_de_lecture()].cursor() as curseur:
        curseur.execute(_ENTONNOIR, [mois])
        lues = curseur.fetchall()
    rendu = {}
    for ligne in lues:
        axe, colonne = _DECOUPES[ligne[0]]
        code = "" if colonne is None or ligne[colonne] is None else str(ligne[colonne])
        comptes = ligne[4 : 4 + len(_JOURS)]
        delais = ligne[4 + len(_JOURS) :]
        rendu[axe, code] = (
            dict(zip(_JOURS, comptes, strict=True)),
            {nom: tuple(lu) if lu else (None, None) for nom, lu in zip(_RANGS, delais, strict=True)},
        )
    return rendu


def _resultats(mois: date) -> dict[Cle, dict[str, int]]:
    """Counts of people by the same lines; years are those of entries."""
    agreges = ResultatAgrege.objects.using(base_de_lecture()).filter(mois_entree__lte=mois)
    lus = agreges.annotate(an=ExtractYear("mois_entree"))
    sommes = {f"n_{nom}": Sum(nom, default=0) for nom in COMPTES}
    return {
        (axe, code): {nom: somme[f"n_{nom}"] for nom in COMPTES}
        for axe, champ in _CHAMPS.items()
        for code, somme in _sommes(lus, champ, **sommes)
    }


def _sommes(lues: QuerySet[Any], champ: str | None, **sommes: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Add up what was read, all together or by ``champ``: the code of each line, and its sums."""
    if champ is None:
        yield "", lues.aggregate(**sommes)
        return
    for somme in lues.values(code=F(champ)).annotate(**sommes).order_by("code"):
        code = somme.pop("code")
        yield ("" if code is None else str(code)), somme


def _noms() -> dict[AxePublic, dict[str, str]]:
    base = base_de_lecture()
    return {
        AxePublic.SECTEUR: dict(Secteur.objects.using(base).values_list("code", "libelle")),
        AxePublic.DEPARTEMENT: dict(Departement.objects.using(base).values_list("code", "nom")),
    }


def _nom(axe: AxePublic, code: str, noms: dict[AxePublic, dict[str, str]]) -> str:
    if axe is AxePublic.ENSEMBLE:
        return "Ensemble"
    nom = noms.get(axe, {}).get(code, code) or SANS_PRECISION
    return nom[:1].upper() + nom[1:]


def _dans_l_ordre(cles: Iterable[Cle]) -> list[Cle]:
    """By axis, then by code; what is not told last."""
    rangs = {axe: rang for rang, axe in enumerate(AxePublic)}
    return sorted(set(cles), key=lambda cle: (rangs[cle[0]], not cle[1], cle[1]))


def _fin(mois: date) -> date:
    """The first day of the month after."""
    return date(mois.year + mois.month // 12, mois.month % 12 + 1, 1)
