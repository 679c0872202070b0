"""The answers of a request in words: what the Région was told, what a complement changed, what is asked again."""

from dataclasses import dataclass
from typing import Any

from noyau.journal import nom_de
from referentiels.regles.typographie import compter, enumerer, jour, montant, nombre
from sessions_formation.models import Session
from sessions_formation.regles.champs import CHAMPS

RIEN = "rien"


@dataclass(frozen=True, slots=True)
class Demandee:
    """An answer an officer asks for again: the field of the form, its words, what the officer wrote, and who."""

    champ: str
    libelle: str
    commentaire: str
    par: str


@dataclass(frozen=True, slots=True)
class Changement:
    """An answer that is not what the Région was told last."""

    champ: str
    libelle: str
    avant: str
    apres: str

    def __str__(self) -> str:
        return f"{self.libelle} : {self.avant} → {self.apres}"


def demandees(session: Session) -> list[Demandee]:
    """Give the answers asked for and not given yet, in the order they were asked (1 query)."""
    champs = session.champs_demandes.filter(repondu_le=None).select_related("demande_par").order_by("pk")
    return [
        Demandee(champ.champ, CHAMPS.get(champ.champ, champ.champ), champ.commentaire, nom_de(champ.demande_par))
        for champ in champs
    ]


def photographier(session: Session) -> dict[str, str]:
    """Give every answer of a request, in words, by the name of its field (1 query)."""
    groupe = f"oui, {session.groupe_existant}" if session.groupe_existant else "oui"
    return {
        "intentions": _intentions(session),
        "intitule": session.intitule or RIEN,
        "certification": str(session.certification) if session.certification_id else "aucune",
        "prerequis": session.prerequis or RIEN,
        "lieu": session.lieu_affiche or RIEN,
        "debut": jour(session.debut) if session.debut else RIEN,
        "fin": jour(session.fin) if session.fin else RIEN,
        "effectif": _nombre(session.effectif),
        "heures": _nombre(session.heures),
        "prix_heure": montant(session.prix_heure) if session.prix_heure is not None else RIEN,
        "entrees_sorties_permanentes": _oui(session.entrees_sorties_permanentes),
        "complement_groupe": groupe if session.complement_groupe else "non",
        "equilibre_financier": "attesté" if session.equilibre_financier else "non",
        "sans_capacite": "aucun membre ne peut l’assurer" if session.groupement_capable is False else "non précisée",
        "motif_derogation": session.motif_derogation or RIEN,
    }


def cas_de(session: Session) -> str:
    """Give what makes a request particular, in words; empty when nothing does."""
    groupe = f"complète un groupe existant{f' ({session.groupe_existant})' if session.groupe_existant else ''}"
    cas = {
        "entrées et sorties permanentes": session.entrees_sorties_permanentes,
        groupe: session.complement_groupe,
        "équilibre financier attesté": session.equilibre_financier,
        "aucun membre du groupement ne peut l’assurer": session.groupement_capable is False,
    }
    return ", ".join(texte for texte, vrai in cas.items() if vrai)


def changements(session: Session, apres: dict[str, str]) -> list[Changement]:
    """Give what ``apres`` (a photograph) changes in what the Région was told last; nothing when that is not known."""
    return [
        Changement(champ, CHAMPS[champ], session.envoyee[champ], texte)
        for champ, texte in apres.items()
        if champ in session.envoyee and session.envoyee[champ] != texte
    ]


def _intentions(session: Session) -> str:
    retenues = session.retenues.sans_les_retraits().select_related("intention__employeur").order_by("intention")
    return (
        enumerer(
            [
                f"{retenue.intention.numero} de {retenue.intention.employeur} ({compter(retenue.postes, 'poste')})"
                for retenue in retenues
            ]
        )
        or "aucune"
    )


def _nombre(valeur: Any) -> str:
    return RIEN if valeur is None else nombre(valeur)


def _oui(valeur: bool) -> str:
    return "oui" if valeur else "non"
