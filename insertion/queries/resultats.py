"""Results of a perimeter: one table of counts by axis, from the lines added up hourly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, F, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat, ExtractQuarter, ExtractYear

from comptes import acces
from comptes.models import Utilisateur
from insertion.models import ResultatAgrege
from insertion.queries.agregats import comptes_au
from insertion.regles.resultats import COMPTES, Bornes, Croisement, additionner
from referentiels.models import Departement
from referentiels.regles.reglement import Reglement
from sessions_formation.enums import TypeSession

ENTREE, SORTIE = "entree", "sortie"


class Axe(NamedTuple):
    """A way to split results: its words, what its lines are told apart by, what they are called."""

    titre: str
    cle: str
    nom: str = ""


AXES = {
    "secteur": Axe("Secteur", "session__lot__secteur", "session__lot__secteur__libelle"),
    "lot": Axe("Lot", "session__lot"),
    "organisme": Axe("Organisme", "session__organisme", "session__organisme__nom"),
    "territoire": Axe("Département", "session__commune__departement", "session__commune__departement__nom"),
    "dispositif": Axe("Dispositif", "session__type"),
    "annee": Axe("Année", "an"),
}


class Lue(NamedTuple):
    """An answer to one of the questions that narrow results: its question (an axis, or « periode ») and itself."""

    question: str
    reponse: str


@dataclass(frozen=True, slots=True)
class Resultats:
    """Counts by line of an axis (key → words, counts), their total, and when they were added up."""

    lignes: Mapping[str, tuple[str, dict[str, int]]]
    total: dict[str, int]
    calcule_le: datetime | None


def lisibles_par(utilisateur: Utilisateur) -> QuerySet[ResultatAgrege]:
    """All for an officer; for a training body its own sessions; for a referent those of its départements, and those
    its structure follows; nothing for anybody else."""
    if acces.est_agent(utilisateur):
        return ResultatAgrege.objects.all()
    organismes = acces.constantes(acces.organismes_de(utilisateur))
    structures = acces.constantes(acces.structures_de(utilisateur))
    voit = Q()
    if organismes:
        voit |= Q(session__organisme__in=organismes)
    if structures:
        departements = list(Departement.objects.filter(structures__in=structures).values_list("pk", flat=True))
        voit |= Q(session__structure_referente__in=structures) | Q(session__commune__departement__in=departements)
    return ResultatAgrege.objects.filter(voit) if voit else ResultatAgrege.objects.none()


def resultats(agreges: QuerySet[ResultatAgrege], *, axe: str, selon: str = ENTREE) -> Resultats:
    """Add up what is left of ``agreges`` by the lines of ``axe``, a key of ``AXES`` (1 query).

    ``selon``: years are those of entries or of exits. A session without a place is in no département.
    """
    decoupe = AXES[axe]
    if axe == "annee":
        agreges = agreges.annotate(an=ExtractYear(f"mois_{selon}"))
    if axe == "lot":
        nom = Concat(Value("Lot "), F("session__lot__numero"), Value(", "), F("session__lot__intitule"))
        agreges = agreges.annotate(nom=nom)
    else:
        agreges = agreges.annotate(nom=F(decoupe.nom or decoupe.cle))
    sommes = (
        agreges.values("nom", cle=F(decoupe.cle))
        .annotate(**{f"n_{compte}": Sum(compte, default=0) for compte in COMPTES}, calcule=Max("calcule_le"))
        .order_by("nom", "cle")
    )
    lignes, instants = {}, []
    for somme in map(dict[str, Any], sommes):
        cle = "" if somme["cle"] is None else str(somme["cle"])
        lignes[cle] = (_mots(axe, somme["nom"]), {compte: somme[f"n_{compte}"] for compte in COMPTES})
        instants.append(somme["calcule"])
    total = additionner(comptes for _, comptes in lignes.values())
    return Resultats(lignes, total, max(instants, default=None))


def croisements(agreges: QuerySet[ResultatAgrege], lue: Lue, *, axe: str, selon: str) -> list[Croisement]:
    """Give the counts by answer of one filter (``lue``), then by line of ``axe``, ``agreges`` being narrowed by all
    the others (1 query). Quarters stand against those of their year, and the year against the others."""
    decoupe = {"f": F(AXES[lue.question].cle)} if lue.question in AXES else {"f": _trimestre(f"mois_{selon}")}
    ligne = ExtractYear(f"mois_{selon}") if axe == "annee" else F(AXES[axe].cle)
    sommes = (
        agreges.annotate(**decoupe, a=ligne)
        .values("f", "a")
        .annotate(**{f"n_{compte}": Sum(compte, default=0) for compte in COMPTES})
        .order_by("f", "a")
    )
    cellules: dict[str, dict[str, dict[str, int]]] = {}
    for somme in map(dict[str, Any], sommes):
        filtre, cle = ("" if somme[nom] is None else str(somme[nom]) for nom in ("f", "a"))
        cellules.setdefault(filtre, {})[cle] = {compte: somme[f"n_{compte}"] for compte in COMPTES}
    if lue.question in AXES:
        return [Croisement(cellules, lue.reponse)]
    return _periodes(cellules, lue.reponse)


def _trimestre(champ: str) -> Concat:
    annee, rang = Cast(ExtractYear(champ), CharField()), Cast(ExtractQuarter(champ), CharField())
    return Concat(annee, Value("-"), rang)


def _periodes(trimestres: dict[str, dict[str, dict[str, int]]], choisie: str) -> list[Croisement]:
    annee, _, rang = choisie.partition("-")
    annees: dict[str, dict[str, dict[str, int]]] = {}
    for trimestre, parts in trimestres.items():
        somme = annees.setdefault(trimestre.partition("-")[0], {})
        for cle, comptes in parts.items():
            somme[cle] = additionner([somme[cle], comptes]) if cle in somme else comptes
    lus = [Croisement(annees, annee)]
    if rang:
        lus.append(Croisement({t: parts for t, parts in trimestres.items() if t.startswith(f"{annee}-")}, choisie))
    return lus


def bornes_de(reglement: Reglement) -> Bornes:
    """Give the day's bounds under which nothing is shown."""
    return Bornes(reglement.resultat_effectif_min, reglement.resultat_couverture_min)


def tous_les_taux(le: date) -> dict[tuple[int, date, date | None], dict[str, int]]:
    """Give the numbers every rate is made of, counted anew from the rows of ``le`` (1 query).

    Two moments that give the same have the same rates, whatever the axis, the filter and the perimeter: that is how
    the erasure of people is proven to change nothing.
    """
    return comptes_au(le)


def _mots(axe: str, nom: object) -> str:
    if nom in (None, ""):
        return "Non précisé"
    if axe == "dispositif":
        return TypeSession(str(nom)).label
    mots = str(nom)
    return mots[:1].upper() + mots[1:]
