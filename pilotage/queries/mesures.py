"""The measures of the plan as they are read: by priority, with what stands beside each, and the whole at a glance."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Count, F, Prefetch, Q, QuerySet

from pilotage.models import EtatMesure, Mesure, ResultatMesure
from pilotage.regles.figures import Case, Colonne, Dessin, Figure, Ligne, Unite
from referentiels.regles.typographie import composer, compter

SOURCE = "Région Pays de la Loire, « Plan de bataille pour l’emploi », et les mises à jour des agents de la Région"
# How far a measure is, in the words one filters by: code → (words, condition).
AVANCEES = {
    "inconnu": ("Non renseigné", Q(avancement=None)),
    "rien": ("0 %", Q(avancement=0)),
    "debut": ("Moins de 50 %", Q(avancement__gt=0, avancement__lt=50)),
    "moitie": ("De 50 à 99 %", Q(avancement__gte=50, avancement__lt=100)),
    "fini": ("100 %", Q(avancement=100)),
}
# A measure nobody has updated comes last, whichever way the list is turned.
TRIS = {
    "numero": [F("numero").asc()],
    "-numero": [F("numero").desc()],
    "avancement": [F("avancement").asc(nulls_last=True)],
    "-avancement": [F("avancement").desc(nulls_last=True)],
    "maj": [F("maj_le").asc(nulls_last=True)],
    "-maj": [F("maj_le").desc(nulls_last=True)],
}


class Criteres(NamedTuple):
    """What narrows the list; empty: no matter."""

    priorite: int | None = None
    etat: str = ""
    avancement: str = ""


TOUTES = Criteres()


def mesures(criteres: Criteres = TOUTES, tri: str = "numero") -> QuerySet[Mesure]:
    """Give the measures asked for, in order (a key of ``TRIS``), each with how many results it has (``combien``)."""
    retenues = Mesure.objects.select_related("priorite")
    if criteres.priorite:
        retenues = retenues.filter(priorite=criteres.priorite)
    if criteres.etat:
        retenues = retenues.filter(etat=criteres.etat)
    if criteres.avancement:
        retenues = retenues.filter(AVANCEES[criteres.avancement][1])
    montres = Count("resultats", filter=Q(resultats__retire_le=None))
    return retenues.annotate(combien=montres).order_by(*TRIS[tri], "numero")


def mesures_du_rapport() -> QuerySet[Mesure]:
    """Give all of them with their results, as the report prints them (2 queries)."""
    montres = ResultatMesure.objects.filter(retire_le=None).order_by("ordre")
    return mesures().prefetch_related(Prefetch("resultats", queryset=montres, to_attr="montres"))


def resultats_de(mesure: Mesure, *, retires: bool) -> QuerySet[ResultatMesure]:
    """Give the results of a measure, in order: those shown, or those withdrawn."""
    return mesure.resultats.filter(retire_le__isnull=not retires).order_by("ordre")


def bilan_par_priorite() -> Figure:
    """Give, for each priority, how many measures, their mean progress, and those done or given up (1 query).

    The mean leaves out the measures without a percentage: the count it rests on says so.
    """
    lues: dict[int, list[Mesure]] = {}
    titres: Mapping[int, str] = {}
    for mesure in mesures():
        lues.setdefault(mesure.priorite_id, []).append(mesure)
        titres = {**titres, mesure.priorite_id: mesure.priorite.titre}
    toutes = [mesure for groupe in lues.values() for mesure in groupe]
    return Figure(
        code="mesures_par_priorite",
        titre="Avancement moyen par priorité",
        phrase=_phrase(toutes),
        premiere="Priorité",
        colonnes=_COLONNES,
        lignes=tuple(
            Ligne(str(numero), f"{numero}. {titres[numero]}", _cases(groupe)) for numero, groupe in lues.items()
        ),
        dessin=Dessin.BARRES,
        total=Ligne("", "Ensemble", _cases(toutes)),
        source=SOURCE,
    )


_COLONNES = (
    Colonne(
        "avancement",
        "Avancement moyen",
        "Moyenne des pourcentages des mesures de la priorité ; une mesure sans pourcentage n’y compte pas.",
        Unite.POUR_CENT,
    ),
    Colonne("mesures", "Mesures", "Nombre de mesures de la priorité.", dessinee=False),
    Colonne("finies", "À 100\N{NO-BREAK SPACE}%", "Nombre de mesures dont l’avancement est de 100 %.", dessinee=False),
    Colonne("abandonnees", "Abandonnées", "Nombre de mesures dites abandonnées.", dessinee=False),
)


def _cases(groupe: list[Mesure]) -> tuple[Case, ...]:
    dits = [mesure.avancement for mesure in groupe if mesure.avancement is not None]
    moyenne = (Decimal(sum(dits)) / len(dits)).quantize(Decimal(1), ROUND_HALF_UP) if dits else None
    return (
        Case(moyenne, sur=len(dits)),
        Case(len(groupe)),
        Case(sum(1 for avancement in dits if avancement == 100)),
        Case(sum(1 for mesure in groupe if mesure.etat == EtatMesure.ABANDONNEE)),
    )


def _phrase(toutes: list[Mesure]) -> str:
    moyenne = _cases(toutes)[0]
    if moyenne.valeur is None:
        return "Aucun avancement n’est renseigné."
    finies = sum(1 for mesure in toutes if mesure.avancement == 100)
    return composer(
        f"En moyenne, les {moyenne.sur} mesures dont l’avancement est renseigné sont à {moyenne.valeur} %. "
        f"{compter(finies, 'mesure est', 'mesures sont')} à 100 %."
    )
