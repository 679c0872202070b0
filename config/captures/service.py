"""The service for the time of the command: a database that is thrown away, the demonstration, a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Thread
from wsgiref.simple_server import make_server
from zoneinfo import ZoneInfo

import time_machine
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection

from comites.enums import StatutComite
from comites.models import Comite
from comptes.liens import Usage, jeton
from config.demo.chargement import charger
from config.demo.comptes import DOMAINE
from factures.enums import StatutFacture
from factures.models import Facture
from heures.enums import StatutReleve
from heures.models import Releve
from insertion.enums import Echeance
from insertion.models import Suivi
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from noyau.courriers import Document
from pilotage.models import EtudeImpact, Rejeu
from referentiels.actions.charger import charger_referentiels
from referentiels.models import Employeur
from sessions_formation.enums import NatureAvenant, StatutDemandeAvenant, StatutSession
from sessions_formation.models import (
    BonDeCommande,
    DecisionGroupee,
    DemandeAvenant,
    EtapeSession,
    Lot,
    Parcours,
    PremiereValidation,
    Session,
)

# A working day, so that nothing in the pictures depends on the day they are taken.
INSTANT = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))


class _Muet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """The command says what it does; each request need not."""


@contextmanager
def demonstration() -> Iterator[str]:
    """Give the address of a server that shows the demonstration, at ``INSTANT``, in a database of its own."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with time_machine.travel(INSTANT, tick=False):
            charger_referentiels(annoncer=lambda _table, _lignes: None)
            charger(le=INSTANT.date())
            yield from _servir()
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


def _servir() -> Iterator[str]:
    serveur = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=ThreadedWSGIServer, handler_class=_Muet)
    fil = Thread(target=serveur.serve_forever, daemon=True)
    fil.start()
    try:
        yield f"http://127.0.0.1:{serveur.server_port}"
    finally:
        serveur.shutdown()
        serveur.server_close()
        fil.join()


def dossiers() -> dict[str, str]:
    """Give what the addresses of the table name: files of the demonstration, found by what is told of them there."""
    intentions = IntentionEmbauche.objects.order_by("-pk")
    brouillons = intentions.filter(statut=StatutIntention.BROUILLON)
    a_claire = Employeur.objects.filter(rattachements__utilisateur__email=f"employeur{DOMAINE}")
    chez_claire = intentions.filter(employeur__in=a_claire)
    etape = EtapeSession.objects.filter(session__intitule="Chaudronnier industriel").order_by("debut")[0]
    trouves = {
        "brouillon": brouillons.filter(employeur__in=a_claire)[0].pk,
        "presque_pret": brouillons.filter(employeur__nom="Biscuiterie de la Vie")[0].pk,
        "a_preciser": chez_claire.filter(statut=StatutIntention.A_COMPLETER, metier="F1503")[0].pk,
        "convoitee": chez_claire.exclude(interets=None)[0].pk,
        "lien": jeton(Usage.INTENTIONS, f"employeur{DOMAINE}"),
        "brouillon_session": Session.objects.get(intitule="Tuyauteur industriel", statut=StatutSession.BROUILLON).pk,
        "session": etape.session_id,
        "etape": etape.pk,
        "intention_du_fil": etape.session.retenues.get(intention__employeur__nom="Tôlerie Heulin").intention_id,
        "siret": a_claire.order_by("nom")[1].siret,
        **_achats(),
        **_parcours(),
        **_factures(),
    }
    return {nom: str(valeur) for nom, valeur in trouves.items()}


def _achats() -> dict[str, object]:
    """Give the files of the purchase: requests, lots, orders, committees, studies."""
    soudeurs = Session.objects.get(intitule="Soudeur assembleur industriel")
    return {
        "a_completer": Session.objects.get(statut=StatutSession.A_COMPLETER).pk,
        "du_fil": soudeurs.pk,
        "a_decider": Session.objects.get(intitule="Couvreur-zingueur").pk,
        "signee": PremiereValidation.objects.get().session_id,
        "groupee": DecisionGroupee.objects.get().pk,
        "avenant": DemandeAvenant.objects.get(statut=StatutDemandeAvenant.DEPOSEE, nature=NatureAvenant.PARCOURS).pk,
        "lot": Lot.objects.get(numero="12").pk,
        "bon": BonDeCommande.objects.filter(lot__numero="12").order_by("-pk")[0].pk,
        "comite": Comite.objects.get(statut=StatutComite.PREPARE).pk,
        "etude": EtudeImpact.objects.get().pk,
        "rejeu": Rejeu.objects.order_by("-pk")[0].pk,
        "code": Document.objects.filter(modele="autorisation").order_by("-pk")[0].code_affiche,
    }


def _factures() -> dict[str, object]:
    """Give the hours to declare and the invoices of the mandataire."""
    siennes = Facture.objects.filter(bon__lot__numero="12").order_by("mois", "pk")
    suspendue = siennes.get(suspensions__fin=None, suspensions__isnull=False)
    return {
        "releve": Releve.objects.filter(statut=StatutReleve.OUVERT).earliest("mois").pk,
        "projet": siennes.get(statut=StatutFacture.PROJET).pk,
        "suspendue": suspendue.pk,
        "bon_facture": suspendue.bon_id,
        "a_controler": Facture.objects.get(bon__lot__numero="07", statut=StatutFacture.EMISE).pk,
    }


def _parcours() -> dict[str, object]:
    """Give the files of people in training, of their sessions and of what comes after."""
    siens = {parcours.stagiaire.prenom: parcours for parcours in Parcours.objects.select_related("stagiaire")}
    embauchee = siens["Carole"]
    desaccord = Suivi.objects.filter(parcours=siens["Gaël"], echeance=Echeance.SIX_MOIS)
    return {
        "en_cours": Session.objects.get(intitule="Câbleur d’armoires électriques").pk,
        "a_pourvoir": Session.objects.get(intitule="Opérateur en fabrication mécanique").pk,
        "finie": Session.objects.get(intitule="Opérateur régleur en usinage").pk,
        "socle": Session.objects.get(intitule="Découverte des métiers de la propreté (socle)").pk,
        "interrompu": siens["Manon"].pk,
        "partiel": siens["Kevin"].pk,
        "candidate": siens["Clara"].pk,
        "desaccord": desaccord[0].pk,
        "lien_embauche": jeton(Usage.EMBAUCHE, f"employeur{DOMAINE}", objet=embauchee.pk),
    }
