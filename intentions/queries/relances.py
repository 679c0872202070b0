"""Which intentions are due something on a day. Each query stands on an index and leaves out what was written already.

What was written is read in the outbox itself, by key: rule, intention, and the day it counts from (which gives one due
day). There is no other trace to keep in step (docs/decisions/0016).
"""

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils import timezone

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import dernier_depart

# What fell due while the service was stopped is caught up for so long; older, it would be noise.
RATTRAPAGE = timedelta(days=14)
EN_ATTENTE_D_UNE_REPONSE = (StatutIntention.A_COMPLETER, StatutIntention.RECEVABLE)
# Somebody can be written to: the contact, or whoever filed for its own establishment.
JOIGNABLE = ~Q(contact_courriel="") | Q(partenaire=None, deposant__isnull=False)

A_CONFIRMER, RAPPEL, PARTENAIRE = "actualite", "confirmation-rappel", "confirmation-partenaire"
DEROGATION, ALERTE_DEROGATION = "derogation-attend", "derogation-alerte"


def cle(relance: str, intention: IntentionEmbauche, depuis: date) -> str:
    """Name in the outbox what a reminder writes about an intention, counted from a day."""
    return f"{relance}:{intention.pk}:{depuis.isoformat()}"


def deja_ecrite(relance: str, depuis: str, *, suffixe: str = "") -> Exists:
    """Tell, row by row, whether a reminder left; ``depuis`` names the day it counts from, ``suffixe`` its reader."""
    attendue = Concat(
        Value(f"{relance}:"),
        Cast(OuterRef("pk"), TextField()),
        Value(":"),
        Cast(OuterRef(depuis), TextField()),
        Value(suffixe),
        output_field=TextField(),
    )
    return Exists(Courrier.objects.filter(cle=attendue))


def depuis_tant_de_jours(jours: int, *, le: date) -> tuple[date, date]:
    """Give the first and last day from which ``jours`` days have gone by on ``le``, within the catching up."""
    dernier = le - timedelta(days=jours)
    return dernier - RATTRAPAGE + timedelta(days=1), dernier


def depuis_tant_de_jours_ouvres(jours: int, *, le: date) -> tuple[date, date]:
    """The same in working days of France."""
    premier = dernier_depart(le - RATTRAPAGE, jours, feries=FERIES) + timedelta(days=1)
    return premier, dernier_depart(le, jours, feries=FERIES)


def a_interroger(*, preavis: int, le: date) -> QuerySet[IntentionEmbauche]:
    """Those whose end comes within ``preavis`` days and whose employer has not been asked yet."""
    return IntentionEmbauche.objects.filter(
        JOIGNABLE,
        ~deja_ecrite(A_CONFIRMER, "valable_jusqu_au"),
        statut__in=EN_ATTENTE_D_UNE_REPONSE,
        valable_jusqu_au__lte=le + timedelta(days=preavis),
    )


def a_expirer(*, le: date) -> QuerySet[IntentionEmbauche]:
    """Those whose end has passed without an answer to the question asked before (nobody is asked where nobody can
    be written to)."""
    return IntentionEmbauche.objects.filter(
        deja_ecrite(A_CONFIRMER, "valable_jusqu_au") | ~Q(JOIGNABLE),
        statut__in=EN_ATTENTE_D_UNE_REPONSE,
        valable_jusqu_au__lt=le,
    )


def derogations_a_terme(*, le: date) -> QuerySet[IntentionEmbauche]:
    """Those that nobody took while their derogation held."""
    return IntentionEmbauche.objects.filter(statut=StatutIntention.RECEVABLE, derogation_fin__lt=le)


def confirmations_attendues(relance: str, *, jours: int, le: date) -> QuerySet[IntentionEmbauche]:
    """Those whose employer was asked to confirm ``jours`` working days ago and has not."""
    premier, dernier = depuis_tant_de_jours_ouvres(jours, le=le)
    return (
        IntentionEmbauche.objects.filter(
            statut=StatutIntention.A_COMPLETER,
            partenaire__isnull=False,
            confirmation_demandee_le__gte=_debut_du(premier),
            confirmation_demandee_le__lt=_debut_du(dernier + timedelta(days=1)),
        )
        .exclude(ecrit_employeur=True)
        .annotate(demandee=TruncDate("confirmation_demandee_le"))
        .filter(~deja_ecrite(relance, "demandee"))
    )


def derogations_en_attente(relance: str, *, jours: int, le: date) -> QuerySet[IntentionEmbauche]:
    """Those that have waited ``jours`` working days for an officer's answer (judged, hence asked, that day)."""
    premier, dernier = depuis_tant_de_jours_ouvres(jours, le=le)
    return IntentionEmbauche.objects.filter(
        ~deja_ecrite(relance, "jugee_le"),
        statut=StatutIntention.DEROGATION_DEMANDEE,
        jugee_le__gte=premier,
        jugee_le__lte=dernier,
    )


def _debut_du(jour: date) -> datetime:
    return timezone.make_aware(datetime.combine(jour, time.min))
