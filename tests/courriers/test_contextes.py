"""The facts the actions freeze are those the mails are written with: nothing undefined, nothing forgotten."""

import pytest

from noyau.courriers import Courrier, Document
from noyau.redaction import objet_et_corps
from sessions_formation.actions.decider import autoriser_session, demander_complement, refuser_session
from tests.courriers.exemples import AUTORISATION, DECISION, DEMANDE, EMPLOYEUR, INTENTION
from tests.courriers.exemples_mandataire import mandataire
from tests.courriers.exemples_referents import referents
from tests.factories import scenario
from tests.factories.referentiels import StructureReseauFactory

pytestmark = pytest.mark.django_db

DECIDER = {"motif": "besoin_avere", "precisions": "Des postes sont libres.", "le": scenario.LE}


def cles(modele):
    return set(Courrier.objects.filter(modele=modele).latest("pk").contexte)


def test_chaque_courrier_du_fil_a_les_faits_qu_il_dit():
    monde = scenario.monde()
    # Two structures of the département: the one that follows the session, and another one that is told of it.
    StructureReseauFactory(nom="Mission locale du Choletais", nature="mission_locale", departements=["49"])
    autorisee = scenario.session_demandee(monde)
    autoriser_session(session_id=autorisee.pk, par=monde.agent, **DECIDER)
    refuser_session(session_id=scenario.session_demandee(monde).pk, par=monde.agent, **DECIDER)
    demander_complement(session_id=scenario.session_demandee(monde).pk, par=monde.agent, **DECIDER)

    assert cles("accuse_intention") == set(INTENTION)
    assert cles("demande_mandataire") == set(dict(mandataire(DEMANDE)[:1])["demande_mandataire"])
    assert cles("refus_session") == set(DECISION)
    assert cles("autorisation") == cles("bon_commande") == set(AUTORISATION)
    # The sheet to be written is the training body's affair alone.
    assert cles("session_reseau") == set(AUTORISATION) - {"fiche_a_ecrire"}
    assert cles("session_confiee") == set(dict(referents(DEMANDE))["session_confiee"])
    assert cles("session_employeur") == {*EMPLOYEUR, "referente", "referente_courriel"} - {"fiche_a_ecrire"}
    assert cles("complement_session") == {*DECISION, "limite"}
    for courrier in Courrier.objects.order_by("pk"):
        objet, corps = objet_et_corps(courrier)
        assert objet
        assert "None" not in corps


def test_chaque_lettre_fige_ses_faits_et_son_signataire(settings):
    settings.SIGNATAIRE_NOM = "Camille Essai"
    monde = scenario.monde()
    session = scenario.session_demandee(monde)
    autoriser_session(session_id=session.pk, par=monde.agent, **DECIDER)
    settings.SIGNATAIRE_NOM = "Quelqu’un d’autre"

    bon = Document.objects.get(modele="bon_commande").contexte

    assert set(bon) - set(AUTORISATION) == {"signataire_nom", "signataire_qualite", "signataire_pour", "ville"}
    assert bon["signataire_nom"] == "Camille Essai"
    assert bon["montant"] == "19950.00"


def test_moins_de_24_heures_ne_dit_pas_le_handicap_dans_ce_qui_voyage():
    monde = scenario.monde()
    intention = scenario.intention_deposee(monde, heures_hebdo=20, adaptation_boe=True, motif_derogation="Adaptation.")

    assert intention.statut == "derogation_demandee"
    for voyage in (*Courrier.objects.order_by("pk"), *Document.objects.order_by("pk")):
        assert "handicap" not in str(voyage.contexte).lower()
        assert "obligation d’emploi" not in str(voyage.contexte)
        assert [point["message"] for point in voyage.contexte["points"]] == [
            "Moins d’heures par semaine que le seuil : un agent de la Région va se prononcer."
        ]
