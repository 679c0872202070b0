"""One of each object and one person of each role: what tests/test_cartographie.py opens every address with."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client
from django.utils.timezone import localdate

from comites.actions.ordre import ajouter_point
from comptes import liens
from comptes.models import Rattachement
from heures.actions.attacher import attacher
from heures.actions.emargement import Envoi, preparer_feuilles, recevoir
from heures.actions.ouvrir import ouvrir_releves
from heures.queries.emargement import scans_du
from heures.regles.emargement import Page
from heures.regles.mois import premier_du_mois
from insertion.actions.preparer import preparer_suivis
from insertion.queries.suivis import chemin_court
from intentions.actions.ecrire import ecrire_au_fil
from intentions.actions.redaction import ouvrir_brouillon
from intentions.queries.confirmation import CATEGORIE_ECRIT
from noyau.boite import MessageRecu
from noyau.courriers import Document
from noyau.horloge import maintenant
from noyau.messagerie import CATEGORIE
from noyau.televersement import PieceLue, joindre
from parcours.actions.attester import attester
from parcours.queries.employeur import courriel_du
from parcours.views.positionner import SEL
from sessions_formation.actions.decider import autoriser_session
from sessions_formation.actions.ecrire import ecrire_a_la_session
from sessions_formation.enums import StatutParcours
from sessions_formation.queries.etapes import destinataire_de
from tests.factories import comptes
from tests.factories.aides import terrain_des_aides
from tests.factories.avenants import demande_d_heures
from tests.factories.avis import avis_de
from tests.factories.besoins import interet
from tests.factories.comites import groupe_technique, prepare
from tests.factories.emission import projet
from tests.factories.etapes import etape_planifiee
from tests.factories.factures import emettre_nue
from tests.factories.fiches import fiche_de
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import DispositifFactory, EmployeurFactory, OrganismeFormationFactory
from tests.factories.scenario import LE, demande, intention_deposee, monde, reponses, session_demandee
from tests.factories.stagiaires import StagiaireFactory
from tests.factories.transmissions import COURRIEL, transmise
from tests.pilotage.plan import le_plan


@dataclass
class Terrain:
    clients: dict[str, Client]
    arguments: dict[str, object]


@pytest.fixture
def terrain():
    """One of each object, and one person of each role; those of « autre » own nothing of it."""
    le_monde = monde()
    session = session_demandee(le_monde)
    autoriser_session(session_id=session.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE)
    fiche_de(session)
    employeur = session.retenues.get().intention.employeur
    chef = comptes.employeur(employeur)
    brouillon = _brouillon(le_monde, employeur, chef)
    attente = Rattachement.objects.create(
        utilisateur=comptes.UtilisateurFactory(), role="employeur", employeur=employeur, actif=False
    )
    message = MessageRecu.objects.create(
        message_id="<1@exemple>", destinataire="a@exemple.fr", objet="Essai", corps="", recu_le=maintenant()
    )
    personnes = {
        "employeur": chef,
        "organisme": le_monde.au_cotraitant,
        "mandataire": le_monde.au_mandataire,
        "referent": comptes.referent(le_monde.reseau),
        "agent": le_monde.agent,
        "autre_employeur": comptes.employeur(EmployeurFactory()),
        "autre_organisme": comptes.organisme(OrganismeFormationFactory()),
    }
    collegue = comptes.employeur(employeur).rattachements.get()
    clients = {"anonyme": Client()} | {role: Client() for role in personnes}
    for role, personne in personnes.items():
        clients[role].force_login(personne)
    intention_libre = intention_deposee(le_monde, employeur=employeur, par=chef)
    return Terrain(
        clients,
        {
            "nature": "intention",
            "numero": intention_libre.numero,
            "uuid": uuid4(),
            "jeton_employeur": liens.jeton(liens.Usage.INTENTIONS, intention_libre.contact_courriel),
            "jeton_courriels": liens.jeton(liens.Usage.COURRIELS, chef.email),
            "message": message.pk,
            "attente": attente.pk,
            "rattachement": chef.rattachements.get().pk,
            "brouillon": brouillon.pk,
            "etape": "poste",
            "collegue": collegue.pk,
            "etablissement": session.retenues.get().intention.employeur_id,
            "intention": session.retenues.get().intention_id,
            "intention_libre": intention_libre.pk,
            "interet": interet(intention_libre, le_monde.au_mandataire).pk,
            "accuse": Document.objects.get(modele="accuse_intention", objet_id=intention_libre.pk).pk,
            "session": session.pk,
            "numero_session": session.numero,
            "organisme_du_dispositif": session.organisme_id,
            "code_dispositif": DispositifFactory().code,
            "section_du_plan": "formations",
            "brouillon_session": demande(le_monde, [intention_libre]).pk,
            **_rendez_vous_et_messages(session, chef),
            **_transmise(personnes["referent"], employeur),
            "bon": session.composante.bon_id,
            **_factures(session.composante.bon),
            "nature_avenant": "parcours",
            "demande_avenant": demande_d_heures(le_monde, session).pk,
            "lot": session.lot_id,
            "le_mandataire": le_monde.mandataire.pk,
            "autorisation": Document.objects.get(modele="autorisation").pk,
            **_comite(le_monde),
            **_plan(),
            "jeu": "entonnoir",
            "forme": "csv",
            **_candidat(session, personnes["referent"], le_monde.reseau),
            "code": Document.objects.get(modele="autorisation").code_affiche,
            # Last: another session is authorised for it.
            **_groupe(le_monde),
            **_sorti(le_monde, chef),
            **terrain_des_aides(employeur, chef),
        },
    )


def _rendez_vous_et_messages(session, chef) -> dict[str, object]:
    invitation = etape_planifiee(session).invitations.get()
    message = ecrire_au_fil(intention_id=invitation.intention_id, par=chef, texte="Bonjour.", envoi=uuid4())
    lue = PieceLue("plan.pdf", "application/pdf", b"%PDF-1.4 %%EOF")
    ecrit = ecrire_a_la_session(session_id=session.pk, par=session.demandeur, texte="Bonjour.", envoi=uuid4())
    return {
        "piece_de_session": joindre(session, lue, categorie=CATEGORIE, par=session.demandeur, message=ecrit).pk,
        "rendez_vous": invitation.etape_id,
        "invitation": invitation.pk,
        "jeton_etape": liens.jeton(liens.Usage.ETAPE, destinataire_de(invitation), objet=invitation.pk),
        "piece": joindre(invitation.intention, lue, categorie=CATEGORIE, par=chef, message=message).pk,
    }


def _candidat(session, referent, structure) -> dict[str, object]:
    parcours = parcours_de(session, stagiaire=StagiaireFactory(structure=structure), structure=structure)
    autre = StagiaireFactory(structure=structure)
    valide = parcours_de(session, StatutParcours.PROFIL_VALIDE, structure=structure)
    return {
        "valide": valide.pk,
        "jeton_avis": liens.jeton(liens.Usage.AVIS_EMPLOYEUR, courriel_du(valide), objet=valide.pk),
        "parcours": parcours.pk,
        "jeton_donnees": liens.jeton(liens.Usage.DONNEES, parcours.stagiaire.courriel, objet=parcours.stagiaire_id),
        "sorte_json": "json",
        "jeton_candidature": signing.dumps([autre.pk, session.pk, referent.pk], salt=SEL),
    }


def _factures(bon) -> dict[str, object]:
    emise = emettre_nue(projet(bon, mois=date(2027, 1, 1)))
    brouillon = projet(bon, mois=date(2027, 2, 1))
    return {
        "facture": brouillon.pk,
        "ligne_de_facture": brouillon.lignes.get().pk,
        "facture_emise": emise.pk,
    }


def _groupe(le_monde) -> dict[str, object]:
    session = session_publiee(le_monde, 4, structure=le_monde.reseau)
    ici = {"structure": le_monde.reseau}
    return {
        "session_demarree": session.pk,
        "a_admettre": parcours_de(session, StatutParcours.PROFIL_VALIDE, **ici).pk,
        "en_formation": parcours_de(session, StatutParcours.ENTRE, **ici).pk,
        "parti": parcours_de(session, StatutParcours.ABANDON, **ici).pk,
        **_heures(session),
    }


def _heures(session) -> dict[str, object]:
    ouvrir_releves(mois=premier_du_mois(session.debut), sessions=[session.pk])
    releve = session.releves.get()
    lue = PieceLue("releve.pdf", "application/pdf", b"%PDF-1.4 %%EOF")
    feuille = preparer_feuilles(releve_id=releve.pk, par=session.demandeur)[0]
    recevoir(releve_id=releve.pk, envois=[Envoi(lue, [Page(lue.nom, 1, (feuille.code,))])], par=session.demandeur)
    return {
        "releve": releve.pk,
        "ligne_d_heures": releve.lignes.order_by("pk")[0].pk,
        "scan_d_emargement": scans_du(releve).get().pk,
        "releve_signe": attacher(releve_id=releve.pk, lue=lue, par=session.demandeur).pk,
    }


def _sorti(le_monde, chef) -> dict[str, object]:
    fini = parcours_de(session_publiee(le_monde, 1), StatutParcours.TERMINE, structure=le_monde.reseau)
    # One more establishment of the employer: where the person was trained for.
    Rattachement.objects.create(utilisateur=chef, role="employeur", employeur=fini.intention.employeur)
    preparer_suivis(le=fini.sorti_le)
    # Its day has come, whatever day this is.
    fini.suivis.filter(echeance=0).update(prevu_le=localdate())
    suivi, stagiaire = fini.suivis.get(echeance=0), fini.stagiaire
    contact = fini.intention.contact_courriel
    return {
        "fini": fini.pk,
        "jeton_embauche": liens.jeton(liens.Usage.EMBAUCHE, courriel_du(fini), objet=fini.pk),
        "suivi": suivi.pk,
        "jeton_attestation": _attestee(fini),
        "avis": avis_de(fini, publie_par=le_monde.agent).pk,
        "organisme": fini.session.organisme_id,
        "jeton_avis_stagiaire": liens.jeton(liens.Usage.AVIS, stagiaire.courriel, objet=fini.pk),
        "jeton_suivi": liens.jeton(liens.Usage.SUIVI, stagiaire.courriel, objet=suivi.pk),
        "jeton_poste": liens.jeton(liens.Usage.SUIVI_EMPLOYEUR, contact, objet=suivi.pk),
        "jeton_stop": liens.jeton(liens.Usage.SUIVI_STOP, stagiaire.courriel, objet=stagiaire.pk),
        "code_texto": chemin_court(suivi, stagiaire.telephone).rstrip("/").rpartition("/")[2],
    }


def _attestee(fini) -> str:
    attester(fini, le=fini.sorti_le)
    return liens.jeton(liens.Usage.ATTESTATION, fini.stagiaire.courriel, objet=fini.pk)


def _plan() -> dict[str, object]:
    le_plan()
    return {"mesure": 8}


def _comite(le_monde) -> dict[str, object]:
    comite = groupe_technique(le_monde)
    ajouter_point(comite_id=comite.pk, par=le_monde.agent, titre="Calendrier", texte="")
    prepare(comite, le_monde)
    return {"comite": comite.pk, "ordre_du_jour": Document.objects.get(modele="comite_ordre_du_jour").pk}


def _transmise(referent, employeur) -> dict[str, object]:
    intention = transmise(referent, employeur)
    lue = PieceLue("lettre.pdf", "application/pdf", b"%PDF-1.4 %%EOF")
    return {
        "transmise": intention.pk,
        "jeton_transmise": liens.jeton(liens.Usage.INTENTIONS, COURRIEL),
        "ecrit": joindre(intention, lue, categorie=CATEGORIE_ECRIT, par=referent).pk,
    }


def _brouillon(le_monde, employeur, par):
    return ouvrir_brouillon(par=par, champs={"employeur": employeur, **reponses(le_monde)})
