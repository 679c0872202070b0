"""A request as an officer reads it: the findings and the amount by the law of its day, and what may be paid twice."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from aides.enums import StatutAide, TransitionAide
from aides.models import DemandeAide
from aides.queries.cumul import alertes_de
from aides.queries.dossier import autre_montant, dossier_de, dossier_prouve, sans_gain_de_l_age
from aides.regles.aide import examiner
from aides.regles.cumul import Alerte
from aides.regles.dossier import DossierAide
from aides.regles.montant import Calcul, calculer
from aides.regles.points_ouverts import PointOuvert, points_du_dossier
from noyau.journal import LigneJournal
from referentiels.feries import FERIES
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat, Verdict, verdict_de
from referentiels.regles.jours_ouvres import ajouter_jours_ouvres, jours_ouvres_ecoules
from referentiels.regles.reglement import Reglement


@dataclass(frozen=True)
class Lecture:
    """What a request says by the law it is judged by. ``calcul`` counts no increase whose proof nobody has seen;
    ``calcul_declare`` is what it would be with all that is declared."""

    demande: DemandeAide
    reglement: Reglement
    dossier: DossierAide
    constats: list[Constat]
    verdict: Verdict
    calcul: Calcul
    calcul_declare: Calcul
    alertes: list[Alerte]
    points: list[PointOuvert]

    @property
    def bloquantes(self) -> list[Alerte]:
        """The alerts that prevent granting and paying."""
        return [alerte for alerte in self.alertes if alerte.bloque]

    @property
    def justificatif_attendu(self) -> bool:
        """An increase is declared whose proof nobody has seen."""
        return self.calcul_declare.montant != self.calcul.montant


def lecture_de(demande: DemandeAide, *, le: date) -> Lecture:
    """Read a request by the law of the day it was first filed, ``le`` before that (12 queries at most)."""
    jour = demande.jugee_le or le
    reglement = reglement_au(jour)
    declare = dossier_de(demande, reglement=reglement)
    retenu = dossier_prouve(demande, reglement=reglement)
    constats = list(examiner(retenu, reglement=reglement, le=jour))
    verdict = verdict_de(constats)
    autre = autre_montant(demande)
    return Lecture(
        demande=demande,
        reglement=reglement,
        dossier=retenu,
        constats=constats,
        verdict=verdict,
        calcul=sans_gain_de_l_age(
            calculer(retenu, reglement=reglement, verdict=verdict, autre_financement=autre), retenu
        ),
        calcul_declare=calculer(declare, reglement=reglement, verdict=verdict, autre_financement=autre),
        alertes=alertes_de(demande, reglement=reglement),
        points=points_du_dossier(declare, reglement=reglement),
    )


def en_instruction() -> list[tuple[DemandeAide, datetime | None]]:
    """Give the requests an officer has to move on, in order of arrival (1 query), each with the instant its complement
    was last asked; None of those that wait for nothing but a decision."""
    posees = LigneJournal.objects.filter(
        objet_type=DemandeAide._meta.label_lower,
        objet_id=OuterRef("pk"),
        transition=TransitionAide.DEMANDER_COMPLEMENT,
    )
    demandes = (
        DemandeAide.objects.filter(statut__in=[StatutAide.DEPOSEE, StatutAide.A_COMPLETER])
        .annotate(complement_le=Subquery(posees.order_by("-le").values("le")[:1]))
        .select_related("employeur", "agent")
        .order_by("complete_le", "pk")
    )
    return [
        (demande, demande.complement_le if demande.statut == StatutAide.A_COMPLETER else None) for demande in demandes
    ]


def jours_d_attente(demande: DemandeAide, *, le: date) -> int:
    """Give how many working days a request has waited for an officer since it was last complete."""
    if demande.complete_le is None:
        return 0
    return jours_ouvres_ecoules(timezone.localtime(demande.complete_le).date(), le, feries=FERIES)


def complement_demande(demande: DemandeAide) -> LigneJournal | None:
    """Give the journal line that asked for the complement still waited for; None in any other state (1 query)."""
    if demande.statut != StatutAide.A_COMPLETER:
        return None
    return demande.historique.filter(transition=TransitionAide.DEMANDER_COMPLEMENT).first()


def complement_attendu_le(demande: DemandeAide, *, reglement: Reglement) -> date | None:
    """Give the last day a complement is expected (``complement_session_jours`` working days, as for a session)."""
    ligne = complement_demande(demande)
    if ligne is None:
        return None
    return complement_limite(timezone.localtime(ligne.le).date(), reglement=reglement)


def complement_limite(demande_le: date, *, reglement: Reglement) -> date:
    """Give the last day on which a complement asked on ``demande_le`` is expected."""
    return ajouter_jours_ouvres(demande_le, reglement.complement_session_jours, feries=FERIES)
