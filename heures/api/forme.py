"""The JSON document of a month's hours: its keys, its schema, how it is read."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from heures.regles.anomalies import HEURES_MAX, Heures, refus_d_un_nombre
from heures.regles.mois import lire_mois
from noyau.api import SaisieRefusee
from referentiels.regles.typographie import composer

LIGNES_MAX = 500
SESSION_MAX = 20
PARCOURS_MAX = 10**15
# Key of the document → field of ``Heures``.
CHAMPS = {
    "prevues": "prevues",
    "faites": "faites",
    "absences_justifiees": "absences_justifiees",
    "absences_non_justifiees": "absences_injustifiees",
}
_NOMBRE = {"type": "number", "minimum": 0, "maximum": int(HEURES_MAX), "default": 0}
SCHEMA: dict[str, Any] = {
    "title": "Heures",
    "type": "object",
    "properties": {
        "session": {"type": "string", "minLength": 1, "maxLength": SESSION_MAX, "example": "SE-2026-00412"},
        "mois": {"type": "string", "pattern": r"^\d{4}-\d{2}$", "example": "2027-01"},
        "declarer": {
            "type": "boolean",
            "default": False,
            "description": "Déclarer le mois, une fois ces heures gardées.",
        },
        "lignes": {
            "type": "array",
            "minItems": 1,
            "maxItems": LIGNES_MAX,
            "items": {
                "type": "object",
                "properties": {
                    "parcours": {"type": "integer", "minimum": 1, "maximum": PARCOURS_MAX},
                    **dict.fromkeys(CHAMPS, _NOMBRE),
                },
                "required": ["parcours", "prevues", "faites"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["session", "mois", "lignes"],
    "additionalProperties": False,
}


class Document(NamedTuple):
    """What was sent: a session's number, the first day of a month, hours by parcours, and whether to declare."""

    session: str
    mois: date
    lignes: dict[int, Heures]
    declarer: bool


def lire_le_document(donnees: Any) -> Document:
    """Read a document. Raises ``SaisieRefusee`` with everything that is wrong in it, by path."""
    if not isinstance(donnees, dict):
        raise SaisieRefusee({"document": ["Un objet est attendu."]})
    erreurs: dict[str, list[str]] = {
        cle[:80]: ["Cette clé n’existe pas."] for cle in donnees if cle not in SCHEMA["properties"]
    }
    session = donnees.get("session")
    if not (isinstance(session, str) and 0 < len(session) <= SESSION_MAX and session.isprintable()):
        erreurs["session"] = ["Donnez le numéro de la session, par exemple SE-2026-00412."]
    mois = lire_le_mois(donnees.get("mois"), erreurs)
    declarer = donnees.get("declarer", False)
    if not isinstance(declarer, bool):
        erreurs["declarer"] = ["true ou false est attendu."]
    lignes = _lignes(donnees.get("lignes"), erreurs)
    if erreurs or mois is None:
        raise SaisieRefusee(erreurs)
    return Document(str(session), mois, lignes, declarer)


def lire_le_mois(texte: Any, erreurs: dict[str, list[str]]) -> date | None:
    """Read « 2027-01 »; what is wrong goes into ``erreurs``."""
    try:
        return lire_mois(texte if isinstance(texte, str) else "")
    except ValueError:
        erreurs["mois"] = ["Un mois est attendu, écrit comme 2027-01."]
        return None


def _lignes(lignes: Any, erreurs: dict[str, list[str]]) -> dict[int, Heures]:
    if not (isinstance(lignes, list) and 0 < len(lignes) <= LIGNES_MAX):
        erreurs["lignes"] = [f"Une liste de 1 à {LIGNES_MAX} lignes est attendue."]
        return {}
    lues: dict[int, Heures] = {}
    for rang, ligne in enumerate(lignes):
        chemin = f"lignes.{rang}"
        if not isinstance(ligne, dict):
            erreurs[chemin] = ["Un objet est attendu."]
            continue
        erreurs |= {f"{chemin}.{cle[:80]}": ["Cette clé n’existe pas."] for cle in set(ligne) - {"parcours", *CHAMPS}}
        pk = ligne.get("parcours")
        if not (isinstance(pk, int) and not isinstance(pk, bool) and 0 < pk <= PARCOURS_MAX):
            erreurs[f"{chemin}.parcours"] = ["Donnez le numéro du parcours."]
        elif pk in lues:
            erreurs[f"{chemin}.parcours"] = ["Ce parcours est déjà plus haut dans la liste."]
        else:
            lues[pk] = _heures(ligne, chemin, erreurs)
    return lues


def _heures(ligne: dict[str, Any], chemin: str, erreurs: dict[str, list[str]]) -> Heures:
    valeurs: dict[str, Decimal] = {}
    for cle, champ in CHAMPS.items():
        valeur = ligne.get(cle, None if cle in {"prevues", "faites"} else 0)
        if isinstance(valeur, bool) or not isinstance(valeur, int | float):
            erreurs[f"{chemin}.{cle}"] = ["Un nombre d’heures est attendu."]
            continue
        valeurs[champ] = Decimal(str(valeur))
        if refus := refus_d_un_nombre(valeurs[champ]):
            erreurs[f"{chemin}.{cle}"] = [composer(refus)]
    return Heures(**valeurs)
