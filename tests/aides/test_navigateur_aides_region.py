"""An aid at the Région in a real browser: decided, settled, sent to payment, noted paid; axe on each page."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from aides.enums import CategoriePiece, StatutAide
from aides.models import DemandeAide
from noyau.televersement import PieceLue, joindre
from tests.factories import comptes
from tests.factories.aides import avancer, demande, plan
from tests.factories.referentiels import EmployeurFactory, loi_en_vigueur
from tests.navigateur import chromium, entrer, ouvrir, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Coopérative d’utilisation de matériel agricole de Saint-Georges-du-Bois"


@pytest.fixture
def deposee():
    """A whole request of an establishment with a long name, with proofs, and another of the same person."""
    loi_en_vigueur()
    une = demande(StatutAide.DEPOSEE, employeur=EmployeurFactory(nom=LONG), rqth=True)
    plan(une, 100, 40)
    for categorie in (CategoriePiece.OFFRE, CategoriePiece.RIB):
        contenu = f"%PDF-1.4 {categorie}".encode()
        joindre(une, PieceLue(f"{categorie}.pdf", "application/pdf", contenu), categorie=categorie, par=une.demandeur)
    demande(StatutAide.DEPOSEE)
    return une


def membre(groupe, **champs):
    personne = comptes.UtilisateurFactory(is_staff=True, **champs)
    personne.groups.add(Group.objects.get(name=groupe))
    return personne


def test_une_aide_se_decide_se_liquide_et_se_paie(entrer, deposee, live_server):
    page = entrer(membre("Agents d’achat"), reverse("admin:aides_demandeaide_changelist"))
    verifier_aux_deux_largeurs(page, "aide_file")
    page.click(f"text={LONG}")
    verifier_aux_deux_largeurs(page, "aide_dossier")
    page.click("button[value=accorder]")
    verifier_aux_deux_largeurs(page, "aide_confirmer")
    page.click("button[value=confirmer]")
    verifier_aux_deux_largeurs(page, "aide_accordee")
    une = DemandeAide.objects.get(pk=deposee.pk)
    assert une.statut == StatutAide.ACCORDEE

    avancer(une, ["declarer_realisee"], par=une.demandeur)
    page.goto(live_server.url + reverse("admin:aides_demandeaide_liquider", args=[une.pk]))
    verifier_aux_deux_largeurs(page, "aide_liquider")
    page.fill("[name=heures]", "70")
    page.fill("[name=motif]", "Des feuilles manquent pour janvier.")
    page.click("text=Calculer le montant dû")
    verifier_aux_deux_largeurs(page, "aide_liquider_confirmer")
    page.click("button[value=confirmer]")

    page = entrer(membre("Finances", nom="Diallo"), reverse("admin:aides_demandeaide_a_payer"))
    verifier_aux_deux_largeurs(page, "aide_a_payer")
    page.click("text=Envoyer au paiement >> visible=true")
    verifier_aux_deux_largeurs(page, "aide_lancer")
    page.click("button[value=confirmer]")
    page.fill("[name=payee_le]", f"{timezone.localdate():%d/%m/%Y}")
    verifier_aux_deux_largeurs(page, "aide_envoi")
    page.click("text=Noter ces paiements")
    verifier_aux_deux_largeurs(page, "aide_payer")
    page.click("button[value=confirmer]")
    verifier_aux_deux_largeurs(page, "aide_payee")
    assert DemandeAide.objects.get(pk=une.pk).statut == StatutAide.PAYEE


def test_les_autres_pages_d_une_aide(entrer, deposee, live_server):
    page = entrer(membre("Agents d’achat"), reverse("admin:aides_demandeaide_completer", args=[deposee.pk]))
    verifier_aux_deux_largeurs(page, "aide_completer")
    page.click("text=Demander le complément >> visible=true")
    verifier_aux_deux_largeurs(page, "aide_completer_refus")
    page.goto(live_server.url + reverse("admin:aides_demandeaide_echanges", args=[deposee.pk]))
    verifier_aux_deux_largeurs(page, "aide_echanges")
    page.goto(live_server.url + reverse("admin:aides_demandeaide_chercher"))
    page.fill("[name=nom]", "lenoir")
    page.click("text=Chercher >> visible=true")
    verifier_aux_deux_largeurs(page, "aide_chercher")
