"""The page of results: each rate with its definition and its numbers, for the reader's perimeter."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes import acces
from comptes.models import Role
from insertion.forms.resultats import FiltreResultats
from insertion.models import ResultatAgrege
from insertion.queries.resultats import AXES, SORTIE, Resultats, bornes_de, croisements, lisibles_par, resultats
from insertion.regles.placement import DEFINITIONS
from insertion.regles.resultats import (
    HORIZONS,
    MESURES,
    Bornes,
    Etat,
    Taux,
    Tus,
    les_taux,
    tableau,
    tus_par_les_filtres,
)
from insertion.views.taux import POURQUOI, affiche, contenu, pourquoi, reponses_affichees
from noyau.listes import adresse
from noyau.tableur import fichier
from referentiels.queries.reglement import reglement_au
from referentiels.queries.taux_reference import taux_de_reference
from sessions_formation.views.acces import a_le_role

PENDANT = ("remplissage", "abandon", "au_bout")
CSV = "csv"
# The rate of the Région is said of any job, six months after.
A_LA_CIBLE = "emploi_6"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Results of what the reader follows, narrowed and split as the address says; as a file with ``format=csv``."""
    lieu = _perimetre(request)
    le = timezone.localdate()
    loi = reglement_au(le)
    lisibles = lisibles_par(request.user)
    filtre = FiltreResultats(request.GET, lisibles=lisibles, le=le)
    trouves = resultats(filtre.appliquer(lisibles), axe=filtre.decoupe, selon=filtre.par_date)
    bornes = bornes_de(loi)
    tus = _tus(lisibles, filtre=filtre, bornes=bornes)
    if request.GET.get("format") == CSV:
        return _fichier(trouves, filtre=filtre, bornes=bornes, tus=tus)
    contexte = {
        "perimetre": lieu,
        "filtre": filtre,
        "filtree": any(filtre.lu[nom] for nom in filtre.questions),
        "sans_filtre": adresse(request, **dict.fromkeys([*filtre.questions, "selon"])),
        "calcule_le": trouves.calcule_le,
        "par_sortie": filtre.par_date == SORTIE,
        "csv": adresse(request, format=CSV),
        "effectif_min": loi.resultat_effectif_min,
        "couverture_min": loi.resultat_couverture_min * 100,
        "definitions": [{"phrase": contenu(definition), "source": definition.source} for definition in DEFINITIONS],
        "references": taux_de_reference(),
        "cible": loi.placement_cible * 100,
        **_ensemble(les_taux(trouves.total, bornes, tus), trouves, cible=loi.placement_cible),
        **_tableau(request, trouves, filtre=filtre, rendu=_rendu(trouves, bornes, tus)),
    }
    return render(request, "insertion/resultats.html", contexte)


def _perimetre(request: HttpRequest) -> str:
    """Say in words what the reader sees; 403 for who follows neither a territory nor sessions."""
    if acces.est_agent(request.user):
        return "Toute la région"
    mots = []
    if a_le_role(request, Role.ORGANISME):
        mots.append("vos sessions")
    if a_le_role(request, Role.REFERENT):
        mots.append("votre territoire et les sessions que vous suivez")
    if not mots:
        raise PermissionDenied
    return " et ".join(mots).capitalize()


def _tus(lisibles: QuerySet[ResultatAgrege], *, filtre: FiltreResultats, bornes: Bornes) -> Tus:
    """Say what the filters forbid to show; one query for each that is answered."""
    croises = []
    for lue in filtre.lues:
        autres = filtre.appliquer(lisibles, sauf=lue.question)
        croises += croisements(autres, lue, axe=filtre.decoupe, selon=filtre.par_date)
    return tus_par_les_filtres(croises, bornes)


def _rendu(trouves: Resultats, bornes: Bornes, tus: Tus) -> dict[str, dict[str, Taux]]:
    return tableau({cle: comptes for cle, (_, comptes) in trouves.lignes.items()}, bornes, tus)


def _ensemble(taux: Mapping[str, Taux], trouves: Resultats, *, cible: Decimal) -> dict[str, Any]:
    return {
        "pendant": [affiche(taux[code]) for code in PENDANT],
        "apres": [
            {
                "mois": mois,
                "taux": [
                    affiche(taux[code], cible=cible if code == A_LA_CIBLE else None)
                    for code in (f"emploi_{mois}", f"durable_{mois}")
                ],
                "desaccords": trouves.total[f"desaccords_{mois}"] if taux[f"emploi_{mois}"].montrable else 0,
            }
            for mois in HORIZONS
        ],
        "promis": affiche(taux["promis"]),
        "vide": not any(trouves.total.values()),
    }


def _tableau(
    request: HttpRequest, trouves: Resultats, *, filtre: FiltreResultats, rendu: Mapping[str, Mapping[str, Taux]]
) -> dict[str, Any]:
    return {
        "axe": AXES[filtre.decoupe].titre,
        "mois": filtre.horizon,
        "axes": [
            {"texte": axe.titre, "url": adresse(request, axe=nom), "courant": nom == filtre.decoupe}
            for nom, axe in AXES.items()
        ],
        "horizons": [
            {"texte": f"{mois} mois après", "url": adresse(request, mois=mois), "courant": mois == filtre.horizon}
            for mois in HORIZONS
        ],
        "lignes": [
            {
                "nom": nom,
                "entrees": _entrees(rendu[cle]["abandon"]),
                "cellules": [affiche(rendu[cle][code]) for code in _colonnes(filtre.horizon)],
                "reponses": reponses_affichees(rendu[cle][f"emploi_{filtre.horizon}"]),
            }
            for cle, (nom, _) in trouves.lignes.items()
        ],
    }


def _colonnes(mois: int) -> tuple[str, ...]:
    return (*PENDANT, f"emploi_{mois}", f"durable_{mois}")


def _entrees(abandon: Taux) -> str:
    """How many entered: what the rate of dropout is counted on."""
    if abandon.etat == Etat.PERSONNE:
        return "0"
    return str(abandon.denominateur) if abandon.montrable else POURQUOI[abandon.etat].lower()


def _fichier(trouves: Resultats, *, filtre: FiltreResultats, bornes: Bornes, tus: Tus) -> HttpResponse:
    """The same table as a file, with every rate. What the page hides is not in it."""
    entete = [AXES[filtre.decoupe].titre]
    for mesure in MESURES.values():
        entete += [
            f"{mesure.nom} : taux (%)",
            f"{mesure.nom} : nombre",
            f"{mesure.nom} : sur",
            f"{mesure.nom} : réponses",
        ]
    rendu = _rendu(trouves, bornes, tus)
    lignes = [(nom, rendu[cle]) for cle, (nom, _) in trouves.lignes.items()]
    lignes.append(("Ensemble", les_taux(trouves.total, bornes, tus)))
    corps = [[nom, *(case for code in MESURES for case in _cases(taux[code]))] for nom, taux in lignes]
    return fichier("resultats.csv", [entete, *corps])


def _cases(taux: Taux) -> tuple[str, str, str, str]:
    if taux.part is None:
        return (pourquoi(taux).lower(), "", "", "")
    reponses = "" if taux.reponses is None else str(taux.reponses)
    return (f"{taux.part * 100:.1f}".replace(".", ","), str(taux.numerateur), str(taux.denominateur), reponses)
