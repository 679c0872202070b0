"""What a groupe technique is prepared from: requests to decide, needs brought up, lots to watch (PRES)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from comites.enums import Issue, NatureComite, NaturePoint, StatutComite
from comites.models import Comite, PointComite
from comites.queries.sujets import Sujet, dates_et_lieu, depuis_le_precedent, phrases, postes, titrer
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from referentiels.models import Commune
from referentiels.regles.constats import Verdict
from referentiels.regles.typographie import compter, jour, montant, ordinale
from sessions_formation.models import DemandeAvenant, Lot, Session
from sessions_formation.queries.instruction import rangs_de_la_file
from sessions_formation.queries.lots import MontantsLot, montants_des_lots

# Shown, never judged by: from this share of its maximum a lot is worth a word in the meeting.
PRESQUE_PLEIN = Decimal("0.90")
QUI_MONTENT = (Issue.FAVORABLE, Issue.NOTE)
VERDICTS = {
    Verdict.ELIGIBLE: "éligible",
    Verdict.DEROGATION: "demande une dérogation",
    Verdict.A_COMPLETER: "à compléter",
    Verdict.NON_ELIGIBLE: "non éligible",
}


def sujets_techniques(comite: Comite, *, le: date) -> list[Sujet]:
    """Give what a groupe technique may speak of on ``le`` (nine queries at most, whatever there is)."""
    demandes = list(_a_decider(comite))
    lots = list(Lot.objects.ouverts(le).filter(departements=comite.departement_id).order_by("marche", "numero", "pk"))
    montants = montants_des_lots({lot.pk for lot in lots} | {session.lot_id for session in demandes}, le=le)
    return [
        *_demandes(demandes, montants),
        *_avenants(comite),
        *_derogations(comite),
        *_besoins(comite),
        *_lots(lots, montants),
    ]


def _a_decider(comite: Comite) -> QuerySet[Any]:
    """The requests that wait for an officer, in order of arrival, with the jobs at their end."""
    tenues = Q(retenues__active=True)
    return (
        Session.objects.a_decider()
        .filter(commune__departement=comite.departement_id)
        .select_related("lot", "organisme", "commune", "lieu__commune")
        .annotate(
            intentions=Count("retenues", filter=tenues),
            emplois=Coalesce(Sum("retenues__postes", filter=tenues), 0),
        )
    )


def _demandes(sessions: list[Any], montants: dict[int, MontantsLot]) -> Iterator[Sujet]:
    rangs = rangs_de_la_file()
    for session in sessions:
        lot = montants[session.lot_id]
        apres = lot.apres(session.montant or Decimal(0))
        yield Sujet(
            NaturePoint.DEMANDE,
            f"session:{session.pk}",
            titrer(f"{session.intitule}, {session.organisme}"),
            phrases(
                f"{session.reference}.",
                dates_et_lieu(session),
                f"{compter(session.effectif or 0, 'parcours', 'parcours')} de {session.heures} heures.",
                f"{compter(session.intentions, 'intention')} d’embauche, {postes(session.emplois)}."
                if session.intentions
                else "",
            ),
            phrases(
                f"{ordinale(rangs.get(session.pk, 1)).capitalize()} de la file,"
                f" {VERDICTS.get(Verdict(session.verdict), '') if session.verdict else 'pas encore jugée'}.",
                f"{montant(session.montant or Decimal(0))} sur le lot {session.lot.numero} :"
                f" il reste {montant(lot.reste)} à commander, {montant(apres.reste)} après.",
            ),
            session_id=session.pk,
            lot_id=session.lot_id,
        )


def _avenants(comite: Comite) -> Iterator[Sujet]:
    """What training bodies ask on sessions already ordered, in order of arrival."""
    demandes = DemandeAvenant.objects.a_decider().filter(session__commune__departement=comite.departement_id)
    for demande in demandes.select_related("session__organisme", "session__lot"):
        somme = demande.montant
        yield Sujet(
            NaturePoint.AVENANT,
            f"avenant:{demande.pk}",
            titrer(f"{demande.get_nature_display()} : {demande.session.intitule}, {demande.session.organisme}"),
            phrases(f"{demande.session.reference}, demandé le {jour(timezone.localtime(demande.deposee_le).date())}."),
            phrases(f"{montant(somme)} sur le lot {demande.session.lot.numero}." if somme else "", demande.motif),
            session_id=demande.session_id,
            demande_id=demande.pk,
        )


def _derogations(comite: Comite) -> Iterator[Sujet]:
    """The derogations employers wait for. Never on what: it may be an adaptation to a disability."""
    intentions = IntentionEmbauche.objects.filter(
        statut=StatutIntention.DEROGATION_DEMANDEE, departement=comite.departement_id
    )
    for intention in intentions.pour_liste().order_by("deposee_le", "pk"):
        deposee = jour(timezone.localtime(intention.deposee_le).date())
        yield Sujet(
            NaturePoint.DEROGATION,
            f"intention:{intention.pk}",
            titrer(f"{intention.employeur or 'Employeur à préciser'}, {intention.intitule_affiche}"),
            phrases(f"{intention.reference}, déposée le {deposee}."),
            intention_id=intention.pk,
        )


def _besoins(comite: Comite) -> Iterator[Sujet]:
    """The needs the comités locaux of the département have brought up since the last groupe technique."""
    ici = Commune.objects.filter(departement=comite.departement_id, territoire__isnull=False).values("territoire")
    points = (
        PointComite.objects.retenus()
        .filter(
            comite__nature=NatureComite.LOCAL,
            comite__statut__in=[StatutComite.TENU, StatutComite.CLOS],
            comite__territoire__in=ici,
            comite__debut__gt=depuis_le_precedent(comite),
            nature=NaturePoint.BESOIN,
            issue__in=QUI_MONTENT,
        )
        .select_related("comite__territoire")
        .order_by("comite__debut", "comite", "rang", "pk")
    )
    for point in points:
        tenu = timezone.localtime(point.comite.debut).date()
        yield Sujet(
            NaturePoint.BESOIN,
            f"besoin:{point.pk}",
            titrer(f"{point.comite.territoire} : {point.titre}"),
            phrases(f"Comité local du {jour(tenu)}.", point.texte, point.precisions),
            metier_id=point.metier_id,
            origine_id=point.pk,
        )


def _lots(lots: list[Lot], montants: dict[int, MontantsLot]) -> Iterator[Sujet]:
    """The lots under their minimum, and those nearly full."""
    for lot in lots:
        du_lot = montants[lot.pk]
        if du_lot.manque_au_minimum > 0:
            dit = f"il manque {montant(du_lot.manque_au_minimum)} pour atteindre le minimum, avant le {jour(lot.fin)}."
        elif du_lot.commande >= du_lot.maximum * PRESQUE_PLEIN:
            dit = f"il reste {montant(du_lot.reste)} avant le maximum, jusqu’au {jour(lot.fin)}."
        else:
            continue
        yield Sujet(
            NaturePoint.LOT,
            f"lot:{lot.pk}",
            titrer(str(lot)),
            "",
            phrases(f"{montant(du_lot.commande)} commandés :", dit),
            lot_id=lot.pk,
        )
