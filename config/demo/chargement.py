"""Loads the whole demonstration, once, in one transaction; refuses a database where real people work."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from aides.models import DemandeAide
from comptes.models import Rattachement, Utilisateur
from config.demo.agenda import Agenda, Suivi
from config.demo.aides import prevoir_aides
from config.demo.avenants import prevoir_avenants
from config.demo.besoins import Besoins
from config.demo.comites import prevoir_comites
from config.demo.comptes import COMPTES, DOMAINE, creer_comptes, donner_le_mot_de_passe
from config.demo.employeurs import creer_employeurs
from config.demo.enquete import prevoir_enquete
from config.demo.factures import Facturation
from config.demo.fiches import prevoir_fiches
from config.demo.intentions import prevoir_intentions, prevoir_premiere_annee
from config.demo.interets import prevoir_interets
from config.demo.mesures import prevoir_mesures
from config.demo.organismes import creer_marches, creer_organismes
from config.demo.parcours import Parcourus
from config.demo.paroles import prevoir_paroles
from config.demo.rendez_vous import prevoir_rendez_vous
from config.demo.reseau import creer_reseau
from config.demo.service import prevoir_service
from config.demo.sessions import Sessions
from config.demo.suites import prevoir_suites
from config.demo.transmissions import prevoir_transmissions
from insertion.actions.agreger import agreger_resultats
from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier, StatutCourrier
from pilotage.actions.compter import compter_postes
from pilotage.actions.publier import publier_chiffres
from referentiels.models import Commune, Employeur, OrganismeFormation
from sessions_formation.actions.diffuser import relever_les_diffusions
from sessions_formation.models import Lot, Parcours, Session

# Mails of the last days arrive in the mailbox as a visitor looks; older ones count as sent, or it would be flooded.
JOURS_DE_COURRIER = 6
ANCIENNETE_DES_COMPTES = timedelta(days=700)


class DemonstrationRefusee(Exception):
    """The demonstration cannot be loaded here; the French sentence says why, and what to do."""


def deja_chargee() -> bool:
    """Tell whether the demonstration's accounts are there."""
    return Utilisateur.objects.filter(email=COMPTES[0].courriel).exists()


@transaction.atomic
def charger(*, le: date, suivre: Suivi = iter) -> None:
    """Load everything, seen from the day ``le``. Raises ``DemonstrationRefusee`` when this is no place for it.

    ``suivre`` wraps the list of acts to be done, for a progress bar.
    """
    _verifier_la_place()
    agenda = Agenda(le)
    comptes = creer_comptes()
    organismes = creer_organismes(comptes)
    creer_reseau(comptes)
    lots = creer_marches(organismes, comptes, le=le)
    besoins = Besoins(maisons := creer_employeurs(comptes), organismes)
    donner_le_mot_de_passe()
    sessions = Sessions(agenda, besoins, lots, comptes)
    sessions.prevoir()
    prevoir_enquete(agenda, agent=comptes["agent"])
    prevoir_rendez_vous(agenda, sessions)
    prevoir_intentions(agenda, besoins, agent=comptes["agent"])
    prevoir_interets(agenda, besoins)
    prevoir_transmissions(agenda, besoins, comptes)
    prevoir_comites(agenda, sessions)
    prevoir_avenants(agenda, sessions)
    prevoir_service(agenda, sessions)
    parcourus = Parcourus(sessions)
    parcourus.prevoir()
    prevoir_suites(parcourus)
    prevoir_paroles(parcourus)
    Facturation(sessions).prevoir()
    # Last: an act planned before others would change their minutes, hence who came first.
    prevoir_fiches(agenda, sessions)
    prevoir_aides(agenda, maisons, comptes)
    prevoir_mesures(agenda, par=comptes["direction"])
    prevoir_premiere_annee(agenda, besoins)
    agenda.derouler(suivre)
    _finir(agenda)


def _finir(agenda: Agenda) -> None:
    """Give what was written its age, then count it."""
    le = agenda.le
    _dater(agenda)
    _ranger_les_vieux_courriers(agenda)
    agreger_resultats(le=le)
    compter_postes(le=le)
    publier_chiffres(le=le, maintenant=timezone.now())
    relever_les_diffusions(le=le, maintenant=timezone.now())


def _verifier_la_place() -> None:
    if settings.MFA_AGENTS_EXIGEE and not settings.DEMO:
        raise DemonstrationRefusee(
            "Ce service est en production : la démonstration y ouvrirait des comptes au mot de passe connu de tous."
        )
    inconnus = Utilisateur.objects.exclude(email__endswith=DOMAINE)
    tables = (Employeur, OrganismeFormation, Lot, IntentionEmbauche, Session)
    if inconnus.exists() or any(table.objects.exists() for table in tables):
        raise DemonstrationRefusee(
            "Cette base contient des comptes ou des dossiers réels : la démonstration ne se charge que dans une base "
            "vide."
        )
    if not Commune.objects.exists():
        raise DemonstrationRefusee(
            "Les référentiels manquent : lancez d’abord « python manage.py charger_referentiels »."
        )


def _dater(agenda: Agenda) -> None:
    """Give drafts and accounts the age they would have: these instants are written by the database's own clock."""
    redaction = timedelta(minutes=25)
    IntentionEmbauche.objects.exclude(deposee_le=None).update(
        cree_le=F("deposee_le") - redaction, modifie_le=F("deposee_le")
    )
    Session.objects.exclude(demandee_le=None).update(cree_le=F("demandee_le") - redaction, modifie_le=F("demandee_le"))
    DemandeAide.objects.exclude(deposee_le=None).update(cree_le=F("deposee_le") - redaction)
    # What was said of a person’s pay was said before it was handed over.
    Parcours.objects.update(modifie_le=F("cree_le"))
    hier = agenda.instant(1, 18)
    for modele in (IntentionEmbauche, Session, DemandeAide):
        modele.objects.filter(statut="brouillon").update(cree_le=hier - redaction, modifie_le=hier)
    Utilisateur.objects.filter(email__endswith=DOMAINE).update(date_joined=hier - ANCIENNETE_DES_COMPTES)
    Rattachement.objects.filter(utilisateur__email__endswith=DOMAINE).update(depuis=hier - ANCIENNETE_DES_COMPTES)


def _ranger_les_vieux_courriers(agenda: Agenda) -> None:
    seuil = agenda.instant(JOURS_DE_COURRIER, 0)
    Courrier.objects.filter(depose_le__lt=seuil).update(
        statut=StatutCourrier.EXPEDIE, expedie_le=F("depose_le"), tentatives=1
    )
