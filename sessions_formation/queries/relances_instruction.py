"""Which requests are due a reminder: those that wait for an officer, those whose complement has not come."""

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from noyau.courriers import Courrier
from noyau.journal import LigneJournal
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import dernier_depart
from sessions_formation.enums import StatutSession, TransitionSession
from sessions_formation.models import Session
from sessions_formation.queries.delais import attendent_depuis

ALERTE, COMPLEMENT = "instruction-alerte", "complement-echu"


def en_attente_depuis(jours: int, *, le: date) -> QuerySet[Session]:
    """The queue from ``jours`` working days on, in order of arrival, with what a letter says of each."""
    return (
        Session.objects.a_decider()
        .filter(attendent_depuis(jours, le=le))
        .select_related("organisme", "lot", "commune", "agent")
    )


def a_signaler(personne: int, *, jours: int, le: date) -> QuerySet[Session]:
    """Those of which one person (its id) has not been told yet."""
    return en_attente_depuis(jours, le=le).filter(~_ecrite(ALERTE, suffixe=f":{personne}"))


def demandes_de_complement() -> QuerySet[LigneJournal]:
    """The journal lines that asked a session's complement, newest first, for a subquery over sessions."""
    return LigneJournal.objects.filter(
        objet_type=Session._meta.label_lower,
        objet_id=OuterRef("pk"),
        transition=TransitionSession.DEMANDER_COMPLEMENT,
    ).order_by("-le", "-pk")


def complements_echus(*, jours: int, le: date) -> QuerySet[Session]:
    """Those whose complement was asked more than ``jours`` working days ago, and nobody told so yet.

    Each bears ``demande_le`` and ``ligne``, the journal line that asked: asked again later, it counts from there.
    """
    dernier = dernier_depart(le, jours + 1, feries=FERIES)
    demandes = demandes_de_complement()
    lignes = Session.objects.filter(statut=StatutSession.A_COMPLETER).annotate(
        ligne=Subquery(demandes.values("pk")[:1]), demande_le=Subquery(demandes.values("le")[:1])
    )
    return (
        lignes.filter(demande_le__lt=_debut_du(dernier + timedelta(days=1)))
        .filter(~_ecrite(COMPLEMENT, suffixe=":region", ligne=True))
        .select_related("organisme", "lot", "commune", "agent", "demandeur")
        .order_by("pk")
    )


def _ecrite(relance: str, *, suffixe: str, ligne: bool = False) -> Exists:
    """Tell, row by row, whether a letter left: its key names the reminder, the request, the line, the reader."""
    milieu = [Value(":"), Cast(OuterRef("ligne"), TextField())] if ligne else []
    attendue = Concat(
        Value(f"{relance}:"), Cast(OuterRef("pk"), TextField()), *milieu, Value(suffixe), output_field=TextField()
    )
    return Exists(Courrier.objects.filter(cle=attendue))


def _debut_du(jour: date) -> datetime:
    return timezone.make_aware(datetime.combine(jour, time.min))
