"""France compétences' export of the RNCP and the Répertoire spécifique."""

import re

from referentiels.actions.fichiers import Colonne, Fichier, LigneRefusee, date_lue
from referentiels.actions.imports import Rapport, Suivi, importer_lignes
from referentiels.models import Certification

# The official headings first, then those of plain lists.
COLONNES = (
    Colonne("code", ("numero fiche", "code")),
    Colonne("intitule", ("intitule",)),
    Colonne("niveau", ("nomenclature europe niveau", "niveau"), exigee=False),
    Colonne("active", ("actif", "active"), exigee=False),
    Colonne("fin_enregistrement", ("date fin enregistrement", "fin enregistrement"), exigee=False),
)
_CODE = re.compile(r"(RNCP|RS)\d{1,6}")
_OUI = {"", "active", "actif", "oui", "1", "vrai", "true"}
_NON = {"inactive", "inactif", "non", "0", "faux", "false"}


def importer_certifications(fichier: Fichier, *, suivre: Suivi = iter) -> Rapport:
    """Add or update the certifications of `fichier` (columns `COLONNES`); those it leaves out stay as they are."""
    return importer_lignes(fichier, _certification, modele=Certification, cle=("code",), suivre=suivre)


def _certification(valeurs: dict[str, str]) -> Certification:
    code = valeurs["code"].upper().replace(" ", "")
    if not _CODE.fullmatch(code):
        raise LigneRefusee(f"« {valeurs['code']} » n’est ni un numéro RNCP ni un numéro RS.")
    return Certification(
        code=code,
        intitule=valeurs["intitule"],
        niveau=_niveau(valeurs.get("niveau", "")),
        active=_active(valeurs.get("active", "")),
        fin_enregistrement=date_lue(valeurs.get("fin_enregistrement", "")),
    )


def _niveau(texte: str) -> str:
    """« NIV4 » or « 4 »; no level is usual in the Répertoire spécifique."""
    niveau = texte.upper().removeprefix("NIV").strip()
    if niveau and niveau not in "12345678":
        # The nomenclature of before 2019 has no safe translation: better no level than a wrong one.
        return ""
    return niveau


def _active(texte: str) -> bool:
    """Lists that do not say whether a certification is active hold active ones."""
    mot = texte.casefold()
    if mot not in _OUI | _NON:
        raise LigneRefusee(f"« {texte} » ne dit pas si la certification est active (ACTIVE ou INACTIVE).")
    return mot in _OUI
