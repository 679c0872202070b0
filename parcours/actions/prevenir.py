"""Whom the law says to tell of an entry, an interruption and an exit, and the letters that do.

CT L6121-5: France Travail, the mission locale and Cap emploi; CT L6353-10: the financer. Each reads the people it
follows and no others; the Région reads how many, its officers have the names where they work.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse

from comptes.models import Utilisateur
from noyau import courriers
from parcours.queries.declarations import peut_admettre
from referentiels.models import StructureReseau
from sessions_formation.models import Parcours, Session

FRANCE_TRAVAIL = StructureReseau.Nature.FRANCE_TRAVAIL


@dataclass(slots=True)
class Destinataire:
    """Somebody to tell: a code that names it in the letter's key, its address, what it is, and of whom."""

    code: str
    adresse: str
    pour: str
    parcours: list[Parcours] = field(default_factory=list)


@dataclass(slots=True)
class _Liste:
    """Recipients by their code, each with the people it is told of."""

    trouves: dict[str, Destinataire] = field(default_factory=dict)

    def ajouter(self, code: str, adresse: str, pour: str, lui: Parcours) -> None:
        """Add a person to a recipient's letter; who has no address is left out."""
        if adresse:
            suivis = self.trouves.setdefault(code, Destinataire(code, adresse, pour)).parcours
            if lui not in suivis:
                suivis.append(lui)


def prevenir(
    parcours: Sequence[Parcours], *, modele: str, evenement: str, par: Utilisateur | None, faits: dict[str, Any]
) -> int:
    """Deposit the letters of one act on people of one session: one by recipient, naming those it follows.

    ``evenement`` names the act for good (a journal line's id); ``faits`` are what the letter says of it, without any
    name. The training body is told too when it is not who acts. Gives how many letters were new. In a transaction.
    """
    if not parcours:
        return 0
    session = parcours[0].session
    ecrits = 0
    for destinataire in destinataires(session, parcours, par=par):
        depose = courriers.deposer(
            modele=modele,
            cle=f"{modele}:{evenement}:{destinataire.code}",
            destinataire=destinataire.adresse,
            contexte={**contexte_du_groupe(session), **faits, **_personnes(destinataire), "pour": destinataire.pour},
            groupable=destinataire.pour == "region",
        )
        ecrits += depose is not None
    return ecrits


def destinataires(
    session: Session, parcours: Iterable[Parcours], *, par: Utilisateur | None = None, region: bool = True
) -> list[Destinataire]:
    """Give who is told of these people of a session: who follows each, the session's référent, France Travail, the
    training body unless it acts itself, and the Région (4 queries at most).

    The letter goes to the person in charge when one is named, else to the structure's address; who has none is left
    out. *(choice)* France Travail is told by the agency that follows the person; when none does, by one agency of the
    session's département.
    """
    liste = _Liste()
    agence = _agence(session)
    tiers = par is None or not peut_admettre(par, session)
    for lui in parcours:
        structures = _structures(session, lui)
        for structure in structures:
            liste.ajouter(f"structure-{structure.pk}", _adresse(structure, session, lui), "reseau", lui)
        if agence and not any(structure.nature == FRANCE_TRAVAIL for structure in structures):
            liste.ajouter(f"structure-{agence.pk}", agence.courriel, "agence", lui)
        if tiers:
            liste.ajouter("organisme", session.organisme.courriel, "organisme", lui)
        if region:
            liste.ajouter("region", settings.REGION_EMAIL, "region", lui)
    return list(liste.trouves.values())


def contexte_du_groupe(session: Session) -> dict[str, Any]:
    """Give the facts of a session that letters about its people say."""
    return {
        "session": session.intitule,
        "numero": session.numero,
        "organisme": session.organisme.nom,
        "organisme_telephone": session.organisme.telephone,
        "lieu": session.lieu_affiche,
        "session_debut": session.debut.isoformat() if session.debut else "",
        "session_fin": session.fin.isoformat() if session.fin else "",
    }


def _structures(session: Session, lui: Parcours) -> list[StructureReseau]:
    toutes = [lui.stagiaire.structure, lui.structure, session.structure_referente]
    return list({structure.pk: structure for structure in toutes if structure}.values())


def _adresse(structure: StructureReseau, session: Session, lui: Parcours) -> str:
    """The person of a structure who is in charge, if one is named and still there; else the structure's address."""
    en_charge = None
    if session.structure_referente_id == structure.pk:
        en_charge = session.referent
    elif lui.stagiaire.structure_id == structure.pk:
        en_charge = lui.stagiaire.referent
    return en_charge.email if en_charge and en_charge.is_active else structure.courriel


def _agence(session: Session) -> StructureReseau | None:
    departement = session.commune.departement_id if session.commune else None
    agences = StructureReseau.objects.filter(nature=FRANCE_TRAVAIL, departements=departement).exclude(courriel="")
    return agences.order_by("nom", "pk").first() if departement else None


def _page(destinataire: Destinataire) -> str:
    """Give the page a letter leads to, one its reader has: the agency that follows nobody has only the public one."""
    session = destinataire.parcours[0].session
    if destinataire.pour == "region":
        return reverse("admin:sessions_formation_session_change", args=[session.pk])
    if destinataire.pour == "agence":
        return reverse("formation", args=[session.numero])
    if destinataire.pour == "organisme" or destinataire.code == f"structure-{session.structure_referente_id}":
        return reverse("parcours:groupe", args=[session.pk])
    if len(destinataire.parcours) == 1:
        return reverse("parcours:fiche", args=[destinataire.parcours[0].pk])
    return reverse("parcours:liste")


def _personnes(destinataire: Destinataire) -> dict[str, Any]:
    """What a letter says of the people, with the ids by which erasure finds it; for the Région only how many."""
    suivis = destinataire.parcours
    page = {"nombre": len(suivis), "chemin": _page(destinataire)}
    if destinataire.pour == "region":
        return page
    return {
        **page,
        "personnes": [lui.stagiaire.nom_complet for lui in suivis],
        "stagiaires": sorted({lui.stagiaire_id for lui in suivis}),
    }
