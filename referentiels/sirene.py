"""Look-up of an establishment in Insee's Sirene API 3.11: a comfort, never a condition.

Off unless SIRENE_URL (``https://api.insee.fr/api-sirene/3.11``) and SIRENE_CLE are set. Whatever fails, people type
the fields themselves: nothing is ever raised to them.
"""

import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings

from referentiels.regles.siret import compacter, siret_valide

DELAI_SECONDES = 3
TAILLE_MAX = 1_000_000

journal = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Etablissement:
    """What Sirene knows of an establishment; an empty text is unknown."""

    siret: str
    nom: str
    adresse: str
    code_postal: str
    ville: str
    code_commune: str
    departement: str
    naf: str
    actif: bool
    public: bool


def chercher_etablissement(siret: str) -> Etablissement | None:
    """Return the establishment of this SIRET; None when unknown, closed to publication, off, late or out of order."""
    siret = compacter(siret)
    if not (settings.SIRENE_URL and settings.SIRENE_CLE and siret_valide(siret)):
        return None
    try:
        return _lire(_demander(siret)["etablissement"])
    except HTTPError as erreur:
        if erreur.code not in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN):
            journal.warning("Sirene répond %s.", erreur.code)
    except (OSError, HTTPException, ValueError, LookupError, TypeError, AttributeError) as erreur:
        # A time-out is an OSError, a body that is not JSON a ValueError; the rest is a form we do not know.
        journal.warning("Sirene ne répond pas comme prévu : %r.", erreur)
    return None


def _demander(siret: str) -> dict[str, Any]:
    requete = Request(  # noqa: S310 - the address is a setting, not something people type
        f"{settings.SIRENE_URL.rstrip('/')}/siret/{siret}",
        headers={"X-INSEE-Api-Key-Integration": settings.SIRENE_CLE, "Accept": "application/json"},
    )
    with urlopen(requete, timeout=DELAI_SECONDES) as reponse:  # noqa: S310 - same
        return json.loads(reponse.read(TAILLE_MAX))


def _lire(etablissement: dict[str, Any]) -> Etablissement:
    unite = _publics(etablissement["uniteLegale"])
    adresse = _publics(etablissement["adresseEtablissement"])
    # The first period is the current one.
    periode = _publics((etablissement.get("periodesEtablissement") or [{}])[0])
    code_commune = adresse.get("codeCommuneEtablissement", "")
    return Etablissement(
        siret=etablissement["siret"],
        nom=_nom(unite, periode),
        adresse=_joindre(
            adresse, "numeroVoie", "indiceRepetition", "typeVoie", "libelleVoie", suffixe="Etablissement"
        ),
        code_postal=adresse.get("codePostalEtablissement", ""),
        ville=adresse.get("libelleCommuneEtablissement", ""),
        code_commune=code_commune,
        departement=code_commune[:3] if code_commune.startswith("97") else code_commune[:2],
        naf=periode.get("activitePrincipaleEtablissement") or unite.get("activitePrincipaleUniteLegale") or "",
        actif=periode.get("etatAdministratifEtablissement") == "A",
        # Insee's legal categories: the family 7 is that of bodies under public law.
        public=unite.get("categorieJuridiqueUniteLegale", "").startswith("7"),
    )


def _publics(source: dict[str, Any]) -> dict[str, str]:
    """The values that are known and published: « [ND] » stands for what a person has asked Insee to hide."""
    return {nom: str(valeur) for nom, valeur in source.items() if valeur not in (None, "[ND]")}


def _nom(unite: dict[str, str], periode: dict[str, str]) -> str:
    return (
        unite.get("denominationUniteLegale")
        or periode.get("denominationUsuelleEtablissement")
        or periode.get("enseigne1Etablissement")
        or _joindre(unite, "prenom1", "nom", suffixe="UniteLegale")
    )


def _joindre(source: dict[str, str], *noms: str, suffixe: str) -> str:
    return " ".join(valeur for nom in noms if (valeur := source.get(f"{nom}{suffixe}")))
