"""What the public page tells of an authorisation, a refusal, an order, an amendment: facts of the paper, and what
became of them. Never whom it concerns."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from noyau.lettres import Document
from sessions_formation.actions.decider import refuser_session
from sessions_formation.models import Avenant
from tests.factories.avenants import (
    accorder,
    demande_d_annulation,
    demande_d_heures,
    refuser,
    session_commandee,
)
from tests.factories.scenario import LE, monde, session_demandee
from tests.html import lire, texte, textes

pytestmark = pytest.mark.django_db


@pytest.fixture
def le_monde():
    cache.clear()
    return monde()


def ouvrir(client, document):
    return client.get(reverse("noyau:verifier_code", args=[document.code_affiche]))


def faits(reponse):
    """The facts of the page as a dict, without those every document has."""
    arbre = lire(reponse.content.decode())
    noms, valeurs = textes(arbre, ".verifier__faits dt"), textes(arbre, ".verifier__faits dd")
    return dict(list(zip(noms, valeurs, strict=True))[3:])


def lettre(modele):
    return Document.objects.filter(modele=modele).latest("pk")


@pytest.mark.parametrize("modele", ["autorisation", "bon_commande"])
def test_une_commande_dit_ce_qu_elle_achete_sans_nommer_personne(client, le_monde, modele):
    session = session_commandee(le_monde)

    reponse = ouvrir(client, lettre(modele))

    bon = session.composante.bon
    assert faits(reponse) == {
        "Marché, lot": f"{bon.lot.marche}, lot {bon.lot.numero}",
        "Bon de commande": f"{bon.numero}, composante 1",
        "Formation": session.intitule,
        "Dates": "du 11 janvier 2027 au 30 avril 2027",
        "Montant commandé": "19 950 €",
    }
    assert "Rien ne l’a modifié ni annulé depuis." in texte(reponse)
    page = reponse.content.decode()
    intention = session.retenues.get().intention
    for nom in (
        intention.employeur.nom,
        intention.contact_nom,
        session.organisme.nom,
        session.demandeur.nom,
        le_monde.agent.nom,
        bon.mandataire.nom,
        session.organisme.siret,
    ):
        assert nom
        assert nom not in page


def test_un_avenant_modifie_l_autorisation_et_le_bon(client, le_monde):
    session = session_commandee(le_monde)
    accorder(demande_d_heures(le_monde, session), le_monde.agent)
    avenant = Avenant.objects.get()

    for modele in ("autorisation", "bon_commande"):
        lu = texte(ouvrir(client, lettre(modele)))
        assert "Il a été modifié depuis." in lu
        assert f"({avenant.numero}) le modifie : heures supplémentaires." in lu
    de_l_avenant = ouvrir(client, lettre("avenant"))
    assert faits(de_l_avenant)["Montant de l’avenant"] == "1 900 €"
    assert faits(de_l_avenant)["Commandé sur ce bon"] == "21 850 €"
    assert "Rien ne l’a modifié ni annulé depuis." in texte(de_l_avenant)


def test_une_annulation_met_fin_a_tout_ce_qui_precede(client, le_monde):
    session = session_commandee(le_monde)
    accorder(demande_d_heures(le_monde, session), le_monde.agent)
    heures = lettre("avenant")
    accorder(demande_d_annulation(session), le_monde.agent)

    for document in (lettre("autorisation"), lettre("bon_commande"), heures):
        lu = texte(ouvrir(client, document))
        assert "Ce document est authentique, mais il n’a plus d’effet" in lu
        assert "Il ne produit plus d’effet." in lu
        assert "annule la commande de cette session." in lu
    assert "Rien ne l’a modifié ni annulé depuis." in texte(ouvrir(client, lettre("avenant")))


def test_un_refus_dit_la_demande_sans_montant(client, le_monde):
    session = session_demandee(le_monde)
    refuser_session(session_id=session.pk, par=le_monde.agent, motif="autre", precisions="Non.", le=LE)

    reponse = ouvrir(client, lettre("refus_session"))

    assert set(faits(reponse)) == {"Marché, lot", "Formation", "Dates"}
    assert "Non." not in texte(reponse)


def test_le_refus_d_un_avenant_se_verifie_sans_dire_pourquoi(client, le_monde):
    session = session_commandee(le_monde)
    refuser(demande_d_heures(le_monde, session), le_monde.agent)

    reponse = ouvrir(client, lettre("refus_avenant"))

    assert set(faits(reponse)) == {"Marché, lot", "Formation", "Dates", "Ce qui était demandé"}
    assert faits(reponse)["Ce qui était demandé"] == "Heures supplémentaires"
    assert "Voyez la session" not in texte(reponse)
