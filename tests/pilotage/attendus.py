"""What waits, told again one file at a time from the states of files: how many, how many are late, since when."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from factures.models import Facture
from heures.models import Releve
from insertion.models import Suivi
from intentions.models import IntentionEmbauche
from noyau.journal import LigneJournal
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import jours_ouvres_ecoules
from referentiels.regles.reglement import Reglement
from sessions_formation.models import Parcours, Session

# Wait, file, since when, whether it is late.
Ligne = tuple[str, int, date | None, bool]


def recompter_les_attentes(le: date, loi: Reglement) -> dict[str, tuple[int, int, int | None]]:
    """Wait → files, those that are late, working days of the oldest; nothing of what nobody waits for."""
    lues = defaultdict(list)
    for lire in (_intentions, _sessions, _heures, _suites, _factures):
        for attente, dossier, depuis, tard in lire(le, loi):
            lues[attente].append((dossier, depuis, tard))
    return {
        attente: (
            len({dossier for dossier, _, _ in lignes}),
            len({dossier for dossier, _, tard in lignes if tard}),
            ecoules(min(depuis for _, depuis, _ in lignes), le),
        )
        for attente, lignes in lues.items()
    }


def ecoules(depuis: date, le: date) -> int:
    return jours_ouvres_ecoules(depuis, le, feries=FERIES)


def jour(instant) -> date | None:
    return timezone.localtime(instant).date() if instant else None


def _intentions(le: date, loi: Reglement) -> Iterator[Ligne]:
    for une in IntentionEmbauche.objects.all():
        deposee, jours = jour(une.deposee_le), lambda depuis: (le - depuis).days
        if une.statut == "a_completer" and une.confirmation_demandee_le:
            depuis = jour(une.confirmation_demandee_le)
            yield "intention_a_confirmer", une.pk, depuis, ecoules(depuis, le) >= loi.relance_confirmation_jours
        elif une.statut == "a_completer":
            donne = timedelta(days=loi.validite_complement_jours)
            depuis = une.valable_jusqu_au - donne if une.valable_jusqu_au else deposee
            delai = loi.validite_complement_jours - loi.preavis_validite_jours
            yield "intention_a_completer", une.pk, depuis, jours(depuis) >= delai
        elif une.statut == "derogation_demandee":
            depuis = une.jugee_le or deposee
            yield "derogation", une.pk, depuis, ecoules(depuis, le) >= loi.relance_derogation_jours
        elif une.statut == "recevable" and une.organisme_choisi_id:
            depuis = une.attend_depuis
            yield "organisme_choisi", une.pk, depuis, ecoules(depuis, le) >= loi.relance_organisme_jours
        elif une.statut == "recevable":
            yield "personne_ne_prend", une.pk, une.attend_depuis, jours(une.attend_depuis) >= loi.relance_libre_jours


def _sessions(le: date, loi: Reglement) -> Iterator[Ligne]:
    for une in Session.objects.select_related("composante"):
        complete = jour(une.complete_le)
        if une.statut == "attente_mandataire":
            yield "mandataire", une.pk, complete, ecoules(complete, le) >= loi.alerte_session_jours
        elif une.statut in {"demandee", "en_instruction"}:
            yield "a_decider", une.pk, complete, ecoules(complete, le) >= loi.relance_session_jours
        elif une.statut == "a_completer":
            demandes = [ligne.le for ligne in LigneJournal.objects.de(une) if ligne.arrivee == "a_completer"]
            depuis = jour(max(demandes))
            yield "session_a_completer", une.pk, depuis, ecoules(depuis, le) > loi.complement_session_jours
        elif une.statut in {"autorisee", "publiee"} and le <= une.debut:
            admis = sum(p.statut in {"admis", "entre", "termine", "sortie_emploi"} for p in une.parcours.all())
            avant = (une.debut - le).days
            if admis < une.effectif and avant <= loi.sourcing_premier_jours:
                commandee = jour(une.composante.ajoutee_le)
                yield "places_libres", une.pk, commandee, avant <= loi.sourcing_dernier_jours


def _mois_suivant(mois: date) -> date:
    return (mois.replace(day=1) + timedelta(days=31)).replace(day=1)


def _heures(le: date, loi: Reglement) -> Iterator[Ligne]:
    for un in Releve.objects.filter(statut="ouvert").prefetch_related("lignes"):
        depuis = _mois_suivant(un.mois)
        if depuis <= le and un.lignes.all():
            yield "heures", un.session_id, depuis, ecoules(depuis, le) >= loi.relance_heures_jours


def _suites(le: date, loi: Reglement) -> Iterator[Ligne]:
    for un in Suivi.objects.select_related("parcours__stagiaire").prefetch_related("reponses"):
        sorti = un.parcours.statut in {"termine", "sortie_emploi"} and not un.parcours.stagiaire.efface_le
        if sorti and not un.clos_le and un.prevu_le <= le and not un.reponses.all():
            tard = (le - un.prevu_le).days >= loi.suivi_escalade_jours
            yield "suivi", un.parcours.session_id, un.prevu_le, tard
    for un in Parcours.objects.exclude(intention=None).select_related("embauche", "intention"):
        attendue = un.statut in {"termine", "sortie_emploi"} and un.intention.statut != "desistee"
        if attendue and un.sorti_le <= le and not hasattr(un, "embauche"):
            yield "embauche", un.intention_id, un.sorti_le, (le - un.sorti_le).days >= loi.suivi_escalade_jours


def _factures(le: date, loi: Reglement) -> Iterator[Ligne]:
    for une in Facture.objects.filter(nature="facture"):
        if une.statut == "projet":
            depuis = _mois_suivant(une.mois)
            yield "facture_a_emettre", une.pk, depuis, ecoules(depuis, le) >= loi.relance_facture_jours
        elif une.statut == "emise":
            tard = ecoules(une.emise_le, le) >= loi.relance_service_fait_jours
            yield "facture_a_certifier", une.pk, une.emise_le, tard
        elif une.statut in {"service_fait", "mandatee"}:
            yield "facture_a_payer", une.pk, une.service_fait_le, bool(une.echeance and une.echeance < le)
