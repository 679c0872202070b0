"""Where to send a need that « 1 emploi = 1 formation » does not answer.

From PRES (« Programme Région 2024 », « Après recrutement en emploi ») and FAQ §1, §3, §5, §6, §13. Which scheme
answers which finding is this project's own reading; what each scheme is stands in the catalogue (``referentiels``).
"""

from collections.abc import Iterable

from referentiels.regles.contrats import TypeContrat

A_SON_COMPTE = frozenset({TypeContrat.CREATION_ENTREPRISE, TypeContrat.INDEPENDANT, TypeContrat.CESU})

AVANT_EMBAUCHE = "avant-embauche"
SOCLE = "socle"
PARCOURS_ENTREPRENEUR = "parcours-entrepreneur"
FIN_DE_PARCOURS_SIAE = "fin-de-parcours-siae"
AUTRE_REGION = "autre-region"
NOS_EMPLOIS = "nosemplois"
APRES_EMBAUCHE = ("parcours-emploi-formation", "parcours-emploi-tutorat")

_REPONSES: dict[str, tuple[str, ...]] = {
    "I-SIAE": (FIN_DE_PARCOURS_SIAE,),
    "I-DUREE": (AVANT_EMBAUCHE,),
    "I-HEURES": APRES_EMBAUCHE,
    "I-SECTEUR": (AVANT_EMBAUCHE, *APRES_EMBAUCHE),
    "I-ENGAGEMENT": (NOS_EMPLOIS, SOCLE),
}
CODES = frozenset(
    {AVANT_EMBAUCHE, SOCLE, PARCOURS_ENTREPRENEUR, FIN_DE_PARCOURS_SIAE, AUTRE_REGION, NOS_EMPLOIS, *APRES_EMBAUCHE}
)


def orientations(regles: Iterable[str], contrat: TypeContrat | None) -> list[str]:
    """Give the codes of the schemes that answer the rules a need does not meet, each once, in the order of the rules.

    Outside the region, the Région's own schemes are left out: none of them would open either.
    """
    contraires = list(regles)
    if "I-LIEU" in contraires:
        return [AUTRE_REGION]
    return list(dict.fromkeys(code for regle in contraires for code in _reponses(regle, contrat)))


def _reponses(regle: str, contrat: TypeContrat | None) -> tuple[str, ...]:
    if regle == "I-CONTRAT":
        return (SOCLE, PARCOURS_ENTREPRENEUR) if contrat in A_SON_COMPTE else (AVANT_EMBAUCHE,)
    return _REPONSES.get(regle, ())
