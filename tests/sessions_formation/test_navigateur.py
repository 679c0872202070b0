"""The training body's pages in a real browser: rules that speak as one types, nothing lost without scripts, axe."""

import pytest
from django.urls import reverse

from sessions_formation.actions.decider import autoriser_session, demander_complement, refuser_session
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.enums import StatutSession
from sessions_formation.models import BonDeCommande, Session
from tests.factories.scenario import LE, demande, intention_deposee, session_demandee
from tests.factories.sessions import sous_traitant
from tests.navigateur import chromium, entrer, examiner_aux_deux_largeurs, ouvrir, parcourir, verifier

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ce_jour")]


def phrase(page) -> str:
    return page.inner_text(".regroupement__phrase").replace("\N{NO-BREAK SPACE}", " ")


def test_les_regles_parlent_pendant_la_saisie(entrer, le_monde):
    retenues = [intention_deposee(le_monde, nom=nom, nombre_postes=2) for nom in ("Heulin", "Gaborit")]
    autre = intention_deposee(le_monde, nom="Coteaux")
    session = demande(le_monde, retenues)
    page = entrer(le_monde.au_cotraitant, reverse("sessions:modifier", args=[session.pk]), largeur=375)
    assert phrase(page) == "2 employeurs, 4 postes : il en manque 1"

    page.check(f"input[name=intentions][value='{autre.pk}']")

    page.locator("#constats .verdict--eligible").wait_for()
    assert phrase(page) == "3 employeurs, 5 postes : le compte y est"
    assert "La demande peut partir" in page.inner_text("#verdict-bas")

    page.fill("#id_heures", "100")

    page.get_by_text("5 parcours × 100").wait_for()
    assert "4\N{NARROW NO-BREAK SPACE}750,00" in page.inner_text("#montant-demande")
    page.select_option("#id_lieu", "autre")
    page.locator("#constats .verdict--a_completer").wait_for()
    page.fill("#id_commune", "Cholet (49300)")
    page.locator("#constats .verdict--derogation").wait_for()
    verifier(page)
    session.refresh_from_db()
    assert (session.heures, session.retenues.count()) == (420, 2)


def test_sans_scripts_on_reunit_verifie_et_envoie(entrer, le_monde):
    for nom in ("Heulin", "Gaborit"):
        intention_deposee(le_monde, nom=nom, nombre_postes=3)
    page = entrer(le_monde.au_cotraitant, reverse("sessions:intentions"), javascript=False)
    for nom in ("Heulin", "Gaborit"):
        page.get_by_role("checkbox", name=nom).check()
    page.get_by_role("button", name="Réunir en une session").click()
    page.select_option("#id_lieu", index=1)
    page.fill("#id_debut", "11/01/2027")
    page.fill("#id_fin", "30/04/2027")
    page.get_by_role("button", name="Vérifier le regroupement").click()
    assert page.locator("#constats .verdict--a_completer").count() == 1
    assert not Session.objects.exclude(debut=None).exists()

    page.fill("#id_heures", "420")
    page.get_by_role("button", name="Demander l’ouverture").click()

    page.get_by_role("heading", name="La demande est la première de la file").wait_for()
    session = Session.objects.get()
    assert (session.statut, session.effectif, session.heures) == (StatutSession.DEMANDEE, 6, 420)


def test_la_touche_entree_n_envoie_pas_la_demande(entrer, le_monde):
    session = demande(le_monde, [intention_deposee(le_monde, nombre_postes=5)])
    page = entrer(le_monde.au_cotraitant, reverse("sessions:modifier", args=[session.pk]))

    with page.expect_navigation():
        page.press("#id_heures", "Enter")

    session.refresh_from_db()
    assert session.statut == StatutSession.BROUILLON


def test_chaque_page_est_accessible_et_tient_dans_l_ecran(entrer, live_server, le_monde):
    agent, yann = le_monde.agent, sous_traitant(le_monde)
    intention = intention_deposee(le_monde, nom="Tôlerie Heulin", organisme_choisi=le_monde.cotraitant)
    brouillon = demande(le_monde, [intention])
    autorisee, demandee, refusee, a_completer = (session_demandee(le_monde) for _ in range(4))
    autoriser_session(session_id=autorisee.pk, par=agent, motif="besoin_avere", precisions="", le=LE)
    refuser_session(session_id=refusee.pk, par=agent, motif="hors_lot", precisions="Lot 14.", le=LE)
    demander_complement(session_id=a_completer.pk, par=agent, motif="", precisions="Qui encadre ?", le=LE)
    attente = demande(le_monde, [intention_deposee(le_monde, nombre_postes=5)], par=yann, groupement_capable=False)
    demander_ouverture(session_id=attente.pk, par=yann, le=LE)
    pages = [
        ("intentions", None),
        ("intention", intention),
        ("nouvelle", None),
        ("modifier", brouillon),
        ("modifier", a_completer),
        ("abandonner", brouillon),
        ("liste", None),
        ("bons", None),
        *(("demande", session) for session in (brouillon, demandee, autorisee, refusee, a_completer)),
    ]
    du_mandataire = [("accord", attente), ("bons", None), ("bon", BonDeCommande.objects.get())]
    for personne, siennes in ((le_monde.au_cotraitant, pages), (le_monde.au_mandataire, du_mandataire)):
        adresses = [reverse(f"sessions:{nom}", args=[objet.pk] if objet else []) for nom, objet in siennes]
        page = entrer(personne, adresses[0], largeur=375)
        assert parcourir(page, live_server.url, adresses, regarder=examiner_aux_deux_largeurs) == {}
