"""How a follow-up reads: where it stands, what each source says, and where they do not agree."""

from datetime import date
from typing import Any

from insertion.enums import Source
from insertion.models import Reponse, Suivi
from insertion.regles.paroles import Parole, desaccords
from referentiels.regles.typographie import composer, jour


def etat_de(suivi: Suivi, *, le: date) -> dict[str, str]:
    """Give the state of a follow-up for its referent: a code of ``composants/etat.html`` and its words."""
    if any(reponse.source == Source.REFERENT for reponse in suivi.reponses.all()):
        return {"code": "conforme", "libelle": "Répondu"}
    if suivi.prevu_le > le:
        return {"code": "info", "libelle": "À venir"}
    if getattr(suivi, "remonte", False):
        return {"code": "alerte", "libelle": "Référent sans réponse"}
    return {"code": "a_completer", "libelle": "À répondre"}


def colonnes_de(suivi: Suivi) -> list[dict[str, Any]]:
    """Give what the three sources say, side by side, in the order of ``Source``; those who said nothing too."""
    reponses = {reponse.source: reponse for reponse in suivi.reponses.all()}
    return [_colonne(Source(source), reponses.get(source)) for source in Source.values]


def desaccords_de(suivi: Suivi) -> list[str]:
    """Give in sentences what the sources do not say alike."""
    paroles = {reponse.source: Parole(reponse.situation, reponse.chez_l_employeur) for reponse in suivi.reponses.all()}
    return [composer(phrase) for phrase in desaccords(paroles)]


def ligne_de(suivi: Suivi, *, le: date) -> dict[str, Any]:
    """Give a follow-up as a line of a list."""
    return {
        "suivi": suivi,
        "stagiaire": suivi.parcours.stagiaire,
        "session": suivi.parcours.session,
        "etat": etat_de(suivi, le=le),
        "colonnes": colonnes_de(suivi),
        "desaccord": bool(desaccords_de(suivi)),
    }


def _colonne(source: Source, reponse: Reponse | None) -> dict[str, Any]:
    if reponse is None:
        return {"source": source.label, "situation": "", "details": []}
    if source == Source.EMPLOYEUR and reponse.chez_l_employeur is False:
        situation = "Ne travaille pas chez lui"
    else:
        situation = reponse.get_situation_display()
    details = []
    if source != Source.EMPLOYEUR and reponse.chez_l_employeur is not None:
        details.append("Chez l’employeur du poste" if reponse.chez_l_employeur else "Pas chez l’employeur du poste")
    if reponse.debut:
        details.append(f"Depuis le {jour(reponse.debut)}")
    return {"source": source.label, "situation": situation, "details": details, "le": reponse.le, "voie": reponse}
