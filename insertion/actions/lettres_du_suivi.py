"""What the letters of the follow-up say: their facts, frozen when they are written.

Each names in ``stagiaires`` the people it is about: that is how their data is erased (docs/donnees-personnelles.md).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from comptes import liens
from comptes.liens import Usage
from insertion.enums import Echeance
from insertion.models import Suivi
from insertion.queries import embauche
from insertion.queries.suivis import (
    Boite,
    chemin_de_l_employeur,
    chemin_du_stagiaire,
    chemin_du_suivi,
    chemin_stop,
)


def au_stagiaire(suivi: Suivi, rang: int, *, contact: str) -> dict[str, Any]:
    """Give the facts of the letter to the person."""
    return {
        **_commun(suivi, rang),
        "prenom": suivi.parcours.stagiaire.prenom,
        "chemin": chemin_du_stagiaire(suivi, contact),
        "chemin_stop": chemin_stop(suivi.parcours, contact),
        # Asked with the first question, not in a letter of its own: one message on the last day is enough.
        "chemin_avis": _chemin_avis(suivi, contact) if suivi.echeance == Echeance.FIN else "",
        "stagiaires": [suivi.parcours.stagiaire_id],
    }


def a_l_employeur(suivis: Iterable[tuple[Suivi, int]], *, courriel: str) -> dict[str, Any]:
    """Give the facts of the one letter an employer gets on a day: all its people due, each with its own link.

    At the end it confirms the hire, then it says if the person stays.
    """
    dus = list(suivis)
    premiere = dus[0][0].parcours.intention
    return {
        "contact": premiere.contact_nom if premiere else "",
        "combien": len(dus),
        "rang": max(rang for _, rang in dus),
        "lignes": [_chez_l_employeur(suivi, rang, courriel=courriel) for suivi, rang in dus],
        "stagiaires": sorted({suivi.parcours.stagiaire_id for suivi, _ in dus}),
    }


def _chez_l_employeur(suivi: Suivi, rang: int, *, courriel: str) -> dict[str, Any]:
    intention = suivi.parcours.intention
    if intention is None:
        raise ValueError("Ce parcours n’a pas d’employeur.")
    a_la_fin = suivi.echeance == Echeance.FIN
    chemin = embauche.chemin_embauche(suivi.parcours, courriel) if a_la_fin else chemin_de_l_employeur(suivi, courriel)
    return {
        **_commun(suivi, rang),
        "suivi": suivi.pk,
        "employeur": intention.employeur.nom if intention.employeur else "",
        "numero": intention.numero,
        "personne": suivi.parcours.stagiaire.nom_complet,
        "chemin": chemin,
    }


def au_referent(boite: Boite, suivis: Iterable[tuple[Suivi, int]], *, le: date) -> dict[str, Any]:
    """Give the facts of the one letter a referent gets on a day: all its people due, with the rank of each."""
    dus = list(suivis)
    return {
        "prenom": boite.prenom,
        "structure": "" if boite.prenom else boite.nom,
        "le": le.isoformat(),
        "combien": len(dus),
        "lignes": [_ligne(suivi, rang) for suivi, rang in dus],
        "chemin": reverse("insertion:suivis"),
        "stagiaires": sorted({suivi.parcours.stagiaire_id for suivi, _ in dus}),
    }


def plus_haut(boite: Boite, suivis: Iterable[Suivi], *, region: bool) -> dict[str, Any]:
    """Give the facts of what goes up the line: to the structure by name; to the Région by number alone."""
    dus = list(suivis)
    lignes = [_ligne(suivi, 0) for suivi in dus]
    if region:
        lignes = [{**ligne, "personne": ""} for ligne in lignes]
    return {
        "structure": boite.nom,
        "region": region,
        "combien": len(dus),
        "lignes": lignes,
        "chemin": reverse("insertion:suivis"),
        "stagiaires": [] if region else sorted({suivi.parcours.stagiaire_id for suivi in dus}),
    }


def _chemin_avis(suivi: Suivi, contact: str) -> str:
    return liens.chemin("insertion:avis_lien", Usage.AVIS, contact, objet=suivi.parcours_id)


def _commun(suivi: Suivi, rang: int) -> dict[str, Any]:
    parcours = suivi.parcours
    return {
        "formation": parcours.session.intitule,
        "organisme": parcours.session.organisme.nom,
        "fini_le": parcours.sorti_le.isoformat() if parcours.sorti_le else "",
        "mois": suivi.echeance,
        "rang": rang,
    }


def _ligne(suivi: Suivi, rang: int) -> dict[str, Any]:
    parcours = suivi.parcours
    return {
        "suivi": suivi.pk,
        "personne": parcours.stagiaire.nom_complet,
        "formation": parcours.session.intitule,
        "session": parcours.session.numero,
        "echeance": suivi.get_echeance_display(),
        "prevu_le": suivi.prevu_le.isoformat(),
        "rang": rang,
        "chemin": chemin_du_suivi(suivi),
    }
