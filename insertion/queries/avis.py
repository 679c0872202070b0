"""What is read of the opinions of trainees: means, published comments, what waits for the Région."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from comptes.liens import Lien
from insertion.enums import StatutAvis
from insertion.models import DIMENSIONS, AvisStagiaire
from insertion.regles.avis import Moyennes, moyennes
from sessions_formation.automates import SORTI
from sessions_formation.models import Parcours

A_LIRE, REPONSES, PUBLIES, ECARTES = "a_lire", "reponses", "publies", "ecartes"
# What waits for the Région: a comment nobody has read, an answer nobody has read.
FILES: dict[str, Q] = {
    A_LIRE: Q(statut=StatutAvis.A_MODERER),
    REPONSES: Q(statut=StatutAvis.PUBLIE, reponse_publiee_le=None, reponse_ecart="") & ~Q(reponse=""),
    PUBLIES: Q(statut=StatutAvis.PUBLIE),
    ECARTES: Q(statut=StatutAvis.ECARTE),
}

_MONTRES = (
    *("statut", "le", "commentaire", "reponse", "repondu_le", "reponse_publiee_le", "reponse_ecart"),
    *("organisme__nom", "parcours__session__intitule"),
)


def moyennes_de(avis: QuerySet[AvisStagiaire]) -> Moyennes:
    """Give how many opinions, and their means where there are enough (1 query). Every mark counts, read or not."""
    lues = avis.order_by().aggregate(combien=Count("pk"), **{f"m_{nom}": Avg(nom) for nom in DIMENSIONS})
    return moyennes(lues["combien"], {nom: lues[f"m_{nom}"] for nom in DIMENSIONS})


def moyennes_par_organisme(organismes: Iterable[int]) -> dict[int, Moyennes]:
    """Give the same for each of these training bodies that has opinions (1 query)."""
    lues: QuerySet[Any, Any] = (
        AvisStagiaire.objects.filter(organisme__in=list(organismes))
        .order_by()
        .values("organisme")
        .annotate(combien=Count("pk"), **{f"m_{nom}": Avg(nom) for nom in DIMENSIONS})
    )
    return {
        ligne["organisme"]: moyennes(ligne["combien"], {nom: ligne[f"m_{nom}"] for nom in DIMENSIONS})
        for ligne in lues
    }


def file_de(avis: QuerySet[AvisStagiaire], file: str) -> QuerySet:
    """Give the ids of the comments of one of ``FILES``: the oldest first where they wait, the newest first
    otherwise."""
    return avis.exclude(commentaire="").filter(FILES[file]).order_by(*_ordre(file)).values_list("pk", flat=True)


def lus_dans_l_ordre(cles: Iterable[int], file: str) -> QuerySet[AvisStagiaire]:
    """Give the opinions of a page of one of ``FILES``, with what it shows of their session (1 query)."""
    lus = AvisStagiaire.objects.filter(pk__in=list(cles)).order_by(*_ordre(file))
    return lus.select_related("organisme", "parcours__session").only(*_MONTRES)


def _ordre(file: str) -> tuple[str, str]:
    return ("le", "pk") if file in {A_LIRE, REPONSES} else ("-le", "-pk")


def comptes_des_files() -> dict[str, int]:
    """Give how many wait in each queue of the Région (1 query)."""
    return (
        AvisStagiaire.objects.commentes()
        .order_by()
        .aggregate(**{nom: Count("pk", filter=FILES[nom]) for nom in (A_LIRE, REPONSES)})
    )


def parcours_du_lien(lien: Lien) -> Parcours | None:
    """Give the parcours a link sent to the trainee is about; None once its data is erased or its address changed."""
    trouve = (
        Parcours.objects.filter(pk=lien.objet, statut__in=SORTI, stagiaire__efface_le=None)
        .select_related("stagiaire", "session__organisme")
        .first()
    )
    if trouve is None:
        return None
    contacts = {trouve.stagiaire.courriel.lower(), trouve.stagiaire.telephone.lower()} - {""}
    return trouve if lien.courriel in contacts else None
