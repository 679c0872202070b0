"""What is erased at its term breaks no proof: the chain stays whole, and every letter can still be checked."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from config.conservation import purger
from intentions.actions.decider import trancher_derogation
from noyau.courriers import Document
from noyau.scellement import sceller
from referentiels.regles.mois import ajouter_mois
from sessions_formation.actions.decider import refuser_session
from tests.factories.avenants import accorder, demande_d_annulation, demande_d_heures, refuser, session_commandee
from tests.factories.scenario import LE, intention_deposee, monde, session_demandee

pytestmark = pytest.mark.django_db


def test_vingt_ans_apres_tout_se_verifie_encore(client):
    le_monde = monde()
    session = session_commandee(le_monde)
    refuser(demande_d_heures(le_monde, session), le_monde.agent)
    accorder(demande_d_annulation(session), le_monde.agent)
    demandee = session_demandee(le_monde)
    refuser_session(session_id=demandee.pk, par=le_monde.agent, motif="autre", precisions="Non.", le=LE)
    saisonnier = intention_deposee(
        le_monde, nom="Scierie", contrat_type="cdd", duree_mois=4, motif_derogation="Saison."
    )
    trancher_derogation(intention_id=saisonnier.pk, accordee=False, motif="Trop court.", par=le_monde.agent, le=LE)
    sceller()

    assert sum(nombre for _, nombre in purger(le=ajouter_mois(LE, 240))) > 0

    sortie = StringIO()
    call_command("verifier_journal", "--sans-fichiers", stdout=sortie, stderr=StringIO())
    assert "La chaîne est entière" in sortie.getvalue()
    lettres = Document.objects.order_by("pk")
    modeles = {"autorisation", "bon_commande", "refus_avenant", "avenant", "refus_session", "derogation_intention"}
    assert modeles <= {lettre.modele for lettre in lettres}
    for lettre in lettres:
        page = client.get(reverse("noyau:verifier_code", args=[lettre.code_affiche]))
        assert page.status_code == 200
        assert "Ce document est authentique" in page.content.decode()
