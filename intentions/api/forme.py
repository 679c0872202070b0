"""The JSON document of an intention (contrats.md § 2, and its contact): its keys, its schema, and how it is read.

One table says, for each path of the document, which question of ``SaisieForm`` it answers and how JSON writes it:
the OpenAPI document, the reading and the paths of the errors all come from it.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django import forms

from intentions.forms.champs_saisie import ChampCode
from intentions.forms.saisie import SaisieForm
from noyau.api import SaisieRefusee
from referentiels.regles.typographie import composer

_JOUR = re.compile(r"\d{4}-\d{2}-\d{2}")
_OBJET = "Un objet est attendu."
_INCONNUE = "Cette clé n’existe pas."


class Genre(NamedTuple):
    """How JSON writes an answer. ``convient`` tells whether a value is of this kind; ``phrase``, what was expected."""

    schema: dict[str, Any]
    convient: Callable[[Any], bool]
    phrase: str


def _nombre(valeur: Any) -> bool:
    return isinstance(valeur, int | float) and not isinstance(valeur, bool)


def _jour(valeur: Any) -> bool:
    if not (isinstance(valeur, str) and _JOUR.fullmatch(valeur)):
        return False
    try:
        date.fromisoformat(valeur)
    except ValueError:
        return False
    return True


def _texte(valeur: Any) -> bool:
    """A text that UTF-8 can write: JSON can name halves of characters, no database keeps them."""
    if not isinstance(valeur, str):
        return False
    try:
        valeur.encode()
    except UnicodeEncodeError:
        return False
    return True


TEXTE = Genre({"type": "string"}, _texte, "Un texte est attendu.")
ENTIER = Genre({"type": "integer"}, lambda v: isinstance(v, int) and _nombre(v), "Un nombre entier est attendu.")
NOMBRE = Genre({"type": "number"}, _nombre, "Un nombre est attendu.")
BOOLEEN = Genre({"type": "boolean"}, lambda v: isinstance(v, bool), "true ou false est attendu.")
JOUR = Genre({"type": "string", "format": "date"}, _jour, "Une date est attendue, écrite comme 2027-06-15.")
LISTE = Genre(
    {"type": "array"}, lambda v: isinstance(v, list) and all(map(_texte, v)), "Une liste de textes est attendue."
)

CLES: dict[str, tuple[str, Genre]] = {
    "reference_externe": ("reference_externe", TEXTE),
    "employeur.siret": ("employeur_siret", TEXTE),
    "employeur.nom": ("employeur_nom", TEXTE),
    "employeur.adresse": ("employeur_adresse", TEXTE),
    "employeur.code_postal": ("employeur_code_postal", TEXTE),
    "employeur.ville": ("employeur_ville", TEXTE),
    "employeur.departement": ("employeur_departement", TEXTE),
    "employeur.siae": ("employeur_siae", BOOLEEN),
    "employeur.etti": ("employeur_etti", BOOLEEN),
    "contact.nom": ("contact_nom", TEXTE),
    "contact.courriel": ("contact_courriel", TEXTE),
    "contact.telephone": ("contact_telephone", TEXTE),
    "poste.secteur": ("secteur", TEXTE),
    "poste.metier": ("metier", TEXTE),
    "poste.intitule": ("intitule", TEXTE),
    "poste.commune": ("commune", TEXTE),
    "poste.code_postal": ("code_postal", TEXTE),
    "poste.ville": ("ville", TEXTE),
    "poste.departement": ("departement", TEXTE),
    "poste.nombre": ("nombre_postes", ENTIER),
    "poste.precisions": ("precisions", TEXTE),
    "contrat.type": ("contrat_type", TEXTE),
    "contrat.duree_mois": ("duree_mois", ENTIER),
    "contrat.heures_hebdo": ("heures_hebdo", NOMBRE),
    "contrat.saisonnier": ("saisonnier", BOOLEEN),
    "contrat.agence_interim": ("agence_interim", TEXTE),
    "contrat.embauche_souhaitee": ("embauche_souhaitee", JOUR),
    "formation.souhaitee": ("formation_souhaitee", TEXTE),
    "formation.departement": ("formation_departement", TEXTE),
    "formation.organisme_siret": ("organisme_siret", TEXTE),
    "adaptation_boe": ("adaptation_boe", BOOLEEN),
    "motif_derogation": ("motif_derogation", TEXTE),
    "engagement_recruter": ("engagement_recruter", BOOLEEN),
    "nom_public": ("nom_public", BOOLEEN),
    "etapes": ("etapes", LISTE),
}
CHEMINS = {champ: chemin for chemin, (champ, _) in CLES.items()}
OBJETS = {chemin.partition(".")[0] for chemin in CLES if "." in chemin}
EXEMPLE = {
    "reference_externe": "OFF-2027-118",
    "employeur": {"siret": "73282932000074", "nom": "Tôlerie d’Essai", "code_postal": "49120", "siae": False},
    "contact": {"nom": "Claire Heulin", "courriel": "claire@entreprise.example"},
    "poste": {"metier": "H2913", "commune": "49092", "nombre": 2},
    "contrat": {"type": "cdi", "heures_hebdo": 35, "embauche_souhaitee": "2099-06-15"},
    "engagement_recruter": True,
    "etapes": ["stage"],
}


def aplatir(document: Any) -> dict[str, Any]:
    """Give the answers of a JSON document under the names of ``SaisieForm``.

    Raises ``SaisieRefusee`` for a key that does not exist or a value JSON does not write that way.
    """
    if not isinstance(document, dict):
        raise SaisieRefusee({"": [_OBJET]})
    erreurs: dict[str, list[str]] = {}
    donnees: dict[str, Any] = {}
    for chemin, valeur in _feuilles(document, erreurs):
        champ, genre = CLES.get(chemin, ("", TEXTE))
        if not champ:
            erreurs[_lisible(chemin)] = [_INCONNUE]
        elif valeur is not None and (phrase := _defaut(champ, genre, valeur)):
            erreurs[chemin] = [phrase]
        else:
            donnees[champ] = valeur
    if erreurs:
        raise SaisieRefusee(erreurs)
    return donnees


def _feuilles(document: dict[str, Any], erreurs: dict[str, list[str]]) -> list[tuple[str, Any]]:
    feuilles = []
    for cle, valeur in document.items():
        if cle not in OBJETS:
            # A dot in a key must not pass for a path.
            feuilles.append((cle if "." not in cle else f"« {cle} »", valeur))
        elif isinstance(valeur, dict):
            feuilles += [(f"{cle}.{sous_cle}", sous_valeur) for sous_cle, sous_valeur in valeur.items()]
        elif valeur is not None:
            erreurs[cle] = [_OBJET]
    return feuilles


def _defaut(champ: str, genre: Genre, valeur: Any) -> str:
    """Tell what is wrong with how a value is written, beyond what the form itself will say."""
    if not genre.convient(valeur):
        return composer(genre.phrase)
    question = SaisieForm.base_fields[champ]
    if isinstance(question, ChampCode):
        for code in valeur if isinstance(valeur, list) else [valeur]:
            if code not in question.codes:
                parametres = {"valeur": code[:60], "admises": ", ".join(question.codes)}
                return question.error_messages["inconnu"] % parametres
        return ""
    longueur = getattr(question, "max_length", None)
    if longueur and len(valeur) > longueur:
        return _trop_long(longueur)
    return ""


def _lisible(chemin: str) -> str:
    return chemin.encode(errors="replace").decode()[:200]


def champs_connus(document: Any, longueurs: dict[str, int]) -> dict[str, str]:
    """Give the texts of a flat document, ``longueurs`` being the longest of each.

    Raises ``SaisieRefusee`` for another key, for what is not a text, or for one that is too long.
    """
    if not isinstance(document, dict):
        raise SaisieRefusee({"": [_OBJET]})
    erreurs = {_lisible(cle): [_INCONNUE] for cle in document if cle not in longueurs}
    for cle, longueur in longueurs.items():
        valeur = document.get(cle, "")
        if not TEXTE.convient(valeur):
            erreurs[cle] = [TEXTE.phrase]
        elif len(valeur) > longueur:
            erreurs[cle] = [_trop_long(longueur)]
    if erreurs:
        raise SaisieRefusee(erreurs)
    return document


def _trop_long(longueur: int) -> str:
    return f"{longueur} caractères au plus."


def erreurs_par_chemin(form: SaisieForm) -> dict[str, list[str]]:
    """Give the errors of the form under the paths of the document."""
    return {CHEMINS.get(champ, champ): list(messages) for champ, messages in form.errors.items()}


def schema_de_l_intention() -> dict[str, Any]:
    """Give the JSON Schema of the document, from the table and the limits of the form."""
    racine = _objet({})
    for chemin, (champ, genre) in CLES.items():
        question = SaisieForm.base_fields[champ]
        objet, _, cle = chemin.rpartition(".")
        parent = racine["properties"].setdefault(objet, _objet({})) if objet else racine
        parent["properties"][cle] = _propriete(question, genre)
        if question.required:
            parent.setdefault("required", []).append(cle)
            if objet and objet not in racine.setdefault("required", []):
                racine["required"].append(objet)
    return racine | {"title": "Intention", "example": EXEMPLE}


def _objet(proprietes: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": proprietes, "additionalProperties": False}


def _propriete(question: forms.Field, genre: Genre) -> dict[str, Any]:
    schema: dict[str, Any] = dict(genre.schema)
    aide = f"{question.label}. {question.help_text}" if question.help_text else str(question.label)
    if isinstance(question, ChampCode):
        codes = {"type": "string", "enum": list(question.codes)}
        schema = {"type": "array", "items": codes} if genre is LISTE else codes
    elif getattr(question, "max_length", None):
        schema["maxLength"] = question.max_length
    for borne, mot in (("min_value", "minimum"), ("max_value", "maximum")):
        if getattr(question, borne, None) is not None:
            schema[mot] = getattr(question, borne)
    if question.required:
        return schema | {"minLength": 1, "description": aide}
    # A key left out and null both mean: not known yet.
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return schema | {"type": [schema["type"], "null"], "description": aide}
