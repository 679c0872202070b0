"""The questions of a request, in the order they are asked, and which of them still wait for an answer."""

from collections.abc import Collection, Mapping
from typing import Any

from aides.regles.dossier import Dispositif

ETABLISSEMENT, PERSONNE, FORMATION, PLAN, PIECES, COMPTE = (
    "etablissement", "personne", "formation", "plan", "pieces", "compte",
)  # fmt: skip
SECTIONS = (ETABLISSEMENT, PERSONNE, FORMATION, PLAN, PIECES, COMPTE)

# An increase is never required: « rqth » is the person's to tell.
_AVEC_ORGANISME = ("organisme_siret", "organisme_nom", "qualiopi")
_AVEC_COUT = ("cout", "autre_financement", "autre_financeur", "autre_montant")
_CHAMPS = {
    ETABLISSEMENT: ("effectif", "public", "offre_diffusee", "offre_ou"),
    PERSONNE: (
        "prenom", "nom", "date_naissance", "poste", "demandeur_emploi", "rqth",
        "contrat_type", "duree_mois", "contrat_debut",
    ),
    FORMATION: (
        "formation", *_AVEC_ORGANISME, "formation_debut", "formation_fin", "heures", *_AVEC_COUT,
    ),
    COMPTE: ("titulaire", "iban"),
}  # fmt: skip
# Asked according to another answer: left out where they do not apply.
SELON = ("duree_mois", "offre_ou", "autre_financeur", "autre_montant")
CHAMPS = tuple(champ for champs in _CHAMPS.values() for champ in champs)

# An answer that changes may call for another one: asked again alone, it could not be given.
_ENTRAINE = {
    "offre_diffusee": ("offre_ou",),
    "contrat_type": ("duree_mois",),
    "organisme_siret": ("organisme_nom", "qualiopi"),
    "formation_debut": ("formation_fin",),
    "formation_fin": ("formation_debut",),
    # The lines of the plan add up to the hours.
    "heures": ("aide_plan",),
    "autre_financement": ("autre_financeur", "autre_montant"),
}


def avec_leurs_suites(champs: Collection[str]) -> set[str]:
    """Return what is to be opened again for ``champs`` to be answered: themselves, and what they call for."""
    return {*champs, *(suite for champ in champs for suite in _ENTRAINE.get(champ, ()))}


def champs_de(section: str, dispositif: str) -> tuple[str, ...]:
    """Return the questions of a section; a tutoring has neither training body nor teaching cost."""
    hors = () if dispositif == Dispositif.FORMATION else (*_AVEC_ORGANISME, *_AVEC_COUT)
    return tuple(champ for champ in _CHAMPS.get(section, ()) if champ not in hors)


def section_de(champ: str) -> str:
    """Return the section a question is asked in; proofs and whatever else are in « pieces »."""
    return next((section for section, champs in _CHAMPS.items() if champ in champs), PIECES)


def sans_reponse(reponses: Mapping[str, Any], dispositif: str) -> list[str]:
    """Return the questions that must be answered before filing and are not, in order; zero is an answer."""
    return [
        champ
        for section in _CHAMPS
        for champ in champs_de(section, dispositif)
        if _attendu(champ, reponses) and reponses.get(champ) in (None, "")
    ]


def _attendu(champ: str, reponses: Mapping[str, Any]) -> bool:
    if champ == "rqth":
        return False
    if champ == "duree_mois":
        return reponses.get("contrat_type") == "cdd"
    if champ == "offre_ou":
        return bool(reponses.get("offre_diffusee"))
    if champ in ("autre_financeur", "autre_montant"):
        return bool(reponses.get("autre_financement"))
    return True
