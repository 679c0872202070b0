"""Where a session is displayed, where it is not, and why: the export and the diagnostic both ask here.

Two places: our public pages (/formations/) and the file for the Cariforef, in LHÉO (CT R6111-3). Sources: FAQ §10
(only what the Région authorised is displayed); LHÉO 2.3, first circle (what is mandatory).
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from referentiels.regles.typographie import composer, jour
from sessions_formation.regles.fiche_dite import champs_vides
from sessions_formation.regles.offre import Offre, Organisme, propre

# The words of ``EtatDiffusion``, and codes of ``StatutSession``: rules import no Django (docs/decisions/0052).
OUVERTE, FERMEE, TERMINEE, ANNULEE = "ouverte", "fermee", "terminee", "annulee"
EN_LIGNE = frozenset({"publiee", "demarree"})
ACHEVEE = frozenset({"terminee", "soldee"})
AFFICHABLES = frozenset({OUVERTE, FERMEE})


class Ou(StrEnum):
    """What must be corrected, and therefore where one is led."""

    DEMANDE = "demande"
    FICHE = "fiche"
    ORGANISME = "organisme"
    RIEN = ""


class Raison(NamedTuple):
    """Why a session is not displayed (or not as one would think), and what to do about it."""

    code: str
    phrase: str
    remede: str
    ou: Ou = Ou.RIEN


# What a request not yet ordered waits for.
_PAS_COMMANDEES = {
    "brouillon": ("La demande n’est pas envoyée.", "Terminez-la, puis envoyez-la à la Région.", Ou.DEMANDE),
    "demandee": (
        "La Région n’a pas encore décidé.",
        "Rien à faire : autorisée, la session s’affiche aussitôt.",
        Ou.RIEN,
    ),
    "en_instruction": (
        "La Région n’a pas encore décidé.",
        "Rien à faire : autorisée, la session s’affiche aussitôt.",
        Ou.RIEN,
    ),
    "attente_mandataire": (
        "Le mandataire du lot n’a pas encore donné son accord.",
        "Vous pouvez le lui rappeler.",
        Ou.RIEN,
    ),
    "a_completer": ("La Région attend un complément.", "Complétez la demande.", Ou.DEMANDE),
    "refusee": ("La Région a refusé la demande.", "Vous pouvez la reprendre dans une nouvelle demande.", Ou.DEMANDE),
    "annulee": ("La demande a été retirée.", "Vous pouvez la reprendre dans une nouvelle demande.", Ou.DEMANDE),
}


def etat_de(offre: Offre, le: date) -> str:
    """Say what the Cariforef may be told of a session on the day ``le``; an empty string of one never published.

    Open: people may enter, even if every place is taken today. Closed: it has begun and its entries are over.
    """
    if not offre.commandee:
        return ""
    if offre.statut == "annulee":
        return ANNULEE
    if offre.statut in ACHEVEE or (offre.fin and offre.fin < le):
        return TERMINEE
    if offre.statut not in EN_LIGNE:
        return ""
    a_venir = offre.statut == "publiee" and offre.debut is not None and offre.debut > le
    return OUVERTE if a_venir or (offre.permanente and offre.fin is not None) else FERMEE


def raisons_du_site(offre: Offre, le: date) -> list[Raison]:
    """Say why /formations/ does not show a session on the day ``le``; an empty list of one it shows."""
    etat = etat_de(offre, le)
    if etat == OUVERTE:
        return []
    if etat == FERMEE:
        debut = f" le {jour(offre.debut)}" if offre.debut else ""
        return [
            _raison(
                "commencee",
                f"La session a commencé{debut} et n’a pas d’entrées permanentes : on n’y entre plus.",
                "Rien à faire. Sa page reste, et dirige vers les autres sessions.",
            )
        ]
    return [_plus_affichee(offre, etat)]


def raisons_du_cariforef(offre: Offre, le: date) -> list[Raison]:
    """Say why the file for the Cariforef leaves a session out on the day ``le``; an empty list of one it holds.

    A session under way is in it, told closed. Everything that is missing is said at once.
    """
    etat = etat_de(offre, le)
    return manques(offre) if etat in AFFICHABLES else [_plus_affichee(offre, etat)]


def remarques(offre: Offre, le: date) -> list[Raison]:
    """Say what is displayed otherwise than one would think: in short, no place left, a certification that was one.

    Of a session that is not ordered yet, only its sheet, which may be written meanwhile.
    """
    etat = etat_de(offre, le)
    if etat in AFFICHABLES:
        return [*fiche_a_ecrire(offre), *_remarques(offre)]
    return fiche_a_ecrire(offre) if not etat and offre.statut not in _CLOSES else []


def manques(offre: Offre) -> list[Raison]:
    """Say what LHÉO demands and nobody knows of the session: without it nothing true can be written."""
    return [*_manques_de_la_session(offre), *_manques_des_organismes(offre)]


def fiche_a_ecrire(offre: Offre) -> list[Raison]:
    """Say why the Cariforef is told a session in short: its sheet is not written, or not whole; nothing otherwise."""
    if offre.fiche is None:
        return [
            _raison(
                "fiche",
                "La fiche publique n’est pas écrite : le Cariforef n’affiche de la session qu’une fiche sommaire, "
                "tirée de la demande.",
                "Écrivez-la : dix minutes suffisent.",
                Ou.FICHE,
            )
        ]
    if vides := champs_vides(offre.fiche):
        phrase = f"Il manque dans la fiche publique : {', '.join(vides)}. Le Cariforef les affiche en plus court."
        return [_raison("fiche", phrase, "Complétez-la.", Ou.FICHE)]
    return []


_CLOSES = frozenset({"refusee", "annulee"})


def _raison(code: str, phrase: str, remede: str, ou: Ou = Ou.RIEN) -> Raison:
    return Raison(code, composer(phrase), composer(remede), ou)


def _plus_affichee(offre: Offre, etat: str) -> Raison:
    if etat == ANNULEE:
        return _raison("annulee", "La session est annulée.", "Rien à faire : les sites qui l’affichaient la retirent.")
    if etat == TERMINEE:
        fin = f" depuis le {jour(offre.fin)}" if offre.fin else ""
        return _raison("terminee", f"La session est terminée{fin}.", "Rien à faire.")
    phrase, remede, ou = _PAS_COMMANDEES.get(
        offre.statut, ("La Région ne l’a pas encore publiée.", "Rien à faire.", Ou.RIEN)
    )
    return _raison("pas_autorisee", phrase, remede, ou)


def _manques_de_la_session(offre: Offre) -> Iterator[Raison]:
    if not (offre.debut and offre.fin):
        yield _raison("dates", "Les dates de la session ne sont pas fixées.", "Écrivez à la Région.", Ou.RIEN)
    if not propre(offre.intitule):
        yield _raison("intitule", "La session n’a pas d’intitulé.", "Écrivez à la Région.", Ou.RIEN)


def _manques_des_organismes(offre: Offre) -> Iterator[Raison]:
    """The activity number and the address are those of who answers for the action; who teaches must be known too."""
    a_corriger = "La Région corrige la fiche de l’organisme : écrivez-lui dans les messages de la session."
    responsable = offre.responsable
    if len(responsable.nda) != 11:
        yield _raison(
            "nda",
            f"Le numéro de déclaration d’activité de {responsable.nom} n’est pas connu (11 chiffres).",
            a_corriger,
            Ou.ORGANISME,
        )
    if not responsable.adresse.complet:
        yield _raison(
            "adresse",
            f"L’adresse de {responsable.nom} n’est pas complète (rue, code postal, ville).",
            a_corriger,
            Ou.ORGANISME,
        )
    for organisme in _distincts(offre):
        if len(organisme.siret) != 14 or not propre(organisme.nom):
            yield _raison("siret", f"Le SIRET de {organisme.nom} n’est pas connu.", a_corriger, Ou.ORGANISME)


def _distincts(offre: Offre) -> tuple[Organisme, ...]:
    if offre.formateur == offre.responsable:
        return (offre.responsable,)
    return (offre.responsable, offre.formateur)


def _remarques(offre: Offre) -> Iterator[Raison]:
    if not offre.libres:
        yield _raison(
            "complete",
            "Toutes les places sont prises : elle est affichée comme complète.",
            "Rien à faire : elle rouvre dès qu’une place se libère.",
        )
    if offre.certification and not offre.certification.active:
        yield _raison(
            "certification",
            f"La certification {offre.certification.code} n’est plus active : elle n’est pas annoncée au Cariforef.",
            "Si elle est remplacée, écrivez-le à la Région dans les messages de la session.",
        )
    if not (offre.formateur.telephone or offre.formateur.courriel):
        yield _raison(
            "contact",
            "Ni téléphone ni courriel de l’organisme : personne ne peut vous joindre depuis l’annonce.",
            "La Région corrige la fiche de l’organisme : écrivez-lui dans les messages de la session.",
            Ou.ORGANISME,
        )
