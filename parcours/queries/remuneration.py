"""The pay of trainees: who reads and says it, and what the paying agency is given for one month."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, When

from comptes import acces
from comptes.models import Utilisateur
from parcours.models import Interruption, Remuneration
from parcours.regles.remuneration import SANS_BASE
from referentiels.regles.mois import ajouter_mois
from sessions_formation.automates import A_EU_LIEU
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours

EXPORTER = "sessions_formation.exporter_remuneration"
# It is asked on the first day (CT R6341-33), and prepared once the person is admitted.
SE_DIT = A_EU_LIEU | {StatutParcours.ADMIS}
NOUVELLE, CHANGEE, INCHANGEE = "nouveau", "modifié", "inchangé"


def remunerations_modifiables(utilisateur: Utilisateur) -> QuerySet[Parcours]:
    """Give the parcours whose pay this person may say: the training body that certifies the request, and the
    structures that follow the person."""
    structures = acces.constantes(acces.structures_de(utilisateur))
    organismes = acces.constantes(acces.organismes_de(utilisateur))
    if acces.est_agent(utilisateur) or not (structures or organismes):
        return Parcours.objects.none()
    return Parcours.objects.visibles_pour(utilisateur).filter(
        Q(structure__in=structures) | Q(stagiaire__structure__in=structures) | Q(session__organisme__in=organismes)
    )


def remunerations_lisibles(utilisateur: Utilisateur) -> QuerySet[Parcours]:
    """The same, and all of them for an officer who hands them to the paying agency."""
    if acces.est_agent(utilisateur):
        return Parcours.objects.all() if utilisateur.has_perm(EXPORTER) else Parcours.objects.none()
    return remunerations_modifiables(utilisateur)


class Mois(NamedTuple):
    """One month: its first day and its last one."""

    debut: date
    fin: date


def mois_de(jour: date) -> Mois:
    """Give the month of a day."""
    debut = jour.replace(day=1)
    return Mois(debut, ajouter_mois(debut, 1) - timedelta(days=1))


def a_transmettre(mois: Mois, *, lue: datetime | None = None) -> QuerySet[Remuneration]:
    """Give what the paying agency is handed for a month: who was in training in it, and whatever has changed since it
    was last handed, whenever it was. Who is not paid by it is left out, unless it was told otherwise before.

    Each has ``connue_le`` (when it was last handed, None if never), ``changee`` (since then) and its parcours with
    ``interruptions`` in the month. ``lue``: when the page the file is taken from was shown; what was handed after it
    (a button pressed twice) does not count: the file says what the page said.
    """
    declarees = Interruption.objects.filter(parcours=OuterRef("parcours"), declaree_le__gt=OuterRef("connue_le"))
    changee = Q(saisie_le__gt=F("connue_le")) | Q(parcours__modifie_le__gt=F("connue_le")) | Q(Exists(declarees))
    present = Q(parcours__entre_le__lte=mois.fin) & (
        Q(parcours__sorti_le=None) | Q(parcours__sorti_le__gte=mois.debut)
    )
    du_mois = Interruption.objects.filter(Q(fin=None) | Q(fin__gte=mois.debut), debut__lte=mois.fin)
    return (
        Remuneration.objects.annotate(connue_le=remise_connue(lue))
        .filter(present | changee, parcours__entre_le__isnull=False, parcours__stagiaire__efface_le=None)
        .exclude(regime__in=sorted(SANS_BASE), connue_le=None)
        .annotate(changee=Case(When(changee, then=True), default=False, output_field=BooleanField()))
        .select_related("parcours__stagiaire", "parcours__session__organisme")
        .prefetch_related(Prefetch("parcours__interruptions", queryset=du_mois.order_by("debut")))
        .order_by("parcours__stagiaire__nom_normalise", "parcours")
    )


def remise_connue(lue: datetime | None) -> F | Case:
    """Give when a line was last handed, for who looked at the page at ``lue`` (now, when it does not say)."""
    if lue is None:
        return F("exportee_le")
    return Case(When(exportee_le__gt=lue, then=F("exportee_avant_le")), default=F("exportee_le"))


def etat_de(remuneration: Remuneration) -> str:
    """Say whether the paying agency knows a line already; ``remuneration`` is one of ``a_transmettre``."""
    if remuneration.connue_le is None:  # type: ignore[attr-defined]
        return NOUVELLE
    return CHANGEE if remuneration.changee else INCHANGEE  # type: ignore[attr-defined]


def sans_regime(mois: Mois) -> int:
    """Count who was in training in a month and whose pay nobody has said."""
    presents = Parcours.objects.filter(entre_le__lte=mois.fin, statut__in=sorted(A_EU_LIEU), remuneration=None)
    return presents.filter(Q(sorti_le=None) | Q(sorti_le__gte=mois.debut), stagiaire__efface_le=None).count()
