"""Follow-ups as a list: whose, in what state, and the page of one of them."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from comptes import acces
from comptes.models import Utilisateur
from insertion.models import Relance, Reponse, Suivi
from insertion.queries.suivis import JOINTS
from insertion.regles.echeances import REMONTEE
from parcours.queries.liste import suivis_par
from sessions_formation.automates import SORTI
from sessions_formation.models import Parcours

# What a line of the list says.
MONTRES = (
    "echeance", "prevu_le", "parcours__stagiaire__prenom", "parcours__stagiaire__nom", "parcours__session__intitule"
)  # fmt: skip


class Etat(StrEnum):
    """Where a follow-up stands for its referent."""

    A_REPONDRE = "a_repondre"
    EN_RETARD = "en_retard"
    REPONDU = "repondu"
    A_VENIR = "a_venir"


LIBELLES = {
    Etat.A_REPONDRE: "À répondre",
    Etat.EN_RETARD: "En retard",
    Etat.REPONDU: "Répondus",
    Etat.A_VENIR: "À venir",
}


def suivis_de(utilisateur: Utilisateur) -> QuerySet[Suivi]:
    """The follow-ups of the people whose parcours this person sees, and whose data is still there."""
    tous = Parcours.objects.all() if acces.est_agent(utilisateur) else suivis_par(utilisateur)
    siens = tous.filter(statut__in=SORTI, stagiaire__efface_le=None)
    return Suivi.objects.filter(parcours__in=siens)


def en_etat(suivis: QuerySet[Suivi], etat: Etat, *, le: date, rappel: int) -> QuerySet[Suivi]:
    """Narrow to one state on ``le``; late is past the first reminder, ``rappel`` days after the date."""
    if etat == Etat.REPONDU:
        return suivis.filter(repondu=True)
    if etat == Etat.A_VENIR:
        return suivis.filter(prevu_le__gt=le)
    dus = suivis.filter(repondu=False, prevu_le__lte=le)
    return dus.filter(prevu_le__lte=le - timedelta(days=rappel)) if etat == Etat.EN_RETARD else dus


def avec_leurs_reponses(suivis: QuerySet[Suivi]) -> QuerySet[Suivi]:
    """Give with follow-ups what each source said of them (2 queries)."""
    reponses = Prefetch("reponses", Reponse.objects.order_by("pk"))
    monte = Exists(Relance.objects.filter(suivi=OuterRef("pk"), rang=REMONTEE))
    return suivis.prefetch_related(reponses).annotate(remonte=monte)


def lus_dans_l_ordre(cles: Iterable[int]) -> list[Suivi]:
    """Give the follow-ups of one page, with what a list shows of them, in the order of their ids (2 queries)."""
    voulues = list(cles)
    suivis = avec_leurs_reponses(Suivi.objects.filter(pk__in=voulues))
    suivis = suivis.select_related("parcours__stagiaire", "parcours__session").only(*MONTRES)
    lus = {suivi.pk: suivi for suivi in suivis}
    return [lus[cle] for cle in voulues if cle in lus]


def avec_leurs_interlocuteurs(suivis: QuerySet[Suivi]) -> QuerySet[Suivi]:
    """Give what the page of one follow-up shows: the same, and who is written to about the person (2 queries)."""
    return avec_leurs_reponses(suivis).select_related(*JOINTS)
