"""Whose data has reached its end, and when that end comes for one person (docs/decisions/0040)."""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    DateField,
    DateTimeField,
    Exists,
    F,
    Func,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from insertion.models import Suivi
from noyau.journal import LigneJournal
from referentiels.queries.reglement import valeurs_au
from referentiels.regles.mois import ajouter_mois
from sessions_formation.automates import SORTI
from sessions_formation.enums import StatutParcours, StatutSession
from sessions_formation.models import Parcours
from stagiaires.models import Appel, Stagiaire

CANDIDATS = (StatutParcours.POSITIONNE, StatutParcours.PROFIL_VALIDE, StatutParcours.ADMIS)
# Nobody enters a session in one of these states any more: who was never told so is not kept for ever because of it.
SANS_ENTREE = (StatutSession.ANNULEE, StatutSession.REFUSEE, StatutSession.TERMINEE, StatutSession.SOLDEE)
PARIS = "Europe/Paris"


class SixMoisApres(Func):
    """The same day six months later, the last of a shorter month: the day of the last follow-up."""

    template = "((%(expressions)s + interval '6 months')::date)"
    output_field = DateField()


class JourDe(Func):
    """The day of an instant in Paris."""

    template = f"((%(expressions)s AT TIME ZONE '{PARIS}')::date)"
    output_field = DateField()


def vivants(parcours: QuerySet[Parcours]) -> QuerySet[Parcours]:
    """Keep those that are still going: in training, or a candidate of a session that may still be entered."""
    return parcours.filter(
        Q(statut=StatutParcours.ENTRE) | Q(statut__in=CANDIDATS) & ~Q(session__statut__in=SANS_ENTREE)
    )


def est_vivant(parcours: Parcours) -> bool:
    """Tell the same of one parcours, its session being loaded."""
    if parcours.statut in CANDIDATS:
        return parcours.session.statut not in SANS_ENTREE
    return parcours.statut == StatutParcours.ENTRE


def avec_derniere_attente(stagiaires: QuerySet[Stagiaire]) -> QuerySet[Any]:
    """Give with each person ``derniere_attente``, the day of the last thing expected of it; none while it has a live
    parcours.

    The six-month follow-up of who left at the end or for a job; the exit of who gave up or was excluded; the decision
    for who was not taken; the last activity (file changed, call) for who never had a parcours.
    """
    siens = Parcours.objects.filter(stagiaire=OuterRef("pk")).order_by()
    # The day it reached its state; a candidate left behind counts from the last day of its session.
    lignes = LigneJournal.objects.filter(
        objet_type=Parcours._meta.label_lower, objet_id=OuterRef("pk"), arrivee=OuterRef("statut")
    ).order_by("-le")
    suivis = Suivi.objects.filter(parcours=OuterRef("pk")).order_by("-prevu_le").values("prevu_le")[:1]
    decide = Coalesce(
        "sorti_le", JourDe(Subquery(lignes.values("le")[:1], output_field=DateTimeField())), JourDe(F("modifie_le"))
    )
    attendu = Case(
        When(statut__in=SORTI, then=Greatest(SixMoisApres(F("sorti_le")), Subquery(suivis))),
        When(statut__in=CANDIDATS, then=Greatest(F("session__fin"), JourDe(F("cree_le")))),
        default=decide,
    )
    derniers = siens.annotate(attendu=attendu).values("stagiaire").annotate(dernier=Max("attendu")).values("dernier")
    appels = Appel.objects.filter(stagiaire=OuterRef("pk")).order_by("-le").values("le")[:1]
    activite = JourDe(Greatest(F("modifie_le"), Subquery(appels)))
    return stagiaires.annotate(
        derniere_attente=Case(
            When(Exists(vivants(siens)), then=Value(None, output_field=DateField())),
            default=Coalesce(Subquery(derniers), activite),
            output_field=DateField(),
        )
    )


def a_effacer(avant: date) -> QuerySet[Any]:
    """Give the people whose data is still there and of whom nothing was expected since the day ``avant``."""
    # What was expected comes after the file was opened: those opened since are not even looked at.
    presents = Stagiaire.objects.presents().filter(cree_le__date__lt=avant)
    return avec_derniere_attente(presents).filter(derniere_attente__lt=avant)


def terme_de(stagiaire: Stagiaire, *, le: date) -> date | None:
    """Give the day from which a person's data is erased, by the law of the day ``le``; none while it is followed."""
    derniere = (
        avec_derniere_attente(Stagiaire.objects.filter(pk=stagiaire.pk))
        .order_by("pk")
        .values_list("derniere_attente", flat=True)
        .first()
    )
    return derniere and ajouter_mois(derniere, duree_de_conservation(le))


def duree_de_conservation(le: date) -> int:
    """Give how many months a person's data is kept after the last thing expected, by the law of the day ``le``."""
    (mois,) = valeurs_au(le, "conservation_stagiaire_mois")
    return int(mois)
