"""The facts the papers and e-mails of a committee say, frozen when it is settled or closed. Never a reserved point."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from comites.enums import Issue, NaturePoint
from comites.models import Comite, PointComite
from comptes.models import Utilisateur
from noyau import horloge
from noyau.agenda import Methode, uid_de
from sessions_formation.enums import MotifDecision


def contexte_comite(comite: Comite) -> dict[str, Any]:
    """Give what a committee is, when and where, as plain JSON."""
    return {
        "comite": comite.get_nature_display(),
        "lieu_concerne": comite.lieu_concerne,
        "local": comite.territoire_id is not None,
        "debut": timezone.localtime(comite.debut).isoformat(),
        "fin": timezone.localtime(comite.fin).isoformat(),
        "lieu": comite.lieu,
        "lien": comite.lien,
        "chemin": reverse("comites:detail", args=[comite.pk]),
    }


def parties_publiques(points: list[PointComite]) -> list[dict[str, Any]]:
    """Give the points everyone reads by kind, as they follow one another; each is numbered in the agenda."""
    publics = [point for point in points if not point.est_reserve]
    numerotes = list(enumerate(publics, start=1))
    return [
        {
            "titre": NaturePoint(nature).label,
            "points": [_point(numero, point) for numero, point in groupe],
        }
        for nature, groupe in groupby(numerotes, key=lambda paire: paire[1].nature)
    ]


def _point(numero: int, point: PointComite) -> dict[str, Any]:
    return {
        "numero": numero,
        "titre": point.titre,
        "texte": point.texte,
        "issue": Issue(point.issue).label if point.issue else "",
        "code": point.issue,
        "motif": MotifDecision(point.motif).label if point.motif else "",
        "precisions": point.precisions,
    }


def contexte_document(comite: Comite, *, arrete_le: str) -> dict[str, Any]:
    """Give the facts of the agenda or of the record of decisions, with the list of those invited (four queries)."""
    points = list(PointComite.objects.retenus().filter(comite=comite))
    return {
        **contexte_comite(comite),
        "parties": parties_publiques(points),
        "invites": [structure.nom for structure in comite.structures.order_by("nom", "pk")],
        "agents": [agent.nom_public for agent in comite.agents.order_by("nom", "prenom", "pk")],
        "compte_rendu": comite.compte_rendu,
        "arrete_le": arrete_le,
        "suivi_par": comite.cree_par.get_full_name(),
        "suivi_telephone": comite.cree_par.telephone,
        "suivi_courriel": comite.cree_par.email,
    }


def agenda_de(comite: Comite, *, adresse: str, methode: Methode = Methode.PUBLIER) -> dict[str, Any]:
    """Give what ``noyau.agenda`` draws of a committee."""
    organisateur: Utilisateur = comite.cree_par
    return {
        "uid": uid_de(comite),
        "version": comite.version,
        "etabli_le": horloge.maintenant().isoformat(),
        "debut": comite.debut.isoformat(),
        "fin": comite.fin.isoformat(),
        "titre": str(comite),
        "lieu": comite.ou,
        "description": f"Ordre du jour : {adresse}",
        "adresse": adresse,
        "methode": methode.value,
        "organisateur": {"nom": "Région Pays de la Loire", "courriel": organisateur.email},
    }


def adresse_publique(comite: Comite) -> str:
    """Give the whole address of the page those invited read."""
    return f"{settings.SITE_URL}{reverse('comites:detail', args=[comite.pk])}"
