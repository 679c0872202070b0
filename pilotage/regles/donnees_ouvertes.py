"""The files of open data: their columns, said once, from which CSV, JSON and their description are made.

Names and types do not change: a column is added at the end, never renamed (docs/donnees-ouvertes.md). The description
is a Table Schema (https://specs.frictionlessdata.io/table-schema/).
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from insertion.regles.resultats import MESURES, Etat
from pilotage.regles.publics import AxePublic
from referentiels.regles.typographie import composer

# To be raised with the columns: what a reader keeps of a file is then read again.
VERSION = 1
LICENCE = "Licence Ouverte / Open Licence 2.0"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
PRODUCTEUR = "Région Pays de la Loire"


class Champ(NamedTuple):
    """A column: its name, its type (those of Table Schema), what it holds. ``valeurs``: all it may hold."""

    nom: str
    type: str
    titre: str
    description: str
    exige: bool = False
    valeurs: tuple[str, ...] = ()

    def decrire(self) -> dict[str, Any]:
        """Give its description in a Table Schema."""
        contraintes: dict[str, Any] = {"required": self.exige}
        if self.valeurs:
            contraintes["enum"] = list(self.valeurs)
        if self.type == "integer":
            contraintes["minimum"] = 0
        return {
            "name": self.nom,
            "type": self.type,
            "title": self.titre,
            "description": composer(self.description),
            "constraints": contraintes,
        }


class Jeu(NamedTuple):
    """A file: its code (in addresses), its words, its columns."""

    code: str
    titre: str
    description: str
    champs: tuple[Champ, ...]

    def schema(self) -> dict[str, Any]:
        """Give its Table Schema."""
        return {
            "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
            "name": f"1-emploi-1-formation-{self.code}",
            "title": self.titre,
            "description": composer(self.description),
            "fields": [champ.decrire() for champ in self.champs],
            "primaryKey": [champ.nom for champ in self.champs if champ.nom in {"axe", "code", "mesure"}],
            "missingValues": [""],
        }


_TETE = (
    Champ(
        "jusqu_a", "yearmonth", "Dernier mois compté", "Mois jusqu’à la fin duquel les dossiers sont comptés.", True
    ),
    Champ(
        "axe",
        "string",
        "Découpe",
        "Ce que la ligne découpe : tout ensemble, une année, un secteur ou un département. Aucune découpe n’est "
        "croisée avec une autre.",
        True,
        tuple(axe.value for axe in AxePublic),
    ),
    Champ(
        "code",
        "string",
        "Code",
        "Année, code du secteur ou du département. Vide pour l’ensemble, et pour ce qui n’est pas précisé.",
    ),
    Champ("nom", "string", "Nom", "Nom de la ligne, en français.", True),
)
_ATTENTE = "jours ouvrés d’attente depuis l’étape d’avant, pour les postes arrivés à cette étape"


def _delais(etape: str, mots: str) -> tuple[Champ, Champ]:
    return (
        Champ(f"{etape}_mediane", "integer", f"{mots}, délai médian", f"La moitié au plus de ces {_ATTENTE}."),
        Champ(f"{etape}_neuvieme_decile", "integer", f"{mots}, neuvième décile", f"Neuf sur dix de ces {_ATTENTE}."),
    )


ENTONNOIR = Jeu(
    "entonnoir",
    "Du poste promis à l’embauche",
    "Postes des intentions d’embauche déposées, et jusqu’où ils sont allés. Sous dix personnes, un nombre n’est pas "
    "publié, ni celui qui le ferait retrouver par soustraction : la case est vide, et la colonne citée dans « tues ».",
    (
        *_TETE,
        Champ("postes_promis", "integer", "Postes promis", "Postes des intentions d’embauche déposées.", True),
        Champ("postes_demandes", "integer", "Postes demandés", "Ceux qu’une demande de session retient.", True),
        Champ("postes_autorises", "integer", "Postes autorisés", "Ceux dont la session est autorisée.", True),
        Champ("entrees", "integer", "Entrées", "Ceux pour lesquels quelqu’un est entré en formation."),
        Champ("fins", "integer", "Fins de formation", "Ceux dont la personne est allée au bout, ou partie en emploi."),
        Champ("embauches", "integer", "Embauches", "Ceux dont la personne a été embauchée ensuite par l’employeur."),
        *_delais("demande", "Demande"),
        *_delais("autorisation", "Autorisation"),
        *_delais("entree", "Entrée"),
        *_delais("fin", "Fin"),
        *_delais("embauche", "Embauche"),
        Champ("tues", "string", "Colonnes tues", "Noms des colonnes non publiées sur cette ligne, séparés par « | »."),
    ),
)
RESULTATS = Jeu(
    "resultats",
    "Ce que deviennent les personnes formées",
    "Un taux par ligne. Sous dix personnes, ou quand trop peu de réponses sont connues, il n’est pas publié. « etat » "
    "dit pourquoi.",
    (
        *_TETE,
        Champ("mesure", "string", "Taux", "Code du taux.", True, tuple(MESURES)),
        Champ("mesure_nom", "string", "Nom du taux", "Nom du taux, en français.", True),
        Champ("definition", "string", "Définition", "Ce que compte le taux, et sur qui.", True),
        Champ("taux", "integer", "Taux (%)", "En pour cent, arrondi à l’unité."),
        Champ("sur", "integer", "Effectif", "Nombre de personnes, ou de places, sur lesquelles porte le taux."),
        Champ("etat", "string", "État", "Publié, ou pourquoi non.", True, tuple(etat.value for etat in Etat)),
    ),
)
SESSIONS = Jeu(
    "sessions",
    "Ce que la Région a commandé",
    "Sessions autorisées et non annulées, telles qu’elles ont été commandées à l’autorisation. Des dossiers et des "
    "places, pas des personnes : rien n’y est tu.",
    (
        *_TETE,
        Champ(
            "sessions", "integer", "Sessions", "Sessions autorisées, sur intentions ou en programmation socle.", True
        ),
        Champ("places", "integer", "Places", "Places commandées à l’autorisation.", True),
        Champ(
            "heures", "integer", "Heures stagiaires", "Places commandées, fois les heures de chaque parcours.", True
        ),
    ),
)
JEUX = {jeu.code: jeu for jeu in (ENTONNOIR, RESULTATS, SESSIONS)}


def lignes_de(jeu: Jeu, donnees: Mapping[str, Any], *, jusqu_a: str) -> list[dict[str, Any]]:
    """Give the lines of a file, from what was published up to the month ``jusqu_a`` (« 2026-10 »): one value by
    column, None where there is none."""
    return [{champ.nom: _valeur(champ.nom, ligne, jusqu_a) for champ in jeu.champs} for ligne in donnees[jeu.code]]


def _valeur(nom: str, ligne: Mapping[str, Any], jusqu_a: str) -> Any:
    if nom == "jusqu_a":
        return jusqu_a
    if nom == "tues":
        return "|".join(ligne["tues"]) or None
    if nom in ("mesure_nom", "definition"):
        mesure = MESURES[ligne["mesure"]]
        return mesure.nom if nom == "mesure_nom" else mesure.definition
    return None if ligne[nom] == "" else ligne[nom]
