"""A training body's way to a start date, by its place in the groupement; every page is looked at, wide and narrow."""

import pytest
from django.urls import reverse

from sessions_formation.actions.decider import demander_complement
from sessions_formation.enums import StatutSession
from sessions_formation.models import Session
from tests.factories.scenario import LE, intention_deposee
from tests.factories.sessions import sous_traitant
from tests.parcours.visiteur import TELEPHONE

pytestmark = pytest.mark.lent


def entrer(maison, personne):
    visiteur = maison.entrer(largeur=TELEPHONE, au_bureau=True)
    visiteur.se_connecter(personne.email)
    return visiteur


def ouvrir_un_brouillon(visiteur, *employeurs):
    """From the list of sessions: the lot, then the intentions ticked on the form itself."""
    visiteur.aller(reverse("sessions:liste"))
    visiteur.suivre("Demander une session")
    visiteur.cliquer("Commencer la demande")
    for employeur in employeurs:
        visiteur.page.get_by_role("checkbox", name=employeur).check()


def remplir(visiteur, *, parcours, prix="9,50"):
    visiteur.saisir("Intitulé de la session", "Soudeur assembleur industriel")
    visiteur.page.get_by_label("Lieu", exact=True).select_option(index=1)
    for nom, valeur in (("Début", "11/01/2027"), ("Fin", "30/04/2027"), ("Parcours", parcours)):
        visiteur.saisir(nom, valeur)
    visiteur.saisir("Heures de chacun", "420")
    visiteur.saisir("Prix de l’heure", prix)
    visiteur.page.get_by_text(f"{parcours} parcours × 420").wait_for()


def cocher(visiteur, libelle):
    """Tick a box of the form: what one clicks is the card drawn beside it."""
    visiteur.page.locator("label", has_text=libelle).click()


def est_la_premiere(visiteur):
    return visiteur.page.get_by_role("heading", name="La demande est la première de la file").is_visible()


def test_le_mandataire_complete_un_groupe_d_apprentis(maison, le_monde):
    intention_deposee(le_monde, nom="Tôlerie Heulin", nombre_postes=2)
    marc = entrer(maison, le_monde.au_mandataire)
    ouvrir_un_brouillon(marc, "Heulin")
    remplir(marc, parcours="2")
    marc.page.locator("#constats .verdict--non_eligible").wait_for()
    cocher(marc, "Elle complète un groupe qui existe déjà")
    marc.saisir("Quel groupe elle complète", "Les apprentis CAP soudeur de Cholet")
    marc.page.locator("#constats .verdict--eligible").wait_for()
    marc.voir()

    marc.cliquer("Demander l’ouverture")

    assert est_la_premiere(marc)
    assert "Les apprentis CAP soudeur de Cholet" in marc.lire("main")
    assert Session.objects.get().statut == StatutSession.DEMANDEE


def test_le_cotraitant_demande_un_prix_complete_ecrit_retire_et_reprend(maison, le_monde):
    intention_deposee(le_monde, nom="Tôlerie Heulin", nombre_postes=5)
    odile = entrer(maison, le_monde.au_cotraitant)
    ouvrir_un_brouillon(odile, "Heulin")
    remplir(odile, parcours="5", prix="10,20")
    odile.page.get_by_text("Ce prix dépasse celui du lot").wait_for()
    odile.saisir("Pourquoi une dérogation", "Les consommables ont augmenté.")
    odile.voir()
    odile.cliquer("Demander l’ouverture")
    assert est_la_premiere(odile)

    session = Session.objects.get()
    demander_complement(
        session_id=session.pk,
        par=le_monde.agent,
        motif="dossier_incomplet",
        precisions="",
        champs={"heures": "420 heures, est-ce bien cela ?", "prix_heure": "Le devis dit 10,10 €."},
        le=LE,
    )
    completer(odile, session)
    ecrire_a_la_region(odile)
    retirer_et_reprendre(odile)


def completer(odile, session):
    """Only the two answers asked for are open, with the officer's words beside them."""
    odile.aller(reverse("sessions:liste") + "?etape=a-faire")
    odile.suivre(session.intitule)
    odile.suivre("Compléter la demande")
    champs = odile.page.locator("form.deux input[type=text]")
    assert [champ.get_attribute("name") for champ in champs.all()] == ["heures", "prix_heure"]
    assert odile.lire("#id_prix_heure_remarque p") == "Le devis dit 10,10 €."
    odile.saisir("Prix de l’heure", "10,10")
    odile.cliquer("Renvoyer à la Région")
    assert est_la_premiere(odile)
    assert "Prix de l’heure : 10,20 € → 10,10 €" in odile.lire(".historique li:first-child")


def ecrire_a_la_region(odile):
    odile.suivre("Messages")
    odile.saisir("Votre message", "Le devis corrigé est joint à notre réponse.")
    odile.cliquer("Envoyer le message")
    assert "Le devis corrigé est joint" in odile.lire(".messages-fil")


def retirer_et_reprendre(odile):
    odile.page.locator(".fil-ariane a").last.click()
    odile.suivre("Retirer la demande")
    odile.saisir("Pourquoi vous la retirez", "L’employeur préfère le printemps.")
    odile.cliquer("Retirer la demande")
    assert odile.page.get_by_role("heading", name="La demande est retirée").is_visible()
    odile.cliquer("Reprendre dans une nouvelle demande")
    assert odile.page.get_by_role("checkbox", name="Heulin").is_checked()
    assert odile.page.input_value("#id_prix_heure") == "10,10"


def test_le_sous_traitant_declare_et_le_mandataire_donne_son_accord(maison, le_monde):
    intention_deposee(le_monde, nom="Tôlerie Heulin", nombre_postes=5)
    yann = entrer(maison, sous_traitant(le_monde))
    ouvrir_un_brouillon(yann, "Heulin")
    remplir(yann, parcours="5")
    yann.page.locator("#constats .verdict--a_completer").wait_for()
    cocher(yann, "Aucun organisme du groupement ne peut assurer cette session")
    yann.page.locator("#constats .verdict h3", has_text="La demande peut partir").wait_for()
    yann.voir()
    yann.cliquer("Demander l’ouverture")
    assert yann.page.get_by_role("heading", name="Le mandataire du lot doit donner son accord").is_visible()

    marc = entrer(maison, le_monde.au_mandataire)
    marc.aller(reverse("sessions:liste") + "?etape=a-faire")
    assert "Votre accord est attendu" in marc.lire(".tableau")
    marc.suivre("Soudeur assembleur industriel")
    marc.suivre("Répondre à Atelier du Layon")
    marc.cliquer("Donner l’accord")
    assert est_la_premiere(marc)

    yann.page.reload()
    yann.voir()
    assert est_la_premiere(yann)
    assert Session.objects.get().statut == StatutSession.EN_INSTRUCTION
