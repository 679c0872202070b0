"""The figures of the public page, made from what was published."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from insertion.regles.resultats import MESURES, Etat
from pilotage.models import PublicationChiffres
from pilotage.queries.chaine import MEDIANE, NEUVIEME
from pilotage.queries.resultats_tableau import TAUX
from pilotage.regles.chaine import DEFINITIONS_DES_ETAPES, TITRES_DES_ETAPES, Etape
from pilotage.regles.figures import Case, Colonne, Dessin, Figure, Ligne, Unite
from pilotage.regles.publics import TITRES, AxePublic

SOURCE = "Dossiers tenus par le service « 1 emploi = 1 formation », Région Pays de la Loire"
# Step → its column in the table published, and the step its delay is told of.
_ETAPES = {
    Etape.INTENTION: ("postes_promis", ""),
    Etape.DEMANDE: ("postes_demandes", "demande"),
    Etape.AUTORISATION: ("postes_autorises", "autorisation"),
    Etape.ENTREE: ("entrees", "entree"),
    Etape.FIN: ("fins", "fin"),
    Etape.EMPLOI: ("embauches", "embauche"),
}
# What a line is about in each of the tables that are put side by side: posts, what was ordered, people trained.
_SELON = {
    AxePublic.SECTEUR: ("Secteur de l’intention.", "Secteur du lot.", "Secteur du lot."),
    AxePublic.DEPARTEMENT: (
        "Département de l’emploi.",
        "Département de la formation.",
        "Département de la formation.",
    ),
    AxePublic.ANNEE: ("Année du dépôt.", "Année de la commande.", "Année de l’entrée en formation."),
}
_APRES, _PENDANT = ("emploi_6", "durable_6"), ("remplissage", "abandon", "au_bout", "promis")


def figures_publiees(publication: PublicationChiffres, *, cible: Decimal) -> tuple[Figure, ...]:
    """Give the figures of the page: the funnel, the rates after training against ``cible`` (a share), those during
    it, then by sector, by département and by year."""
    donnees, quand = publication.donnees, publication.faite_le
    entonnoir, resultats = donnees["entonnoir"], donnees["resultats"]
    lus = {ligne["mesure"]: ligne for ligne in resultats if ligne["axe"] == AxePublic.ENSEMBLE}
    figures = (
        _chaine(next(ligne for ligne in entonnoir if ligne["axe"] == AxePublic.ENSEMBLE)),
        _apres(lus, cible=cible),
        _pendant(lus),
        *(_par(axe, donnees) for axe in (AxePublic.SECTEUR, AxePublic.DEPARTEMENT, AxePublic.ANNEE)),
    )
    return tuple(_datee(figure, quand) for figure in figures)


def _datee(figure: Figure, quand: datetime) -> Figure:
    return figure.avec(source=SOURCE, calcule_le=quand)


def _chaine(ligne: dict[str, Any]) -> Figure:
    return Figure(
        code="chaine",
        titre="Du poste promis à l’embauche",
        phrase="Combien de postes promis par des employeurs ont atteint chaque étape, et en combien de temps.",
        premiere="Étape",
        colonnes=(
            Colonne("postes", "Postes", "Postes des intentions d’embauche déposées qui ont atteint l’étape."),
            Colonne(
                "mediane",
                "Délai médian",
                f"{MEDIANE}d’avant.",
                Unite.JOURS_OUVRES,
                dessinee=False,
            ),
            Colonne(
                "neuvieme",
                "Neuvième décile",
                f"{NEUVIEME}d’avant.",
                Unite.JOURS_OUVRES,
                dessinee=False,
            ),
        ),
        lignes=tuple(
            Ligne(
                etape.value,
                TITRES_DES_ETAPES[etape],
                (
                    _case(ligne, colonne),
                    Case(ligne.get(f"{attente}_mediane"), etat=_etat(ligne, colonne)),
                    Case(ligne.get(f"{attente}_neuvieme_decile"), etat=_etat(ligne, colonne)),
                ),
                DEFINITIONS_DES_ETAPES[etape].replace(" pendant la période", ""),
            )
            for etape, (colonne, attente) in _ETAPES.items()
        ),
        dessin=Dessin.ENTONNOIR,
    )


def _apres(lus: Mapping[str, dict[str, Any]], *, cible: Decimal) -> Figure:
    figure = _taux(
        "apres",
        "Six mois après la formation",
        "Part des personnes formées qui ont un emploi six mois après, sous deux définitions.",
        [lus[code] for code in _APRES],
    )
    return figure.avec(repere=("Objectif de la Région", cible * 100))


def _pendant(lus: Mapping[str, dict[str, Any]]) -> Figure:
    return _taux(
        "pendant",
        "La formation",
        "Places pourvues, abandons, fins de formation, et promesses d’embauche tenues.",
        [lus[code] for code in _PENDANT],
    )


def _taux(code: str, titre: str, phrase: str, lignes: list[dict[str, Any]]) -> Figure:
    mesures = [MESURES[ligne["mesure"]] for ligne in lignes]
    return Figure(
        code=code,
        titre=titre,
        phrase=phrase,
        premiere="Taux",
        colonnes=(TAUX,),
        lignes=tuple(
            Ligne(mesure.code, mesure.nom, (_taux_publie(ligne),), mesure.definition)
            for mesure, ligne in zip(mesures, lignes, strict=True)
        ),
        dessin=Dessin.BARRES,
    )


def _par(axe: AxePublic, donnees: dict[str, Any]) -> Figure:
    places = {ligne["code"]: ligne for ligne in donnees["sessions"] if ligne["axe"] == axe}
    emplois = {
        ligne["code"]: ligne for ligne in donnees["resultats"] if ligne["axe"] == axe and ligne["mesure"] == "emploi_6"
    }
    des_postes, des_sessions, des_gens = _SELON[axe]
    return Figure(
        code=f"par_{axe.value}",
        titre=f"Par {TITRES[axe].lower()}",
        phrase="Ce qui a été promis, ce que la Région a commandé, et qui est entré en formation.",
        premiere=TITRES[axe],
        colonnes=(
            Colonne("promis", "Postes promis", f"Postes des intentions d’embauche déposées. {des_postes}"),
            Colonne("sessions", "Sessions", f"Sessions autorisées et non annulées. {des_sessions}", dessinee=False),
            Colonne("places", "Places", f"Places commandées à l’autorisation. {des_sessions}", dessinee=False),
            Colonne(
                "entrees",
                "Entrées",
                f"Postes pour lesquels quelqu’un est entré en formation. {des_postes}",
                dessinee=False,
            ),
            Colonne(
                "emploi_6",
                "En emploi à 6 mois",
                f"{MESURES['emploi_6'].definition} {des_gens}",
                Unite.POUR_CENT,
                dessinee=False,
            ),
        ),
        lignes=tuple(
            Ligne(
                ligne["code"],
                ligne["nom"],
                (
                    Case(ligne["postes_promis"]),
                    Case(places.get(ligne["code"], {}).get("sessions", 0)),
                    Case(places.get(ligne["code"], {}).get("places", 0)),
                    _case(ligne, "entrees"),
                    _taux_publie(emplois[ligne["code"]]),
                ),
            )
            for ligne in donnees["entonnoir"]
            if ligne["axe"] == axe
        ),
        dessin=Dessin.BARRES,
    )


def _case(ligne: dict[str, Any], colonne: str) -> Case:
    return Case(ligne[colonne], etat=_etat(ligne, colonne))


def _etat(ligne: dict[str, Any], colonne: str) -> Etat:
    return Etat.PEU_DE_PERSONNES if colonne in ligne["tues"] else Etat.MONTRE


def _taux_publie(ligne: dict[str, Any]) -> Case:
    return Case(ligne["taux"], sur=ligne["sur"], etat=Etat(ligne["etat"]))
