"""A rate in words, as pages and files show it; or why it is not shown."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from insertion.regles.placement import Definition
from insertion.regles.resultats import REMPLISSAGE, Etat, Taux
from referentiels.regles.typographie import INSECABLE, compter, nombre

POURQUOI = {
    Etat.PERSONNE: "Personne encore",
    Etat.PEU_DE_PERSONNES: "Trop peu de personnes",
    Etat.PEU_DE_REPONSES: "Trop peu de réponses",
}


def pour_cent(part: Decimal) -> str:
    """Give a share in whole percents, halves upwards: « 76 % »."""
    return f"{nombre((part * 100).quantize(Decimal(1), ROUND_HALF_UP))}{INSECABLE}%"


def affiche(taux: Taux, *, cible: Decimal | None = None) -> dict[str, Any]:
    """Give what ``composants/taux.html`` draws: words, numbers, the length of the bar; nothing of what is hidden."""
    mesure = taux.mesure
    rendu = {"nom": mesure.nom, "definition": mesure.definition, "code": mesure.code, "pourquoi": ""}
    if taux.part is None:
        rendu["pourquoi"] = pourquoi(taux)
        if taux.etat == Etat.PEU_DE_REPONSES:
            rendu["detail"] = _reponses(taux)
        return rendu
    haut, bas = mesure.unites
    rendu |= {
        "texte": pour_cent(taux.part),
        "largeur": f"{min(taux.part, Decimal(1)) * 100:.1f}%",
        "detail": f"{_compte(taux.numerateur, haut)} sur {_compte(taux.denominateur, bas)}",
        "court": f"{nombre(taux.numerateur)} sur {nombre(taux.denominateur)}",
    }
    if taux.part_des_reponses is not None and taux.reponses != taux.denominateur:
        rendu["repondants"] = f"{pour_cent(taux.part_des_reponses)} de celles dont on a la réponse ({_reponses(taux)})"
    if cible is not None:
        rendu["cible"] = {"texte": pour_cent(cible), "x": f"{cible * 100:.1f}%", "atteinte": taux.part >= cible}
    return rendu


def pourquoi(taux: Taux) -> str:
    """Say why a rate is not shown."""
    if taux.etat == Etat.PERSONNE and taux.mesure is REMPLISSAGE:
        return "Aucune place à compter"
    return POURQUOI[taux.etat]


def reponses_affichees(taux: Taux) -> str:
    """Give how many answered, of how many; nothing when there are too few people to say."""
    if taux.etat in {Etat.PEU_DE_PERSONNES, Etat.PERSONNE} or taux.reponses is None:
        return ""
    return f"{nombre(taux.reponses)} sur {nombre(taux.denominateur)}"


def contenu(definition: Definition) -> str:
    """Give a definition in one sentence."""
    return f"{definition.nom} : {definition.phrase}"


def _reponses(taux: Taux) -> str:
    return f"{compter(taux.reponses or 0, 'réponse')} sur {nombre(taux.denominateur)}"


def _compte(combien: int, formes: str) -> str:
    singulier, pluriel = formes.split(",")
    return compter(combien, singulier, pluriel)
