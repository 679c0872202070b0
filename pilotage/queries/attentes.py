"""What waits for somebody: each wait said once, for its count, for its split and for the files behind it.

Delays are those of the reminders in force (domaine.md §6). What would count people counts their sessions or the
intentions they are trained for: an officer's list of files tells how many people nowhere.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    Count,
    DateField,
    DurationField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, TruncDate, TruncMonth

from factures.enums import NatureFacture, StatutFacture
from factures.models import Facture
from heures.enums import StatutReleve
from heures.models import HeuresParcours, Releve
from insertion.models import Embauche, Reponse
from insertion.queries.suivis import ouverts
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from noyau.listes import identifiant
from noyau.replique import base_de_lecture
from pilotage.queries.perimetre import AUCUN
from pilotage.regles.attentes import Attente
from pilotage.regles.perimetre import Axe
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import dernier_depart
from referentiels.regles.mois import Mois
from referentiels.regles.reglement import Reglement
from sessions_formation.automates import SORTI, TIENT_SA_PLACE
from sessions_formation.enums import StatutSession
from sessions_formation.models import Parcours, Session
from sessions_formation.queries.delais import attendent_depuis
from sessions_formation.queries.relances_instruction import demandes_de_complement

Chemins = Mapping[Axe, str]
DES_INTENTIONS: Chemins = {
    Axe.SECTEUR: "secteur",
    Axe.DEPARTEMENT: "departement",
    Axe.TERRITOIRE: "commune__territoire",
    Axe.ORGANISME: "organisme_choisi",
}
# A month of hours ends with it: what is declared next is due from the first day of the month after.
_UN_MOIS = Value(timedelta(days=31), output_field=DurationField())


def _des_sessions(avant: str = "") -> Chemins:
    return {
        Axe.SECTEUR: f"{avant}lot__secteur",
        Axe.DEPARTEMENT: f"{avant}commune__departement",
        Axe.TERRITOIRE: f"{avant}commune__territoire",
        Axe.LOT: f"{avant}lot",
        Axe.ORGANISME: f"{avant}organisme",
    }


DES_FACTURES: Chemins = {Axe.SECTEUR: "bon__lot__secteur", Axe.LOT: "bon__lot", Axe.ORGANISME: "emetteur"}


class Attendus(NamedTuple):
    """What waits: rows that bear ``depuis`` (a day), which of them are late, the path to their file, and how an axis
    splits them; an axis that is missing does not."""

    lignes: QuerySet[Any]
    tard: Q
    dossier: str
    chemins: Chemins


def _ouvres(jours: int, le: date) -> Q:
    return Q(depuis__lte=dernier_depart(le, jours, feries=FERIES))


def _calendaires(jours: int, le: date) -> Q:
    return Q(depuis__lte=le - timedelta(days=jours))


def _intentions(**filtre: Any) -> QuerySet[Any]:
    return IntentionEmbauche.objects.filter(**filtre)


def _intention_a_completer(le: date, loi: Reglement) -> Attendus:
    donne = timedelta(days=loi.validite_complement_jours)
    demande = Cast(F("valable_jusqu_au") - donne, DateField())
    lignes = _intentions(statut=StatutIntention.A_COMPLETER, confirmation_demandee_le=None).annotate(
        depuis=Coalesce(demande, TruncDate("deposee_le"), output_field=DateField())
    )
    jours = loi.validite_complement_jours - loi.preavis_validite_jours
    return Attendus(lignes, _calendaires(jours, le), "pk", DES_INTENTIONS)


def _intention_a_confirmer(le: date, loi: Reglement) -> Attendus:
    lignes = _intentions(statut=StatutIntention.A_COMPLETER, confirmation_demandee_le__isnull=False)
    lignes = lignes.annotate(depuis=TruncDate("confirmation_demandee_le"))
    return Attendus(lignes, _ouvres(loi.relance_confirmation_jours, le), "pk", DES_INTENTIONS)


def _derogation(le: date, loi: Reglement) -> Attendus:
    lignes = _intentions(statut=StatutIntention.DEROGATION_DEMANDEE).annotate(
        depuis=Coalesce(F("jugee_le"), TruncDate("deposee_le"), output_field=DateField())
    )
    return Attendus(lignes, _ouvres(loi.relance_derogation_jours, le), "pk", DES_INTENTIONS)


def _organisme_choisi(le: date, loi: Reglement) -> Attendus:
    lignes = _intentions(statut=StatutIntention.RECEVABLE, organisme_choisi__isnull=False)
    lignes = lignes.annotate(depuis=F("attend_depuis"))
    return Attendus(lignes, _ouvres(loi.relance_organisme_jours, le), "pk", DES_INTENTIONS)


def _personne_ne_prend(le: date, loi: Reglement) -> Attendus:
    lignes = _intentions(statut=StatutIntention.RECEVABLE, organisme_choisi=None)
    lignes = lignes.annotate(depuis=F("attend_depuis"))
    return Attendus(lignes, _calendaires(loi.relance_libre_jours, le), "pk", DES_INTENTIONS)


def _mandataire(le: date, loi: Reglement) -> Attendus:
    lignes = Session.objects.filter(statut=StatutSession.ATTENTE_MANDATAIRE).annotate(depuis=TruncDate("complete_le"))
    return Attendus(lignes, _ouvres(loi.alerte_session_jours, le), "pk", _des_sessions())


def _a_decider(le: date, loi: Reglement) -> Attendus:
    lignes = Session.objects.a_decider().annotate(depuis=TruncDate("complete_le"))
    return Attendus(lignes, attendent_depuis(loi.relance_session_jours, le=le), "pk", _des_sessions())


def _session_a_completer(le: date, loi: Reglement) -> Attendus:
    lignes = Session.objects.filter(statut=StatutSession.A_COMPLETER).annotate(
        depuis=TruncDate(Coalesce(Subquery(demandes_de_complement().values("le")[:1]), F("complete_le")))
    )
    # As its reminder: once the delay is over, the day after.
    return Attendus(lignes, _ouvres(loi.complement_session_jours + 1, le), "pk", _des_sessions())


def _places_libres(le: date, loi: Reglement) -> Attendus:
    """Sessions near their first day, fewer people admitted than ordered; late in the last days of the reminders."""
    admis = (
        Parcours.objects.filter(session=OuterRef("pk"), statut__in=TIENT_SA_PLACE)
        .order_by()
        .values("session")
        .annotate(nombre=Count("pk"))
    )
    lignes = (
        Session.objects.filter(
            statut__in=[StatutSession.AUTORISEE, StatutSession.PUBLIEE],
            debut__gte=le,
            debut__lte=le + timedelta(days=loi.sourcing_premier_jours),
        )
        .annotate(admis=Coalesce(Subquery(admis.values("nombre")), 0), depuis=TruncDate("composante__ajoutee_le"))
        .filter(effectif__gt=F("admis"))
    )
    tard = Q(debut__lte=le + timedelta(days=loi.sourcing_dernier_jours))
    return Attendus(lignes, tard, "pk", _des_sessions())


def _heures(le: date, loi: Reglement) -> Attendus:
    lignes = Releve.objects.filter(
        Exists(HeuresParcours.objects.filter(releve=OuterRef("pk"))),
        statut=StatutReleve.OUVERT,
        mois__lte=Mois.clos_au(le).premier_jour,
    ).annotate(depuis=_mois_suivant("mois"))
    return Attendus(lignes, _ouvres(loi.relance_heures_jours, le), "session", _des_sessions("session__"))


def _suivi(le: date, loi: Reglement) -> Attendus:
    lignes = ouverts(le).filter(~Exists(Reponse.objects.filter(suivi=OuterRef("pk")))).annotate(depuis=F("prevu_le"))
    tard = _calendaires(loi.suivi_escalade_jours, le)
    return Attendus(lignes, tard, "parcours__session", _des_sessions("parcours__session__"))


def _embauche(le: date, loi: Reglement) -> Attendus:
    lignes = (
        Parcours.objects.filter(
            ~Exists(Embauche.objects.filter(parcours=OuterRef("pk"))),
            statut__in=SORTI,
            intention__isnull=False,
            sorti_le__lte=le,
        )
        .exclude(intention__statut=StatutIntention.DESISTEE)
        .annotate(depuis=F("sorti_le"))
    )
    return Attendus(lignes, _calendaires(loi.suivi_escalade_jours, le), "intention", _des_sessions("session__"))


def _facture_a_emettre(le: date, loi: Reglement) -> Attendus:
    lignes = Facture.objects.filter(nature=NatureFacture.FACTURE, statut=StatutFacture.PROJET).annotate(
        depuis=_mois_suivant("mois")
    )
    return Attendus(lignes, _ouvres(loi.relance_facture_jours, le), "pk", DES_FACTURES)


def _facture_a_certifier(le: date, loi: Reglement) -> Attendus:
    lignes = Facture.objects.filter(nature=NatureFacture.FACTURE, statut=StatutFacture.EMISE)
    lignes = lignes.annotate(depuis=F("emise_le"))
    return Attendus(lignes, _ouvres(loi.relance_service_fait_jours, le), "pk", DES_FACTURES)


def _facture_a_payer(le: date, _loi: Reglement) -> Attendus:
    lignes = Facture.objects.filter(
        nature=NatureFacture.FACTURE, statut__in=[StatutFacture.SERVICE_FAIT, StatutFacture.MANDATEE]
    ).annotate(depuis=F("service_fait_le"))
    return Attendus(lignes, Q(echeance__lt=le), "pk", DES_FACTURES)


def _mois_suivant(champ: str) -> Cast:
    """The first day of the month after the one a field holds."""
    return Cast(TruncMonth(Cast(F(champ) + _UN_MOIS, DateField())), DateField())


LIRE: dict[Attente, Callable[[date, Reglement], Attendus]] = {
    Attente.INTENTION_A_COMPLETER: _intention_a_completer,
    Attente.INTENTION_A_CONFIRMER: _intention_a_confirmer,
    Attente.DEROGATION: _derogation,
    Attente.ORGANISME_CHOISI: _organisme_choisi,
    Attente.PERSONNE_NE_PREND: _personne_ne_prend,
    Attente.MANDATAIRE: _mandataire,
    Attente.A_DECIDER: _a_decider,
    Attente.SESSION_A_COMPLETER: _session_a_completer,
    Attente.PLACES_LIBRES: _places_libres,
    Attente.HEURES: _heures,
    Attente.SUIVI: _suivi,
    Attente.EMBAUCHE: _embauche,
    Attente.FACTURE_A_EMETTRE: _facture_a_emettre,
    Attente.FACTURE_A_CERTIFIER: _facture_a_certifier,
    Attente.FACTURE_A_PAYER: _facture_a_payer,
}


def attendus(attente: Attente, criteres: Mapping[Axe, str], *, le: date, loi: Reglement) -> Attendus | None:
    """Give what waits in a perimeter (no query); None when a criterion does not tell this wait's files apart."""
    lus = LIRE[attente](le, loi)
    lignes = lus.lignes.using(base_de_lecture())
    for axe, cle in criteres.items():
        if axe not in lus.chemins:
            return None
        lignes = lignes.filter(restreint(lus.chemins[axe], axe, cle))
    return Attendus(lignes, lus.tard, lus.dossier, lus.chemins)


def restreint(chemin: str, axe: Axe, cle: str) -> Q:
    """Keep one line of an axis, by its key as an address holds it."""
    if cle == AUCUN:
        return Q((f"{chemin}__isnull", True))
    valeur: Any = identifiant(cle) if axe in (Axe.LOT, Axe.ORGANISME) else cle
    return Q((chemin, valeur)) if valeur is not None else Q(pk__in=[])
